# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Bid(models.Model):
    """What a bidder is told when the own concept was deleted."""

    _inherit = "wohnkoord.bid"

    def _portal_row(self, terms, facts=None):
        row = super()._portal_row(terms, facts)
        row["erased"] = self.date_erased and self._local_time(self.date_erased)
        return row
