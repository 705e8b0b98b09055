# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class ChooseConsultant(models.TransientModel):
    """Order hours for a case from the contract whose turn it is.

    The lot's selection rule gives the order of the contracts (§ 21 (4) VgV); another
    than the first needs a reason that stays with the order.
    """

    _name = "wohnkoord.choose.consultant"
    _inherit = "wohnkoord.order.mixin"
    _description = "Choose a Consultant"

    lot_ids = fields.Many2many(
        "wohnkoord.framework.lot", compute="_compute_lot_ids", string="Fitting Lots"
    )
    lot_id = fields.Many2one(
        "wohnkoord.framework.lot",
        compute="_compute_lot_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', lot_ids)]",
    )
    selection_rule = fields.Selection(related="lot_id.framework_id.selection_rule")
    contract_ids = fields.Many2many("wohnkoord.contract", compute="_compute_contracts")
    first_contract_id = fields.Many2one(
        "wohnkoord.contract", "Whose Turn It Is", compute="_compute_contracts"
    )
    contract_id = fields.Many2one(
        "wohnkoord.contract",
        "Consultant",
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', contract_ids)]",
    )
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    selection_reason = fields.Text("Reason for the Choice")

    @api.depends("advisory_id")
    def _compute_lot_ids(self):
        for wizard in self:
            wizard.lot_ids = wizard.advisory_id._fitting_lots()

    @api.depends("lot_ids")
    def _compute_lot_id(self):
        for wizard in self:
            wizard.lot_id = wizard.lot_ids[:1]

    @api.depends("lot_id", "hours", "kind")
    def _compute_contracts(self):
        for wizard in self:
            contracts = wizard.contract_ids.browse()
            if wizard.lot_id:
                contracts = wizard.lot_id._choose_contracts(wizard._minutes())
            wizard.contract_ids = contracts
            wizard.first_contract_id = contracts[:1]

    @api.depends("contract_ids")
    def _compute_contract_id(self):
        for wizard in self:
            if wizard.contract_id not in wizard.contract_ids:
                wizard.contract_id = wizard.first_contract_id

    @api.depends("contract_id", "first_contract_id", "selection_rule")
    def _compute_needs_reason(self):
        for wizard in self:
            wizard.needs_reason = bool(wizard.contract_id) and (
                wizard.selection_rule == "criteria"
                or wizard.contract_id != wizard.first_contract_id
            )

    def action_order(self):
        """Make and confirm the order.

        :raise UserError: no contract fits, or a reason for the choice is missing
        :return: action that opens the order
        """
        self.ensure_one()
        self._check_case()
        if self.lot_id not in self.lot_ids or self.contract_id not in self.contract_ids:
            if self.kind == "flat_fee":
                raise UserError(
                    self.env._(
                        "No active contract fits this case. Use Quick Order for a direct"
                        " award."
                    )
                )
            raise UserError(
                self.env._(
                    "No active contract for this case has %(hours).2f hours left. Use"
                    " Quick Order for a direct award, or raise a maximum.",
                    hours=self.hours,
                )
            )
        if self.needs_reason and not (self.selection_reason or "").strip():
            raise UserError(
                self.env._(
                    "It is the turn of %(first)s. Please give the reason for choosing"
                    " %(chosen)s.",
                    first=self.first_contract_id.partner_id.name,
                    chosen=self.contract_id.partner_id.name,
                )
            )
        return self._place_order(
            self.contract_id, selection_reason=self.selection_reason
        )
