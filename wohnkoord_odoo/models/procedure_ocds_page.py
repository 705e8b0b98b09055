# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """Where a procedure's page leads to its open data."""

    _inherit = "wohnkoord.procedure"

    def _public_values(self, moment):
        values = super()._public_values(moment)
        return {**values, "open_data": self._ocds_links()}

    def _ocds_links(self):
        """Addresses and labels of what can be downloaded; nothing without a release."""
        if not self.ocds_release_ids:
            return []
        last = self.ocds_release_ids.sorted("number")[-1]._compiled()
        tables = [
            ("lots", self.env._("Plots (CSV)"), True),
            ("criteria", self.env._("Criteria (CSV)"), True),
            ("bids", self.env._("Number of bids (CSV)"), last.get("bids")),
            ("awards", self.env._("Decisions (CSV)"), last.get("awards")),
            ("contracts", self.env._("Contracts (CSV)"), last.get("contracts")),
        ]
        url = self._public_url()
        return [
            {
                "url": f"{url}/ocds.json",
                "label": self.env._("The whole procedure (JSON, OCDS 1.1)"),
            },
            *(
                {"url": f"{url}/{name}.csv", "label": label}
                for name, label, has_rows in tables
                if has_rows
            ),
        ]
