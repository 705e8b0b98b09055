# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .bill_common import BillMixin
from .invoice_common import InvoiceMixin
from .portal_common import PortalCase

PATH = "/my/invoices"


@tagged("post_install", "-at_install")
class TestPortalInvoice(InvoiceMixin, BillMixin, PortalCase):
    """A consultant sends invoices in the portal and reads what became of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bills()
        cls._set_up_invoices()

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    def _upload(self, raw, name="rechnung.xml", **fields):
        form = self._form(self._page(PATH), f"{PATH}/upload")
        form.pop("file", None)
        return self.url_open(
            f"{PATH}/upload",
            data={**form, **fields},
            files={"file": (name, raw, "application/octet-stream")},
            allow_redirects=False,
        )

    def _newest(self):
        self.env.invalidate_all()
        return self.env["wohnkoord.invoice"].search([], limit=1)

    def _sent(self, raw, name="rechnung.xml"):
        """Upload and read, as the server does after the request."""
        response = self._upload(raw, name)
        self.assertEqual(response.status_code, 303, response.text)
        invoice = self._newest()
        self.assertIn(
            f"{PATH}/received/{invoice.id}?done=sent", response.headers["Location"]
        )
        self.assertEqual(invoice.state, "new", "kept before it is read")
        invoice._read()
        self.env.flush_all()
        return invoice

    def _post_below(self, invoice, action, **values):
        url = f"{PATH}/received/{invoice.id}"
        form = self._form(self._page(url), f"{url}/{action}")
        return self._send(f"{url}/{action}", {**form, **values})

    def test_upload_that_agrees(self):
        entries = self._approve(60)
        invoice = self._sent(self._ubl(("Beratung", 1.0, 95.0), number="R-1"))
        self.assertBilled(entries, invoice.bill_id)
        self.assertRecordValues(
            invoice,
            [
                {
                    "partner_id": self.firm.id,
                    "uploaded_by_id": self.consultant.partner_id.id,
                    "source": "portal",
                    "company_id": self.company.id,
                }
            ],
        )
        text = self._text_of(self._page(f"{PATH}/received/{invoice.id}"))
        self.assertIn("Being checked", text)
        self.assertIn(self.call_off.name, text, "the order that it was compared with")
        self.assertIn("Hours worked", text, "of the bill, where the file names no days")
        self.assertIn("R-1", self._text_of(self._page(PATH)))
        self._sign(invoice.bill_id)
        invoice.bill_id.with_user(self.accountant).action_post()
        self.env.flush_all()
        self.assertIn("To be paid", self._text_of(self._page(PATH)))

    def test_differences_in_words(self):
        self._approve(60)
        invoice = self._sent(self._ubl(("Beratung", 2.0, 95.0)))
        page = self._page(f"{PATH}/received/{invoice.id}")
        text = self._text_of(page)
        self.assertIn("1.00 too many", text)
        self.assertIn("send a corrected invoice", text)
        self.assertEqual(self._post_below(invoice, "withdraw").status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(invoice.state, "withdrawn")
        page = self._text_of(self._page(f"{PATH}/received/{invoice.id}"))
        # "Withdrawn" is the word for a consent, and another one in German
        self.assertIn("Taken Back", page)
        self.assertNotIn("Withdrawn", page)

    def test_returned_with_reason(self):
        invoice = self._sent(self._ubl(("Beratung", 2.0, 95.0)))
        invoice.with_user(self.adviser).action_return(
            "Bitte <b>eine</b> Stunde weniger"
        )
        self.env.flush_all()
        page = self._page(f"{PATH}/received/{invoice.id}")
        self.assertIn("Stunde weniger", self._text_of(page))
        self.assertIn("Returned", self._text_of(page))

    def test_typed_pdf(self):
        entries = self._approve(60, 90)
        invoice = self._sent(self._pdf(), "rechnung.pdf")
        self.assertEqual(invoice.state, "incomplete")
        wrong = self._post_below(
            invoice, "data", number="", net="viel", tax_rate="19", date_from="gestern"
        )
        self.assertEqual(wrong.status_code, 200)
        page = self._main(wrong)
        for field in ("number", "net", "date_from", "date_to", "invoice_date"):
            self.assertTrue(page.xpath(f"//*[@id='field-{field}-error']"), field)
        self.assertEqual(page.xpath("//input[@name='net']/@value"), ["viel"])
        right = self._post_below(
            invoice,
            "data",
            number="P-7",
            invoice_date=str(self.today),
            date_from=str(self.period[0]),
            date_to=str(self.today),
            call_off_id=str(self.call_off.id),
            net="237,50",
            tax_rate="19",
        )
        self.assertEqual(right.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(invoice.state, "billed")
        self.assertBilled(entries, invoice.bill_id)

    def test_typed_number_that_is_taken(self):
        first = self._sent(self._pdf(), "a.pdf")
        first.write({"number": "P-1"})
        second = self._sent(self._pdf(b"<x/>"), "b.pdf")
        response = self._post_below(
            second,
            "data",
            number="p-1",
            invoice_date=str(self.today),
            date_from=str(self.period[0]),
            date_to=str(self.today),
            net="10",
            tax_rate="0",
        )
        self.assertIn("is here already", response.text)

    def test_orders_of_others_are_not_typed(self):
        foreign = self._make_rival_call_off()
        invoice = self._sent(self._pdf(), "a.pdf")
        response = self._post_below(
            invoice,
            "data",
            number="P-1",
            invoice_date=str(self.today),
            date_from=str(self.period[0]),
            date_to=str(self.today),
            call_off_id=str(foreign.id),
            net="10",
            tax_rate="0",
        )
        self.assertIn("Please choose one of your orders", response.text)
        self.assertNotIn(foreign.name, response.text)

    def test_same_file_twice(self):
        raw = self._ubl(("Beratung", 1.0, 95.0))
        invoice = self._sent(raw)
        response = self._upload(raw)
        self.assertIn(
            f"{PATH}/received/{invoice.id}?done=known", response.headers["Location"]
        )
        self.assertEqual(self._newest(), invoice)

    def test_same_form_twice(self):
        form = self._form(self._page(PATH), f"{PATH}/upload")
        form.pop("file", None)
        for number in (1, 2):
            self.url_open(
                f"{PATH}/upload",
                data=form,
                files={"file": (f"{number}.pdf", self._pdf(b"<a/>" * number))},
                allow_redirects=False,
            )
        self.assertEqual(self.env["wohnkoord.invoice"].search_count([]), 1)

    def test_wrong_files(self):
        before = self.env["wohnkoord.invoice"].search_count([])
        for raw, words in (
            (b"", "empty"),
            (b"PK\3\4 office", "Please send a PDF"),
            (b"<html", None),
            (b"%PDF-1.4" + b"0" * 11 * 1024**2, "too large"),
        ):
            response = self._upload(raw)
            if words:
                self.assertEqual(response.status_code, 200)
                page = self._main(response)
                [error] = page.xpath("//*[@id='field-file-error']")
                self.assertIn(words, self._text_of(error))
                self.assertIn(
                    "field-file-error",
                    page.xpath("//input[@id='field-file']/@aria-describedby")[0],
                )
        self.assertEqual(self.env["wohnkoord.invoice"].search_count([]), before + 1)
        self.assertEqual(self._newest()._read(), None)
        self.assertEqual(self._newest().problem, "broken")
        response = self._send(f"{PATH}/upload", self._hidden())
        self.assertIn("Please choose one file", response.text)

    def test_nothing_of_others(self):
        invoice = self._sent(self._ubl(("Beratung", 2.0, 95.0), number="GEHEIM-1"))
        for user in (self.rival, self.spokesperson):
            self._login(user)
            self.assertNotIn("GEHEIM-1", self.url_open(PATH).text)
            for path in ("", "/file", "/data"):
                response = self.url_open(
                    f"{PATH}/received/{invoice.id}{path}", allow_redirects=False
                )
                self.assertIn(response.status_code, (301, 302, 303))
                self.assertTrue(
                    response.headers["Location"].endswith(("/my", PATH)), path
                )
        # a rival's form on a foreign invoice
        self._login(self.consultant)
        token = self._form(
            self._page(f"{PATH}/received/{invoice.id}"),
            f"{PATH}/received/{invoice.id}/withdraw",
        )
        self._make_rival_call_off()
        self._login(self.rival)
        hidden = self._form(self._page(PATH), f"{PATH}/upload")
        hidden.pop("file", None)
        for action in ("withdraw", "data"):
            self._send(
                f"{PATH}/received/{invoice.id}/{action}",
                {**hidden, "number": "X", "form_token": token["form_token"]},
            )
        self.env.invalidate_all()
        self.assertEqual((invoice.state, invoice.number), ("differs", "GEHEIM-1"))

    def test_colleague_sees_the_firms(self):
        self._sent(self._ubl(("Beratung", 2.0, 95.0), number="R-5"))
        self._login(self.colleague)
        self.assertIn("R-5", self._text_of(self._page(PATH)))

    def test_download(self):
        raw = self._ubl(("Beratung", 2.0, 95.0))
        invoice = self._sent(raw)
        response = self.url_open(f"{PATH}/received/{invoice.id}/file")
        self.assertEqual(response.content, raw)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_odoos_own_list_stays(self):
        self._login(self.spokesperson)
        self.assertNotIn("Send an invoice", self._text_of(self._page(PATH)))
        self._login(self.consultant)
        page = self._page(PATH, filterby="bills")
        self.assertNotIn("Send an invoice", self._text_of(page))

    def test_two_offices(self):
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        self.consultant.company_ids = [Command.link(company.id)]
        self.assertEqual(self._upload(b"%PDF-1").status_code, 303)
        self.assertEqual(self._newest().company_id, self.company)

    def test_home_card(self):
        self.assertIn(PATH, self.url_open("/my").text)
        self.assertIn("Send an invoice, and see", self.url_open("/my").text)
        self._login(self.spokesperson)
        self.assertNotIn("Send an invoice, and see", self.url_open("/my").text)

    def test_page_costs_the_same_for_many(self):
        """Constant queries: 3 rows and 23 rows."""

        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._page(PATH)
            return self.env.cr.sql_log_count - before

        for number in range(3):
            self._receive(self._pdf(b"<a/>" * number), f"{number}.pdf")
        queries()
        few = queries()
        for number in range(3, 23):
            self._receive(self._pdf(b"<a/>" * number), f"{number}.pdf")
        self.assertLessEqual(queries(), few + 2)
