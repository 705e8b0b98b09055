# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CalendarEvent(models.Model):
    """An entry of a booked appointment: moved or deleted, the appointment follows."""

    _inherit = "calendar.event"

    booking_ids = fields.One2many(
        "wohnkoord.booking",
        "event_id",
        "Booked Appointment",
        groups="wohnkoord_odoo.group_user",
        copy=False,
    )

    @api.constrains("allday", "recurrency")
    def _check_booked_time(self):
        for event in self.sudo():
            if event.booking_ids and (event.allday or event.recurrency):
                raise ValidationError(
                    self.env._(
                        "This appointment was booked for one time: it neither lasts"
                        " all day nor repeats."
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if {"start", "stop", "duration", "user_id", "active"} & set(vals):
            self._lead_bookings()
        return result

    def unlink(self):
        # sudo: whoever may delete the entry cancels the appointment
        bookings_sudo = self.sudo().booking_ids.filtered(lambda b: b.state == "booked")
        result = super().unlink()
        bookings_sudo.action_cancel()
        return result

    def _lead_bookings(self):
        """Let booked appointments follow their entries; the office then tells people."""
        # sudo: whoever may move the entry moves the appointment
        for event_sudo in self.sudo():
            for booking_sudo in event_sudo.booking_ids:
                if booking_sudo.state != "booked":
                    continue
                if not event_sudo.active:
                    booking_sudo.action_cancel()
                    continue
                booking_sudo._reschedule(
                    start=event_sudo.start,
                    stop=event_sudo.stop,
                    user_id=event_sudo.user_id.id,
                )
