# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import Form, tagged

from .cost_common import CostCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractCostWizards(CostCase):
    """Flat fee and ancillary costs in the dialogs that order and change."""

    def _open(self, action):
        model = self.env[action["res_model"]].with_user(self.adviser)
        return Form(model.with_context(**action["context"]))

    def _opened(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def _fill_study(self, form):
        form.kind = "flat_fee"
        form.flat_amount = 2500
        form.max_instalments = 2
        form.deliverable = "Studie zum Grundstück"
        form.date_due = self.today + timedelta(days=20)
        form.max_ancillary_amount = 80

    def assertStudy(self, order):
        self.assertRecordValues(
            order,
            [
                {
                    "kind": "flat_fee",
                    "state": "confirmed",
                    "hours": 0,
                    "flat_amount": 2500,
                    "max_instalments": 2,
                    "max_ancillary_amount": 80,
                    "date_due": self.today + timedelta(days=20),
                    "amount_committed": 2580,
                }
            ],
        )

    def test_choose_consultant(self):
        form = self._open(self.case.action_choose_consultant())
        form.hours = 900  # more than anybody has; of no matter for a fee
        self.assertFalse(form.contract_id)
        self._fill_study(form)
        self.assertEqual(form.contract_id, self.contract)
        order = self._opened(form.save().action_order())
        self.assertEqual(order.contract_id, self.contract)
        self.assertStudy(order)

    def test_used_up_hours_do_not_stop_a_fee(self):
        self._make_call_off(90)
        self.assertEqual(self.contract.hours_left, 0)
        form = self._open(self.case.action_choose_consultant())
        self.assertFalse(form.contract_id)
        self._fill_study(form)
        self.assertEqual(form.contract_id, self.contract)

    def test_needs_amount_and_deliverable(self):
        quick = self.env["wohnkoord.quick.order"].with_user(self.adviser)
        vals = {
            "advisory_id": self.case.id,
            "partner_id": self.firm.id,
            "kind": "flat_fee",
        }
        with self.assertRefused("how much the flat fee is"):
            quick.create({**vals, "deliverable": "Studie"}).action_order()
        with self.assertRefused("what is handed in"):
            quick.create({**vals, "flat_amount": 10}).action_order()

    def test_quick_order_uses_a_contract(self):
        form = self._open(self.case.action_quick_order())
        form.partner_id = self.firm
        self._fill_study(form)
        self.assertEqual(form.contract_id, self.contract)
        self.assertStudy(self._opened(form.save().action_order()))

    def test_quick_order_looks_at_the_whole_money(self):
        self.framework.max_amount = self.framework.amount_called_off + 2579.99
        form = self._open(self.case.action_quick_order())
        form.partner_id = self.firm
        self._fill_study(form)
        self.assertFalse(form.contract_id)
        self.assertEqual(form.max_amount, 2580)

    def test_direct_award_of_a_fee_needs_no_rate(self):
        form = self._open(self.case.action_quick_order())
        form.partner_id = self._make_firm("Architekturbüro Muster")
        self._fill_study(form)
        order = self._opened(form.save().action_order())
        self.assertStudy(order)
        self.assertEqual(order.framework_id.max_amount, 2580)
        self.assertEqual(order.framework_id.amount_called_off, 2580)
        self.assertEqual((order.contract_id.state, order.hourly_rate), ("active", 0))
        # hours have a price: none are ordered without a rate
        with self.assertRefused("no hourly rate"):
            self._make_call_off(
                1,
                contract_id=order.contract_id.id,
                date_start=self.today,
                date_end=order.date_end,
            )
        # and a tendered contract still needs one
        with self.assertRefused("hourly rate"):
            self._make_contract(self.rival_firm, name="RV-9", hourly_rate=0)

    def test_hours_with_costs(self):
        form = self._open(self.case.action_quick_order())
        form.partner_id = self.firm
        form.hours = 2
        form.max_ancillary_amount = 50
        order = self._opened(form.save().action_order())
        self.assertEqual((order.kind, order.hours), ("hours", 2))
        self.assertEqual(order.amount_committed, 240)

    def test_amend(self):
        form = self._open(self.study.action_change_hours())
        self.assertEqual((form.flat_amount, form.kind), (4000, "flat_fee"))
        form.flat_amount = 4800
        form.max_instalments = 2
        form.max_ancillary_amount = 100
        form.reason = "Zwei Varianten mehr"
        form.save().action_apply()
        self.assertEqual(self.study.amount_committed, 4900)
        self.assertEqual(self.study.max_instalments, 2)
        form = self._open(self.order.action_change_hours())
        form.max_ancillary_amount = 150
        form.reason = "Weniger Fahrten"
        form.save().action_apply()
        self.assertEqual(self.order.amount_committed, 950 + 150)

    def test_form_of_the_order(self):
        form = Form(self.env["wohnkoord.call.off"].with_user(self.adviser))
        form.advisory_id = self.case
        form.contract_id = self.contract
        form.hours = 5
        form.kind = "flat_fee"
        self.assertEqual(form.hours, 0)
        form.flat_amount = 100
        form.deliverable = "Kurzgutachten"
        order = form.save()
        order.action_confirm()
        self.assertEqual(order.amount_committed, 100)
