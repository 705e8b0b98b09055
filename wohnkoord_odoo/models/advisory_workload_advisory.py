# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Advisory(models.Model):
    """Cases are given to whoever has time."""

    _inherit = "wohnkoord.advisory"

    def action_choose_adviser(self):
        """Open the advisers with their workload, to give these cases to one of them."""
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.workload_action_choose"
        )
        return {
            **action,
            "domain": [
                ("is_adviser", "=", True),
                ("company_id", "in", self.company_id.ids),
            ],
            "context": {"wohnkoord_case_ids": self.ids},
        }
