# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, plaintext2html

#: of the concern, as the subject of the case
SUBJECT_LENGTH = 80
#: how the calendar calls the ways to meet
MODES = {"desk": "on_site", "phone": "phone", "video": "video"}
OPEN_CASES = ("requested", "approved", "running")


class Booking(models.Model):
    """What hangs on an appointment: the adviser's calendar, the case, the person."""

    _inherit = "wohnkoord.booking"

    has_conflict = fields.Boolean(
        "Meeting at the Same Time",
        compute="_compute_has_conflict",
        help="The adviser's calendar has another entry at that time.",
    )
    possible_partner_ids = fields.Many2many(
        "res.partner",
        string="Possibly Known",
        compute="_compute_possible_partner_ids",
        help="Contacts with the same e-mail address, phone number or name.",
    )
    possible_partner_count = fields.Integer(compute="_compute_possible_partner_ids")
    possible_partner_reason = fields.Char(
        "Why Possibly Known", compute="_compute_possible_partner_ids"
    )

    @api.depends("name", "email", "phone", "partner_id")
    def _compute_possible_partner_ids(self):
        found = self.filtered(
            lambda b: not b.partner_id and not b.date_anonymised
        )._possible_partners()
        for booking in self:
            matches = found.get(booking, [])
            booking.possible_partner_ids = booking.partner_id.browse().union(
                *[partner for partner, _reason in matches]
            )
            booking.possible_partner_count = len(matches)
            booking.possible_partner_reason = ", ".join(
                sorted({reason for _partner, reason in matches})
            )

    @api.depends("start", "stop", "state", "user_id", "event_id")
    def _compute_has_conflict(self):
        """One query; says that there is something, and nothing of what it is."""
        booked = self.filtered(lambda b: b.state == "booked" and b._origin)
        found = set()
        if booked:
            self.env["calendar.event"].flush_model()
            booked.flush_recordset()
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT b.id FROM wohnkoord_booking b
                    JOIN res_users u ON u.id = b.user_id
                    JOIN calendar_event_res_partner_rel r
                      ON r.res_partner_id = u.partner_id
                    JOIN calendar_event e ON e.id = r.calendar_event_id
                    WHERE b.id IN %s AND e.active AND e.show_as = 'busy'
                      AND e.id IS DISTINCT FROM b.event_id
                      AND e.start < b.stop AND e.stop > b.start
                    """,
                    tuple(booked._origin.ids),
                )
            )
            found = {row[0] for row in rows}
        for booking in self:
            booking.has_conflict = booking._origin.id in found

    # -- calendar ----------------------------------------------------------------------

    def _make_event(self):
        """A private entry with a neutral title; only the adviser comes, so that core
        writes to nobody."""
        self.ensure_one()
        partner = self.user_id.partner_id
        # sudo: a visitor has no rights; as the adviser, who is the organiser; without
        # the caller's context, whose default values would end up in the entry
        env_sudo = self.env(
            user=self.user_id.id,
            su=True,
            context={
                "lang": self.user_id.lang,
                "tz": self.user_id.tz,
                "allowed_company_ids": self.company_id.ids,
                "skip_contact_description": True,
                "mail_create_nosubscribe": True,
            },
        )
        event = env_sudo["calendar.event"].create(
            {
                "name": self.type_id.with_context(lang=self.user_id.lang).name,
                "start": self.start,
                "stop": self.stop,
                "allday": False,
                "show_as": "busy",
                "privacy": "private",
                "user_id": self.user_id.id,
                "partner_ids": [Command.set(partner.ids)],
                "attendee_ids": [
                    Command.create({"partner_id": partner.id, "state": "accepted"})
                ],
                "advisory_id": self.advisory_id.id,
                **self._event_place_vals(),
            }
        )
        self._write_guarded({"event_id": event.id})

    def _event_place_vals(self):
        """How and where they meet, as it stands in the calendar entry."""
        self.ensure_one()
        place = {"meeting_mode": MODES[self.channel]}
        if self.channel == "desk":
            place["location"] = self.type_id._place()
        elif self.channel == "video" and self.type_id.video_url:
            place["videocall_location"] = self.type_id.video_url
        return place

    def _move_event(self):
        """Let the calendar entry follow the appointment."""
        for booking in self:
            event_sudo = booking._event_sudo()
            if not event_sudo:
                booking._make_event()
                continue
            if event_sudo.user_id != booking.user_id:
                # an entry is not handed over: it would tell both who came before
                booking._write_guarded({"event_id": False})
                event_sudo.active = False
                booking._make_event()
            elif (event_sudo.start, event_sudo.stop) != (booking.start, booking.stop):
                event_sudo.write({"start": booking.start, "stop": booking.stop})

    def _drop_event(self):
        for booking in self:
            event_sudo = booking._event_sudo()
            if event_sudo.active:
                event_sudo.active = False

    def _event_sudo(self):
        # sudo: see _make_event; colleagues may move each other's appointments as well
        event = self.event_id.exists()
        return event.with_user(self.user_id).sudo().with_context(active_test=False)

    # -- case --------------------------------------------------------------------------

    def _make_case(self):
        """An orientation that is requested, due on the day of the appointment."""
        self.ensure_one()
        if self.advisory_id:
            return
        # sudo: a visitor has no rights on cases
        case_sudo = (
            self.env["wohnkoord.advisory"]
            .sudo()
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "company_id": self.company_id.id,
                    "level": "orientation",
                    "subject": self._case_subject(),
                    "partner_id": self.partner_id.id,
                    **self.user_id._wohnkoord_duty_vals(self._day(), self.company_id),
                    # what staff enter for somebody began at their desk
                    "origin": "office" if self.env.user._is_internal() else "booking",
                    "date_deadline": self._day(),
                    "note": self.concern and plaintext2html(self.concern),
                }
            )
        )
        self._write_guarded({"advisory_id": case_sudo.id, "has_own_case": True})

    def _case_subject(self):
        lines = (self.concern or "").strip().splitlines()
        text = lines[0].strip() if lines else ""
        if len(text) > SUBJECT_LENGTH:
            text = text[: SUBJECT_LENGTH - 1].rstrip() + "…"
        return text or self.type_id.name

    def _move_deadline(self, old_day):
        case_sudo = self.advisory_id.sudo()
        if case_sudo.state == "requested" and case_sudo.date_deadline == old_day:
            case_sudo.date_deadline = self._day()

    def _follow_case(self):
        """Another case was chosen: the meeting is one of that case."""
        for booking in self:
            event_sudo = booking._event_sudo()
            if event_sudo and event_sudo.advisory_id != booking.advisory_id:
                event_sudo.advisory_id = booking.advisory_id.id
            booking._write_guarded({"has_own_case": False})

    def _start_case(self):
        """The first contact was the appointment."""
        for booking in self:
            case = booking.advisory_id
            if case.level != "orientation" or case.state != "requested":
                continue
            if not case.date_first_contact:
                case.date_first_contact = max(booking._day(), case.date_requested)
            case.action_start()

    def _end_own_case(self):
        """Who gives the appointment up asks for nothing more."""
        for booking in self:
            case_sudo = booking.advisory_id.sudo()
            if booking.has_own_case and case_sudo.state == "requested":
                case_sudo.action_cancel(
                    booking.env._("The person cancelled the appointment.")
                )

    # -- person ------------------------------------------------------------------------

    def _possible_partners(self):
        """Contacts of the office, or shared ones, that may be who made these
        appointments. One query, however many.

        For staff: nothing of it may reach a visitor.

        :return: dict booking -> list of (contact, reason)
        """
        Partner = self.env["res.partner"]
        typed = {
            booking: Partner.new(
                {
                    "name": booking.name,
                    "email": booking.email,
                    "phone": booking.phone,
                    "company_id": booking.company_id.id,
                }
            )
            for booking in self
        }
        found = Partner.union(*typed.values())._wohnkoord_possible_duplicates()
        return {booking: found[partner] for booking, partner in typed.items()}

    def _make_partner(self):
        """A new contact of the office from what the person typed."""
        self.ensure_one()
        # sudo: a visitor has no rights on contacts
        partner_sudo = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": self.name,
                    "email": self.email,
                    "phone": self.phone,
                    "lang": self.language or self.env.lang,
                    "company_id": self.company_id.id,
                }
            )
        )
        self._write_guarded({"partner_id": partner_sudo.id})
        self._name_case_person()

    def _name_case_person(self):
        for booking in self:
            case_sudo = booking.advisory_id.sudo()
            if booking.has_own_case and case_sudo.partner_id != booking.partner_id:
                case_sudo.partner_id = booking.partner_id

    def action_make_partner(self):
        """Make a contact of what the person typed.

        :raise UserError: there is one already, or no name is known
        """
        self.check_access("write")
        for booking in self:
            if booking.partner_id:
                raise UserError(self.env._("The appointment has a person already."))
            if not booking.name:
                raise UserError(self.env._("A contact needs a name."))
            booking._make_partner()
        return True

    def action_use_partner(self):
        """Take the one contact that is possibly the person.

        :raise UserError: none or several
        """
        self.check_access("write")
        for booking in self:
            if booking.possible_partner_count != 1:
                raise UserError(self.env._("Please choose the person in the form."))
            booking.partner_id = booking.possible_partner_ids
        return True

    @api.model
    def _case_of_token(self, token, company):
        """The open case that a link of the enquiry form names.

        :return: the case with superuser rights, or an empty one
        """
        case_sudo = self.env["wohnkoord.signed.link"]._record(
            "advisory", "wohnkoord.advisory", token
        )
        return case_sudo.filtered(
            lambda case: case.company_id == company and case.state in OPEN_CASES
        )
