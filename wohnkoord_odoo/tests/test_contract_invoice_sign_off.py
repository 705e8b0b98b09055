# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .bill_common import BillCase

OFFICE = "wohnkoord_odoo.group_user"
ACCOUNTING = "account.group_account_invoice"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillSignOff(BillCase):
    """ "sachlich richtig" and "rechnerisch richtig" by two persons before posting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls._approve(60)
        cls.bill = cls._bill(sign=False)
        cls.both = cls._make_user("test_both", f"{OFFICE},{ACCOUNTING}")

    def _factual(self, user):
        self.bill.with_user(user).action_wohnkoord_sign_factual()

    def _arithmetic(self, user):
        self.bill.with_user(user).action_wohnkoord_sign_arithmetic()

    def test_not_posted_before_both_signed(self):
        for sign in (lambda: None, lambda: self._factual(self.adviser)):
            sign()
            for post in (
                lambda: self.bill.action_post(),
                lambda: self.bill._post(soft=False),
                lambda: self.bill.write({"state": "posted"}),
                lambda: self.bill.sudo().write({"state": "posted"}),
            ):
                with self.assertRefused("is not signed yet"):
                    post()
        self._arithmetic(self.accountant)
        self.bill.action_post()
        self.assertEqual(self.bill.state, "posted")
        self.assertTrue(self.bill.wohnkoord_factual_date)
        self.assertTrue(self.bill.wohnkoord_arithmetic_date)

    def test_either_may_be_first(self):
        self._arithmetic(self.accountant)
        self._factual(self.manager)
        self.bill.action_post()

    def test_two_different_persons(self):
        self._factual(self.both)
        with self.assertRefused("Two different persons"):
            self._arithmetic(self.both)
        self.bill.with_user(self.both).action_wohnkoord_withdraw_sign_off()
        self._arithmetic(self.both)
        with self.assertRefused("Two different persons"):
            self._factual(self.both)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.bill.sudo()._wohnkoord_write(
                {"wohnkoord_factual_user_id": self.both.id}
            )
            self.env.flush_all()

    def test_who_signs(self):
        for user in (self.accountant, self.steering, self.consultant):
            with self.subTest(user=user.login), self.assertRefused("", AccessError):
                self._factual(user)
        for user in (self.adviser, self.manager, self.steering, self.consultant):
            with self.subTest(user=user.login), self.assertRefused("", AccessError):
                self._arithmetic(user)

    def test_nobody_signs_the_own_work(self):
        insider = self._make_user(
            "test_insider",
            OFFICE,
            partner_id=self.env["res.partner"]
            .create({"name": "Innen", "parent_id": self.firm.id})
            .id,
        )
        with self.assertRefused("their own", AccessError):
            self._factual(insider)
        self.assertNotIn(
            self.bill.id,
            self.env["account.move"]
            .with_user(insider)
            .search([("wohnkoord_waits_for_me", "=", True)])
            .ids,
        )

    def test_another_office(self):
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        stranger = self._make_user(
            "test_stranger",
            OFFICE,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRefused("", AccessError):
            self._factual(stranger)

    def test_a_change_withdraws_both(self):
        account = self.env["res.partner.bank"].create(
            {"acc_number": "DE02120300000000202051", "partner_id": self.firm.id}
        )
        line = self.bill.invoice_line_ids
        for change in (
            lambda: self.bill.write(
                {
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Porto", "quantity": 1, "price_unit": 5}
                        )
                    ]
                }
            ),
            lambda: line.write({"tax_ids": [Command.clear()]}),
            lambda: line.with_context(check_move_validity=False).write(
                {"tax_ids": [Command.set(self.tax.ids)]}
            ),
            lambda: self.bill.write({"partner_bank_id": account.id}),
            lambda: self.bill.write({"ref": "R-77"}),
        ):
            self._sign(self.bill)
            change()
            self.assertFalse(self.bill.wohnkoord_factual_user_id)
            self.assertFalse(self.bill.wohnkoord_arithmetic_user_id)
            with self.assertRefused("is not signed yet"):
                self.bill.action_post()
        self.assertIn("withdrawn", str(self.bill.message_ids.mapped("body")))

    def test_what_is_no_amount_changes_nothing(self):
        self._sign(self.bill)
        self.bill.write({"narration": "Danke"})
        self.assertTrue(self.bill.wohnkoord_arithmetic_user_id)
        self.bill.action_post()

    def test_posted_is_not_unsigned(self):
        self._sign(self.bill)
        self.bill.action_post()
        for user, name in (
            (self.adviser, "action_wohnkoord_withdraw_sign_off"),
            (self.manager, "action_wohnkoord_sign_factual"),
        ):
            with self.assertRefused(""):
                getattr(self.bill.with_user(user), name)()

    def test_rpc_signs_nothing(self):
        """Neither write nor create nor a context key."""
        bill = self.bill
        for name in bill._wohnkoord_sign_off_fields:
            with self.subTest(name), self.assertRefused("by the buttons only"):
                bill.write({name: self.accountant.id})
        copy = bill.with_context(
            default_wohnkoord_factual_user_id=self.adviser.id
        ).copy()
        self.assertFalse(copy.wohnkoord_factual_user_id)
        self._sign(bill)
        self.assertFalse(bill.copy().wohnkoord_factual_user_id)
        with self.assertRaises(UserError):
            self.env["account.move"].with_user(self.accountant).create(
                {
                    "move_type": "in_invoice",
                    "wohnkoord_arithmetic_user_id": self.accountant.id,
                }
            )

    def test_bills_of_others_need_none(self):
        bill = (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.firm.id,
                    "invoice_date": self.today,
                    "invoice_line_ids": [
                        Command.create({"name": "Papier", "price_unit": 10.0})
                    ],
                }
            )
        )
        self.assertFalse(bill.wohnkoord_needs_sign_off)
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_filters(self):
        def found(user, name):
            return (
                self.bill.id
                in self.env["account.move"]
                .with_user(user)
                .search([(name, "=", True)])
                .ids
            )

        self.assertTrue(found(self.adviser, "wohnkoord_waits_for_me"))
        self.assertTrue(found(self.accountant, "wohnkoord_waits_for_me"))
        self.assertFalse(found(self.steering, "wohnkoord_waits_for_me"))
        self._factual(self.both)
        self.assertFalse(found(self.adviser, "wohnkoord_waits_for_me"))
        self.assertFalse(found(self.both, "wohnkoord_waits_for_me"))
        self.assertTrue(found(self.accountant, "wohnkoord_waits_for_me"))
        self.assertTrue(found(self.steering, "wohnkoord_needs_sign_off"))
        self._arithmetic(self.accountant)
        self.assertFalse(found(self.steering, "wohnkoord_needs_sign_off"))
        self.assertFalse(found(self.accountant, "wohnkoord_waits_for_me"))

    def test_activities(self):
        self.company.wohnkoord_arithmetic_user_id = self.accountant
        self._approve(60)
        bill = self._bill(sign=False).sudo()
        bill._wohnkoord_ask_sign_offs()
        self.assertEqual(bill.activity_ids.user_id, self.adviser)
        bill.with_user(self.adviser).action_wohnkoord_sign_factual()
        self.assertEqual(bill.activity_ids.user_id, self.accountant)
        bill.with_user(self.accountant).action_wohnkoord_sign_arithmetic()
        self.assertFalse(bill.activity_ids)
