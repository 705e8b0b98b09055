# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from .invoice_common import InvoiceCase

MAIL = """MIME-Version: 1.0
From: {sender}
To: {to}
Subject: Rechnung
Message-ID: <{number}@example.org>
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Guten Tag, anbei die Rechnung.
{files}
--b--
"""
FILE = """
--b
Content-Type: {kind}; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{content}
"""


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoiceMail(InvoiceCase):
    """A consultant's mail to the purchase journal is kept first, then read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "probe.example.org"})
        cls.company.alias_domain_id = cls.domain
        cls.journal.alias_name = "rechnung-probe"

    def _send(self, *files, sender=None, number="m-1"):
        mail = MAIL.format(
            sender=sender or self.consultant.email,
            to="rechnung-probe@probe.example.org",
            number=number,
            files="".join(
                FILE.format(
                    kind="application/pdf" if name.endswith("pdf") else "text/xml",
                    name=name,
                    content=base64.encodebytes(raw).decode(),
                )
                for name, raw in files
            ),
        )
        Invoice = self.env["wohnkoord.invoice"]
        before = Invoice.search([])
        moves = self.env["account.move"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process("account.move", mail)
        return Invoice.search([]) - before, self.env["account.move"].search([]) - moves

    def test_mail_of_a_consultant(self):
        entries = self._approve(60)
        raw = self._ubl(("Beratung", 1.0, 95.0), number="M-1")
        invoice, moves = self._send(("r.xml", raw), ("r.pdf", self._pdf()))
        self.assertFalse(moves, "nothing is read in the mail's own transaction")
        self.assertRecordValues(
            invoice,
            [
                {
                    "state": "new",
                    "source": "mail",
                    "partner_id": self.firm.id,
                    "uploaded_by_id": self.consultant.partner_id.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertIn("anbei die Rechnung", str(invoice.message_ids.mapped("body")))
        invoice._read()
        self.assertBilled(entries, invoice.bill_id)
        again, moves = self._send(("r.xml", raw), number="m-2")
        self.assertFalse(again)
        self.assertFalse(moves)

    def test_two_invoices_in_one_mail(self):
        one = self._ubl(("Beratung", 1.0, 95.0), number="M-1")
        two = self._ubl(("Beratung", 2.0, 95.0), number="M-2")
        invoices, _moves = self._send(("1.xml", one), ("2.xml", two))
        self.assertEqual(len(invoices), 2)

    def test_plain_pdf(self):
        invoice, moves = self._send(("r.pdf", self._pdf()))
        self.assertFalse(moves)
        invoice._read()
        self.assertEqual(invoice.state, "incomplete")

    def test_mail_of_somebody_else_goes_odoos_way(self):
        invoices, moves = self._send(("r.pdf", self._pdf()), sender="strom@example.org")
        self.assertFalse(invoices)
        self.assertEqual(moves.move_type, "in_invoice")

    def test_mail_of_another_offices_consultant(self):
        self.rival_firm.company_id = self.company
        invoices, moves = self._send(("r.pdf", self._pdf()), sender=self.rival.email)
        self.assertFalse(invoices)
        self.assertTrue(moves)
