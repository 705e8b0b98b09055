# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from random import Random

from odoo.tests import tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBillRounding(BillCase):
    """R: half up to the contract's minutes over all minutes together, then 2 decimals."""

    def _quantities(self, rounding, *minutes, hours=20.0):
        """Bill each of ``minutes`` on a bill of its own.

        :return: the quantity of each bill, None where none was made
        """
        self.contract.rounding_minutes = rounding
        self.call_off = self._make_call_off(hours)
        quantities = []
        for day, number in enumerate(minutes, start=1):
            self._approve(number, call_off=self.call_off, days_ago=day)
            bill = self._bill()
            quantities.append(bill.invoice_line_ids.quantity if bill else None)
        return quantities

    def test_round_minutes(self):
        cases = [
            # rounding, minutes, hundredths of an hour
            (1, 0, 0),
            (1, 1, 2),  # 0.0167
            (1, 20, 33),
            (1, 40, 67),
            (1, 400, 667),  # 15 + 50 + 225 + 75 + 35
            (5, 2, 0),
            (5, 3, 8),  # 5 minutes are 0.0833
            (5, 13, 25),
            (6, 2, 0),
            (6, 3, 10),  # half up
            (6, 44, 70),
            (6, 45, 80),  # 45 is half-way between 42 and 48
            (15, 7, 0),
            (15, 8, 25),
            (15, 22, 25),
            (15, 23, 50),
            (15, 480, 800),
            (60, 29, 0),
            (60, 30, 100),
            (1, -20, -33),
        ]
        for rounding, minutes, expected in cases:
            with self.subTest(rounding=rounding, minutes=minutes):
                self.assertEqual(
                    self.env["wohnkoord.call.off"]._round_minutes(minutes, rounding),
                    expected,
                )

    def test_one_minute(self):
        quantities = self._quantities(1, 15, 50, 225, 75, 35)
        self.assertEqual(quantities, [0.25, 0.83, 3.75, 1.25, 0.59])
        self.assertAlmostEqual(sum(quantities), 6.67)
        self.assertAlmostEqual(self.call_off.quantity_billed, 6.67)

    def test_three_thirds_are_an_hour(self):
        self.assertEqual(self._quantities(1, 20, 20, 20), [0.33, 0.34, 0.33])

    def test_five_minutes(self):
        self.assertEqual(self._quantities(5, 5, 5, 5), [0.08, 0.09, 0.08])

    def test_six_minutes(self):
        self.assertEqual(self._quantities(6, 10, 10, 10), [0.2, 0.1, 0.2])

    def test_fifteen_minutes(self):
        self.assertEqual(self._quantities(15, 20, 20, 20), [0.25, 0.5, 0.25])

    def test_eight_hours_of_thirds(self):
        quantities = self._quantities(1, *[20] * 24)
        self.assertAlmostEqual(sum(quantities), 8.0)

    def test_nothing_above_zero_waits(self):
        self.assertEqual(self._quantities(15, 5, 5, 5), [None, 0.25, None])
        waiting = self.call_off.time_entry_ids.filtered(
            lambda entry: entry.state == "approved"
        )
        self.assertEqual(waiting.mapped("minutes"), [5])
        # 23 minutes in all: 0.50 hours less 0.25, and the waiting entry is on it
        self._approve(8, call_off=self.call_off)
        bill = self._bill()
        self.assertEqual(bill.invoice_line_ids.quantity, 0.25)
        self.assertBilled(waiting, bill)

    def test_never_above_the_order(self):
        """0.75 hours ordered; a full hour would be the rounded sum."""
        self.assertEqual(self._quantities(60, 45, hours=0.75), [0.75])
        self.assertEqual(self.call_off.minutes_billed, 45)

    def test_rounding_up_at_once_and_by_bill_is_the_same(self):
        """The property behind it all, for random entries and rounding rules."""
        random = Random(19)
        for rounding in (1, 5, 6, 10, 15, 30):
            minutes = [random.randint(1, 90) for _number in range(8)]
            with self.subTest(rounding=rounding, minutes=minutes):
                quantities = self._quantities(rounding, *minutes)
                self._approve(
                    60, call_off=self.call_off
                )  # lets everything that waits be billed
                quantities.append(self._bill().invoice_line_ids.quantity)
                expected = self.call_off._round_minutes(sum(minutes) + 60, rounding)
                self.assertEqual(round(sum(filter(None, quantities)) * 100), expected)
        self.assertBalanced()

    def test_freed_bill_in_the_middle(self):
        """A cancelled bill is billed again with what is missing, not with its own."""
        self._quantities(15, 20, 20, 20)
        bills = self.contract.bill_ids.sorted("id")
        bills[1].with_user(self.accountant).button_cancel()
        self.assertEqual(self.call_off.quantity_billed, 0.5)
        self.assertEqual(self._bill().invoice_line_ids.quantity, 0.5)
        self.assertEqual(self.call_off.quantity_billed, 1.0)
        self.assertBalanced()

    def test_another_rounding_rule_later(self):
        """The new rule evens out with the next bill; old bills stay as they are."""
        self.assertEqual(self._quantities(1, 20), [0.33])
        self.contract.rounding_minutes = 15
        self._approve(20, call_off=self.call_off)
        self.assertEqual(self._bill().invoice_line_ids.quantity, 0.42)
        self.assertEqual(self.call_off.quantity_billed, 0.75)
