# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.wohnkoord_odoo.models import network_consent_asking

from .test_network_consent import ConsentCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentAsking(ConsentCase):
    """Asking by mail: the mail, its time, and what nobody answers."""

    def _mails(self, consent=None):
        self.env.flush_all()
        domain = [("email_to", "ilike", consent.email)] if consent else []
        return self.env["mail.mail"].search(domain, order="id")

    def _visit(self, email, name=None, company=None, lang=None):
        public = self.env.ref("base.public_user")
        self.Consent.with_user(public).sudo()._ask_visitor(
            email, "newsletter", company or self.company, name=name, lang=lang
        )
        return self.Consent.search(
            [("email", "=", email), ("company_id", "=", (company or self.company).id)],
            limit=1,
        )

    def test_mail(self):
        self.company.email = "stelle@example.org"
        consent = self._ask()
        consent.with_user(self.adviser).action_send_request()
        mail = self._mails(consent)
        self.assertEqual(len(mail), 1)
        self.assertEqual(consent.message_ref, mail.message_id)
        self.assertTrue(consent.date_sent)
        self.assertIn("stelle@example.org", mail.email_from)
        self.assertIn("stelle@example.org", mail.reply_to)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertFalse(mail.model)
        text = html2plaintext(mail.body_html)
        self.assertIn(consent.text, " ".join(text.split()))
        self.assertIn(consent._link(), text)
        self.assertIn(self.company.name, text)

    def test_mails_are_german_for_germans(self):
        consent = self._give_consent(self.person, "newsletter")
        for lang, greeting in (("de_DE", "Guten Tag"), ("en_US", "Hello")):
            self.env["res.lang"]._activate_lang(lang)
            consent._write_guarded({"lang": lang})
            for name in ("request", "renewal", "given"):
                mail = consent._send_mail(f"mail_template_consent_{name}")
                self.assertIn(greeting, mail.body_html, name)
                self.assertIn(consent._link(), mail.body_html)

    def test_asking_again_sends_the_same_question(self):
        first = self._ask()
        self.assertEqual(self._ask(), first)
        first._send_request()
        self.assertEqual(self._ask(), first)
        first._confirm()
        self.assertEqual(self._ask(), first, "nothing is asked that was given")
        with self.assertRefused("nothing left to ask"):
            first.with_user(self.adviser).action_send_request()

    def test_signed_is_not_asked_by_mail(self):
        signed = self._record()
        self.assertEqual(self._ask("plot_notice"), signed)

    def test_no_address(self):
        self.person.email = False
        with self.assertRefused("has no address"):
            self._ask().with_user(self.adviser).action_send_request()

    def test_seven_days_from_the_last_mail(self):
        consent = self._ask()
        consent._send_request()
        token = consent._link_token()
        with self._later(days=6):
            self.assertTrue(consent._is_answerable())
            consent._send_request()
        with self._later(days=12):
            self.assertEqual(consent._link_token(), token)
            self.assertTrue(consent._is_answerable())
        with self._later(days=14):
            consent._confirm()
            self.assertEqual(consent.state, "requested")
            again = self._ask()
            self.assertNotEqual(again, consent)
            self.assertEqual(consent.state, "replaced")

    def test_language_of_the_question(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("en_US")
        consent = self._ask(lang="de_DE")
        self.assertIn("Newsletter der Koordinationsstelle", consent.text)
        english = self._ask(lang="en_US")
        self.assertIn("coordination office's newsletter", english.text)
        self.assertEqual((consent.state, english.lang), ("replaced", "en_US"))

    def test_visitor_unknown_and_known(self):
        consent = self._visit("neu@example.org", "Nora Neu")
        person = consent.partner_id
        self.assertEqual(person.name, "Nora Neu")
        self.assertEqual(person.company_id, self.company)
        self.assertTrue(consent.is_partner_new)
        self.assertFalse(consent.recorded_by_id)
        known = self._visit(self.person.email, "Ein Anderer")
        self.assertEqual(known.partner_id, self.person)
        self.assertEqual(self.person.name, "Paula Probe")
        self.assertFalse(known.is_partner_new)
        self.assertEqual(len(self._mails(consent)), 1)
        self.assertEqual(len(self._mails(known)), 1)

    def test_visitor_who_has_agreed(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.person.lang = "en_US"
        consent = self._give_consent(self.person, "newsletter")
        self.assertEqual(self._visit(self.person.email), consent)
        mail = self._mails(consent)
        self.assertEqual(len(mail), 1)
        self.assertIn("agreed already", mail.subject)
        self.assertIn(consent._link(), mail.body_html)
        self.assertEqual(consent.state, "confirmed")

    def test_nobody_is_flooded(self):
        for _post in range(10):
            self._visit("opfer@example.org")
        mails = self.env["mail.mail"].search([("email_to", "=", "opfer@example.org")])
        self.assertEqual(len(mails), 3)
        self._visit("andere@example.org")
        self.assertTrue(
            self.env["mail.mail"].search([("email_to", "=", "andere@example.org")])
        )

    def test_unanswered_visitor_is_forgotten(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("en_US")
        consents = self._visit("neu@example.org", lang="de_DE")
        consents |= self._visit("neu@example.org", lang="en_US")
        person = consents.partner_id
        self.assertEqual(len(consents), 2)
        with self._later(days=6):
            self.Consent._gc_unanswered()
            self.assertEqual(consents.exists(), consents)
        with self._later(days=8):
            self.Consent._gc_unanswered()
        self.assertFalse(consents.exists())
        self.assertFalse(person.exists())

    def test_what_else_is_known_of_a_visitor_stays(self):
        def noted(person):
            person.message_post(body="Rief an", message_type="comment")

        def edited(person):
            person.with_user(self.adviser).phone = "+49 341 000001"

        def counted(person):
            self.env["wohnkoord.short.contact"].create(
                {"partner_id": person.id, "channel": "phone", "minutes": 5}
            )

        def member(person):
            self.initiative.member_ids.create(
                {"initiative_id": self.initiative.id, "partner_id": person.id}
            )

        for number, tie in enumerate((noted, edited, counted, member)):
            consent = self._visit(f"gast{number}@example.org")
            person = consent.partner_id
            tie(person)
            self.env.flush_all()
            with self._later(days=8):
                self.Consent._gc_unanswered()
            self.assertFalse(consent.exists())
            self.assertTrue(person.exists(), tie.__name__)
        confirmed = self._visit("ja@example.org")
        confirmed._confirm()
        known = self._visit(self.person.email)
        with self._later(days=8):
            self.Consent._gc_unanswered()
        self.assertTrue(confirmed.exists().partner_id)
        self.assertTrue(self.person.exists())
        self.assertFalse(known.exists())

    def test_what_the_office_asked_is_closed(self):
        consent = self.AsAdviser._request(
            self.person, "newsletter", self.company, send=False
        )
        self.assertEqual(consent.recorded_by_id, self.adviser)
        with self._later(days=8):
            self.Consent._gc_unanswered()
        self.assertEqual(consent.state, "expired")
        consent._confirm()
        self.assertEqual(consent.state, "expired")


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentTerm(ConsentCase):
    """The end of a term: asked once, replaced without a gap, or expired."""

    def _run(self, method, **kwargs):
        """The cron; its commits are savepoints, and what it did not commit is lost."""
        batch = [self.cr.savepoint()]

        def commit(_cron, *_args, **_kwargs):
            batch[0].close(rollback=False)
            batch[0] = self.cr.savepoint()
            return 60.0

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            try:
                getattr(self.Consent, method)(**kwargs)
            except BaseException:
                batch[0].close(rollback=True)
                raise
        batch[0].close(rollback=False)

    def _requests(self, consent):
        return consent._others(["requested"])

    def test_asked_once_in_time(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.person.lang = "en_US"
        consent = self._give_consent(self.person, "newsletter")
        end = consent.date_expires
        with self._later(months=22):
            self._run("_cron_ask_again")
            self.assertFalse(self._requests(consent), "too early")
        with self._later(months=23, days=15):
            for _night in range(3):
                self._run("_cron_ask_again")
            renewal = self._requests(consent)
            self.assertEqual(len(renewal), 1)
            self.assertTrue(consent.date_asked_again)
            self.assertInForce(consent)
            mails = self.env["mail.mail"].search([("email_to", "=", self.person.email)])
            self.assertEqual(len(mails), 1)
            self.assertIn("go on", mails.subject)
            self.assertGreaterEqual(renewal.date_answer_until, end)
            renewal._confirm()
            self.assertInForce(renewal)
            self.assertEqual(consent.state, "replaced")
            self.assertGreater(renewal.date_expires, end)

    def test_not_asked_a_second_time_after_no_answer(self):
        consent = self._give_consent(self.person, "newsletter")
        with self._later(months=23, days=15):
            self._run("_cron_ask_again")
            renewal = self._requests(consent)
        with self._later(months=24, days=5):
            self.Consent._gc_unanswered()
            self.assertEqual(renewal.state, "expired")
            self._run("_cron_ask_again")
            self.assertFalse(self._requests(consent))

    def test_setting_of_the_office(self):
        consent = self._give_consent(self.person, "newsletter")
        self.company.wohnkoord_consent_weeks = 0
        with self._later(months=23, days=29):
            self._run("_cron_ask_again")
            self.assertFalse(self._requests(consent))
            self.company.wohnkoord_consent_weeks = 1
            self._run("_cron_ask_again")
            self.assertTrue(self._requests(consent))
        with self.assertRefused("weeks_check"):
            self.company.wohnkoord_consent_weeks = 99

    def test_nobody_to_ask(self):
        gone = self._make_person("Gerd Gegangen", active=False)
        mute = self._make_person("Mia Ohne", email=False)
        consents = self.Consent.union(
            *(
                self._record(partner_id=person.id, date_given=self.today)
                for person in (gone, mute)
            )
        )
        moved = self._give_consent(self.person, "newsletter")
        self.person.email = "paula.neu@example.org"
        with self._later(months=23, days=29):
            self._run("_cron_ask_again")
        self.assertFalse(self._requests(consents | moved))

    def test_goes_on_after_a_kill(self):
        people = [self._make_person(f"Person {n}") for n in range(7)]
        consents = self.Consent.union(
            *(self._give_consent(person, "newsletter") for person in people)
        )
        job = type(self.Consent)._ask_again
        calls = []

        def killed(consent):
            calls.append(consent)
            if len(calls) == 6:
                raise KeyboardInterrupt
            return job(consent)

        with self._later(months=23, days=29):
            self.patch(type(self.Consent), "_ask_again", killed)
            with suppress(KeyboardInterrupt):
                self._run("_cron_ask_again", batch_size=3)
            self.env.invalidate_all()
            self.assertEqual((len(calls), len(self._requests(consents))), (6, 3))
            self.patch(type(self.Consent), "_ask_again", job)
            self._run("_cron_ask_again", batch_size=3)
            self.assertEqual(len(self._requests(consents)), 7)
            self._run("_cron_ask_again", batch_size=3)
        mails = self.env["mail.mail"].search(
            [("email_to", "in", [person.email for person in people])]
        )
        self.assertEqual(len(mails), 7)

    def test_office_without_a_text_stops_nobody(self):
        there = self._make_person("Dora Drüben", self.other_company)
        self._give_consent(there, "newsletter", self.other_company)
        here = self._give_consent(self.person, "newsletter")
        find = type(self.env["wohnkoord.consent.text"])._find_current

        def find_current(texts, purpose, company):
            found = find(texts, purpose, company)
            return found.browse() if company == self.other_company else found

        self.patch(
            type(self.env["wohnkoord.consent.text"]), "_find_current", find_current
        )
        with (
            self._later(months=23, days=29),
            self.assertLogs(network_consent_asking.__name__, "WARNING"),
        ):
            self._run("_cron_ask_again")
        self.assertTrue(self._requests(here))

    def test_crons_are_set_up(self):
        for name in ("expire", "ask_again"):
            cron = self.env.ref(f"wohnkoord_odoo.ir_cron_consent_{name}")
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()

    def test_expires(self):
        ended = []
        self.patch(
            type(self.Consent), "_on_ended", lambda records: ended.extend(records)
        )
        consent = self._give_consent(self.person, "newsletter")
        other = self._record("contact_sharing")
        self.assertFalse(other.date_expires)
        with self._later(months=24, minutes=1):
            self.assertFalse(self._live(), "at once, before the nightly run")
            self._run("_cron_expire", batch_size=1)
            self.assertEqual(consent.state, "expired")
            consent._confirm()
            self.assertEqual(consent.state, "expired")
        self.assertEqual(ended, [consent])
        self.assertInForce(other)

    def test_term_of_a_signature_counts_from_its_day(self):
        given = self.today - relativedelta(months=23)
        consent = self._record(date_given=given)
        self.assertEqual(consent.date_expires.date(), given + relativedelta(months=24))
        self.assertGreater(consent.date_expires, fields.Datetime.now())
        self.assertLess(
            consent.date_expires, fields.Datetime.now() + timedelta(days=40)
        )
