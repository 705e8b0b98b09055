# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBill(BillCase):
    """Invariant 6: each approved minute is billed exactly once."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    # -- making bills ------------------------------------------------------------------

    def test_one_draft_per_contract_one_line_per_order(self):
        other = self._make_call_off(10.0)
        entries = self._approve(60, 90) | self._approve(30, call_off=other)
        bill = self._bill()
        self.assertRecordValues(
            bill,
            [
                {
                    "move_type": "in_invoice",
                    "state": "draft",
                    "partner_id": self.firm.id,
                    "wohnkoord_contract_id": self.contract.id,
                    "wohnkoord_date_from": self.period[0],
                    "wohnkoord_date_to": self.period[1],
                    "invoice_date": self.today,
                    "amount_untaxed": 285.0,
                }
            ],
        )
        lines = bill.sudo().invoice_line_ids.sorted("quantity")
        self.assertRecordValues(
            lines,
            [
                {
                    "wohnkoord_call_off_id": other.id,
                    "quantity": 0.5,
                    "price_unit": 95.0,
                    "price_subtotal": 47.5,
                },
                {
                    "wohnkoord_call_off_id": self.call_off.id,
                    "quantity": 2.5,
                    "price_unit": 95.0,
                    "price_subtotal": 237.5,
                },
            ],
        )
        self.assertBilled(entries, bill)
        self.assertEqual(self.call_off.minutes_billed, 150)
        self.assertEqual(self.call_off.quantity_billed, 2.5)
        self.assertEqual(self.call_off.amount_billed, 237.5)
        self.assertEqual(bill.wohnkoord_entry_count, 3)

    def test_rate_is_the_orders(self):
        """The contract's rate of today is not the rate that was agreed in the order."""
        self.contract.hourly_rate = 120.0
        self._approve(60)
        self.assertEqual(self._bill().invoice_line_ids.price_unit, 95.0)

    def test_second_run_makes_nothing(self):
        self._approve(60)
        self.assertEqual(len(self._bill()), 1)
        self.assertFalse(self._bill())
        self.assertFalse(self._bill(user=self.accountant))

    def test_only_approved_entries_of_the_period(self):
        old = self._approve(60, days_ago=70)
        inside = self._approve(30)
        self._make_entry(self.call_off, 15)
        self._make_entry(self.call_off, 15, submit=True)
        self._make_entry(self.call_off, 15, submit=True).with_user(
            self.manager
        ).action_refuse("Nicht beauftragt")
        bill = self._bill()
        self.assertEqual(bill.invoice_line_ids.quantity, 0.5)
        self.assertBilled(inside, bill)
        self.assertFree(old)
        # a late entry of a period that is over is billed when no first day is given
        late = self._bill(period=(False, self.today))
        self.assertBilled(old, late)
        self.assertEqual(late.wohnkoord_date_from, self.today - timedelta(days=70))

    def test_without_self_billing_nothing(self):
        self.contract.self_billing = False
        entries = self._approve(60)
        self.assertFalse(self._bill())
        self.assertFree(entries)

    def test_ended_contract_and_closed_order_are_billed(self):
        self._approve(60)
        self.call_off.result = "Fertig"
        self.call_off.action_close()
        self.contract.with_user(self.manager).action_end()
        self.assertEqual(self._bill().amount_untaxed, 95.0)

    def test_several_contracts(self):
        second = self._make_contract(self.rival_firm, self_billing=True)
        call_off = self._make_call_off(5.0, contract_id=second.id)
        self._approve(60)
        self._approve(120, call_off=call_off, user=self.rival)
        bills = self._bill(self.contract | second)
        self.assertEqual(bills.partner_id, self.firm | self.rival_firm)
        self.assertEqual(sorted(bills.mapped("amount_untaxed")), [95.0, 190.0])

    def test_line_text_names_no_group(self):
        """The city's steering reads bills but no initiatives."""
        self._approve(140)
        name = self._bill().invoice_line_ids.name
        self.assertIn(self.call_off.name, name)
        self.assertIn("2:20", name)
        self.assertNotIn(self.initiative.name, name)

    def test_faulty_contract_does_not_stop_the_others(self):
        second = self._make_contract(self.rival_firm, self_billing=True)
        call_off = self._make_call_off(5.0, contract_id=second.id)
        good = self._approve(60)
        bad = self._approve(120, call_off=call_off, user=self.rival)
        gross = self.tax.copy(
            {"name": "Im Preis", "price_include_override": "tax_included"}
        )
        position = self.env["account.fiscal.position"].create({"name": "Falsch"})
        gross.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax.ids)],
            }
        )
        self.rival_firm.with_company(
            self.company
        ).property_account_position_id = position
        for contracts in (second | self.contract, self.contract | second):
            bill = self._bill(contracts)
            self.assertEqual(bill.partner_id, self.firm)
            self.assertBilled(good, bill)
            self.assertFree(bad)
            self.assertIn("95", str(bill.amount_untaxed))
            self.assertIn(
                "not included in it", second.message_ids.sorted("id")[-1].body
            )
            bill.unlink()
        self.rival_firm.with_company(self.company).property_account_position_id = False
        self.assertBilled(bad, self._bill(second))

    @mute_logger("odoo.addons.wohnkoord_odoo.models.contract_bill")
    def test_unexpected_error_does_not_stop_the_others(self):
        second = self._make_contract(self.rival_firm, self_billing=True)
        call_off = self._make_call_off(5.0, contract_id=second.id)
        good = self._approve(60)
        bad = self._approve(120, call_off=call_off, user=self.rival)
        Contract = self.env.registry["wohnkoord.contract"]
        prepare = Contract._prepare_bill

        def fail(contract, items):
            if contract.id == second.id:
                return {**prepare(contract, items), "journal_id": -1}
            return prepare(contract, items)

        with patch.object(Contract, "_prepare_bill", fail), mute_logger("odoo.sql_db"):
            bill = self._bill(second | self.contract)
        self.assertBilled(good, bill)
        self.assertFree(bad)

    # -- the dialog ------------------------------------------------------------------------

    def _run(self, user, **values):
        return (
            self.env["wohnkoord.bill.run"]
            .with_user(user)
            .create({"date_to": self.today, **values})
        )

    def test_dialog(self):
        for user in (self.manager, self.accountant):
            entries = self._approve(50)
            run = self._run(user)
            line = run.line_ids.filtered(
                lambda line: line.sudo().contract_id == self.contract
            )
            self.assertAlmostEqual(line.hours, 50 / 60)
            self.assertEqual(line.entry_count, 1)
            self.assertFalse(line.waits)
            preview = (line.quantity, line.amount)
            action = run.action_run()
            self.assertEqual(action["res_id"], run.id)
            self.assertEqual(line.outcome, "billed")
            bill = line.sudo().bill_id
            self.assertEqual(
                preview, (bill.invoice_line_ids.quantity, bill.amount_untaxed)
            )
            self.assertBilled(entries, bill)
            self.assertIn(bill.id, run.action_view_bills()["domain"][-1][2])
            with self.assertRaises(UserError):
                run.action_run()

    def test_dialog_as_the_browser_opens_it(self):
        """Accounting has no right on contracts; the dialog must not ask for one."""
        self._approve(50)
        for user in (self.manager, self.accountant):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                dialog = Form(self.env["wohnkoord.bill.run"].with_user(user))
                dialog.date_from = self.period[0]
                self.assertEqual(len(dialog.line_ids), 1)
                run = dialog.save()
                self.env.invalidate_all()
                self.assertEqual(run.line_ids.mapped("quantity"), [0.83])
        run.action_run()
        self.assertEqual(self.call_off.minutes_billed, 50)

    def test_dialog_says_what_waits_and_what_failed(self):
        wrong = self._approve(60)
        self._bill().action_post()
        self._take_back(wrong)
        second = self._make_contract(self.rival_firm, self_billing=True)
        call_off = self._make_call_off(5.0, contract_id=second.id)
        self._approve(120, call_off=call_off, user=self.rival)
        self.journal.search([("type", "=", "purchase")]).active = False
        run = self._run(self.manager)
        lines = {line.sudo().contract_id: line for line in run.line_ids}
        self.assertTrue(lines[self.contract].waits)
        run.action_run()
        self.assertEqual(lines[self.contract].outcome, "waits")
        self.assertEqual(lines[second].outcome, "failed")
        self.assertIn("purchase journal", lines[second].problem)

    def test_dialog_with_some_contracts(self):
        second = self._make_contract(self.rival_firm, self_billing=True)
        call_off = self._make_call_off(5.0, contract_id=second.id)
        first = self._approve(60)
        other = self._approve(120, call_off=call_off, user=self.rival)
        run = self._run(self.manager, contract_ids=[Command.set(second.ids)])
        self.assertEqual(run.line_ids.contract_id, second)
        run = self._run(self.manager)
        run.line_ids.filtered(
            lambda line: line.contract_id == self.contract
        ).is_chosen = False
        run.action_run()
        self.assertFree(first)
        self.assertEqual(set(other.mapped("state")), {"billed"})

    def test_preview_costs_the_same_for_many(self):
        """A constant number of queries, whatever the number of contracts."""

        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["wohnkoord.contract"].search([])._collect_billable(*self.period)
            return self.env.cr.sql_log_count - before

        self._approve(60)
        queries()
        few = queries()
        for _number in range(4):
            contract = self._make_contract(self.rival_firm, self_billing=True)
            self._approve(
                60,
                call_off=self._make_call_off(2.0, contract_id=contract.id),
                user=self.rival,
            )
        self.assertLessEqual(queries(), few)

    def test_payment_state(self):
        self._approve(60)
        bill = self._bill()
        bill.action_post()
        payment = (
            self.env["account.payment.register"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"payment_date": fields.Date.today()})
        )
        payment.action_create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))
