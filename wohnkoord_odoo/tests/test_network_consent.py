# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

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

    def test_list_uses_its_index(self):
        self.cr.execute("SET LOCAL enable_sort = off")
        query = self.Consent._search([], limit=80, order=self.Consent._order)
        self.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.cr.fetchall())
        self.assertIn("wohnkoord_consent_order_idx", plan)

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
