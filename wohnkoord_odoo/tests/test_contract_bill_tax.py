# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillTax(BillCase):
    """Tax by the vendor's fiscal position, account and analytic distribution."""

    def _position(self, name, **tax):
        """A fiscal position; with values, one that maps the office's tax to that."""
        position = self.env["account.fiscal.position"].create(
            {"name": name, "company_id": self.company.id}
        )
        if tax:
            self.tax.copy(
                {
                    "name": name,
                    "fiscal_position_ids": [Command.set(position.ids)],
                    "original_tax_ids": [Command.set(self.tax.ids)],
                    **tax,
                }
            )
        self.firm.with_company(self.company).property_account_position_id = position
        return position

    def test_office_tax(self):
        self._approve(60)
        bill = self._bill()
        self.assertEqual(bill.invoice_line_ids.tax_ids, self.tax)
        self.assertEqual(self.tax.amount, 19.0, "the office is German")
        self.assertEqual(bill.amount_tax, 18.05)
        self.assertEqual(bill.amount_total, 113.05)

    def test_reverse_charge(self):
        """A vendor from another EU country: tax and input tax cancel out (§ 13b UStG)."""
        position = self.env.ref(
            f"account.{self.company.id}_fiscal_position_eu_vat_id_partner_service_skr03"
        )
        self.firm.write({"country_id": self.env.ref("base.at").id})
        self.firm.with_company(self.company).property_account_position_id = position
        self._approve(60)
        bill = self._bill()
        self.assertEqual(bill.fiscal_position_id, position)
        taxes = bill.invoice_line_ids.tax_ids
        self.assertTrue(taxes)
        self.assertNotEqual(taxes, self.tax)
        self.assertEqual(taxes, position.map_tax(self.tax))
        self.assertEqual(bill.amount_total, 95.0)
        bill.action_post()
        self.assertEqual(bill.amount_total, 95.0)

    def test_small_business_by_empty_position(self):
        """§ 19 UStG: a fiscal position without taxes takes the tax away."""
        self._position("Kleinunternehmen (§ 19 UStG)")
        self._approve(60)
        bill = self._bill()
        self.assertFalse(bill.invoice_line_ids.tax_ids)
        bill.action_post()
        self.assertFalse(bill.invoice_line_ids.tax_ids)
        self.assertEqual((bill.amount_tax, bill.amount_total), (0.0, 95.0))

    def test_small_business_by_zero_tax(self):
        self._position("Kleinunternehmen 0 %", amount=0.0)
        self._approve(60)
        bill = self._bill()
        self.assertEqual(bill.invoice_line_ids.tax_ids.amount, 0.0)
        self.assertEqual(bill.amount_total, 95.0)

    def test_account(self):
        """The chart's purchased services, unless the office names another account."""
        self._approve(60)
        self.assertEqual(self._bill().invoice_line_ids.account_id.code, "3100")
        account = self.env["account.account"].create(
            {"name": "Fachberatung", "code": "499801", "account_type": "expense"}
        )
        self.company.wohnkoord_expense_account_id = account
        self._approve(60)
        self.assertEqual(self._bill().invoice_line_ids.account_id, account)

    def test_tax_of_the_account_comes_first(self):
        account = self.env.ref(f"account.{self.company.id}_account_3108")
        self.company.wohnkoord_expense_account_id = account
        self._approve(60)
        self.assertEqual(self._bill().invoice_line_ids.tax_ids.amount, 7.0)

    def test_self_billing_journal_comes_first(self):
        journal = self.journal.copy(
            {"name": "Gutschriftverfahren", "code": "GUTV", "is_self_billing": True}
        )
        self._approve(60)
        self.assertEqual(self._bill().journal_id, journal)

    def test_analytic_distribution(self):
        account = self.env["account.analytic.account"].search(
            [
                ("company_id", "=", self.company.id),
                ("wohnkoord_level", "=", "specialist"),
            ]
        )
        self.assertEqual(
            account.plan_id, self.env.ref("wohnkoord_odoo.analytic_plan_advice")
        )
        self._approve(60)
        bill = self._bill()
        self.assertEqual(
            bill.invoice_line_ids.analytic_distribution, {str(account.id): 100}
        )
        bill.action_post()
        column = account.plan_id._column_name()
        lines = self.env["account.analytic.line"].search([(column, "=", account.id)])
        self.assertEqual(sum(lines.mapped("amount")), -95.0)
        bill.button_cancel()
        self.assertFalse(lines.exists(), "a cancelled bill costs nothing")

    def test_accounts_of_every_office(self):
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        Account = self.env["account.analytic.account"]
        accounts = Account.search([("company_id", "=", company.id)])
        levels = {"orientation", "concept", "specialist"}
        self.assertEqual(set(accounts.mapped("wohnkoord_level")), levels)
        self.assertFalse(Account._wohnkoord_make_accounts(), "made once only")
        self.assertEqual(
            set(
                Account.search([("company_id", "=", self.company.id)]).mapped(
                    "wohnkoord_level"
                )
            )
            & levels,
            levels,
        )
