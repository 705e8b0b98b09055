# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestLock(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)
        cls.day = cls.today - timedelta(days=20)

    def _log(self, contract):
        return " ".join(contract.message_ids.mapped("body"))

    def test_only_the_head_locks(self):
        for user in (self.adviser, self.steering, self.accountant, self.consultant):
            with self.subTest(user=user.login):
                contract = self.contract.with_user(user)
                with self.assertRaises(AccessError):
                    contract.lock_date = self.day
                with self.assertRaises(AccessError):
                    contract.action_lock(self.day)
                with self.assertRaises(AccessError):
                    self.env["wohnkoord.contract.lock"].with_user(user).create({})
        self.contract.with_user(self.manager).lock_date = self.day
        self.assertEqual(self.contract.lock_date, self.day)
        self.assertEqual(self.order.lock_date, self.day)

    def test_adviser_makes_no_locked_contract(self):
        with self.assertRaises(AccessError):
            self.env["wohnkoord.contract"].with_user(self.adviser).create(
                {
                    "lot_id": self.lot.id,
                    "partner_id": self.rival_firm.id,
                    "hourly_rate": 90,
                    "lock_date": self.day,
                }
            )

    def test_adviser_saves_a_contract_with_its_lock(self):
        """A form that writes the value that is there changes nothing."""
        self.contract.with_user(self.manager).lock_date = self.day
        contract = self.contract.with_user(self.adviser)
        contract.write({"lock_date": self.day, "rank": 3})
        self.assertEqual(contract.rank, 3)

    def test_days_to_come_stay_open(self):
        contract = self.contract.with_user(self.manager)
        with self.assertRaises(UserError):
            contract.lock_date = self.today + timedelta(days=1)

    def test_opening_needs_a_reason(self):
        contract = self.contract.with_user(self.manager)
        contract.action_lock(self.day)
        for date in (False, self.day - timedelta(days=1)):
            with self.assertRaises(UserError):
                contract.lock_date = date
            with self.assertRaises(UserError):
                contract.action_lock(date, "  ")
        contract.action_lock(False, "Rechnung war falsch")
        self.assertFalse(contract.lock_date)
        self.assertIn("Rechnung war falsch", self._log(contract))
        self._make_entry(self.order, 30, date=self.day)

    def test_lock_on_the_order_is_not_set(self):
        with self.assertRaises(UserError):
            self.order.lock_date = self.day

    def test_a_locked_day_does_not_block_its_neighbours(self):
        self.contract.with_user(self.manager).action_lock(self.day)
        self._make_entry(self.order, 30, date=self.day + timedelta(days=1))
        with self.assertRaises(UserError):
            self._make_entry(self.order, 30, date=self.day)

    def test_counter_entry_is_exact(self):
        entry = self._make_entry(self.order, 90, submit=True, date=self.day)
        entry.with_user(self.manager).action_approve()
        self.contract.with_user(self.manager).action_lock(self.today)
        reversal = entry.with_user(self.adviser).action_reverse("Doppelt gezählt")
        self.assertEqual(reversal.minutes, -90)
        other = self._make_entry
        with self.assertRaises(UserError):
            other(self.order, 30, date=self.day)
        for vals in ({"minutes": -60}, {"date": self.today}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                reversal._write_guarded(vals)
                reversal.flush_recordset()
        with self.assertRaises(AccessError):
            entry.with_user(self.consultant).action_reverse("Meins")
        with self.assertRaises(AccessError):  # who made it does not approve it
            entry.with_user(self.adviser).action_approve()
        reversal.with_user(self.manager).action_approve()
        self.assertEqual(self.order.minutes_worked, 0)
        self.assertFalse(self.env["wohnkoord.balance"]._check_balances())


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestLockDialog(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)
        cls.other = cls._make_contract(cls.rival_firm)

    def _dialog(self, contracts=None):
        context = {}
        if contracts:
            context = {"active_model": contracts._name, "active_ids": contracts.ids}
        return Form(
            self.env["wohnkoord.contract.lock"]
            .with_user(self.manager)
            .with_context(**context)
        )

    def test_a_month_s_end(self):
        last = self.today + relativedelta(day=1, days=-1)
        self._make_entry(self.order, 30, date=last)
        self._make_entry(self.order, 30, date=last, submit=True)
        self._make_entry(self.order, 30, date=last + timedelta(days=1))
        form = self._dialog()
        self.assertEqual(form.date, last)
        dialog = form.save()
        lines = {line.contract_id: line for line in dialog.line_ids}
        line = lines[self.contract]
        self.assertEqual((line.draft_count, line.submitted_count), (1, 1))
        self.assertEqual(lines[self.other].draft_count, 0)
        dialog.action_apply()
        self.assertEqual(self.contract.lock_date, last)
        self.assertEqual(self.other.lock_date, last)

    def test_chosen_contracts_only(self):
        dialog = self._dialog(self.contract).save()
        self.assertEqual(dialog.line_ids.contract_id, self.contract)
        dialog.line_ids.is_chosen = False
        with self.assertRaises(UserError):
            dialog.action_apply()
        dialog.line_ids.is_chosen = True
        dialog.action_apply()
        self.assertTrue(self.contract.lock_date)
        self.assertFalse(self.other.lock_date)

    def test_opening_asks_for_the_reason(self):
        self.contract.with_user(self.manager).action_lock(self.today)
        form = self._dialog(self.contract)
        form.date = self.today - timedelta(days=40)
        self.assertTrue(form.opens)
        form.reason = "Nachtrag"
        form.save().action_apply()
        self.assertEqual(self.contract.lock_date, self.today - timedelta(days=40))

    def test_queries_do_not_grow(self):
        firms = [self._make_firm(f"Firma {n}") for n in range(8)]
        contracts = self.env["wohnkoord.contract"].union(
            *(self._make_contract(firm) for firm in firms)
        )

        def queries(records):
            dialog = self._dialog(records).save()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            dialog.line_ids.mapped("draft_count")
            dialog.line_ids.mapped("lock_date")
            return self.cr.sql_log_count - before

        queries(contracts[:2])
        self.assertEqual(queries(contracts[:2]), queries(contracts))
