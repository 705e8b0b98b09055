# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader

from .document_common import LETTER, OVERVIEW, TIME_SHEET, DocumentCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractDocumentLetter(DocumentCase):
    """The order letter says what is agreed, to whom it may, and nothing of the case."""

    def test_what_it_says(self):
        self.firm.write({"street": "Probeweg 3", "zip": "04109", "city": "Leipzig"})
        values = self.order._order_letter_values()
        self.assertEqual(
            values["recipient"], [self.firm.name, "Probeweg 3", "04109 Leipzig"]
        )
        self.assertIn(self.order.name, values["subject"])
        self.assertIn("RV-Probe", values["subject"])
        self.assertFalse(values["mark"])
        facts = dict(values["facts"])
        self.assertEqual(facts["Initiative"], self.initiative.name)
        self.assertIn("10.00 hours at", facts["Hours"])
        self.assertIn("95.00", facts["Hours"])
        self.assertIn("950.00", facts["Remuneration"])
        self.assertIn("200.00", facts["Ancillary costs"])
        text = self._text(LETTER, self.order)
        for words in (
            "Rahmenvereinbarung Probe",
            "Fachlos Probe",
            self.order.description,
            f"/my/call-offs/{self.order.id}",
            self.adviser.name,
            "Please name the number",
        ):
            self.assertIn(words, text)

    def test_nothing_of_the_case(self):
        """Neither its subject nor its notes; the portal shows neither."""
        text = self._text(LETTER, self.order)
        self.assertNotIn(self.case.subject, text)
        self.assertNotIn("Vertraulich", text)
        self.assertNotIn(self.spokesperson.name, text)

    def test_flat_fee(self):
        study = self._make_call_off(
            0,
            kind="flat_fee",
            flat_amount=4000.0,
            max_instalments=2,
            deliverable="Machbarkeitsstudie mit Kostenrahmen",
        )
        facts = dict(study._order_letter_values()["facts"])
        self.assertIn("4,000.00", facts["Flat fee"])
        self.assertIn("2", facts["Instalments"])
        self.assertTrue(facts["Deliverable by"])
        self.assertNotIn("Hours", facts)
        self.assertEqual(facts["Ancillary costs"], "none are agreed")
        text = self._text(LETTER, study)
        self.assertIn("Machbarkeitsstudie mit Kostenrahmen", text)
        self.assertNotIn("enter your hours", text)

    def test_self_billing(self):
        self.contract.self_billing = True
        text = self._text(LETTER, self.order)
        self.assertIn("self-billing", text)
        self.assertNotIn("Please name the number", text)

    def test_marks(self):
        """What is no order says so; what was taken back invites nobody to work."""
        draft = self._make_call_off(1, confirm=False)
        text = self._text(LETTER, draft)
        self.assertIn("nothing is ordered yet", text)
        self.assertNotIn("Ordered on", text)
        draft.action_cancel()
        text = self._text(LETTER, draft)
        self.assertIn("no longer holds", text)
        self.assertNotIn("/my/call-offs/", text)

    def test_german(self):
        """In the firm's language, whoever prints it."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.firm.lang = "de_DE"
        values = self.order._order_letter_values()
        facts = " ".join(text for _label, text in values["facts"])
        for words in ("10,00", "95,00\xa0€", "950,00\xa0€", "200,00\xa0€"):
            self.assertIn(words, facts)
        self.assertIn(f"{self.order.date_start:%d.%m.%Y}", facts)
        self.assertIn(f"{self.today:%d.%m.%Y}", [row[1] for row in values["office"]])

    def test_direct_award(self):
        framework = self.framework
        self.env.cr.execute(
            "UPDATE wohnkoord_framework SET regime = 'direct' WHERE id = %s",
            (framework.id,),
        )
        framework.invalidate_recordset(["regime"])
        self.assertNotIn("framework contract", self._text(LETTER, self.order))

    def test_who_reads_it(self):
        for user in (self.adviser, self.manager, self.consultant, self.colleague):
            with self.subTest(user=user.login):
                order = self.order.with_user(user)
                self.assertTrue(order._order_letter_values()["facts"])
        for user in (self.rival, self.spokesperson, self.steering, self.accountant):
            with (
                self.subTest(user=user.login),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                order = self.order.with_user(user)
                with self.assertRefused(exception=AccessError):
                    order._order_letter_values()
                with self.assertRefused(exception=AccessError):
                    order.action_print_letter()

    def test_no_draft_for_the_firm(self):
        draft = self._make_call_off(1, confirm=False)
        with self.assertRefused(exception=AccessError):
            draft.with_user(self.consultant)._order_letter_values()

    def test_other_office(self):
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_other",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=office.ids,
        )
        for record, method in (
            (self.order, "_order_letter_values"),
            (self.contract, "_time_sheet_values"),
            (self.framework, "_overview_values"),
        ):
            with self.subTest(method=method), self.assertRefused(exception=AccessError):
                getattr(record.with_user(other), method)()

    def test_mail(self):
        """One composer with letter and link; only for what is placed."""
        action = self.order.with_user(self.adviser).action_send()
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        ).save()
        self.assertIn(f"/my/call-offs/{self.order.id}", composer.body)
        self.assertIn("Open the order", composer.body)
        self.assertEqual(composer.partner_ids, self.firm)
        self.assertEqual(len(composer.attachment_ids), 1)
        self.assertIn(self.order.name, composer.attachment_ids.name)
        composer._action_send_mail()
        message = self.order.sudo().message_ids[0]
        self.assertIn(self.firm, message.partner_ids)
        letter = message.attachment_ids
        self.assertIn(self.order.name, letter.name)
        # without a browser's PDF the tests attach the page itself
        self.assertIn(self.order.description, letter.raw.decode())
        draft = self._make_call_off(1, confirm=False)
        with self.assertRaises(UserError):
            draft.with_user(self.adviser).action_send()

    def test_menus(self):
        """Print menus of the office; the city's steering sees the overview alone."""
        actions = self.env["ir.actions.actions"]

        def names(model, user):
            bindings = actions.with_user(user).get_bindings(model).get("report", ())
            return {row["name"] for row in bindings}

        office = names("wohnkoord.call.off", self.adviser)
        self.assertLessEqual({"Order Letter", "Time Sheet"}, office)
        self.assertFalse(names("wohnkoord.call.off", self.steering) & office)
        both = {"Framework Overview", "Framework Overview (Spreadsheet)"}
        for user in (self.adviser, self.steering):
            self.assertLessEqual(both, names("wohnkoord.framework", user))


@tagged("post_install", "-at_install")
class TestContractDocumentPdf(DocumentCase, HttpCase):
    """The papers as this machine's wkhtmltopdf prints them."""

    def _pages(self, report, record, **data):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        content, kind = reports._render_qweb_pdf(report, record.ids, data=data)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def test_letter(self):
        pages = self._pages(LETTER, self.order)
        self.assertEqual(len(pages), 1)
        for words in (self.order.name, self.firm.name, self.initiative.name):
            self.assertIn(words, pages[0])

    def test_numbers_on_pages(self):
        for number in range(60):
            self._make_entry(
                self.order, 5, submit=True, description=f"Gespräch {number}"
            )
        pages = self._pages(TIME_SHEET, self.contract)
        self.assertGreater(len(pages), 1)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {len(pages)}", page)
        self.assertIn("Gespräch 59", " ".join(pages))
        self.assertIn("5:00", pages[-1])
        self.assertIn("Factually correct", pages[-1])

    def test_overview(self):
        pages = self._pages(OVERVIEW, self.framework)
        self.assertIn(self.firm.name, pages[0])
        self.assertIn(self.order.name, pages[-1])
