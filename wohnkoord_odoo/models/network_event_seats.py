# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class EventEvent(models.Model):
    """Seats that are never given twice, and the waiting list behind them.

    Odoo counts registrations in a check that two transactions at the same moment both
    pass, because neither sees the other's. Here every change of seats on a limited event
    also writes the event's own row: of two changes the later one then fails to serialise
    and is repeated by the server, which sees the first.
    """

    _inherit = "event.event"

    @api.depends("registration_ids.person_count")
    def _compute_seats(self):
        """As Odoo's, but a registration may be for several persons."""
        # sudo: counted for whoever reads the event, as Odoo does
        groups = (
            self.env["event.registration"]
            .sudo()
            ._read_group(
                [("event_id", "in", self.ids), ("state", "in", ("open", "done"))],
                ["event_id", "state"],
                ["person_count:sum"],
            )
        )
        persons = {(event.id, state): count for event, state, count in groups}
        for event in self:
            event_id = event._origin.id or event.id
            event.seats_reserved = persons.get((event_id, "open"), 0)
            event.seats_used = persons.get((event_id, "done"), 0)
            event.seats_taken = event.seats_reserved + event.seats_used
            slots = event.event_slot_count if event.is_multi_slots else 1
            most = event.seats_max * slots
            event.seats_available = most - event.seats_taken if most > 0 else 0

    def _counts_seats(self):
        """Whether seats are limited on the whole event; slots have limits of their own."""
        self.ensure_one()
        return self.seats_limited and self.seats_max > 0 and not self.is_multi_slots

    def _free_seats(self):
        """How many more persons there is room for; None: any number."""
        self.ensure_one()
        return max(self.seats_available, 0) if self._counts_seats() else None

    def _touch_seats(self):
        """Let two changes of seats on one event happen one after the other."""
        for event in self.sudo():
            event.seat_changes += 1
            event.flush_recordset(["seat_changes"])

    def _move_up(self):
        """Give free seats to those who wait, in their order.

        Who needs more seats than there are is passed over, and stays first for the next
        time. Each reads it in a mail; nobody moves up once the event has started.
        """
        # sudo: seats are given by the order of the list, not by somebody's rights
        for event in self.sudo():
            if event.kanban_state == "cancel" or not event.active:
                continue
            if event.date_begin <= fields.Datetime.now():
                continue
            waiting_sudo = event._waiting()
            if not waiting_sudo:
                continue
            event._touch_seats()
            free = event._free_seats()
            lucky_sudo = waiting_sudo.browse()
            for registration_sudo in waiting_sudo:
                persons = registration_sudo.person_count
                if free is None or persons <= free:
                    lucky_sudo += registration_sudo
                    free = free if free is None else free - persons
            if lucky_sudo:
                lucky_sudo.write({"date_moved_up": fields.Datetime.now()})
                lucky_sudo.write({"state": "open"})

    def _waiting(self):
        """Who waits, the first one first."""
        self.ensure_one()
        return self.env["event.registration"].search(
            [("event_id", "=", self.id), ("is_waiting", "=", True)], order="id"
        )
