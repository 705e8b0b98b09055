# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .test_public_consent import ConsentPageCase


@tagged("post_install", "-at_install")
class TestPortalConsent(ConsentPageCase):
    """A portal user's own consents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spokesperson.lang = "en_US"
        cls.person = cls.spokesperson.partner_id

    def setUp(self):
        super().setUp()
        self.authenticate(self.spokesperson.login, self.spokesperson.login)

    def _post(self, action, consent):
        token = self._open("/my/consents").xpath(
            "//main//input[@name='csrf_token']/@value"
        )
        response = self._send(
            "/my/consents",
            {
                "csrf_token": token[0],
                "action": action,
                "consent": str(consent.id),
            },
        )
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].startswith("/my/consents"))
        self.env.invalidate_all()
        return response

    def test_sees_and_withdraws_own(self):
        here = self._give_consent(self.person, "newsletter")
        there = self._give_consent(self.person, "newsletter", self.other_company)
        page = self._open("/my/consents")
        self.assertIn(self.company.name, self._text(page))
        self.assertIn(self.other_company.name, self._text(page))
        self._post("withdraw", there)
        self.assertEqual((here.state, there.state), ("confirmed", "withdrawn"))

    def test_login_is_no_proof_of_the_address(self):
        """Whoever is logged in may have typed somebody else's address."""
        victim = self._make_person("Vera Opfer")
        theirs = self._give_consent(victim, "newsletter")
        self.person.email = victim.email
        consent = self._ask()
        page = self._open("/my/consents")
        self.assertNotIn("confirm", page.xpath("//main//button/@value"))
        self._post("confirm", consent)
        self.assertEqual(consent.state, "requested")
        self._post("withdraw", consent)
        self.assertEqual(theirs.state, "confirmed")
        self._record()
        signed = self.Consent.search(
            [("partner_id", "=", self.person.id), ("way", "=", "signed")]
        )
        plots = self._give_consent(victim, "plot_notice")
        self._post("withdraw", signed)
        self.assertEqual(signed.state, "withdrawn")
        self.assertEqual(plots.state, "confirmed")

    def test_sends_the_mail_again(self):
        consent = self._ask()
        for _click in range(5):
            self._post("resend", consent)
        mails = self.env["mail.mail"].search([("email_to", "=", self.person.email)])
        self.assertEqual(len(mails), 3)
        self._post("resend", self._give_consent(self.person, "plot_notice"))

    def test_never_others(self):
        own = self._ask()
        foreign = self._give_consent(self._make_person("Fremd Person"), "newsletter")
        self._post("withdraw", foreign)
        self._post("resend", foreign)
        self.assertEqual(foreign.state, "confirmed")
        self.assertFalse(
            self.env["mail.mail"].search([("email_to", "=", foreign.email)])
        )
        self.assertEqual(own.state, "requested")

    def test_card_on_the_start_page(self):
        values = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["consent_count"]}
        )
        self.assertEqual(values["consent_count"], 0)
        self._ask()
        values = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["consent_count"]}
        )
        self.assertEqual(values["consent_count"], 1)
        page = self._open("/my")
        self.assertTrue(page.xpath("//a[@href='/my/consents']"))

    def test_logged_out(self):
        self.logout()
        page = self.url_open("/my/consents", allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login", page.headers["Location"])
