# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class AccountMove(models.Model):
    """Bills hold fees and costs beside hours; freeing a bill frees them too."""

    _inherit = "account.move"

    wohnkoord_cost_count = fields.Integer(
        "Fees and Costs",
        compute="_compute_wohnkoord_entry_count",
        compute_sudo=True,
        groups="wohnkoord_odoo.group_user,wohnkoord_odoo.group_steering,"
        "account.group_account_invoice",
    )

    @api.depends("line_ids.wohnkoord_cost_ids")
    def _compute_wohnkoord_entry_count(self):
        result = super()._compute_wohnkoord_entry_count()
        counts = {}
        moves = self.filtered("wohnkoord_contract_id")
        if moves:
            for line, count in self.env["wohnkoord.call.off.cost"]._read_group(
                [("bill_line_id.move_id", "in", moves.ids)],
                ["bill_line_id"],
                ["__count"],
            ):
                counts[line.move_id.id] = counts.get(line.move_id.id, 0) + count
        for move in self:
            move.wohnkoord_cost_count = counts.get(move.id, 0)
            move.wohnkoord_is_linked = move.wohnkoord_is_linked or bool(
                counts.get(move.id)
            )
        return result

    def action_view_wohnkoord_costs(self):
        """Open the fees and costs on this bill.

        :raise AccessError: not of the office
        """
        self.ensure_one()
        self.env["wohnkoord.call.off.cost"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.cost_action"
        )
        return {
            **action,
            "domain": [("bill_line_id.move_id", "=", self.id)],
            "context": {"create": False},
        }

    def _wohnkoord_is_freed(self):
        return super()._wohnkoord_is_freed() and not self.line_ids._wohnkoord_costs()

    def _wohnkoord_free(self):
        costs_sudo = self.line_ids._wohnkoord_costs()
        if costs_sudo:
            costs_sudo._free_from_bill()
        return super()._wohnkoord_free()
