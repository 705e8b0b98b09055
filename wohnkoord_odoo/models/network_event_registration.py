# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import email_normalize

#: what decides on how many seats a registration takes
SEAT_FIELDS = {"state", "active", "event_id", "person_count", "is_waiting"}


class EventRegistration(models.Model):
    """A registration for one or more persons, with a seat or on the waiting list."""

    _inherit = "event.registration"
    _check_company_auto = True

    partner_id = fields.Many2one(check_company=True)
    person_count = fields.Integer("Persons", required=True, default=1)
    attended_count = fields.Integer(
        "Persons who Came",
        compute="_compute_attended_count",
        store=True,
        readonly=False,
        help="Everybody, once it is marked as attended; correct it if some stayed away.",
    )
    is_waiting = fields.Boolean(
        "On the Waiting List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Takes no seat. Moves up by itself when one becomes free.",
    )
    waiting_position = fields.Integer(
        "Waiting Place", compute="_compute_waiting_position"
    )
    date_moved_up = fields.Datetime("Moved up on", readonly=True, copy=False)
    is_self_booked = fields.Boolean("By the Public Form", readonly=True, copy=False)
    email_key = fields.Char(compute="_compute_email_key", store=True, index=True)
    lang = fields.Char("Language", readonly=True, copy=False)
    office_partner_id = fields.Many2one(
        "res.partner",
        "Known Contact",
        compute="_compute_office_partner_id",
        groups="wohnkoord_odoo.group_user",
        help="A contact of the office with this address. Somebody else may have typed"
        " it: nothing of the contact is shown to participants.",
    )

    _person_count_check = models.Constraint(
        "CHECK (person_count BETWEEN 1 AND 200)",
        "A registration is for 1 to 200 persons.",
    )
    _attended_count_check = models.Constraint(
        "CHECK (attended_count >= 0)", "The number of persons is not negative."
    )
    _one_seat_check = models.Constraint(
        "CHECK (person_count = 1"
        " OR (event_slot_id IS NULL AND event_ticket_id IS NULL))",
        "With slots or tickets each person has a registration of the own.",
    )
    _waiting_check = models.Constraint(
        "CHECK (is_waiting IS NOT TRUE OR state = 'draft')",
        "Who has a seat does not wait for one.",
    )
    _self_booked_uniq = models.UniqueIndex(
        "(event_id, email_key) WHERE is_self_booked AND active AND state <> 'cancel'",
        "This address is registered already.",
    )

    @api.depends("state", "person_count")
    def _compute_attended_count(self):
        for registration in self:
            came = registration.state == "done"
            registration.attended_count = registration.person_count if came else 0

    @api.depends("email")
    def _compute_email_key(self):
        for registration in self:
            registration.email_key = email_normalize(registration.email) or False

    @api.depends("is_waiting", "event_id")
    def _compute_waiting_position(self):
        self.waiting_position = 0
        for event, registrations in (
            self.filtered("is_waiting").grouped("event_id").items()
        ):
            waiting_ids = event._waiting().ids
            for registration in registrations:
                if registration._origin.id in waiting_ids:
                    place = waiting_ids.index(registration._origin.id)
                    registration.waiting_position = place + 1

    @api.depends("email_key", "company_id")
    def _compute_office_partner_id(self):
        keys = [key for key in self.mapped("email_key") if key]
        partners = self.env["res.partner"].search(
            [
                ("email_normalized", "in", keys),
                ("company_id", "in", [*self.company_id.ids, False]),
            ],
            order="is_company, id",  # persons first
        )
        found = {}
        for partner in partners:
            key = (partner.email_normalized, partner.company_id.id)
            found.setdefault(key, partner)
        for registration in self:
            email, company = registration.email_key, registration.company_id
            registration.office_partner_id = found.get(
                (email, company.id)
            ) or found.get((email, False))

    @api.constrains("active", "state", "event_id", "event_slot_id", "event_ticket_id")
    def _check_seats_availability(self):
        """Odoo's check for slots and tickets; whole events see ``_settle_seats``.

        It also refuses to mark people as attended on an event whose limit was lowered
        after they had registered.
        """
        split = self.filtered(lambda r: r.event_slot_id or r.event_ticket_id)
        return super(EventRegistration, split)._check_seats_availability()

    # -- seats -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        registrations = super().create(vals_list)
        registrations._settle_seats({})
        return registrations

    def write(self, vals):
        if not SEAT_FIELDS & set(vals):
            return super().write(vals)
        before = self._seats_by_event()
        if vals.get("state", "draft") != "draft" or vals.get("active") is False:
            vals = {**vals, "is_waiting": False}
        result = super().write(vals)
        self._settle_seats(before)
        return result

    def unlink(self):
        events = self.event_id
        result = super().unlink()
        events._move_up()
        return result

    def _seats_by_event(self):
        """How many seats these registrations take, by event."""
        seats = dict.fromkeys(self.event_id, 0)
        for registration in self:
            if registration.active and registration.state in ("open", "done"):
                seats[registration.event_id] += registration.person_count
        return seats

    def _settle_seats(self, before):
        """Refuse more seats than there are, and pass on those that were freed.

        :param dict before: ``_seats_by_event`` before the change
        :raise ValidationError: an event would have more persons than seats
        """
        after = self._seats_by_event()
        for event, seats in after.items():
            if seats > before.get(event, 0) and event._counts_seats():
                event._touch_seats()
                if event.seats_available < 0:
                    raise ValidationError(
                        self.env._(
                            "%(event)s is fully booked: %(count)s seats are missing.",
                            event=event.name,
                            count=-event.seats_available,
                        )
                    )
        for event in self.env["event.event"].union(*before, *after):
            event._move_up()

    # -- mails -------------------------------------------------------------------------

    def _update_mail_schedulers(self):
        """Confirm registrations within their own transaction.

        Odoo sends at once and commits in the middle of what is going on, so that a
        registration could stay although the rest was refused. The mails are queued here;
        the queue is run right after.
        """
        if self.env.context.get("install_mode"):
            return
        registered = self.filtered(lambda r: r.state == "open" and r.email)
        # the superuser, as Odoo does: visitors have no rights, and mails of the schedule
        # are the same whoever registers somebody
        registered_sudo = registered.with_user(SUPERUSER_ID)
        schedulers_sudo = registered_sudo.event_id.event_mail_ids.filtered(
            lambda scheduler: scheduler.interval_type == "after_sub"
        )
        for scheduler_sudo in schedulers_sudo._filter_template_ref():
            scheduler_sudo._confirm_registrations(
                registered_sudo.filtered(
                    lambda r, event=scheduler_sudo.event_id: r.event_id == event
                )
            )
        unscheduled = registered.filtered(
            lambda r: r.is_self_booked and r.event_id not in schedulers_sudo.event_id
        )
        unscheduled._send_now("mail_template_event_confirmation")
        if registered:
            self._run_mail_queue()

    def _send_now(self, template):
        """Queue a mail to each; ``template`` is a name without the module."""
        # sudo: rendering reads the office's address and host
        template_sudo = self.env.ref(f"wohnkoord_odoo.{template}").sudo()
        for registration in self.filtered("email"):
            template_sudo.send_mail(registration.id)

    @api.model
    def _run_mail_queue(self):
        # sudo: nobody but administrators has rights on scheduled actions
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
