# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Commitment(models.Model):
    _inherit = "wohnkoord.commitment"

    def _ocds_status(self):
        """Whether a promise of a contract is met, in the standard's words.

        It is what the last control found.

        :return dict: ``status`` (scheduled, met, notMet, partiallyMet), and ``dueDate``
            and ``dateMet`` if known
        """
        self.ensure_one()
        status = {"status": "scheduled"}
        if self.duty_state == "breached":
            status["status"] = "notMet"
        elif self.duty_state in ("proven", "ended"):
            status["status"] = "met"
            status["dateMet"] = self.procedure_id._ocds_day(self.control_ids[:1].date)
        if self.date_due:
            status["dueDate"] = self.procedure_id._ocds_day(self.date_due)
        return status
