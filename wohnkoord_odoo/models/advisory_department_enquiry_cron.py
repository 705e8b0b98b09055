# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class Reminder(models.AbstractModel):
    """The daily look at terms takes the departments along."""

    _inherit = "wohnkoord.reminder.mixin"

    @api.model
    def _cron_remind(self):
        result = super()._cron_remind()
        enquiries = self.env["wohnkoord.department.enquiry"]
        for enquiry in enquiries.search(enquiries._late_domain()):
            self._remind_safely(enquiry, "_remind_daily")
        return result
