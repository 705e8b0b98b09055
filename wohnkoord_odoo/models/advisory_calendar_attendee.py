# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        """Nobody is written to about a meeting of a case without a click.

        Core asks to notify the author only for reminders that somebody set by hand;
        those reach the office's own people.
        """
        told = self.filtered(
            lambda attendee: (
                not attendee.event_id.sudo().advisory_id
                or (notify_author and attendee._is_own_staff())
            )
        )
        if not told:
            return False
        return super(CalendarAttendee, told)._notify_attendees(
            mail_template, notify_author=notify_author, force_send=force_send
        )

    def _is_own_staff(self):
        return any(not user.share for user in self.partner_id.sudo().user_ids)

    def _invite_by_click(self):
        """Send the invitation; called by the button only."""
        if not self:
            return False
        # pylint: disable-next=super-method-mismatch
        return super()._notify_attendees(
            self.env.ref("calendar.calendar_template_meeting_invitation")
        )
