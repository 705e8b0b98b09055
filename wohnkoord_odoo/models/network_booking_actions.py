# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

#: mails that anybody may make us write to one address within an hour
MAILS_PER_HOUR = 5


class SlotTaken(Exception):
    """Somebody else was faster, or the adviser has no time any more."""


class Booking(models.Model):
    """What the office does with an appointment, and what the person does by link."""

    _inherit = "wohnkoord.booking"

    # -- the office --------------------------------------------------------------------

    def action_attend(self):
        """It took place; the case starts, with that day as its first contact.

        :raise UserError: cancelled, or still to come
        """
        self._end_as("attended")
        self._start_case()

    def action_miss(self):
        """Nobody came.

        :raise UserError: cancelled, or still to come
        """
        self._end_as("missed")

    def _end_as(self, state):
        self.check_access("write")
        self._check_states("booked", "attended", "missed")
        for booking in self:
            if not booking.has_begun:
                raise UserError(
                    self.env._(
                        "%(booking)s is still to come.", booking=booking.display_name
                    )
                )
        self._write_guarded({"state": state, "needs_notice": False})

    def action_cancel(self, reason=None):
        """The office cancels; the time is free at once, and the person is to be told.

        :param str reason: told to the person with ``action_tell``
        :raise UserError: it took place, or was cancelled already
        """
        self.check_access("write")
        self._check_states("booked")
        now = fields.Datetime.now()
        for booking in self:
            booking._write_guarded(
                {
                    "state": "cancelled",
                    "cancelled_by": "office",
                    "cancel_reason": (reason or "").strip() or False,
                    "needs_notice": bool(booking.email and booking.start > now),
                }
            )
        self._drop_event()

    def action_cancel_and_tell(self, reason):
        """Cancel, and write to the person why.

        :param str reason: required, because the person reads it
        :raise UserError: no reason, no address, or not booked any more
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason."))
        self.action_cancel(reason)
        return self.action_tell()

    def action_ask_cancel(self):
        """Ask for the reason, then cancel and tell the person."""
        return self._ask_reason(
            "action_cancel_and_tell", self.env._("Cancel and Tell the Person")
        )

    def action_tell(self):
        """Write to the persons what the office changed; a click, never by itself.

        :raise UserError: no address is known, or it took place
        """
        self.check_access("write")
        self._check_states("booked", "cancelled")
        for booking in self:
            if not booking.email:
                raise UserError(
                    self.env._("%(name)s has no address.", name=booking.display_name)
                )
        for booking in self:
            kind = "moved" if booking.state == "booked" else "cancelled"
            booking._send(kind)
        self._write_guarded({"needs_notice": False})
        return True

    def action_send_confirmation(self):
        """Write the confirmation with the link, for appointments made by phone.

        :raise UserError: no address is known, or it is not booked any more
        """
        self.check_access("write")
        self._check_states("booked")
        for booking in self:
            if not booking.email:
                raise UserError(
                    self.env._("%(name)s has no address.", name=booking.display_name)
                )
            booking._send("confirmed")
        self._write_guarded({"needs_notice": False})
        return True

    def action_view_case(self):
        """Open the case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.advisory",
            "res_id": self.advisory_id.id,
            "views": [(False, "form")],
        }

    # -- the person, on the public pages; called there with sudo -----------------------

    @api.model
    def _book(self, kind, start, vals, case=None, user=None):
        """Book for a visitor, and write the confirmation.

        Whoever has as many appointments as the office allows gets a mail instead that
        says so. The visitor, who may have typed somebody else's address, learns nothing.

        :param kind: the type, of the office
        :param datetime start: naive UTC, as offered
        :param dict vals: what was typed, checked
        :param case: an open case of the office, else a new one is made
        :param user: the adviser, where the visitor chose one
        :return: the appointment, or an empty recordset
        :raise SlotTaken: the time is not free any more
        """
        # first of all, so that the answer does not depend on whose address it is
        advisers = self._advisers(kind, start, user)
        email = vals["email"]
        limits = self.env["wohnkoord.rate.limit"]
        if not limits._allow("booking mail", email, MAILS_PER_HOUR):
            return self.browse()
        known = self._open_of(email, kind.company_id, case)
        if len(known) >= kind.company_id.wohnkoord_booking_open_max:
            known[0]._send("known")
            return self.browse()

        # whose link leads to the case, and who has its person's address, is that person
        asker = (case or self.advisory_id).partner_id
        asker = asker.filtered(lambda partner: partner.email_normalized == email)

        def make(user_id):
            return self.create(
                {
                    **vals,
                    "type_id": kind.id,
                    "user_id": user_id,
                    "start": start,
                    "stop": start + timedelta(minutes=kind.duration),
                    "advisory_id": case.id if case else False,
                    "partner_id": asker.id,
                }
            )

        booking = self._with_first_free(advisers, kind, start, make)
        if booking.name and not case and not booking.possible_partner_count:
            booking._make_partner()
        booking._send("confirmed")
        return booking

    @api.model
    def _open_of(self, email, company, case=None):
        """Appointments still to come of that address, or for that case."""
        coming = [
            ("company_id", "=", company.id),
            ("state", "=", "booked"),
            ("start", ">", fields.Datetime.now()),
        ]
        found = self.search([*coming, ("email_normalized", "=", email)])
        if case:
            found |= self.search([*coming, ("advisory_id", "=", case.id)])
        return found.sorted("start")

    def _move_by_person(self, start, user=None):
        """Another time; the old one is free only if the new one was got.

        :raise SlotTaken: the new time is not free any more
        :raise UserError: not booked any more
        """
        self.ensure_one()
        self._check_states("booked")
        if start == self.start:
            return
        advisers = self._advisers(self.type_id, start, user, self)

        def move(user_id):
            return self._reschedule(start=start, user_id=user_id)

        self._with_first_free(advisers, self.type_id, start, move)
        self._write_guarded({"needs_notice": False})
        self._send("moved")

    def _cancel_by_person(self):
        """Give it up; the time is free at once.

        :return bool: False if it was cancelled before
        """
        self.ensure_one()
        if self.state != "booked":
            return False
        self._write_guarded({"state": "cancelled", "cancelled_by": "person"})
        self._drop_event()
        self._end_own_case()
        self._send("cancelled")
        return True

    @api.model
    def _advisers(self, kind, start, user=None, booking=None):
        """Ids of the advisers who are free then, in the order in which to ask them."""
        free = kind._free_slots(start, start + timedelta(minutes=1), booking)
        advisers = free.get(start, [])
        if user:
            advisers = [user_id for user_id in advisers if user_id == user.id]
        if not advisers:
            raise SlotTaken
        week = timedelta(days=7)
        busy = dict(
            self._read_group(
                [
                    ("user_id", "in", advisers),
                    ("state", "=", "booked"),
                    ("start", ">", start - week),
                    ("start", "<", start + week),
                ],
                ["user_id"],
                ["__count"],
            )
        )
        counts = {user.id: count for user, count in busy.items()}
        own = booking.user_id.id if booking else None
        # who has it already, then who has fewest
        return sorted(advisers, key=lambda i: (i != own, counts.get(i, 0), i))

    def _with_first_free(self, advisers, kind, start, job):
        """Do ``job`` with the first of the advisers whose time nobody took meanwhile.

        :param job: callable with the id of an adviser
        """
        stop = start + timedelta(minutes=kind.duration + kind.buffer)
        for user_id in advisers:
            try:
                with self.env.cr.savepoint():
                    self._queue_up([user_id])
                    if not self._is_taken(user_id, start, stop):
                        result = job(user_id)
                        self.env.flush_all()
                        return result
            except ExclusionViolation:  # by a path that does not queue up
                continue
        raise SlotTaken

    def _is_taken(self, user_id, start, stop):
        """Whether that time is taken at this moment, seen by a transaction of its own:
        this one still sees what was free when it began."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                "SELECT 1 FROM wohnkoord_booking WHERE user_id = %s AND id != %s"
                " AND state != 'cancelled' AND start < %s AND block_stop > %s LIMIT 1",
                (user_id, self.id or 0, stop, start),
            )
            return bool(cr.fetchone())
