# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoice(InvoiceCase):
    """An invoice that agrees becomes a bill; anything else is said in words."""

    def test_xrechnung_that_agrees(self):
        entries = self._approve(60, 90)
        invoice = self._receive(self._ubl(("Beratung", 2.5, 95.0), number="R-1"))
        self.assertCodes(invoice)
        self.assertRecordValues(
            invoice,
            [
                {
                    "state": "billed",
                    "number": "R-1",
                    "invoice_date": self.today,
                    "net": 237.5,
                    "tax": 45.13,
                    "gross": 282.63,
                    "file_kind": "xml",
                    "contract_id": self.contract.id,
                }
            ],
        )
        bill = invoice.bill_id
        self.assertBilled(entries, bill)
        self.assertRecordValues(
            bill,
            [
                {
                    "state": "draft",
                    "ref": "R-1",
                    "partner_id": self.firm.id,
                    "amount_untaxed": 237.5,
                    "amount_total": 282.63,
                    "wohnkoord_contract_id": self.contract.id,
                }
            ],
        )
        self.assertEqual(self.call_off.minutes_billed, 150)

    def test_zugferd_that_agrees(self):
        entries = self._approve(60, 90)
        raw = self._zugferd(("Beratung", 2.5, 95.0), number="R-2")
        invoice = self._receive(raw, "rechnung.pdf")
        self.assertCodes(invoice)
        self.assertEqual(invoice.file_kind, "zugferd")
        self.assertBilled(entries, invoice.bill_id)

    def test_one_hour_too_many(self):
        entries = self._approve(60, 90)
        invoice = self._receive(self._ubl(("Beratung", 3.5, 95.0)))
        self.assertCodes(invoice, "hours_more", "net")
        self.assertEqual(invoice.state, "differs")
        self.assertIn("1.00 too many", invoice.difference_html)
        self.assertFree(entries)
