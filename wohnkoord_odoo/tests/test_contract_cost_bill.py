# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import Form, tagged

from .bill_common import BillMixin
from .cost_common import CostCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractCostBill(BillMixin, CostCase):
    """Fees and costs are billed exactly once, and freed with their bill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bills()

    def _approved(self, cost):
        cost.with_user(self.manager).sudo().action_approve()
        return cost.with_env(self.env)

    def test_billed_once(self):
        entries = self._approve(90, call_off=self.order)
        ticket = self._approved(self._make_ticket(amount=45.8))
        fee = self._approved(self._make_fee())
        waiting = self._make_ticket(amount=1)
        bill = self._bill()
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.amount_untaxed, 142.5 + 45.8 + 4000)
        self.assertBilled(entries, bill)
        self.assertBilled(ticket | fee, bill)
        self.assertEqual(len((ticket | fee).bill_line_id), 2)
        self.assertEqual(waiting.state, "submitted")
        line = fee.bill_line_id
        self.assertEqual((line.quantity, line.price_unit), (1, 4000))
        self.assertIn(self.study.name, line.name)
        self.assertIn("Machbarkeitsstudie", line.name)
        self.assertNotIn(
            self.initiative.name, " ".join(bill.invoice_line_ids.mapped("name"))
        )
        self.assertEqual(line.tax_ids, self.tax)
        self.assertEqual(line.wohnkoord_call_off_id, self.study)
        self.assertEqual(self.study.amount_costs_billed, 4000)
        self.assertEqual(self.study.amount_billed, 4000)
        self.assertEqual(self.order.amount_billed, 142.5 + 45.8)
        self.assertEqual(self.order.quantity_billed, 1.5)
        self.assertEqual(bill.invoice_origin.count(self.order.name), 1)
        self.assertEqual(bill.wohnkoord_cost_count, 2)
        self.assertEqual(bill.wohnkoord_entry_count, 1)
        self.assertFalse(self._bill())
        with self.assertRefused("not approved"):
            fee._mark_billed({fee: line})

    def test_one_line_holds_one(self):
        first = self._approved(self._make_ticket(amount=1))
        second = self._approved(self._make_ticket(amount=2))
        self._bill()
        second._free_from_bill()
        with self.assertRefused("one_per_line"):
            second._mark_billed({second: first.bill_line_id})

    def test_costs_alone_make_a_bill(self):
        fee = self._approved(self._make_fee())
        self.assertEqual(self.contract.costs_to_bill, 4000)
        contracts = self.env["wohnkoord.contract"]._billable_contracts(self.company)
        self.assertIn(self.contract, contracts)
        bill = self._bill()
        self.assertBilled(fee, bill)
        self.assertTrue(bill.wohnkoord_is_linked)
        self.assertEqual(self.contract.costs_to_bill, 0)
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_period_and_self_billing(self):
        old = self._approved(
            self._make_ticket(amount=7, date=self.today - timedelta(days=70))
        )
        costs = self.contract._billable_costs(*self.period)
        self.assertFalse(costs)
        costs = self.contract._billable_costs(False, self.today)
        self.assertEqual(costs, {self.contract: old})
        self.contract.self_billing = False
        self.assertFalse(self._bill(period=(False, self.today)))
        self.assertEqual(old.state, "approved")

    def test_cancel_frees(self):
        fee = self._approved(self._make_fee())
        bill = self._bill()
        bill.button_cancel()
        self.assertFree(fee)
        self.assertEqual(self.study.amount_costs_billed, 0)
        self.assertBalanced()
        with self.assertRefused("free again"):
            bill.button_draft()
        again = self._bill()
        self.assertBilled(fee, again)

    def test_delete_frees(self):
        ticket = self._approved(self._make_ticket())
        entries = self._approve(60, call_off=self.order)
        self._bill().unlink()
        self.assertFree(ticket)
        self.assertFree(entries)

    def test_full_credit_note_frees(self):
        fee = self._approved(self._make_fee())
        bill = self._bill()
        bill.action_post()
        self._credit(bill)
        self.assertFree(fee)
        self.assertBilled(fee, self._bill())

    def test_partial_credit_note_keeps(self):
        fee = self._approved(self._make_fee())
        bill = self._bill()
        bill.action_post()
        self._credit(bill, lines=0.5)
        self.assertBilled(fee, bill)
        self.assertTrue(bill.wohnkoord_partly_credited)

    def test_billed_is_fixed(self):
        fee = self._approved(self._make_fee())
        bill = self._bill()
        line = bill.invoice_line_ids.filtered("wohnkoord_call_off_id")
        for values in ({"quantity": 2}, {"price_unit": 1}, {"discount": 50}):
            with self.subTest(values=values), self.assertRefused("fixed"):
                line.write(values)
        with self.assertRefused():
            line.unlink()
        with self.assertRefused("fixed"):
            bill.partner_id = self.rival_firm
        with self.assertRefused("not approved"):
            fee.with_user(self.manager).action_withdraw("Zurück")
        bill.button_cancel()
        fee.with_user(self.manager).action_withdraw("Zurück")
        self.assertEqual(fee.state, "refused")
        self.assertFalse(self._bill())

    def test_after_the_order_closed(self):
        fee = self._approved(self._make_fee())
        self.study.action_close()
        bill = self._bill()
        self.assertBilled(fee, bill)
        bill.button_cancel()
        self.assertFree(fee)
        self.assertEqual(self.study.amount_committed, 4000)

    def test_preview_shows_the_same(self):
        self._approved(self._make_ticket(amount=45.8))
        self._approve(60, call_off=self.order)
        run = Form(self.env["wohnkoord.bill.run"].with_user(self.manager)).save()
        self.assertEqual(run.line_ids.amount, 95 + 45.8)
        self.assertEqual(run.line_ids.hours, 1)
        run.action_run()
        self.assertEqual(run.line_ids.outcome, "billed")
        self.assertEqual(run.line_ids.bill_id.amount_untaxed, 95 + 45.8)

    def test_smart_buttons(self):
        fee = self._approved(self._make_fee())
        bill = self._bill()
        action = bill.with_user(self.adviser).action_view_wohnkoord_costs()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), fee)
        with self.assertRefused():
            bill.with_user(self.accountant).action_view_wohnkoord_costs()
        self.assertEqual(bill.with_user(self.steering).wohnkoord_cost_count, 1)
