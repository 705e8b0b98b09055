# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Commitment(models.Model):
    _inherit = "wohnkoord.commitment"

    def _ocds_status(self):
        """Whether a promise of a contract is met, in the standard's words.

        Extended by what controls commitments.

        :return dict: ``status`` (scheduled, met, notMet, partiallyMet), and ``dueDate``
            and ``dateMet`` if known
        """
        self.ensure_one()
        return {"status": "scheduled"}
