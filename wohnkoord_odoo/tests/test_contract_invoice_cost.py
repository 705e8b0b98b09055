# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .cost_common import CostMixin
from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoiceCost(CostMixin, InvoiceCase):
    """Fees and costs on invoices that consultants write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_costs()

    def _approved(self, cost):
        cost.with_user(self.manager).sudo().action_approve()
        return cost.with_env(self.env)

    def test_hours_and_costs(self):
        entries = self._approve(90, call_off=self.order)
        ticket = self._approved(self._make_ticket(amount=45.8))
        later = self._approved(self._make_ticket(amount=12.0))
        invoice = self._receive(
            self._ubl(
                ("Beratung", 1.5, 95.0), ("Fahrt", 1.0, 45.8), origin=self.order.name
            )
        )
        self.assertCodes(invoice)
        self.assertBilled(entries | self.env["wohnkoord.time.entry"], invoice.bill_id)
        self.assertBilled(ticket, invoice.bill_id)
        self.assertFree(later)

    def test_fee_alone(self):
        fee = self._approved(self._make_fee())
        invoice = self._receive(
            self._ubl(("Machbarkeitsstudie", 1.0, 4000.0), origin=self.study.name)
        )
        self.assertCodes(invoice)
        self.assertBilled(fee, invoice.bill_id)
        again = self._receive(
            self._ubl(("Machbarkeitsstudie", 1.0, 4000.0), origin=self.study.name)
        )
        self.assertEqual(again.state, "differs")

    def test_costs_alone_leave_the_hours(self):
        entries = self._approve(90, call_off=self.order)
        ticket = self._approved(self._make_ticket(amount=45.8))
        invoice = self._receive(self._ubl(("Fahrt", 1.0, 45.8), origin=self.order.name))
        self.assertCodes(invoice)
        self.assertBilled(ticket, invoice.bill_id)
        self.assertFree(entries)

    def test_cost_that_is_not_approved(self):
        self._approve(90, call_off=self.order)
        self._make_ticket(amount=45.8)
        invoice = self._receive(
            self._ubl(
                ("Beratung", 1.5, 95.0), ("Fahrt", 1.0, 45.8), origin=self.order.name
            )
        )
        self.assertIn("net", [row["code"] for row in invoice.differences])
