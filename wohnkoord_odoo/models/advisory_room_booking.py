# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from .network_booking_links import MODES


class Booking(models.Model):
    """Appointments in a room: moved, they keep it if it is free."""

    _inherit = "wohnkoord.booking"

    def write(self, vals):
        result = super().write(vals)
        if "channel" in vals:
            for booking in self.filtered("event_id"):
                event_sudo = booking._event_sudo()
                if event_sudo.meeting_mode != MODES[booking.channel]:
                    event_sudo.write({"location": False, **booking._event_place_vals()})
        return result

    def _move_event(self):
        """A room that is taken at the new time is given up; the office sees that.

        Without this nobody could move an appointment by the link, and would not be told
        why.
        """
        rooms = {}
        for booking in self:
            event_sudo = booking._event_sudo()
            rooms[booking] = room = event_sudo.room_id
            if room and room._is_taken(event_sudo, booking.start, booking.stop):
                event_sudo.write({"room_id": False, **booking._event_place_vals()})
        result = super()._move_event()
        for booking, room in rooms.items():
            event_sudo = booking._event_sudo()
            if room and event_sudo.room_id != room and not room._is_taken(event_sudo):
                event_sudo.room_id = room
        return result

    def _where(self):
        """With the room, where the office has chosen one."""
        self.ensure_one()
        # sudo: also for whoever reads no rooms
        room_sudo = self.sudo().event_id.room_id
        if self.channel == "desk" and room_sudo:
            words = room_sudo._words()
            if not room_sudo.place and (place := self.type_id._place()):
                words = f"{words}, {place}"
            return self.env._("in the office: %(place)s", place=words)
        return super()._where()
