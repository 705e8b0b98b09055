# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

#: "Fremdleistungen" in the German charts of accounts
SERVICE_ACCOUNTS = {"de_skr03": "account_3100", "de_skr04": "chart_skr04_5900"}


class ResCompany(models.Model):
    _inherit = "res.company"

    wohnkoord_expense_account_id = fields.Many2one(
        "account.account",
        "Account for Consultants' Fees",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_direct_cost'))]",
        help="Bills for consultants' hours are booked here. Empty: the chart's account"
        " for purchased services, else the purchase journal's own.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: whoever makes a company need not be an accountant
        self.env["account.analytic.account"].sudo()._wohnkoord_make_accounts(companies)
        return companies

    def _wohnkoord_expense_account(self):
        """The account for consultants' fees; empty leaves the choice to the journal."""
        self.ensure_one()
        if self.wohnkoord_expense_account_id:
            return self.wohnkoord_expense_account_id
        name = SERVICE_ACCOUNTS.get(self.chart_template)
        account = name and self.env["account.chart.template"].with_company(self).ref(
            name, raise_if_not_found=False
        )
        return account or self.env["account.account"]
