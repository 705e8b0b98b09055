# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
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
        gross = self.tax.copy({"name": "Im Preis", "price_include_override": "tax_included"})
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

    # -- freeing -----------------------------------------------------------------------

    def test_cancel_frees(self):
        entries = self._approve(60, 30)
        bill = self._bill()
        bill.button_cancel()
        self.assertFree(entries)
        self.assertEqual(self.call_off.minutes_billed, 0)
        self.assertEqual(self.call_off.quantity_billed, 0)
        again = self._bill()
        self.assertBilled(entries, again)
        self.assertEqual(again.invoice_line_ids.quantity, 1.5)

    def test_cancel_posted_frees(self):
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        bill.button_cancel()
        self.assertFree(entries)

    def test_state_written_is_state_done(self):
        """An accountant's RPC that writes the state frees as the button does."""
        entries = self._approve(60)
        bill = self._bill()
        bill.write({"state": "cancel"})
        self.assertFree(entries)

    def test_cancelled_bill_does_not_come_back(self):
        self._approve(60)
        bill = self._bill()
        bill.button_cancel()
        for attempt in (
            bill.button_draft,
            bill.action_post,
            lambda: bill.write({"state": "draft"}),
            lambda: bill.write({"state": "posted"}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(bill.state, "cancel")

    def test_delete_draft_frees(self):
        entries = self._approve(60)
        bill = self._bill()
        bill.unlink()
        self.assertFree(entries)
        self.assertFalse(bill.exists())
        self.assertBilled(entries, self._bill())

    def test_delete_posted_is_refused(self):
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.unlink()
        self.assertBilled(entries, bill)

    def test_delete_without_right_frees_nothing(self):
        entries = self._approve(60)
        bill = self._bill()
        with self.assertRaises(AccessError):
            bill.with_user(self.manager).unlink()
        self.assertBilled(entries, bill)

    def test_reset_to_draft_keeps_the_link(self):
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        self.assertBilled(entries, bill)
        bill.button_draft()
        self.assertBilled(entries, bill)
        self.assertFalse(self._bill())
        bill.action_post()
        self.assertBilled(entries, bill)
        self.assertEqual(bill.amount_untaxed, 95.0)

    # -- credit notes --------------------------------------------------------------------

    def test_full_credit_note_frees(self):
        entries = self._approve(60, 60)
        bill = self._bill()
        bill.action_post()
        note = self._credit(bill)
        self.assertEqual(note.amount_untaxed, 190.0)
        self.assertFree(entries)
        self.assertEqual(note.wohnkoord_contract_id, bill.wohnkoord_contract_id)
        self.assertFalse(note.invoice_line_ids.sudo().wohnkoord_call_off_id)
        again = self._bill()
        self.assertBilled(entries, again)
        self.assertEqual(again.amount_untaxed, 190.0)

    def test_draft_credit_note_frees_nothing(self):
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        bill._reverse_moves()
        self.assertBilled(entries, bill)

    def test_credit_note_that_freed_stays(self):
        self._approve(60)
        bill = self._bill()
        bill.action_post()
        note = self._credit(bill)
        for attempt in (note.button_draft, note.button_cancel, bill.button_draft):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertEqual((note.state, bill.state), ("posted", "posted"))

    def test_partial_credit_note_changes_nothing_and_warns(self):
        entries = self._approve(120)
        bill = self._bill()
        bill.action_post()
        note = self._credit(bill, lines=0.5)
        self.assertEqual(note.amount_untaxed, 47.5)
        self.assertBilled(entries, bill)
        self.assertTrue(bill.wohnkoord_partly_credited)
        self.assertIn("stay billed", bill.message_ids.sorted("id")[-1].body)
        self.assertFalse(self._bill())
        # the rest as well: everything is taken back
        self._credit(bill, lines=1.5)
        self.assertFree(entries)
        self.assertFalse(bill.wohnkoord_partly_credited)

    def test_credit_and_new_draft(self):
        """Core's 'reverse and create invoice': its copy holds no hours."""
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id})
        )
        copy = bill.browse(wizard.modify_moves()["res_id"])
        self.assertFree(entries)
        self.assertFalse(copy.wohnkoord_contract_id)
        self.assertFalse(copy.sudo().line_ids.wohnkoord_call_off_id)

    # -- counter-entries -------------------------------------------------------------------

    def test_counter_entry_reduces_the_next_bill(self):
        wrong, _right = self._approve(60, 60)
        first = self._bill()
        reversal = self._take_back(wrong)
        self._approve(90)
        second = self._bill()
        self.assertEqual(first.invoice_line_ids.quantity, 2.0)
        self.assertEqual(second.invoice_line_ids.quantity, 0.5)
        self.assertBilled(reversal, second)
        self.assertEqual(self.call_off.minutes_billed, 150)

    def test_counter_entry_of_another_order_on_a_negative_line(self):
        wrong = self._approve(60)
        self._bill()
        self._take_back(wrong)
        other = self._make_call_off(10.0)
        self._approve(120, call_off=other)
        bill = self._bill()
        self.assertEqual(sorted(bill.invoice_line_ids.mapped("quantity")), [-1.0, 2.0])
        self.assertEqual(bill.amount_untaxed, 95.0)

    def test_negative_bill_waits(self):
        wrong = self._approve(60)
        first = self._bill()
        reversal = self._take_back(wrong)
        self.assertFalse(self._bill())
        self.assertFree(reversal)
        self._approve(30)
        self.assertFalse(self._bill(), "half an hour does not make it positive")
        self._approve(60)
        bill = self._bill()
        self.assertEqual(bill.invoice_line_ids.quantity, 0.5)
        self.assertEqual(first.invoice_line_ids.quantity, 1.0)

    def test_negative_rest_of_a_closed_order(self):
        """No more hours will come: reverse the bill, then both are billed together."""
        wrong, right = self._approve(60, 30)
        first = self._bill()
        first.action_post()
        reversal = self._take_back(wrong)
        self.assertFalse(self._bill())
        self._credit(first)
        second = self._bill()
        self.assertEqual(second.invoice_line_ids.quantity, 0.5)
        self.assertBilled(wrong | right | reversal, second)

    def test_later_bill_goes_first(self):
        """Hours that a later bill takes back cannot become free before it."""
        wrong = self._approve(60)
        first = self._bill()
        self._take_back(wrong)
        self._approve(120, call_off=self._make_call_off(10.0))
        second = self._bill()
        with (
            self.assertRaisesRegex(UserError, "later bill first"),
            self.env.cr.savepoint(),
        ):
            first.button_cancel()
        second.button_cancel()
        first.button_cancel()
        self.assertEqual(self.call_off.minutes_billed, 0)

    # -- what is locked --------------------------------------------------------------------

    def test_linked_lines_are_locked(self):
        self._approve(60)
        bill = self._bill()
        line = bill.invoice_line_ids
        product = self.env["product.product"].create({"name": "Anderes"})
        dollar = self.env.ref("base.USD")
        dollar.active = True
        for records, vals in (
            (line, {"quantity": 5}),
            (line, {"price_unit": 1.0}),
            (line, {"discount": 50.0}),
            (line, {"product_id": product.id}),
            (line, {"wohnkoord_call_off_id": False}),
            (line, {"wohnkoord_call_off_id": self._make_call_off(5.0).id}),
            (bill, {"invoice_line_ids": [Command.update(line.id, {"quantity": 5})]}),
            (bill, {"invoice_line_ids": [Command.delete(line.id)]}),
            (bill, {"invoice_line_ids": [Command.clear()]}),
            (bill, {"line_ids": [Command.delete(line.id)]}),
            (bill, {"partner_id": self.rival_firm.id}),
            (bill, {"currency_id": dollar.id}),
            (bill, {"wohnkoord_contract_id": False}),
            (bill, {"wohnkoord_date_to": self.today}),
        ):
            for user in (self.accountant, self.env.ref("base.user_root")):
                with (
                    self.subTest(vals=vals, user=user.login),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    records.with_user(user).write(vals)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.action_switch_move_type()
        self.assertRecordValues(
            bill.sudo().invoice_line_ids,
            [{"quantity": 1.0, "price_unit": 95.0, "discount": 0.0}],
        )

    def test_the_same_values_may_be_written(self):
        """A form that sends its values again is no change."""
        self._approve(60)
        bill = self._bill()
        bill.invoice_line_ids.write({"quantity": 1.0, "price_unit": 95.0})
        bill.write({"partner_id": self.firm.id})

    def test_what_accounting_may_still_change(self):
        self._approve(60)
        bill = self._bill()
        account = bill.invoice_line_ids.account_id.with_env(self.env).copy()
        bill.write({"ref": "2026-11", "invoice_date": self.today - timedelta(days=3)})
        bill.invoice_line_ids.write({"account_id": account.id, "name": "Fachberatung"})
        bill.write(
            {
                "invoice_line_ids": [
                    Command.create({"name": "Fahrtkosten", "price_unit": 20.0})
                ]
            }
        )
        extra = bill.invoice_line_ids.filtered(lambda line: line.price_unit == 20.0)
        extra.price_unit = 25.0
        extra.unlink()
        self.assertEqual(bill.amount_untaxed, 95.0)

    def test_copy_carries_no_link(self):
        entries = self._approve(60)
        bill = self._bill()
        copy = bill.copy()
        self.assertFalse(copy.wohnkoord_contract_id)
        self.assertFalse(copy.sudo().line_ids.wohnkoord_call_off_id)
        self.assertBilled(entries, bill)
        copy.unlink()
        self.assertBilled(entries, bill)

    def test_no_way_in_by_values_or_context(self):
        self._approve(60)
        bill = self._bill()
        Move = self.env["account.move"].with_user(self.accountant)
        new = {"move_type": "in_invoice", "partner_id": self.firm.id}
        line = {"name": "Frei erfunden", "quantity": 3, "price_unit": 95.0}
        for vals in (
            {**new, "wohnkoord_contract_id": self.contract.id},
            {
                **new,
                "invoice_line_ids": [
                    Command.create({**line, "wohnkoord_call_off_id": self.call_off.id})
                ],
            },
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                Move.create(vals)
        move = Move.with_context(
            default_wohnkoord_contract_id=self.contract.id,
            default_wohnkoord_call_off_id=self.call_off.id,
        ).create({**new, "invoice_line_ids": [Command.create(line)]})
        self.assertFalse(move.wohnkoord_contract_id)
        self.assertFalse(move.sudo().line_ids.wohnkoord_call_off_id)
        self.assertEqual(self.call_off.quantity_billed, 1.0)
        self.assertEqual(bill.amount_untaxed, 95.0)

    def test_entry_state_is_guarded(self):
        entry = self._approve(60)
        bill = self._bill()
        free = self._approve(30)
        for user in (self.manager, self.adviser, self.consultant):
            for record, vals in (
                (free, {"state": "billed"}),
                (free, {"bill_line_id": bill.invoice_line_ids.id}),
                (entry, {"state": "approved"}),
                (entry, {"bill_line_id": False}),
                (entry, {"minutes": 10}),
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    record.with_user(user).write(vals)
        self.assertBilled(entry, bill)
        self.assertFree(free)

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
