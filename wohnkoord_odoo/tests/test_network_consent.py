# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import Command, fields, models
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .network_common import NetworkCase


class ConsentCase(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._make_person("Paula Probe")
        cls.Consent = cls.env["wohnkoord.consent"]
        cls.AsAdviser = cls.Consent.with_user(cls.adviser)
        cls.today = fields.Date.context_today(cls.AsAdviser)  # of the office

    def _record(self, purpose="plot_notice", days=0, way="signed", **values):
        """A consent as an adviser records it, given ``days`` ago."""
        return self.AsAdviser.create(
            {
                "partner_id": self.person.id,
                "purpose": purpose,
                "way": way,
                "date_given": self.today - timedelta(days=days),
                **values,
            }
        )

    def _ask(self, purpose="newsletter", partner=None, **values):
        return self.Consent._request(
            partner or self.person, purpose, self.company, send=False, **values
        )

    def _live(self, purpose="newsletter", company=None):
        return self.Consent.search(
            self.Consent._live_domain(purpose, company or self.company)
        )

    def _later(self, **delta):
        """The clock of the consents, moved on."""
        now = fields.Datetime.now() + relativedelta(**delta)
        return patch.object(fields.Datetime, "now", lambda *_args: now)

    def assertInForce(self, consent, expected=True):
        self.env.flush_all()
        self.assertEqual(consent in self._live(consent.purpose), expected)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentLife(ConsentCase):
    """Given, replaced, withdrawn, expired."""

    def test_recorded_is_in_force_at_once(self):
        consent = self._record(days=3)
        self.assertInForce(consent)
        self.assertEqual(consent.recorded_by_id, self.adviser)
        words = consent.text_id.with_context(lang=consent.lang).text
        self.assertEqual((consent.text, consent.lang), (words, self.person.lang))
        self.assertEqual(
            consent.date_expires.date(),
            self.today - timedelta(days=3) + relativedelta(months=24),
        )

    def test_recording_again_replaces(self):
        first = self._record(days=30)
        ended = []
        with patch.object(
            type(self.Consent), "_on_ended", lambda records: ended.extend(records)
        ):
            second = self._record(days=1)
        self.assertEqual(first.state, "replaced")
        self.assertInForce(first, False)
        self.assertInForce(second)
        self.assertFalse(ended, "there was no gap")

    def test_day_in_the_future(self):
        with self.assertRefused("future"):
            self._record(days=-2)

    def test_term_is_over(self):
        with self.assertRefused("ended on"):
            self._record(days=3 * 365)

    def test_older_than_a_withdrawal(self):
        consent = self._record(days=20)
        consent.action_withdraw()
        with self.assertRefused("withdrew this"):
            self._record(days=5)
        self.assertInForce(self._record())

    def test_older_than_the_one_in_force(self):
        newer = self._record(days=5)
        with self.assertRefused("newer consent"):
            self._record(days=9)
        self.assertInForce(newer)

    def test_withdrawn_is_never_given_again(self):
        for consent in (self._record(), self._ask()):
            consent._confirm()
            consent.action_withdraw()
            for _click in range(2):
                consent._confirm()
                self.assertEqual(consent.state, "withdrawn")
            self.assertInForce(consent, False)

    def test_replaced_is_never_given_again(self):
        old = self._ask()
        text = old.text_id.copy({"text": "Andere Worte"})
        new = self._ask()
        self.assertEqual((old.state, new.text_id), ("replaced", text))
        old._confirm()
        self.assertEqual(old.state, "replaced")
        new._confirm()
        old.action_withdraw()
        self.assertEqual(old.state, "replaced")
        self.assertInForce(new)

    def test_withdrawal_closes_open_questions(self):
        given = self._record()
        given.with_user(self.adviser).action_withdraw()
        asked = self._ask("plot_notice")
        newer = self._record()
        self.assertEqual(asked.state, "replaced")
        renewal = self.Consent.create(
            {"partner_id": self.person.id, "purpose": "plot_notice"}
        )
        newer.action_withdraw()
        renewal._confirm()
        self.assertEqual(renewal.state, "withdrawn")

    def test_no_to_a_question_keeps_what_was_given(self):
        given = self._record()
        renewal = self.Consent.create(
            {"partner_id": self.person.id, "purpose": "plot_notice"}
        )
        renewal.action_withdraw()
        self.assertInForce(given)

    def test_withdrawal_reaches_doubled_contacts(self):
        double = self._make_person("Paula P", email=" PAULA.probe@example.org")
        stranger = self._make_person("Stella Still")
        consents = [
            self._give_consent(partner, "newsletter")
            for partner in (self.person, double, stranger)
        ]
        consents[1].with_user(self.adviser).action_withdraw()
        self.assertEqual(self._live(), consents[2])

    def test_withdrawal_leaves_other_purposes_and_offices(self):
        self.person.company_id = False
        here = self._give_consent(self.person, "newsletter")
        there = self._give_consent(self.person, "newsletter", self.other_company)
        plots = self._record()
        here.action_withdraw()
        self.assertFalse(self._live())
        self.assertEqual(self._live("newsletter", self.other_company), there)
        self.assertInForce(plots)

    def test_consent_to_one_office_is_none_to_the_other(self):
        self.person.company_id = False
        self._give_consent(self.person, "newsletter")
        self.assertFalse(self._live("newsletter", self.other_company))
        self.assertFalse(
            self.env["res.partner"].search(
                fields.Domain(
                    "consent_ids",
                    "any",
                    self.Consent._live_domain("newsletter", self.other_company),
                )
            )
        )

    def test_hook_hears_of_ends_only(self):
        ended = []
        with patch.object(
            type(self.Consent), "_on_ended", lambda records: ended.extend(records)
        ):
            self._ask().action_withdraw()
            self.assertFalse(ended, "it was never given")
            given = self._record()
            given.action_withdraw()
            given.action_withdraw()
        self.assertEqual(ended, [given])

    def test_new_address_needs_a_new_link(self):
        newsletter = self._give_consent(self.person, "newsletter")
        sharing = self._give_consent(self.person, "contact_sharing")
        plots = self._record()
        self.person.email = "paula.neu@example.org"
        self.assertInForce(newsletter, False)
        self.assertInForce(sharing)
        self.assertInForce(plots)
        self.person.email = "paula.probe@example.org"
        self.assertInForce(newsletter)
        self.person.email = False
        self.assertInForce(newsletter, False)

    def test_question_to_an_old_address(self):
        consent = self._ask()
        self.person.email = "paula.neu@example.org"
        consent._confirm()
        self.assertEqual(consent.state, "requested")
        with self.assertRefused("another address"):
            consent.with_user(self.adviser).action_send_request()

    def test_archived_person(self):
        consent = self._give_consent(self.person, "newsletter")
        self.person.active = False
        consent.action_withdraw()
        self.assertEqual(consent.state, "withdrawn")

    def test_loser_of_a_race_looks_again(self):
        first = self._give_consent(self.person, "newsletter")
        second = self.Consent.create(
            {"partner_id": self.person.id, "purpose": "newsletter"}
        )
        with (
            # as a transaction that began before the other click was saved
            patch.object(type(second), "_others", lambda records, _states: records[:0]),
            self.assertRaises(ConcurrencyError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            second._confirm()
        second._confirm()
        self.assertEqual(self._live(), second)
        self.assertEqual(first.state, "replaced")

    def test_publication_names_an_initiative(self):
        with self.assertRefused("Which initiative"):
            self._record("publication")
        self.assertInForce(
            self._record("publication", initiative_id=self.initiative.id)
        )
        other = self._make_initiative("Zweite Gruppe")
        self.assertInForce(self._record("publication", initiative_id=other.id))
        self.assertEqual(len(self._live("publication")), 2)
        with self.assertRefused("not to an initiative"):
            self._record("plot_notice", initiative_id=other.id)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentForging(ConsentCase):
    """What staff, an import or a script cannot do."""

    def _assert_only_asked(self, consent):
        self.assertEqual(consent.state, "requested")
        self.assertFalse(consent.is_live)
        self.assertFalse(consent.date_confirmed)
        self.assertInForce(consent, False)

    def test_newsletter_by_link_only(self):
        for way in ("signed", "oral"):
            with self.assertRefused("link in a mail"):
                self._record("newsletter", way=way)
        with self.assertRefused("day of the click"):
            self._record("newsletter", way="double_opt_in")
        for name in ("_confirm", "_confirm_one", "_link", "_link_token", "_request"):
            self.assertTrue(name.startswith("_"), "not callable over RPC")

    def test_values_of_the_system(self):
        other = self.env["wohnkoord.consent.text"].create(
            {"purpose": "plot_notice", "text": "Alles", "active": False}
        )
        now = fields.Datetime.now()
        for name, value in {
            "text_id": other.id,
            "text": "Alles",
            "version": 9,
            "lang": "fr_FR",
            "email": "fremd@example.org",
            "date_requested": now - timedelta(days=90),
            "date_sent": now,
            "message_ref": "<a@b>",
            "date_answer_until": now + timedelta(days=900),
            "date_confirmed": now,
            "date_given": self.today - timedelta(days=9),
            "date_expires": now + timedelta(days=9000),
            "date_withdrawn": now,
            "date_asked_again": now,
            "recorded_by_id": self.manager.id,
            "is_partner_new": True,
            "is_live": True,
            "state": "confirmed",
        }.items():
            with self.subTest(name):
                vals = {"partner_id": self.person.id, "purpose": "newsletter"}
                with self.assertRefused():
                    self.AsAdviser.create({**vals, name: value})
                consent = self.AsAdviser.with_context(
                    **{f"default_{name}": value}
                ).create(vals)
                if name == "state":
                    self._assert_only_asked(consent)
                    continue
                self._assert_only_asked(consent)
                kept = consent[name]
                kept = kept.id if isinstance(kept, models.BaseModel) else kept
                self.assertNotEqual(kept, value)
                with self.assertRefused():
                    consent.write({name: value})
                consent.unlink()

    def test_defaults_of_the_user(self):
        self.env["ir.default"].set("wohnkoord.consent", "is_live", True)
        self.env["ir.default"].set("wohnkoord.consent", "state", "confirmed")
        consent = self.AsAdviser.create(
            {"partner_id": self.person.id, "purpose": "newsletter"}
        )
        self._assert_only_asked(consent)

    def test_what_was_asked_is_not_changed(self):
        consent = self._ask().with_user(self.adviser)
        other = self._make_person("Otto Anders")
        for vals in (
            {"purpose": "plot_notice"},
            {"partner_id": other.id},
            {"way": "oral"},
            {"company_id": self.other_company.id},
            {"initiative_id": self.initiative.id},
            {"date_given": self.today},
            {"state": "confirmed"},
            {"state": "expired"},
            {"state": "replaced"},
        ):
            with self.subTest(vals), self.assertRefused():
                consent.write(vals)
        consent.write({"note": "Rückruf vereinbart"})
        consent.write({"state": "withdrawn"})
        self.assertTrue(consent.date_withdrawn)
        with self.assertRefused():
            consent.write({"state": "requested"})

    def test_over_the_contact(self):
        consent = self._ask()
        consent._confirm()
        person = self.person.with_user(self.adviser)
        other = self._make_person("Otto Anders").with_user(self.adviser)
        for partner, command in (
            (other, Command.link(consent.id)),
            (person, Command.unlink(consent.id)),
            (person, Command.delete(consent.id)),
            (person, Command.clear()),
            (person, Command.update(consent.id, {"text": "Alles"})),
            (person, Command.create({"purpose": "newsletter", "way": "oral"})),
        ):
            with self.subTest(command), self.assertRefused():
                partner.write({"consent_ids": [command]})
        self.assertInForce(consent)

    def test_import(self):
        columns = ["partner_id/.id", "purpose", "way", "state", "date_confirmed"]
        row = [str(self.person.id), "newsletter", "double_opt_in"]
        for extra in (["confirmed", ""], ["requested", "2026-01-01 10:00:00"]):
            result = self.AsAdviser.load(columns, [row + extra])
            self.assertFalse(result["ids"], extra)
        row[2] = "oral"
        self.assertFalse(self.AsAdviser.load(columns[:3], [row])["ids"])
        self.assertFalse(self._live())
        row[1:] = ["plot_notice", "oral"]
        result = self.AsAdviser.load(columns[:3], [row])
        self.assertInForce(self.Consent.browse(result["ids"]))

    def test_copy(self):
        consent = self._record()
        consent.action_withdraw()
        with self.assertRefused("cannot be copied"):
            consent.copy()

    def test_delete(self):
        consent = self._ask().with_user(self.adviser)
        consent.unlink()
        for consent in (self._ask(), self._record()):
            consent._confirm()
            consent.action_withdraw()
            with self.assertRefused("kept as a proof"):
                consent.with_user(self.adviser).unlink()
        declined = self._ask()
        declined.action_withdraw()
        with self.assertRefused("kept as a proof"):
            declined.with_user(self.adviser).unlink()

    def test_scan_stays(self):
        consent = self._record()
        scan = (
            self.env["ir.attachment"]
            .with_user(self.adviser)
            .create(
                {
                    "name": "scan.pdf",
                    "raw": b"Unterschrift",
                    "res_model": consent._name,
                    "res_id": consent.id,
                }
            )
        )
        for attempt in (
            scan.unlink,
            scan.sudo().unlink,
            lambda: scan.write({"raw": b"Anderes"}),
            lambda: scan.write({"res_id": 0}),
        ):
            with self.assertRefused("proves a consent"):
                attempt()
        self.assertEqual(scan.raw, b"Unterschrift")
        scan.with_user(self.manager).unlink()

    def test_mail_is_nobodys_to_read(self):
        """Whoever reads the mail could confirm; it is not in the log of the consent."""
        consent = self._ask().with_user(self.adviser)
        consent.action_send_request()
        mail = self.env["mail.mail"].search(
            [("message_id", "=", consent.sudo().message_ref)]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(consent.sudo()._link_token(), mail.body_html)
        with self.assertRaises(AccessError):
            mail.with_user(self.adviser).read(["body_html"])
        with self.assertRaises(AccessError):
            mail.mail_message_id.with_user(self.adviser).read(["body"])
        for message in consent.message_ids:
            self.assertNotIn("/consent/", message.body)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentAccess(ConsentCase):
    """Who sees and does what."""

    def test_roles(self):
        consent = self._record()
        for user in (self.adviser, self.manager):
            self.assertTrue(consent.with_user(user).read(["text", "email"]))
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.env.ref("base.public_user"),
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(
                    consent.with_user(user).has_access(operation), user.login
                )
            with self.assertRaises(AccessError):
                consent.with_user(user).action_withdraw()
            with self.assertRaises(AccessError):
                consent.with_user(user).action_send_request()
            with self.assertRaises(AccessError):
                self.person.with_user(user).read(["consent_ids"])

    def test_other_office(self):
        self.person.company_id = False
        consent = self._record()
        with self.assertRaises(AccessError):
            consent.with_user(self.other_adviser).read(["text"])
        with self.assertRaises(AccessError):
            consent.with_user(self.other_adviser).action_withdraw()
        self.assertFalse(self.person.with_user(self.other_adviser).consent_count)
        self.env.invalidate_all()
        self.assertEqual(self.person.with_user(self.adviser).consent_count, 1)
        with self.assertRaises(AccessError):
            self._record(company_id=self.other_company.id)
        stranger = self._make_person("Fremde Person", self.other_company)
        with self.assertRefused():
            self._record(partner_id=stranger.id)

    def test_counts_take_no_query_per_contact(self):
        people = self.env["res.partner"].create(
            [{"name": f"Person {n}"} for n in range(30)]
        )
        for person in people[:20]:
            self._record(partner_id=person.id)
        self.env.flush_all()

        def queries(partners):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners.with_user(self.adviser).mapped("consent_count")
            return self.cr.sql_log_count - before

        queries(people)
        self.assertEqual(queries(people[:3]), queries(people))

    def test_all_fields_export(self):
        consent = self._ask()
        consent._confirm()
        names = [name for name, field in consent._fields.items() if field.exportable]
        self.adviser.group_ids += self.env.ref("base.group_allow_export")
        rows = consent.with_user(self.adviser).export_data(names)["datas"]
        self.assertEqual(len(rows[0]), len(names))
        values = dict(zip(names, rows[0], strict=True))
        self.assertEqual(values["text"], consent.text)
        self.assertEqual(values["email"], "paula.probe@example.org")
