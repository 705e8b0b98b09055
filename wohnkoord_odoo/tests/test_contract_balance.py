# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractBalance(WohnkoordCase):
    """Caps hold at every level and every minute finds its way back (invariants 1, 2)."""

    def assertCalledOff(self, hours, amount=None):
        for level in (self.contract, self.lot, self.framework):
            self.assertEqual(level.hours_called_off, hours, level)
            self.assertEqual(level.minutes_called_off, hours * 60, level)
        if amount is not None:
            self.assertEqual(self.lot.amount_called_off, amount)
            self.assertEqual(self.framework.amount_called_off, amount)
        self.assertBalanced()

    def test_confirm_books_on_every_level(self):
        call_off = self._make_call_off(10.25, confirm=False)
        self.assertCalledOff(0, 0)
        call_off.action_confirm()
        self.assertEqual(call_off.hourly_rate, 95.0)
        self.assertEqual(call_off.amount, 973.75)
        self.assertEqual(call_off.hours_left, 10.25)
        self.assertCalledOff(10.25, 973.75)
        self.assertEqual(self.contract.hours_left, 89.75)
        self.assertAlmostEqual(self.contract.usage, 10.25)

    def test_cap_of_contract(self):
        self._make_call_off(60)
        order = self._make_call_off(40.25, confirm=False)
        with self.assertRefused("40.00 hours are left"):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertCalledOff(60)
        self._make_call_off(40)
        self.assertCalledOff(100)
        with self.assertRefused():
            self._make_call_off(0.25)
        self.assertCalledOff(100)

    def test_cap_of_lot_hours(self):
        self.lot.max_hours = 20
        with self.assertRefused():
            self._make_call_off(20.25)
        self._make_call_off(20)
        other = self._make_contract(self.rival_firm, name="RV-2")
        with self.assertRefused("0.00 hours are left"):
            self._make_call_off(0.25, contract_id=other.id)
        self.assertCalledOff(20)

    def test_cap_of_framework_hours(self):
        self.framework.max_hours = 30
        self.framework.lot_ids = [
            Command.create({"name": "Zweites Fachlos", "level": "specialist"})
        ]
        second = self._make_contract(
            self.rival_firm, lot_id=self.framework.lot_ids[1].id
        )
        self._make_call_off(15)
        self._make_call_off(15, contract_id=second.id)
        with self.assertRefused():
            self._make_call_off(0.25, contract_id=second.id)
        self.assertEqual(self.framework.hours_called_off, 30)
        self.assertEqual(self.contract.hours_called_off, 15)
        self.assertEqual(second.hours_called_off, 15)
        self.assertBalanced()

    def test_cap_of_framework_money(self):
        self.framework.write({"max_amount": 950, "max_hours": 0})
        with self.assertRefused("maximum amount"):
            self._make_call_off(10.25)
        self._make_call_off(10)
        with self.assertRefused("maximum amount"):
            self._make_call_off(0.25)
        self.assertCalledOff(10, 950)

    def test_cap_of_lot_money(self):
        self.lot.max_amount = 949.99
        with self.assertRefused("maximum amount"):
            self._make_call_off(10)
        self.lot.max_amount = 950
        self._make_call_off(10)
        self.assertCalledOff(10, 950)

    def test_money_is_rounded_per_order(self):
        self.contract.hourly_rate = 66.66
        orders = self._make_call_off(0.25) + self._make_call_off(0.25)
        # 16.665 rounds half up to 16.67, per order
        self.assertEqual(orders.mapped("amount"), [16.67, 16.67])
        self.assertCalledOff(0.5, 33.34)
        orders.action_cancel()
        self.assertCalledOff(0, 0)

    def test_batch_is_all_or_nothing(self):
        orders = self._make_call_off(60, confirm=False)
        orders += self._make_call_off(60, confirm=False)
        with self.assertRefused():
            orders.action_confirm()
        orders.invalidate_recordset()
        self.assertEqual(orders.mapped("state"), ["draft", "draft"])
        self.assertCalledOff(0)

    def test_no_limit_in_hours(self):
        self.contract.max_hours = 0
        self.framework.max_hours = 0
        self._make_call_off(500)
        self.assertCalledOff(500)
        self.assertEqual(self.contract.hours_left, 0)

    def test_maximum_not_below_called_off(self):
        self._make_call_off(50)
        for record, values in (
            (self.contract, {"max_hours": 49.75}),
            (self.lot, {"max_hours": 49.75}),
            (self.lot, {"max_amount": 4749.99}),
            (self.framework, {"max_hours": 49.75}),
            (self.framework, {"max_amount": 4749.99}),
        ):
            with self.subTest(record=record, values=values), self.assertRefused():
                record.with_user(self.manager).write(values)
                self.env.flush_all()
            record.invalidate_recordset()
        self.assertCalledOff(50)

    def test_amend(self):
        order = self._make_call_off(10)
        order.action_amend(12.5, "Mehr Abstimmung")
        self.assertEqual(order.hours, 12.5)
        self.assertCalledOff(12.5, 1187.5)
        self._make_entry(order, 8 * 60)
        order.action_amend(8, "Weniger nötig")
        self.assertCalledOff(8, 760)
        with self.assertRefused("worked already"):
            order.action_amend(7.75, "Noch weniger")
        with self.assertRefused("reason"):
            order.action_amend(9, "  ")
        self.assertIn("Mehr Abstimmung", "".join(order.message_ids.mapped("body")))
        self.assertCalledOff(8, 760)

    def test_amend_keeps_every_cap(self):
        order = self._make_call_off(10)
        for record, values in (
            (self.contract, {"max_hours": 12}),
            (self.lot, {"max_hours": 12}),
            (self.lot, {"max_amount": 12 * 95}),
            (self.framework, {"max_hours": 12}),
            (self.framework, {"max_amount": 12 * 95}),
        ):
            before = {name: record[name] for name in values}
            record.write(values)
            with self.subTest(record=record), self.assertRefused():
                order.action_amend(12.25, "Mehr")
            order.invalidate_recordset()
            record.write(before)
            self.assertCalledOff(10, 950)

    def test_amend_keeps_the_agreed_rate(self):
        order = self._make_call_off(10)
        self.contract.hourly_rate = 120
        order.action_amend(11, "Mehr")
        self.assertEqual((order.hourly_rate, order.amount), (95, 1045))
        self.assertCalledOff(11, 1045)

    def test_amend_only_confirmed(self):
        draft = self._make_call_off(10, confirm=False)
        with self.assertRefused():
            draft.action_amend(11, "Mehr")
        draft.action_cancel()
        with self.assertRefused():
            draft.action_amend(11, "Mehr")
        self.assertCalledOff(0)

    def test_amend_in_quarters(self):
        order = self._make_call_off(10)
        for hours in (10.1, 0, -1, 10.3333333):
            with self.subTest(hours=hours), self.assertRefused():
                order.action_amend(hours, "Krumm")
            order.invalidate_recordset()
        self.assertCalledOff(10)

    def test_cancel_returns_the_hours(self):
        order = self._make_call_off(10)
        entry = self._make_entry(order, 60)
        with self.assertRefused("close it instead"):
            order.action_cancel()
        self.assertCalledOff(10)
        entry.unlink()
        order.action_cancel()
        self.assertEqual((order.state, order.hours_left), ("cancelled", 0))
        self.assertCalledOff(0, 0)
        with self.assertRefused():
            order.action_confirm()

    def test_close_returns_unused_hours(self):
        order = self._make_call_off(10)
        self._make_approved(order, 90)
        order.result = "Gruppe beraten, nächster Schritt: Finanzplan."
        order.action_close()
        self.assertEqual((order.state, order.hours_left), ("closed", 0))
        self.assertEqual(order.date_closed, self.today)
        self.assertCalledOff(1.5, 142.5)
        with self.assertRefused():
            order.action_cancel()

    def test_close_after_the_term(self):
        order = self._make_call_off(10)
        self._make_approved(order, 60)
        order.result = "Fertig."
        self.contract.with_user(self.manager).action_end()
        self.framework.with_user(self.manager).action_close()
        order.action_close()
        self.assertCalledOff(1, 95)

    def test_reversal_on_a_closed_order(self):
        order = self._make_call_off(10)
        entry = self._make_approved(order, 90)
        order.result = "Fertig."
        order.action_close()
        entry.with_user(self.manager).action_reverse("Doppelt erfasst")
        self.assertEqual((order.minutes_worked, order.minutes_approved), (0, 90))
        self.assertCalledOff(0, 0)

    def test_worked_sums_of_the_levels(self):
        first, second = self._make_call_off(10), self._make_call_off(5)
        self._make_approved(first, 90)
        self._make_entry(second, 45)
        for level in (self.contract, self.lot, self.framework):
            self.assertEqual(level.hours_worked, 2.25)
            self.assertEqual(level.hours_approved, 1.5)
            self.assertEqual(level.call_off_count, 2)
        self.assertBalanced()

    def test_counters_refused_from_anyone(self):
        order = self._make_call_off(10)
        for record, names in (
            (order, order._counter_fields + ("minutes_committed", "amount_committed")),
            (self.contract, ("minutes_called_off", "hours_called_off")),
            (self.lot, self.lot._counter_fields),
            (self.framework, self.framework._counter_fields),
        ):
            for name in names:
                for user in (self.manager, self.env.user):
                    with self.subTest(name=name, user=user.login):
                        with self.assertRefused():
                            record.with_user(user).write({name: 0})
        self.assertCalledOff(10, 950)

    def test_recount_finds_drift(self):
        order = self._make_call_off(10)
        self._make_entry(order, 60)
        self.assertBalanced()
        for table, counter, record in (
            ("wohnkoord_contract", "minutes_called_off", self.contract),
            ("wohnkoord_framework_lot", "amount_called_off", self.lot),
            ("wohnkoord_framework", "minutes_called_off", self.framework),
            ("wohnkoord_call_off", "minutes_worked", order),
            ("wohnkoord_person_day", "minutes", None),
        ):
            with self.subTest(table=table), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                where = f"WHERE id = {record.id}" if record else ""
                self.cr.execute(f"UPDATE {table} SET {counter} = {counter} + 1 {where}")
                drift = self.env["wohnkoord.balance"]._check_balances()
                self.assertEqual([row["counter"] for row in drift], [counter])
                with self.assertLogs(level="ERROR") as logs:
                    self.env["wohnkoord.balance"]._cron_check_balances()
                self.assertIn("Balance drifted", logs.output[0])
                savepoint.rollback()
        self.assertBalanced()
