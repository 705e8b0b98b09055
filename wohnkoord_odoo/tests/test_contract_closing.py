# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractClosing(WohnkoordCase):
    """Closing an order, working it off, and asking for more hours."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def test_closing_needs_the_result(self):
        order = self._make_call_off(10)
        for result in (False, "", "  "):
            order.result = result
            with self.assertRefused("result"):
                order.action_close()

    def test_open_entries_stop_closing(self):
        order = self._make_call_off(10)
        order.result = "Fertig."
        entry = self._make_entry(order, 60)
        with self.assertRefused("not decided"):
            order.action_close()
        entry.action_submit()
        with self.assertRefused("not decided"):
            order.action_close()
        entry.with_user(self.manager).action_refuse("Unklar")
        order.action_close()
        with self.assertRefused("not open"):
            entry.action_submit()

    def test_ended_contract_is_worked_off(self):
        order = self._make_call_off(10)
        self.contract.with_user(self.manager).action_end()
        self._make_approved(order, 60)
        self.assertEqual(order.hours_approved, 1)
        with self.assertRefused():
            order.action_amend(11, "Mehr")
        order.invalidate_recordset()
        order.action_amend(9, "Weniger")
        self.assertEqual(self.contract.hours_called_off, 9)

    def test_term_keeps_its_entries(self):
        order = self._make_call_off(10)
        self._make_entry(order, 60, date=self.today - timedelta(days=5))
        with self.assertRefused():
            order.date_start = self.today - timedelta(days=4)
        order.invalidate_recordset()
        order.date_start = self.today - timedelta(days=5)

    # -- more hours -------------------------------------------------------------------

    def test_hours_request_granted(self):
        order = self._make_call_off(10)
        request = order.sudo()._request_hours(2.5, "Bank will zweites Gespräch")
        self.assertEqual(order.request_id, request)
        self.assertEqual(order.request_hours, 2.5)
        self.assertEqual(order.activity_ids.user_id, self.adviser)
        order.action_grant_request()
        self.assertEqual((order.hours, request.state), (12.5, "granted"))
        self.assertEqual(request.decided_by_id, self.adviser)
        self.assertFalse(order.activity_ids)
        order.invalidate_recordset(["request_id"])
        self.assertFalse(order.request_id)
        with self.assertRefused():
            request.with_user(self.adviser).action_grant()
        self.assertEqual(order.hours, 12.5)

    def test_hours_request_refused(self):
        order = self._make_call_off(10)
        request = order.sudo()._request_hours(2, "Mehr").with_user(self.adviser)
        with self.assertRefused():
            request.action_refuse(" ")
        action = order.action_ask_refuse_request()
        self._answer(action, "Kein Geld")
        self.assertEqual((request.state, request.answer), ("refused", "Kein Geld"))
        self.assertEqual(order.hours, 10)
        for values in ({"state": "granted"}, {"hours": 1}, {"answer": "Doch"}):
            with self.subTest(values=values), self.assertRefused():
                request.write(values)

    def test_hours_request_meets_the_cap(self):
        order = self._make_call_off(99)
        request = order.sudo()._request_hours(1.25, "Mehr").with_user(self.adviser)
        with self.assertRefused():
            request.write({"state": "granted"})
        request.invalidate_recordset()
        self.assertEqual(request.state, "requested")
        with self.assertRefused():
            order.sudo()._request_hours(1, "Noch einmal")
            self.env.flush_all()

    def test_hours_request_only_while_running(self):
        order = self._make_call_off(1, confirm=False)
        with self.assertRefused():
            order.sudo()._request_hours(1, "Mehr")
        order.action_confirm()
        with self.assertRefused():
            order.sudo()._request_hours(1, "  ")

    def _answer(self, action, reason):
        """Fill in the dialog that asks for a reason."""
        self.env["wohnkoord.reason"].with_user(self.adviser).with_context(
            **action["context"]
        ).create({"reason": reason}).action_apply()
