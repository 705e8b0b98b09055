# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from lxml import html

from odoo.tests import tagged

from .test_public_consent import ConsentPageCase


@tagged("post_install", "-at_install")
class TestNewsletterPage(ConsentPageCase):
    """Subscribing, with the same answer for every address."""

    def _subscribe(self, **values):
        form = self._form_fields(self._open("/newsletter"), "/newsletter")
        return self._send("/newsletter", {**form, **values})

    def _consents(self, email):
        self.env.invalidate_all()
        return self.Consent.search([("email", "=", email)])

    def _mails(self, email):
        return self.env["mail.mail"].search([("email_to", "=", email)])

    def test_page(self):
        self.company.wohnkoord_privacy_url = "https://stadt.example/datenschutz"
        page = self._open("/newsletter")
        text = self.env["wohnkoord.consent.text"]._current("newsletter", self.company)
        self.assertIn(text.with_context(lang="en_US").text, self._text(page))
        self.assertTrue(
            page.xpath("//main//a[@href='https://stadt.example/datenschutz']")
        )
        menu = page.xpath("//nav[contains(@class, 'o_wohnkoord_public_menu')]//a/@href")
        self.assertIn("/newsletter", menu)
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_double_opt_in(self):
        response = self._subscribe(email=" Neu@Example.org ", name="Nora Neu")
        self.assertEqual(response.status_code, 303)
        page = self._open("/newsletter/sent")
        self.assertIn("sent a mail", self._text(page))
        consent = self._consents("neu@example.org")
        self.assertEqual(consent.state, "requested")
        self.assertEqual(consent.partner_id.name, "Nora Neu")
        self.assertEqual(consent.lang, "en_US")
        mail = self._mails("neu@example.org")
        link = html.fromstring(mail.body_html).xpath("//a/@href")[0]
        self.assertEqual(link, consent._link())
        self._click(consent, "confirm")
        live = self.Consent._live_domain("newsletter", self.company)
        self.assertIn(consent, self.Consent.search(live))

    def test_same_answer_for_every_address(self):
        self._give_consent(self.person, "newsletter")
        known = self._make_person("Kurt Kontakt")
        answers = set()
        for email in (self.person.email, known.email, "neu@example.org"):
            response = self._subscribe(email=email)
            answers.add(
                (response.status_code, response.headers["Location"], response.text)
            )
        self.assertEqual(len(answers), 1)
        given = self._mails(self.person.email)
        self.assertIn("agreed already", given.subject)
        self.assertEqual(self._consents(self.person.email).state, "confirmed")

    def test_flooding_one_address(self):
        for _post in range(6):
            response = self._subscribe(email="opfer@example.org")
            self.assertEqual(response.status_code, 303, "the same answer")
        self.assertEqual(len(self._mails("opfer@example.org")), 3)

    def test_many_posts_from_one_sender(self):
        with patch(
            "odoo.addons.wohnkoord_odoo.controllers.public_newsletter"
            ".PublicNewsletter._post_public",
            autospec=True,
            side_effect=lambda controller, purpose, post, job: {
                "form": "very often from your connection"
            },
        ):
            response = self._subscribe(email="neu@example.org")
        self.assertEqual(response.status_code, 200)
        self.assertIn("very often", response.text)
        self.assertFalse(self._consents("neu@example.org"))

    def test_bad_input(self):
        for email in ("", "keine", "a@b", "x" * 300 + "@example.org", "<b>@x"):
            with self.subTest(email):
                response = self._subscribe(email=email)
                self.assertFieldError(response, "email", "e-mail address")
        response = self._subscribe(email="neu@example.org", name="N" * 101)
        self.assertFieldError(response, "name", "100 characters")
        page = html.fromstring(response.text)
        self.assertEqual(
            page.xpath("//input[@name='email']/@value"), ["neu@example.org"]
        )
        self.assertFalse(self._consents("neu@example.org"))

    def test_several_addresses_at_once(self):
        response = self._subscribe(email="a@example.org, b@example.org")
        self.assertFieldError(response, "email", "e-mail address")

    def test_machine(self):
        page = self._open("/newsletter")
        trap = page.xpath("//input[@id='form-trap']/@name")[0]
        response = self._subscribe(email="bot@example.org", **{trap: "x"})
        self.assertEqual(response.status_code, 303)
        self.assertFalse(self._consents("bot@example.org"))

    def test_markup_in_the_name(self):
        self._subscribe(email="neu@example.org", name="<script>alert(1)</script>")
        mail = self._mails("neu@example.org")
        self.assertNotIn("script", mail.body_html)
        self.assertNotIn("alert(1)", mail.subject)

    def test_office_of_the_host(self):
        form = self._form_fields(self._open("/newsletter"), "/newsletter")
        headers = {"Host": "zwei.example"}
        self.url_open("/newsletter", headers=headers)
        with patch.object(
            type(self.company),
            "_wohnkoord_id_of_host",
            lambda _companies, _host: self.other_company.id,
        ):
            response = self._send("/newsletter", {**form, "email": self.person.email})
        self.assertEqual(response.status_code, 303)
        consent = self._consents(self.person.email)
        self.assertEqual(consent.company_id, self.other_company)
        self.assertNotEqual(consent.partner_id, self.person, "another office's person")
        self.assertTrue(consent._link().startswith("http://zwei.example/consent/"))

    def test_without_a_text(self):
        self.env["wohnkoord.consent.text"].search(
            [("purpose", "=", "newsletter")]
        ).active = False
        self._open("/newsletter", status=404)
