# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import time
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from ..tools.invoice_file import InvoiceFileError
from .invoice_common import InvoiceCase

SAMPLES = "l10n_account_edi_ubl_cii_tests/tests/test_files"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoiceIntake(InvoiceCase):
    """The file is kept first; whatever happens then, nothing is made twice."""

    # -- coming in -----------------------------------------------------------------------------

    def test_same_file_twice_is_one(self):
        self._approve(60)
        raw = self._ubl(("Beratung", 1.0, 95.0))
        first = self._receive(raw)
        again, is_new = self.env["wohnkoord.invoice"]._receive(
            self.company, self.firm, "other.xml", raw, "portal"
        )
        self.assertEqual((again, is_new), (first, False))
        with self.assertRefused("one_file"):
            again._create_received(
                {
                    "company_id": self.company.id,
                    "partner_id": self.firm.id,
                    "file": first.file,
                    "file_name": "x.xml",
                    "source": "portal",
                }
            )

    def test_reading_twice_makes_one_bill(self):
        self._approve(60, 60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        bill = invoice.bill_id
        invoice._read()
        invoice._compare()
        self.assertEqual(invoice.bill_id, bill)
        self.assertEqual(self.call_off.minutes_billed, 60)

    def test_killed_while_reading(self):
        """What is left is "not read yet"; the cron reads it, once."""
        self._approve(60)
        raw = self._ubl(("Beratung", 1.0, 95.0))
        invoice = self._receive(raw, read=False)
        self.assertEqual(invoice.state, "new")
        Invoice = self.env.registry["wohnkoord.invoice"]
        moves = self.env["account.move"].search_count([])
        with self.enter_registry_test_mode():
            with (
                patch.object(Invoice, "_keep_read", side_effect=SystemError("killed")),
                mute_logger("odoo.addons.wohnkoord_odoo.models.contract_invoice_read"),
            ):
                self.env["wohnkoord.invoice"]._cron_read()
            invoice.invalidate_recordset()
            self.assertEqual((invoice.state, invoice.attempts), ("new", 1))
            self.assertEqual(self.env["account.move"].search_count([]), moves)
            for _attempt in range(2):
                self.env["wohnkoord.invoice"]._cron_read()
        invoice.invalidate_recordset()
        self.assertEqual(invoice.state, "billed")
        self.assertEqual(self.env["account.move"].search_count([]), moves + 1)
        self.assertEqual(self.call_off.minutes_billed, 60)

    def test_killed_while_billing(self):
        """Bill and hours are one transaction: both or none."""
        entries = self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)), read=False)
        Invoice = self.env.registry["wohnkoord.invoice"]
        with self.enter_registry_test_mode():
            with (
                patch.object(Invoice, "_attach_to", side_effect=SystemError("killed")),
                mute_logger("odoo.addons.wohnkoord_odoo.models.contract_invoice_read"),
            ):
                self.env["wohnkoord.invoice"]._cron_read()
        self.env.invalidate_all()
        self.assertEqual(invoice.state, "new")
        self.assertFree(entries)

    def test_file_that_stops_the_server(self):
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)), read=False)
        with self.enter_registry_test_mode():
            for _attempt in range(3):
                invoice._count_attempt()
            self.env["wohnkoord.invoice"]._cron_read()
        invoice.invalidate_recordset()
        self.assertEqual((invoice.state, invoice.problem), ("incomplete", "crash"))
        invoice.with_user(self.adviser).action_read()
        self.assertEqual(invoice.state, "differs")

    def test_reading_makes_no_partner_and_no_account(self):
        raw = self._ubl(("Beratung", 1.0, 95.0))
        raw = raw.replace(b"DE257486969", b"DE186775212")
        raw = raw.replace(self.firm.name.encode(), b"Unbekannt Neu GmbH")
        before = [
            self.env[model].with_context(active_test=False).search_count([])
            for model in ("res.partner", "res.partner.bank", "account.move")
        ]
        invoice = self._receive(raw)
        after = [
            self.env[model].with_context(active_test=False).search_count([])
            for model in ("res.partner", "res.partner.bank", "account.move")
        ]
        self.assertEqual(after, before)
        self.assertEqual(invoice.partner_id, self.firm)
        self.assertEqual(invoice.seller, "Unbekannt Neu GmbH")

    def test_same_number_is_refused(self):
        self._approve(60)
        first = self._receive(self._ubl(("Beratung", 1.0, 95.0), number="R 7"))
        raw = self._ubl(("Beratung", 2.0, 95.0), number="R 8")
        second = self._receive(raw.replace(b">R 8<", b">r7<"))
        self.assertEqual(second.state, "returned")
        self.assertIn("r7 is here already", second.return_reason)
        self.assertEqual(first.state, "billed")

    def test_same_number_in_the_database(self):
        """What holds when two are read at the same time."""
        one = self._receive(self._pdf(), "a.pdf")
        two = self._receive(self._pdf(b"<x/>"), "b.pdf")
        one.write({"number": "R-1"})
        with self.assertRefused("one_number"):
            two.write({"number": "r- 1"})

    def test_same_reference_on_bills(self):
        self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0), number="R-9"))
        self._approve(60)
        self.contract.self_billing = True
        other = self._bill(sign=False)
        with self.assertRefused("one_reference"):
            other.write({"ref": " r-9 "})
        self.assertTrue(invoice.bill_id)

    def test_similar_references_are_two(self):
        """An underscore stands for itself, not for any letter."""
        self._approve(60)
        self.contract.self_billing = True
        first = self._bill()
        first.write({"ref": "R-9"})
        self._sign(first)
        first.action_post()
        self._approve(60)
        second = self._bill(sign=False)
        second.write({"ref": "R_9"})
        self._sign(second)
        second.action_post()
        self.assertEqual(second.state, "posted")

    # -- hostile files -----------------------------------------------------------------------------

    def _refused(self, raw, kind, name="x.xml"):
        invoice = self._receive(raw, name)
        self.assertEqual((invoice.state, invoice.problem), ("incomplete", kind))
        self.assertTrue(invoice.problem_text)
        self.assertFalse(invoice.can_type and name.endswith("xml"))
        return invoice

    def test_xml_that_reads_files(self):
        body = self._ubl(("Beratung", 1.0, 95.0)).split(b"?>", 1)[1]
        entity = b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        raw = b'<?xml version="1.0"?>' + entity + body.replace(b"Beratung", b"&x;")
        invoice = self._refused(raw, "doctype")
        self.assertNotIn("root:", str(invoice.read()))

    def test_billion_laughs(self):
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        raw = (
            f'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY l0 "ha">{laughs}]>'
            '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
            "<ID>&l9;</ID></Invoice>"
        ).encode()
        start = time.monotonic()
        invoice = self._receive(raw)
        self.assertIn(invoice.problem, ("doctype", "broken"))
        self.assertLess(time.monotonic() - start, 5)

    def test_hostile_xml_inside_a_pdf(self):
        raw = b'<!DOCTYPE Invoice [<!ENTITY x "y">]><Invoice>&x;</Invoice>'
        self._refused(self._pdf(raw), "doctype", "rechnung.pdf")

    def test_too_large(self):
        for raw in (
            b"%PDF-1.4" + b"0" * 50 * 1024**2,
            b"<Invoice>" + b" " * 6 * 1024**2,
        ):
            with self.assertRaises(InvoiceFileError) as refused:
                self._receive(raw)
            self.assertEqual(refused.exception.kind, "size")

    def test_other_files(self):
        for raw, kind in ((b"", "empty"), (b"PK\3\4", "type"), (b"MZ\x90", "type")):
            with self.assertRaises(InvoiceFileError) as refused:
                self._receive(raw)
            self.assertEqual(refused.exception.kind, kind)
        with self.assertRaises(UserError):
            self.env["wohnkoord.invoice"].with_user(self.adviser).create(
                {
                    "file": "UEsDBA==",
                    "file_name": "x.xml",
                    "partner_id": self.firm.id,
                    "company_id": self.company.id,
                }
            )

    def test_files_that_are_no_invoice(self):
        ubl = self._ubl(("Beratung", 1.0, 95.0))
        self._refused(b"<a/>", "no_invoice")
        self._refused(ubl[:-20], "broken")
        self._refused(b"<Invoice/>", "format")
        self._refused(
            ubl.replace(b">95.0</cbc:PriceAmount>", b">x</cbc:PriceAmount>"), "format"
        )
        lines = [("Beratung", 0.01, 95.0)] * 2
        one = self._ubl(*lines)
        start = one.index(b"<cac:InvoiceLine>")
        end = one.index(b"</cac:InvoiceLine>") + len(b"</cac:InvoiceLine>")
        many = one[:end] + one[start:end] * 600 + one[end:]
        self._refused(many, "lines")

    def test_numbers_that_are_none(self):
        raw = self._ubl(("Beratung", 1.0, 95.0))
        raw = raw.replace(b">95.00</cbc:TaxExclusive", b">NaN</cbc:TaxExclusive")
        self.assertIn(self._receive(raw).state, ("incomplete", "differs"))

    def test_encrypted_or_damaged_pdf_is_typed(self):
        invoice = self._receive(b"%PDF-1.7 nothing", "x.pdf")
        self.assertEqual((invoice.state, invoice.problem), ("incomplete", False))
        self.assertTrue(invoice.can_type)

    # -- core's own samples ------------------------------------------------------------------------

    def test_samples(self):
        """Both syntaxes, invoices and credit notes, as Odoo's own tests have them."""
        odoo, facturx = "from_odoo", "from_factur-x_doc"
        for path, kind in (
            (f"{odoo}/xrechnung_ubl_out_invoice.xml", "invoice"),
            (f"{odoo}/xrechnung_ubl_out_refund.xml", "credit_note"),
            (f"{odoo}/facturx_out_invoice.xml", "invoice"),
            (f"{facturx}/facturx_credit_note_type381.xml", "credit_note"),
            ("from_peppol-bis-invoice-3_doc/bis3_allowance.xml", "invoice"),
        ):
            with self.subTest(path):
                with file_open(f"{SAMPLES}/{path}", "rb") as sample:
                    raw = sample.read()
                invoice = self._receive(raw, path.rsplit("/", 1)[1])
                self.assertEqual(invoice.problem, False)
                self.assertEqual((invoice.state, invoice.kind), ("differs", kind))
                self.assertTrue(invoice.number and invoice.gross and invoice.line_ids)
                codes = [row["code"] for row in invoice.differences]
                self.assertIn("recipient", codes)
                self.assertIn("no_order", codes)
                # they have the same number
                invoice.with_user(self.adviser).action_return("Probe")
