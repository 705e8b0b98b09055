# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillAccess(BillCase):
    """Who makes, reads and changes bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls._approve(60)

    def _other_bill(self):
        return (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.firm.id,
                    "invoice_line_ids": [
                        Command.create({"name": "Papier", "price_unit": 10.0})
                    ],
                }
            )
        )

    def test_who_makes_bills(self):
        for user in (self.adviser, self.steering, self.consultant, self.spokesperson):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._bill(user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["wohnkoord.bill.run"].with_user(user).create(
                    {"date_to": self.today}
                )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.contract.with_user(user).action_make_bills()
        self.assertFree(self.entries)
        self.assertTrue(self._bill(user=self.accountant))

    def test_only_in_the_own_office(self):
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        for name in ("manager", "accountant"):
            groups = {
                "manager": "wohnkoord_odoo.group_manager",
                "accountant": "base.group_user,account.group_account_invoice",
            }[name]
            stranger = self._make_user(
                f"test_{name}_2",
                groups,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            with self.subTest(user=name), self.assertRaises(AccessError):
                self._bill(user=stranger)
            run = (
                self.env["wohnkoord.bill.run"]
                .with_user(stranger)
                .create({"date_to": self.today})
            )
            self.assertFalse(run.line_ids)
            line = run.line_ids.create(
                {"run_id": run.id, "contract_id": self.contract.id}
            )
            self.assertEqual((line.hours, line.amount), (0.0, 0.0))
            with self.assertRaises(AccessError):
                run.action_run()
        self.assertFree(self.entries)

    def test_run_of_somebody_else(self):
        run = (
            self.env["wohnkoord.bill.run"]
            .with_user(self.manager)
            .create({"date_to": self.today})
        )
        with self.assertRaises(AccessError):
            run.with_user(self.accountant).action_run()

    def test_office_and_steering_read_our_bills_only(self):
        bill, other = self._bill(), self._other_bill()
        for user in (self.adviser, self.manager, self.steering):
            with self.subTest(user=user.login):
                Move = self.env["account.move"].with_user(user)
                self.assertEqual(
                    Move.search([("id", "in", (bill | other).ids)]).ids, bill.ids
                )
                form = Move.browse(bill.id).web_read(
                    {
                        "name": {},
                        "amount_untaxed": {},
                        "amount_total": {},
                        "payment_state": {},
                        "partner_id": {"fields": {"display_name": {}}},
                        "wohnkoord_contract_id": {"fields": {"display_name": {}}},
                        "wohnkoord_entry_count": {},
                        "wohnkoord_partly_credited": {},
                        "invoice_line_ids": {
                            "fields": {
                                "name": {},
                                "quantity": {},
                                "price_subtotal": {},
                                "wohnkoord_call_off_id": {
                                    "fields": {"display_name": {}}
                                },
                            }
                        },
                    }
                )[0]
                self.assertEqual(form["amount_untaxed"], 95.0)
                self.assertEqual(form["invoice_line_ids"][0]["quantity"], 1.0)
                self.assertEqual(form["wohnkoord_entry_count"], 1)
                with self.assertRaises(AccessError):
                    Move.browse(other.id).read(["name"])
                with self.assertRaises(AccessError):
                    Move.env["account.move.line"].browse(
                        other.invoice_line_ids.ids
                    ).read(["name"])

    def test_office_and_steering_change_nothing(self):
        bill = self._bill()
        for user in (self.adviser, self.manager, self.steering):
            mine = bill.with_user(user)
            for attempt in (
                lambda mine=mine: mine.write({"ref": "x"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.action_post(),
                lambda mine=mine: mine.button_cancel(),
                lambda mine=mine: mine.invoice_line_ids.write({"name": "x"}),
                lambda mine=mine: mine.create({"move_type": "in_invoice"}),
            ):
                with (
                    self.subTest(user=user.login),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    attempt()
        self.assertBilled(self.entries, bill)
        self.assertEqual(bill.state, "draft")

    def test_time_entries_of_a_bill(self):
        bill = self._bill()
        action = bill.with_user(self.adviser).action_view_wohnkoord_entries()
        entries = self.env[action["res_model"]].with_user(self.adviser)
        self.assertEqual(entries.search(action["domain"]).ids, self.entries.ids)
        for user in (self.steering, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                bill.with_user(user).action_view_wohnkoord_entries()

    def test_smart_buttons(self):
        bill = self._bill()
        for user in (self.adviser, self.steering):
            for record in (self.contract, self.call_off):
                record = record.with_user(user)
                self.assertEqual(record.bill_count, 1)
                action = record.action_view_bills()
                found = (
                    self.env["account.move"].with_user(user).search(action["domain"])
                )
                self.assertEqual(found.ids, bill.ids)
        self.assertEqual(self.contract.with_user(self.adviser).hours_to_bill, 0.0)

    def test_portal_reads_the_firms_posted_bills_only(self):
        bill = self._bill()
        Move = self.env["account.move"]
        domain = [("wohnkoord_contract_id", "!=", False), ("id", "=", bill.id)]
        self.assertFalse(Move.with_user(self.consultant).search(domain))
        bill.action_post()
        for user, expected in (
            (self.consultant, bill),
            (self.colleague, bill),
            (self.rival, Move),
            (self.spokesperson, Move),
        ):
            with self.subTest(user=user.login):
                found = Move.sudo().search(Move._wohnkoord_portal_domain(user))
                self.assertEqual(found.ids, expected.ids)
                self.assertEqual(
                    Move.with_user(user).search([("id", "=", bill.id)]).ids,
                    expected.ids,
                )

    def test_portal_reads_no_office_fields(self):
        self._bill().action_post()
        with self.assertRaises(AccessError):
            self.call_off.with_user(self.consultant).read(["amount_billed"])
        with self.assertRaises(AccessError):
            self.entries.with_user(self.consultant).read(["bill_line_id"])
