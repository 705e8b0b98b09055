# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .network_common import PublicCase


class ConsentPageCase(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._make_person("Paula Probe", lang="en_US")
        cls.Consent = cls.env["wohnkoord.consent"]

    def _ask(self, purpose="newsletter", partner=None, **values):
        return self.Consent._request(
            partner or self.person, purpose, self.company, send=False, **values
        )

    def _record(self, purpose="plot_notice", **values):
        return self.Consent.create(
            {
                "partner_id": self.person.id,
                "purpose": purpose,
                "way": "signed",
                **values,
            }
        )

    def _path(self, consent):
        return f"/consent/{consent._link_token()}"

    def _click(self, consent, action, target=None, status=303):
        """Press a button of the page behind the link of ``consent``."""
        path = self._path(consent)
        token = self._open(path).xpath("//main//input[@name='csrf_token']/@value")
        fields_ = {"csrf_token": token[0] if token else "", "action": action}
        if target:
            fields_["consent"] = str(target.id)
        response = self._send(path, fields_)
        self.assertEqual(response.status_code, status, response.text[:300])
        self.env.invalidate_all()
        return response

    def _text(self, page):
        return " ".join(page.xpath("//main")[0].text_content().split())


@tagged("post_install", "-at_install")
class TestConsentPage(ConsentPageCase):
    """The page behind the link in a mail."""

    def test_give_and_withdraw(self):
        consent = self._ask()
        page = self._open(self._path(consent))
        self.assertEqual(consent.state, "requested", "opening gives nothing")
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertIn(consent.text, self._text(page))
        self.assertIn("not agreed yet", self._text(page))
        response = self._click(consent, "confirm")
        self.assertEqual(consent.state, "confirmed")
        page = self._open(response.headers["Location"])
        self.assertIn("You have agreed", page.xpath("//*[@role='status']")[0].text)
        buttons = page.xpath("//main//button/@value")
        self.assertEqual(buttons, ["withdraw"])
        response = self._click(consent, "withdraw")
        self.assertEqual(consent.state, "withdrawn")
        page = self._open(response.headers["Location"])
        self.assertIn("no further mail", self._text(page))
        self.assertFalse(page.xpath("//main//form"))

    def test_page_is_private(self):
        response = self.url_open(self._path(self._ask()))
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertNotIn("paula.probe@example.org", response.text)
        self.assertIn("p…@example.org", response.text)
        self.assertNotIn("Paula Probe", response.text)

    def test_replayed_link(self):
        consent = self._ask()
        page = self._open(self._path(consent))
        form = self._form_fields(page)
        self._click(consent, "confirm")
        self._click(consent, "withdraw")
        for action in ("confirm", "withdraw", "confirm"):
            response = self._send(self._path(consent), {**form, "action": action})
            self.assertEqual(response.status_code, 303)
            self.assertNotIn("done", response.headers["Location"])
            self.env.invalidate_all()
            self.assertEqual(consent.state, "withdrawn")

    def test_question_that_is_too_old(self):
        consent = self._ask()
        form = self._form_fields(self._open(self._path(consent)))
        consent._write_guarded(
            {"date_answer_until": fields.Datetime.now() - timedelta(minutes=1)}
        )
        page = self._open(self._path(consent))
        self.assertIn("not answered in time", self._text(page))
        self.assertFalse(page.xpath("//main//form"))
        self._send(self._path(consent), {**form, "action": "confirm"})
        self.env.invalidate_all()
        self.assertEqual(consent.state, "requested")

    def test_link_in_an_old_newsletter_withdraws(self):
        consent = self._give_consent(self.person, "newsletter")
        long_ago = fields.Datetime.now() - timedelta(days=600)
        consent._write_guarded({"date_answer_until": long_ago})
        self._click(consent, "withdraw")
        self.assertEqual(consent.state, "withdrawn")

    def test_sees_and_changes_all_own_consents(self):
        consent = self._give_consent(self.person, "newsletter")
        signed = self._record()
        asked = self._ask("contact_sharing")
        page = self._open(self._path(consent))
        headings = [h.text_content().strip() for h in page.xpath("//main//h2")]
        self.assertEqual(
            set(headings), {"Newsletter", "Plot Notices", "Sharing of Contact Details"}
        )
        self._click(consent, "confirm", asked)
        self.assertEqual(asked.state, "confirmed")
        self._click(consent, "withdraw", signed)
        self.assertEqual(signed.state, "withdrawn")
        self.assertEqual(consent.state, "confirmed")
        self._click(consent, "withdraw_all")
        self.assertEqual(consent.state, "withdrawn")
        self.assertEqual(asked.state, "withdrawn")

    def test_never_others(self):
        consent = self._ask()
        stranger = self._make_person("Fremd Person")
        self.person.company_id = False
        foreign = [
            self._give_consent(stranger, "newsletter"),
            self._give_consent(self.person, "newsletter", self.other_company),
            self._ask("newsletter", self._make_person("Noch Jemand")),
        ]
        for target in foreign:
            before = target.state
            for action in ("withdraw", "confirm"):
                self._click(consent, action, target)
                self.assertEqual(target.state, before)
        self._click(consent, "withdraw_all")
        self.assertEqual([c.state for c in foreign][:2], ["confirmed"] * 2)
        for nonsense in ("-1", "0", "abc", f"{foreign[0].id}'--", "1,2"):
            response = self._send(
                self._path(foreign[2]),
                {
                    "csrf_token": self._form_fields(self._open(self._path(foreign[2])))[
                        "csrf_token"
                    ],
                    "action": "confirm",
                    "consent": nonsense,
                },
            )
            self.assertEqual(response.status_code, 303)
            self.assertEqual(foreign[2].state, "requested")

    def test_old_address_sees_its_own_consent_only(self):
        consent = self._give_consent(self.person, "newsletter")
        signed = self._record()
        self.person.email = "paula.neu@example.org"
        page = self._open(self._path(consent))
        self.assertNotIn("Plot Notices", self._text(page))
        self._click(consent, "withdraw", signed)
        self.assertEqual(signed.state, "confirmed")
        self._click(consent, "withdraw")
        self.assertEqual(consent.state, "withdrawn")

    def test_question_to_an_old_address(self):
        consent = self._ask()
        form = self._form_fields(self._open(self._path(consent)))
        self.person.email = "paula.neu@example.org"
        page = self._open(self._path(consent))
        self.assertIn("no longer in use", self._text(page))
        self._send(self._path(consent), {**form, "action": "confirm"})
        self.env.invalidate_all()
        self.assertEqual(consent.state, "requested")

    def test_renewal(self):
        consent = self._give_consent(self.person, "newsletter")
        renewal = self.Consent.create(
            {"partner_id": self.person.id, "purpose": "newsletter"}
        )
        page = self._open(self._path(renewal))
        self.assertEqual(len(page.xpath("//main//section")), 2)
        self._click(renewal, "confirm")
        self.assertEqual((consent.state, renewal.state), ("replaced", "confirmed"))
        page = self._open(self._path(consent))
        self.assertIn("You agreed on", self._text(page))
        self.assertEqual(len(page.xpath("//main//section")), 1)
        self._click(consent, "withdraw", renewal)
        self.assertEqual(renewal.state, "withdrawn")

    def test_one_click_of_mail_programs(self):
        consent = self._give_consent(self.person, "newsletter")
        path = f"{self._path(consent)}/unsubscribe"
        self._open(path, status=303)
        self.assertEqual(consent.state, "confirmed", "a scanner opened it")
        for _click in range(2):
            response = self._send(path, {"List-Unsubscribe": "One-Click"})
            self.assertEqual(response.status_code, 200)
            self.env.invalidate_all()
            self.assertEqual(consent.state, "withdrawn")
        self.assertTrue(consent._link_one_click().endswith(path))

    def test_forged(self):
        consent = self._ask()
        token = consent._link_token()
        sign = self.env["wohnkoord.signed.link"]._token
        csrf = self._form_fields(self._open(self._path(consent)))["csrf_token"]
        for forged in (
            "x",
            token[:-3] + "AAA",
            sign("other", consent),
            sign("consent", self.person),
            "%00",
            "..%2f..%2fweb",
        ):
            for suffix in ("", "/unsubscribe"):
                response = self._send(
                    f"/consent/{forged}{suffix}",
                    {"action": "confirm", "csrf_token": csrf},
                )
                self.assertEqual(response.status_code, 404, forged)
            page = self.url_open(f"/consent/{forged}", allow_redirects=False)
            self.assertEqual(page.status_code, 404, forged)
        missing = self._ask("plot_notice")
        path = self._path(missing)
        missing.unlink()
        gone = self._open(path, status=404)
        self.assertIn("Nothing was changed", self._text(gone))
        self.assertEqual(consent.state, "requested")

    def test_post_needs_the_form(self):
        consent = self._ask()
        with mute_logger("odoo.http"):
            response = self._send(self._path(consent), {"action": "confirm"})
        self.assertEqual(response.status_code, 400, "no CSRF token")
        self.env.invalidate_all()
        self.assertEqual(consent.state, "requested")

    def test_text_is_no_markup(self):
        text = self.env["wohnkoord.consent.text"].create(
            {
                "purpose": "contact_sharing",
                "company_id": self.company.id,
                "text": "<script>alert(1)</script> & <b>so</b>",
            }
        )
        consent = self._ask("contact_sharing")
        self.assertEqual(consent.text_id, text)
        body = self.url_open(self._path(consent)).text
        self.assertNotIn("<script>alert(1)", body)
        self.assertIn("&lt;script&gt;alert(1)", body)

    def test_queries_do_not_grow(self):
        few = self._make_person("Wenig Frage")
        many = self._make_person("Viel Frage")
        initiatives = [self._make_initiative(f"Gruppe {n}") for n in range(20)]
        for person, count in ((few, 3), (many, 20)):
            for initiative in initiatives[:count]:
                self._record(
                    "publication", partner_id=person.id, initiative_id=initiative.id
                )
        paths = [self._path(self._give_consent(p, "newsletter")) for p in (few, many)]

        def queries(path):
            self.url_open(path)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.url_open(path).status_code, 200)
            return self.cr.sql_log_count - before

        self.assertEqual(*(queries(path) for path in paths))
