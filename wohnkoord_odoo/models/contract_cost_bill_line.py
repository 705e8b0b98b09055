# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class AccountMoveLine(models.Model):
    """A bill line that holds a fee or cost is as fixed as one that holds hours."""

    _inherit = "account.move.line"

    wohnkoord_cost_ids = fields.One2many(
        "wohnkoord.call.off.cost",
        "bill_line_id",
        "Fee or Cost",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )

    def _wohnkoord_costs(self):
        """Fees and costs on these lines, as superuser."""
        # sudo: accounting has no right on them, the rules hold for it as well
        ours = self.sudo().filtered("wohnkoord_call_off_id")
        return ours.wohnkoord_cost_ids if ours else ours.env["wohnkoord.call.off.cost"]

    def _wohnkoord_linked(self):
        return super()._wohnkoord_linked() | self.browse(
            self._wohnkoord_costs().bill_line_id.ids
        )
