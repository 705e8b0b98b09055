# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from .office_import_mixin import ImportColumn


class Contract(models.Model):
    """Import of contracts: an active one is made and activated like any other."""

    _name = "wohnkoord.contract"
    _inherit = ["wohnkoord.contract", "wohnkoord.import.mixin"]

    _import_ways = {
        "draft": [],
        "active": ["action_activate"],
        "ended": ["action_activate", "action_end"],
    }
    _import_twin_fields = ("lot_id", "partner_id", "name")

    @api.model
    def _import_title(self):
        return self.env._("Template for Contracts")

    @api.model
    def _import_templates(self):
        """Also the template of frameworks, which must be there before."""
        frameworks = self.env["wohnkoord.framework"]._import_templates()
        return [*frameworks, *super()._import_templates()]

    @api.model
    def _import_columns(self):
        day = self.env._("Day, month, year: 30.06.2025. Empty: as the framework.")
        lot = self.env["wohnkoord.framework.lot"].search([], limit=1)
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            ImportColumn("name", "RV-1", self.env._("Your own number.")),
            ImportColumn(
                "lot_id",
                lot.display_name or "",
                self.env._(
                    'Name of the lot; where several have it: "lot / framework".'
                ),
            ),
            ImportColumn(
                "partner_id",
                self.env._("Example Planners"),
                self.env._(
                    "The firm, by name or e-mail address. The dialog offers to create"
                    " those that are missing."
                ),
            ),
            ImportColumn("rank", 1, self.env._("Place in the award; a whole number.")),
            ImportColumn(
                "hourly_rate", 85.5, self.env._("Net, with a decimal comma: 85,50.")
            ),
            ImportColumn(
                "max_hours", 120, self.env._("Empty: no limit in hours is agreed.")
            ),
            ImportColumn("date_start", "", day),
            ImportColumn("date_end", "", day),
            ImportColumn(
                "rounding_minutes", 15, self.env._("Minutes, a whole number; empty: 1.")
            ),
            ImportColumn(
                "self_billing",
                self.env._("no"),
                self.env._("yes or no; x counts as yes."),
            ),
            ImportColumn(
                "state",
                states["draft"],
                self.env._("Empty: draft. Active needs an active framework."),
            ),
        ]
