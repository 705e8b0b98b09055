# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Contract(models.Model):
    """What a contract says about the tax on its bills."""

    _inherit = "wohnkoord.contract"

    def _purchase_taxes(self, account, fiscal_position):
        """None where the consultant is a small business (§ 19 UStG)."""
        if self.partner_id.wohnkoord_small_business:
            return self.env["account.tax"]
        return super()._purchase_taxes(account, fiscal_position)

    def _prepare_bill(self, items):
        vals = super()._prepare_bill(items)
        if self.partner_id.wohnkoord_small_business:
            partner = self.with_context(lang=self.partner_id.lang or self.env.lang)
            vals["narration"] = partner.env._(
                "No VAT is shown, in accordance with § 19 UStG (small business)."
            )
        return vals

    def _expected_tax_rate(self):
        """Per cent of tax that a bill of this contract has."""
        self.ensure_one()
        contract = self.with_company(self.company_id)
        position = contract.env["account.fiscal.position"]._get_fiscal_position(
            self.partner_id
        )
        account = position.map_account(self.company_id._wohnkoord_expense_account())
        taxes = contract._purchase_taxes(account, position)
        return sum(
            taxes.flatten_taxes_hierarchy()
            .filtered(lambda tax: tax.amount_type == "percent")
            .mapped("amount")
        )
