# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cost_common import CostCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractFlatFee(CostCase):
    """An order at a flat fee: no hours, a deliverable, one fee or instalments."""

    def test_kind_decides_what_is_ordered(self):
        for values in (
            {"kind": "flat_fee", "hours": 4, "flat_amount": 4000},
            {"kind": "flat_fee", "hours": 0, "flat_amount": 0},
            {"kind": "flat_fee", "hours": 0, "flat_amount": -1},
            {"kind": "hours", "hours": 0},
            {"kind": "hours", "hours": 4, "flat_amount": 1},
        ):
            with self.subTest(values=values), self.assertRefused():
                self._make_call_off(confirm=False, **{"hours": 0, **values})
        self.assertEqual(self.study.date_due, self.study.date_end)
        with self.assertRefused("due_check"):
            self.study.date_due = self.study.date_end + timedelta(days=1)

    def test_needs_a_deliverable(self):
        with self.assertRefused("handed in"):
            self._make_study(deliverable=" ")

    def test_money_counts_against_lot_and_framework(self):
        before = self.framework.amount_called_off
        study = self._make_study(flat_amount=3000, max_ancillary_amount=200)
        self.assertEqual(study.amount, 3000)
        self.assertEqual(study.amount_committed, 3200)
        self.assertEqual(study.minutes_committed, 0)
        self.assertEqual(self.framework.amount_called_off, before + 3200)
        self.assertEqual(self.lot.amount_called_off, before + 3200)
        study.action_cancel()
        self.assertEqual(self.framework.amount_called_off, before)

    def test_caps_hold(self):
        self.framework.max_amount = self.framework.amount_called_off + 1000
        with self.assertRefused("maximum amount"):
            self._make_study(flat_amount=1000.01)
        with self.assertRefused("maximum amount"):
            self._make_study(flat_amount=900, max_ancillary_amount=100.01)
        with self.assertRefused("maximum amount"):
            self._make_call_off(1, max_ancillary_amount=905.01)  # 95 for the hour
        self._make_study(flat_amount=900, max_ancillary_amount=100)
        self.framework.max_amount += 5000
        self.lot.max_amount = self.lot.amount_called_off + 10
        with self.assertRefused("maximum amount"):
            self._make_study(flat_amount=10.01)

    def test_no_hours_on_it(self):
        with self.assertRefused("flat fee"):
            self._make_entry(self.study, 1)
        with self.assertRefused("no hours"):
            self.study.sudo()._request_hours(1, "Mehr")

    def test_whole_fee(self):
        with self.assertRefused("last agreed instalment"):
            self._make_fee(amount=3999.99)
        with self.assertRefused("flat fee are left"):
            self._make_fee(amount=4000.01)
        fee = self._make_fee(amount=4000)
        self.assertEqual(fee.partner_id, self.consultant.partner_id)
        self.assertEqual(self.study.amount_flat_claimed, 4000)
        with self.assertRefused("instalments are agreed"):
            self._make_fee(amount=1)
        fee.with_user(self.manager).action_approve()
        self.assertEqual(self.study.amount_flat_approved, 4000)
        self.assertEqual((fee.state, fee.approved_by_id), ("approved", self.manager))

    def test_instalments(self):
        study = self._make_study(max_instalments=3)
        first = self._make_fee(study, amount=1000)
        self._make_fee(study, amount=500)
        with self.assertRefused("last agreed instalment"):
            self._make_fee(study, amount=2499.99)
        with self.assertRefused("flat fee are left"):
            self._make_fee(study, amount=2500.01)
        first.with_user(self.manager).action_refuse("Seiten fehlen")
        self.assertEqual((study.amount_flat_claimed, study.instalment_count), (500, 1))
        self._make_fee(study, amount=2000)
        # now the returned one is the last: it is all that is left
        with self.assertRefused("last agreed instalment"):
            first.sudo(False).with_user(self.adviser).write({"amount": 900})
        first.with_user(self.adviser).write({"amount": 1500})
        first.with_user(self.adviser).action_submit()
        self.assertEqual((study.amount_flat_claimed, study.instalment_count), (4000, 3))

    def test_hours_orders_have_no_fee(self):
        with self.assertRefused("no flat fee"):
            self._make_fee(self.order, amount=1)

    def test_evidence(self):
        fee = self._make_fee(submit=False, files=False)
        with self.assertRefused("attach the deliverable"):
            fee.action_submit()
        self._attach(fee)
        self.study.result = False
        with self.assertRefused("short result"):
            fee.action_submit()
        self.study.result = "Machbar."
        fee.action_submit()
        self.assertEqual(fee.state, "submitted")
        activity = self.study.sudo().activity_ids
        self.assertEqual(activity.user_id, self.study.user_id)
        fee.with_user(self.manager).action_approve()
        self.assertFalse(self.study.sudo().activity_ids)

    def test_returned_with_reason(self):
        fee = self._make_fee()
        for reason in ("", "  ", None, False):
            with self.assertRefused("reason"):
                fee.with_user(self.manager).action_refuse(reason)
        fee.with_user(self.manager).action_refuse("Der Lageplan fehlt.")
        self.assertEqual((fee.state, self.study.amount_flat_claimed), ("refused", 0))
        fee.action_submit()
        self.assertEqual(self.study.amount_flat_claimed, 4000)

    def test_approval_taken_back(self):
        fee = self._make_fee()
        fee.with_user(self.manager).action_approve()
        for user in (self.adviser, self.accountant, self.consultant):
            with self.subTest(user=user.login), self.assertRefused():
                fee.sudo(False).with_user(user).action_withdraw("Irrtum")
        fee.with_user(self.manager).action_withdraw("Falsche Datei angenommen")
        self.assertEqual((fee.state, self.study.amount_flat_approved), ("refused", 0))
        self.assertFalse(fee.approved_by_id)

    def test_close_gives_the_unused_part_back(self):
        before = self.framework.amount_called_off
        study = self._make_study(max_instalments=2, max_ancillary_amount=300)
        self._make_fee(study, amount=1000).with_user(self.manager).action_approve()
        ticket = self._make_ticket(study, amount=50)
        with self.assertRefused("not decided"):
            study.action_close()
        ticket.with_user(self.manager).action_approve()
        study.action_close()
        self.assertEqual(study.amount_committed, 1050)
        self.assertEqual(self.framework.amount_called_off, before + 1050)
        with self.assertRefused("not open"):
            self._make_ticket(study, amount=1)
        # an approval taken back later gives more back
        ticket.with_user(self.manager).action_withdraw("Doppelt")
        self.assertEqual(self.framework.amount_called_off, before + 1000)

    def test_cancel_only_without_claims(self):
        ticket = self._make_ticket(amount=5)
        with self.assertRefused("close it instead"):
            self.order.action_cancel()
        ticket.with_user(self.manager).action_refuse("Nein")
        self.order.action_cancel()

    def test_amend(self):
        self._make_fee(self._study_in_two(), amount=1500)
        study = self.two
        before = self.framework.amount_called_off
        study.action_amend(
            0, "Mehr Varianten", {"flat_amount": 4500, "max_ancillary_amount": 100}
        )
        self.assertEqual(self.framework.amount_called_off, before + 600)
        self.assertIn("4500.00", study.message_ids[:2].mapped("body")[1])
        for amounts in (
            {"flat_amount": 1499.99},
            {"max_ancillary_amount": -1},
            {"max_instalments": 0},
            {"max_instalments": 25},
            {"flat_amount": 10_000_000},
        ):
            with self.subTest(amounts=amounts), self.assertRefused():
                study.action_amend(0, "Weniger", amounts)
        with self.assertRefused():
            study.action_amend(4, "Stunden dazu")
        for user in (self.consultant, self.steering, self.accountant):
            with self.subTest(user=user.login), self.assertRefused("", AccessError):
                study.with_user(user).action_amend(0, "Mehr", {"flat_amount": 9000})
        # the order's name for it: only what the method names is changed
        study.action_amend(0, "Nichts", {"state": "closed", "hourly_rate": 1})
        self.assertEqual((study.state, study.hourly_rate), ("confirmed", 95))

    def _study_in_two(self):
        self.two = self._make_study(max_instalments=2)
        return self.two
