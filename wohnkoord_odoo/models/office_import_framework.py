# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, models

from .office_import_mixin import ImportColumn


class Framework(models.Model):
    """Import of frameworks with their lots, before their contracts."""

    _name = "wohnkoord.framework"
    _inherit = ["wohnkoord.framework", "wohnkoord.import.mixin"]

    _import_ways = {
        "draft": [],
        "active": ["action_activate"],
        "closed": ["action_activate", "action_close"],
    }
    _import_twin_fields = ("name",)

    @api.model
    def _import_title(self):
        return self.env._("Template for Frameworks with Lots")

    @api.model
    def _import_columns(self):
        Lot = self.env["wohnkoord.framework.lot"]
        levels = dict(Lot._fields["level"]._description_selection(self.env))
        regimes = dict(self._fields["regime"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        day = self.env._("Day, month, year: 30.06.2025.")
        return [
            ImportColumn(
                "name", self.env._("Example Framework"), self.env._("Each name once.")
            ),
            ImportColumn("reference", "V-2025-01", ""),
            ImportColumn("regime", regimes["vola"], ""),
            ImportColumn("date_start", date(2025, 1, 1), day),
            ImportColumn("date_end", date(2028, 12, 31), day),
            ImportColumn(
                "max_amount",
                96000.5,
                self.env._("Net, with a decimal comma: 96000,50."),
            ),
            ImportColumn(
                "max_hours", 1200, self.env._("Empty: no limit in hours is agreed.")
            ),
            ImportColumn("state", states["draft"], self.env._("Empty: draft.")),
            ImportColumn(
                "lot_ids/name",
                self.env._("Example Lot"),
                self.env._(
                    "A further lot stands in the next row, which is empty in the columns"
                    " of the framework."
                ),
            ),
            ImportColumn("lot_ids/level", levels["specialist"], ""),
            ImportColumn(
                "lot_ids/topic_ids", "", self.env._("Empty: all. Several with commas.")
            ),
            ImportColumn(
                "lot_ids/max_hours",
                400,
                self.env._("Empty: no limit in hours is agreed."),
            ),
            ImportColumn(
                "lot_ids/max_amount",
                "",
                self.env._("Net; empty: no limit in money is agreed."),
            ),
        ]
