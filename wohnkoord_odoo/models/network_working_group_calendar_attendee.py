# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    # the history of a contact asks by the contact
    _wohnkoord_partner_idx = models.Index("(partner_id)")

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Nobody is written to about a working group's meeting without a click."""
        told = self.filtered(
            lambda attendee: (
                not attendee.event_id.sudo().working_group_id
                or (notify_author and attendee._is_own_staff())
            )
        )
        if not told:
            return False
        return super(CalendarAttendee, told)._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )
