# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo.tests import tagged

from .network_common import PublicCase

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@tagged("post_install", "-at_install")
class TestPublicPage(PublicCase):
    """Accessibility statement, feedback, sitemap."""

    def _feedback(self):
        return self.env["wohnkoord.feedback"].search([], limit=1, order="id desc")

    def test_accessibility_statement(self):
        text = self._open("/accessibility").text_content()
        self.assertIn("No barrier is known", text)
        self.company.write(
            {
                "wohnkoord_accessibility_limits": "Alte <b>PDF</b>",
                "wohnkoord_enforcement_body": "Durchsetzungsstelle",
                "email": "stelle@example.org",
            }
        )
        text = self._open("/accessibility").text_content()
        for part in ("Alte <b>PDF</b>", "Durchsetzungsstelle", "stelle@example.org"):
            self.assertIn(part, text)
        self.assertNotIn("No barrier is known", text)

    def test_every_page_leads_there(self):
        for path in ("/accessibility", "/web/login"):
            hrefs = self._open(path).xpath("//footer//a/@href")
            if path != "/web/login":  # core's login has no foot
                self.assertIn("/feedback", hrefs)
                self.assertIn("/accessibility", hrefs)

    def test_feedback(self):
        page = self._open("/feedback", page="/projects/haus")
        fields = self._form_fields(page, "/feedback")
        self.assertEqual(fields["page"], "/projects/haus")
        fields |= {"text": "<script>alert(1)</script>", "email": "Ada@Example.org"}
        answer = self._send("/feedback", fields)
        self.assertEqual(answer.status_code, 303)
        feedback = self._feedback()
        self.assertEqual(feedback.text, "<script>alert(1)</script>")
        self.assertEqual(feedback.email, "ada@example.org")
        self.assertEqual(feedback.kind, "barrier")
        self.assertEqual(feedback.company_id, self.company)
        self._send("/feedback", fields)
        self.assertEqual(self._feedback(), feedback, "a double tap saves once")

    def test_feedback_of_other_office(self):
        fields = self._form_fields(self._open("/feedback"), "/feedback")
        self.assertEqual(
            self.env["res.company"]._wohnkoord_of_host("zwei.example"),
            self.other_company,
        )
        fields["text"] = "Kontrast"
        fields["company_id"] = self.other_company.id
        self._send("/feedback", fields)
        self.assertEqual(self._feedback().company_id, self.company)
        other = self.env["wohnkoord.feedback"].with_user(self.other_adviser)
        self.assertFalse(other.search_count([]))
        self.assertTrue(self._feedback().with_user(self.adviser).has_access("write"))
        for user in (self.steering, self.spokesperson, self.accountant):
            self.assertFalse(self._feedback().with_user(user).has_access("read"))

    def test_bad_feedback_is_refused_at_the_field(self):
        before = self.env["wohnkoord.feedback"].search_count([])
        fields = self._form_fields(self._open("/feedback"), "/feedback")
        answer = self._send("/feedback", {**fields, "text": "  ", "page": "A"})
        self.assertFieldError(answer, "text")
        answer = self._send("/feedback", {**fields, "text": "x", "email": "keine"})
        self.assertFieldError(answer, "email", "name@example.org")
        self.assertIn('value="keine"', answer.text)
        answer = self._send("/feedback", {**fields, "text": "x" * 5001})
        self.assertFieldError(answer, "text", "5000")
        self.assertEqual(self.env["wohnkoord.feedback"].search_count([]), before)

    def test_machines_are_kept_out(self):
        before = self.env["wohnkoord.feedback"].search_count([])
        fields = self._form_fields(self._open("/feedback"), "/feedback")
        fields["text"] = "Kaufen Sie"
        answer = self._send("/feedback", {**fields, "homepage": "http://example.org"})
        self.assertEqual(answer.status_code, 303, "a machine is told that all is well")
        answer = self._send("/feedback", {**fields, "form_opened": "forged"})
        self.assertIn("open for too long", answer.text)
        without = {k: v for k, v in fields.items() if k != "form_token"}
        self.assertEqual(self._send("/feedback", without).status_code, 200)
        self.assertEqual(self.env["wohnkoord.feedback"].search_count([]), before)

    def test_often_is_too_often(self):
        codes = set()
        for _time in range(22):
            fields = self._form_fields(self._open("/feedback"), "/feedback")
            answer = self._send("/feedback", {**fields, "text": "Noch einmal"})
            codes.add(answer.status_code)
        self.assertEqual(codes, {303, 200})
        self.assertIn("very often", answer.text)
        self.assertIn("Noch einmal", answer.text, "nothing is lost")

    def test_sitemap_and_robots(self):
        answer = self.url_open("/sitemap.xml")
        self.assertEqual(answer.status_code, 200)
        urls = [
            element.text
            for element in etree.fromstring(answer.content).iter(f"{SITEMAP}loc")
        ]
        self.assertTrue(any(url.endswith("/accessibility") for url in urls))
        robots = self.url_open("/robots.txt").text
        self.assertIn("Allow: /accessibility", robots)
        self.assertIn("Disallow: /", robots)
        self.assertIn("/sitemap.xml", robots)

    def test_languages(self):
        self.env["res.lang"]._activate_lang("de_DE")
        page = self._open("/accessibility")
        self.assertEqual(page.get("lang"), "en-US")
        links = page.xpath("//footer//a[@hreflang='de-DE']/@href")
        self.assertEqual(len(links), 1)
        german = self.url_open("/de/accessibility")
        self.assertIn('lang="de-DE"', german.text)
