# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class Reminder(models.AbstractModel):
    """The daily look at terms takes the reporting dates along."""

    _inherit = "wohnkoord.reminder.mixin"

    @api.model
    def _cron_remind(self):
        result = super()._cron_remind()
        dates = self.env["wohnkoord.report.date"]
        for date in dates.search(dates._due_domain()):
            self._remind_safely(date, "_remind_daily")
        return result
