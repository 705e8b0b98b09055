# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

#: what one person may register for by the public form
MOST_PERSONS = 5
#: mails about one event to one address within an hour; more are not sent
MAILS_PER_HOUR = 3


class EventEvent(models.Model):
    """What visitors do: register."""

    _inherit = "event.event"

    def _registration_is_open(self):
        """Whether the public form takes registrations now."""
        self.ensure_one()
        now = fields.Datetime.now()
        return (
            self.active
            and self.is_public
            and self.is_registration_needed
            and self.kanban_state != "cancel"
            and now < (self.date_registration_end or self.date_begin)
            and now < self.date_begin
        )

    def _book(self, values, answers):
        """Register a visitor, with a seat or on the waiting list.

        An address that is registered already gets a mail that says so, and no second
        seat; the caller must show the same page in both cases.

        :param dict values: ``name``, ``email`` (normalised), ``phone``, ``person_count``
            and what else a registration has
        :param list answers: values of ``event.registration.answer``
        :raise UserError: closed, or fully booked without a waiting list
        :return: the registration, made now or before, with superuser rights
        """
        self.ensure_one()
        event_sudo = self.sudo()
        if not event_sudo._registration_is_open():
            raise UserError(self.env._("Registration for this event is closed."))
        if event_sudo._counts_seats():
            event_sudo._touch_seats()
        free = event_sudo._free_seats()
        waits = free is not None and values["person_count"] > free
        # asked before the address is looked up: the answer is the same for everybody
        if waits and not event_sudo.has_waiting_list:
            raise UserError(event_sudo._seats_text())
        known_sudo = event_sudo._registration_of(values["email"])
        if known_sudo:
            known_sudo._say_again()
            return known_sudo
        return event_sudo._make_booking(
            {
                **values,
                "event_id": self.id,
                "is_self_booked": True,
                "is_waiting": waits,
                "state": "draft" if waits else "open",
                "registration_answer_ids": [
                    fields.Command.create(answer) for answer in answers
                ],
            }
        )

    def _make_booking(self, vals):
        try:
            with self.env.cr.savepoint():
                registration = self.env["event.registration"].create(vals)
        except UniqueViolation as error:
            # a second click at the same moment; repeated, it finds the first one
            raise ConcurrencyError("registered at this moment") from error
        if registration.is_waiting:
            registration._send_now("mail_template_event_waiting")
            registration._run_mail_queue()
        return registration

    def _registration_of(self, email):
        """The registration of an address that holds a seat or waits, or none."""
        self.ensure_one()
        return self.env["event.registration"].search(
            [
                ("event_id", "=", self.id),
                ("email_key", "=", email),
                ("state", "in", self._live()),
            ],
            order="is_self_booked desc, id",
            limit=1,
        )

    def _seats_text(self):
        """How many seats are left, in words for visitors; empty if it does not matter."""
        self.ensure_one()
        free = self._free_seats()
        if free is None or not self.is_registration_needed:
            return ""
        if free == 1:
            return self.env._("1 seat left")
        if free:
            return self.env._("%(count)s seats left", count=free)
        if self.has_waiting_list:
            return self.env._("Fully booked, with a waiting list")
        return self.env._("Fully booked")


class EventRegistration(models.Model):
    """What people do with their own registration, by the link in their mail."""

    _inherit = "event.registration"

    def _own_link(self):
        """The address at which the person sees, changes and cancels the registration."""
        self.ensure_one()
        token = self.env["wohnkoord.signed.link"]._token("event registration", self)
        base_url = self.event_id.company_id._wohnkoord_base_url()
        return f"{base_url}/events/registration/{token}"

    @api.model
    def _of_link(self, token):
        """The registration of a link, with superuser rights; empty if there is none."""
        registration_sudo = self.env["wohnkoord.signed.link"]._record(
            "event registration", "event.registration", token
        )
        return registration_sudo.filtered(lambda r: r.active and not r.date_anonymised)

    def _can_change(self):
        """Whether the person may still change or cancel."""
        self.ensure_one()
        return (
            self.state in ("draft", "open")
            and self.event_id.active
            and self.event_id.kanban_state != "cancel"
            and fields.Datetime.now() < self.event_id.date_begin
        )

    def _own_cancel(self):
        """Give the seat back; a second click changes nothing."""
        self.ensure_one()
        if self._can_change():
            self.action_cancel()

    def _own_change(self, person_count):
        """Come with more or fewer persons.

        :raise UserError: there are not as many seats
        """
        self.ensure_one()
        if not self._can_change() or person_count == self.person_count:
            return
        if self.state == "open":
            event = self.event_id
            if event._counts_seats():
                event._touch_seats()
            free = event._free_seats()
            if free is not None and person_count - self.person_count > free:
                raise UserError(
                    self.env._(
                        "There are not as many seats left. Your registration stays as"
                        " it was."
                    )
                )
        self.person_count = person_count

    def _say_again(self):
        """Tell an address that it is registered already; not more often than needed."""
        self.ensure_one()
        limits = self.env["wohnkoord.rate.limit"]
        key = f"{self.event_id.id} {self.email_key}"
        if limits._allow("event mail", key, MAILS_PER_HOUR):
            self._send_now("mail_template_event_again")
            self._run_mail_queue()

    # -- what pages and mails say ------------------------------------------------------

    def _status_text(self):
        """What the person needs to know first."""
        self.ensure_one()
        if self.event_id.kanban_state == "cancel":
            return self.env._("The event is cancelled.")
        if self.is_waiting:
            return self.env._(
                "You are on the waiting list, at place %(place)s. As soon as a seat is"
                " free for you, you get it and a mail.",
                place=self.waiting_position,
            )
        return {
            "draft": self.env._("Your registration is being checked."),
            "open": self.env._("You are registered."),
            "done": self.env._("You took part. Thank you for coming."),
            "cancel": self.env._("Your registration is cancelled."),
        }[self.state]

    def _own_values(self):
        """What the person's own page shows: plain values only."""
        self.ensure_one()
        event = self.event_id
        has_seat = self.state in ("open", "done")
        return {
            "name": self.name,
            "persons": self.person_count,
            "status": self._status_text(),
            "can_change": self._can_change(),
            "event": event._page_values(),
            "event_url": event._public_path() if event.is_public else None,
            "online_url": has_seat and event._online_url() or None,
        }

    def _process_attachments_for_template_post(self, template):
        """Add the date for the own calendar to the confirmation."""
        confirmation = self.env.ref(
            "wohnkoord_odoo.mail_template_event_confirmation", raise_if_not_found=False
        )
        if template != confirmation:
            return {}
        return {
            registration.id: {
                "attachments": [
                    (
                        f"{registration.event_id.slug}.ics",
                        registration.event_id._ics_attachment(registration),
                    )
                ]
            }
            for registration in self
        }
