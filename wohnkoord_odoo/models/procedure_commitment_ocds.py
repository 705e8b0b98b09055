# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Commitment(models.Model):
    _inherit = "wohnkoord.commitment"

    def _ocds_status(self):
        """What the last control found, and until when the duty is due."""
        status = super()._ocds_status()
        if self.duty_state == "breached":
            status["status"] = "notMet"
        elif self.duty_state in ("proven", "ended"):
            status["status"] = "met"
            status["dateMet"] = fields.Date.to_string(self.control_ids[:1].date)
        if self.date_due:
            status["dueDate"] = fields.Date.to_string(self.date_due)
        return status
