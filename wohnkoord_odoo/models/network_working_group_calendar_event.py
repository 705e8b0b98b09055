# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

OFFICE = "wohnkoord_odoo.group_user"


class CalendarEvent(models.Model):
    """Meetings of working groups: no mail without a click."""

    _inherit = "calendar.event"

    working_group_id = fields.Many2one(
        "wohnkoord.working.group",
        "Working Group",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=OFFICE,
    )

    def action_sendmail(self):
        """Send invitations; for a meeting of a working group this is the only way."""
        of_groups = self.filtered(lambda event: event.sudo().working_group_id)
        if of_groups:
            of_groups.check_access("write")
            of_groups.attendee_ids._invite_by_click()
        others = self - of_groups
        return super(CalendarEvent, others).action_sendmail() if others else True
