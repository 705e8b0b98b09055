# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillFreeing(BillCase):
    """What frees the hours of a bill, what does not, and counter-entries."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

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

    def test_a_copied_bill_is_refused(self):
        """Core's 'reverse and create invoice' would pay the same hours twice."""
        entries = self._approve(60)
        bill = self._bill()
        bill.action_post()
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id})
        )
        for copy in (wizard.modify_moves, lambda: wizard.reverse_moves(True)):
            with self.assertRaisesRegex(UserError, "without a copy"):
                copy()
        self.assertEqual(set(entries.mapped("state")), {"billed"})
        wizard.refund_moves()

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
