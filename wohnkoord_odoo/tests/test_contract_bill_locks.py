# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillLocks(BillCase):
    """What nobody changes on a bill of hours, by whatever path."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

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
