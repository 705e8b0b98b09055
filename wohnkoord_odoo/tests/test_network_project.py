# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.slug import slugify
from .project_common import ProjectCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkProject(ProjectCase):
    """Nothing is public without a release and a consent; the group writes, the office
    releases."""

    # -- the gate ----------------------------------------------------------------------

    def test_release_and_consent(self):
        self.assertTrue(self._is_public())
        self.initiative.action_unpublish()
        self.assertFalse(self._is_public(), "offline")
        self.initiative.action_publish()
        self.assertTrue(self._is_public(), "online again")
        self.consent.action_withdraw()
        self.assertFalse(self._is_public(), "withdrawn")
        self._consent_to_publication(self.initiative)
        self.assertTrue(self._is_public(), "given anew")

    def test_consent_expires(self):
        self.consent._write_guarded({"date_expires": "2030-01-01 00:00:00"})
        self.assertTrue(self._is_public())
        with patch.object(
            fields.Datetime, "now", lambda: fields.Datetime.to_datetime("2030-01-02")
        ):
            self.assertFalse(self._is_public())

    def test_other_consents_do_not_count(self):
        self.consent.action_withdraw()
        other = self._make_initiative("Andere Gruppe")
        self._consent_to_publication(other)
        self._give_consent(self.speaker, "newsletter")
        self._give_consent(self.speaker, "contact_sharing")
        self.assertFalse(self._is_public())

    def test_archived_dormant_and_dissolved(self):
        self.initiative.active = False
        self.assertFalse(self._is_public())
        self.initiative.active = True
        for code, shown in (
            ("dormant", False),
            ("occupied", True),
            ("dissolved", False),
        ):
            self.initiative.stage_id = self._stage(code)
            self.assertEqual(self._is_public(), shown, code)

    def test_other_office(self):
        self.assertFalse(self._is_public(company=self.other_company))

    def test_gate_uses_its_index(self):
        self.cr.execute(
            "SELECT 1 FROM pg_indexes WHERE indexname = %s",
            ["wohnkoord_consent_publication_idx"],
        )
        self.assertTrue(self.cr.fetchone())

    def test_no_release_by_write_or_context_without_page(self):
        made = (
            self.env["wohnkoord.initiative"]
            .with_context(default_is_published=True)
            .create({"name": "Heimlich", "stage_id": self.stage_idea.id})
        )
        self.assertFalse(made.is_published)
        made.with_user(self.adviser).is_published = True
        self.assertEqual(made.project_page_ids.name, "Heimlich")
        self.assertTrue(made.slug)
        made.with_user(self.adviser).write({"is_published": False, "color": 3})
        self.assertFalse(made.is_published)
        self.assertEqual(made.color, 3)
        copied = self.initiative.copy()
        self.assertFalse(copied.is_published or copied.slug or copied.project_page_ids)

    # -- draft and page ----------------------------------------------------------------

    def test_public_reads_last_release(self):
        self.draft.teaser = "Ganz anders."
        self.assertEqual(self.page.teaser, "Neun Wohnungen in Gemeinschaft.")
        self.assertEqual(self.draft.state, "draft")
        self.draft.action_hand_in()
        self.assertEqual(self.page.teaser, "Neun Wohnungen in Gemeinschaft.")
        self.assertIn("Ganz anders.", self.draft.changes)
        self.draft.with_user(self.adviser).action_release()
        self.assertEqual(self.page.teaser, "Ganz anders.")
        self.assertFalse(self.draft.changes)

    def test_changes_are_escaped(self):
        self.draft.teaser = "<script>alert(1)</script>"
        self.assertIn("&lt;script&gt;", self.draft.changes)
        self.assertNotIn("<script>", self.draft.changes)

    def test_state_by_write_is_the_action(self):
        self.draft.text = "Neu"
        self.draft.state = "waiting"
        self.assertTrue(self.draft.date_handed_in)
        self.draft.with_user(self.adviser).state = "released"
        self.assertEqual(self.page.text, "Neu")
        with self.assertRefused("not set by hand"):
            self.draft.state = "returned"

    def test_write_content_and_release_at_once(self):
        self.draft.with_user(self.adviser).write({"text": "Neu", "state": "released"})
        self.assertEqual((self.draft.state, self.page.text), ("released", "Neu"))

    def test_guarded_values(self):
        for vals in ({"revision": 7}, {"reason": "x"}, {"handed_in_by_id": 1}):
            with self.assertRefused("kept by the system"):
                self.draft.write(vals)
        other = self._make_initiative("Andere Gruppe")
        with self.assertRefused("stays with"):
            self.draft.initiative_id = other

    def test_changed_after_hand_in(self):
        """What the office did not see is not released."""
        self.draft.text = "Neu"
        self.draft.action_hand_in()
        seen = self.draft.revision
        as_group = self.draft.with_user(self.spokesperson).sudo()
        as_group.text = "Noch neuer"
        self.assertEqual(self.draft.state, "draft", "handed in anew")
        as_group.action_hand_in()
        with self.assertRefused("changed meanwhile"):
            self.draft.with_context(seen_revision=seen).action_release()
        self.draft.with_user(self.adviser).text = "Berichtigt"
        self.assertEqual(self.draft.state, "waiting", "the office may correct")

    def test_nothing_changed(self):
        revision = self.draft.revision
        self.draft.write({"teaser": self.draft.teaser, "website": "", "year": 0})
        self.assertEqual(self.draft.state, "released")
        self.assertEqual(self.draft.revision, revision)

    def test_send_back(self):
        self.draft.text = "Neu"
        self.draft.with_user(self.spokesperson).sudo().action_hand_in()
        self.assertEqual(
            self.draft.activity_ids.user_id, self.adviser, "in the adviser's list"
        )
        dialog = self.draft.with_user(self.adviser).action_ask_send_back()
        self.env["wohnkoord.reason"].with_user(self.adviser).with_context(
            **dialog["context"]
        ).create({"reason": "Bitte ohne Namen."}).action_apply()
        self.assertEqual(self.draft.state, "returned")
        self.assertEqual(self.draft.reason, "Bitte ohne Namen.")
        self.assertFalse(self.draft.activity_ids)
        with self.assertRefused("does not wait"):
            self.draft.action_send_back("Noch einmal")

    def test_no_mail_is_sent(self):
        before = self.env["mail.mail"].search_count([])
        self.draft.text = "Neu"
        self.draft.action_hand_in()
        self.draft.with_user(self.adviser).action_release()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_only_the_office_releases(self):
        self.draft.text = "Neu"
        for user in (self.spokesperson, self.steering, self.other_adviser):
            with self.assertRefused(exception=AccessError):
                self.draft.with_user(user).action_release()
            with self.assertRefused(exception=AccessError):
                self.initiative.with_user(user).action_unpublish()
        with self.assertRefused("office releases", AccessError):
            self.draft.with_user(self.spokesperson).sudo().action_release()
        self.assertNotEqual(self.page.text, "Neu")

    # -- address -----------------------------------------------------------------------

    def test_slug(self):
        self.assertEqual(self.initiative.slug, "haus-uebermut")
        for name, slug in (
            ("Große Öde & Straße 4-6", "grosse-oede-strasse-4-6"),
            ("../../etc/passwd", "etc-passwd"),
            ("Café – São", "cafe-sao"),
            ("日本", ""),
        ):
            self.assertEqual(slugify(name), slug)
        self.assertEqual(self._make_public("日本").slug, "projekt")

    def test_slug_stays(self):
        self.draft.name = "Ganz neuer Name"
        self.draft.action_release()
        self.initiative.action_unpublish()
        self.initiative.action_publish()
        self.assertEqual(self.initiative.slug, "haus-uebermut")
        self.initiative.slug = "neuer-name"
        with self.assertRefused("small letters"):
            self.initiative.slug = "Neuer Name/.."

    def test_slug_is_unique_in_the_office(self):
        twin = self._make_public("Haus Übermut")
        self.assertEqual(twin.slug, "haus-uebermut-2")
        twin.active = False
        self.assertEqual(self._make_public("Haus Übermut").slug, "haus-uebermut-3")
        with self.assertRefused("already"):
            twin.slug = "haus-uebermut"

    # -- place -------------------------------------------------------------------------

    def test_exact_place_never_leaves(self):
        exact = {"latitude": 51.345678, "longitude": 12.387654}
        self.draft.write(exact)
        self.draft.action_release()
        self.assertEqual((self.page.latitude, self.page.longitude), (51.33, 12.38))
        self.district.write({"latitude": 0, "longitude": 0})
        self.draft.action_release()
        self.assertEqual((self.page.latitude, self.page.longitude), (51.35, 12.39))
        self.draft.precision = "exact"
        self.draft.action_release()
        self.assertAlmostEqual(self.page.latitude, 51.345678, 6)
        self.draft.precision = "district"
        self.draft.action_release()
        self.assertEqual((self.page.latitude, self.page.longitude), (51.35, 12.39))
        self.assertEqual(
            self.page._public_data("")[0]["latitude"], 51.35, "and not in the data"
        )

    def test_places_and_years_are_possible(self):
        for vals in ({"latitude": 91}, {"longitude": -181}, {"year": 27}):
            with self.assertRefused():
                self.draft.write(vals)

    # -- texts -------------------------------------------------------------------------

    def test_website(self):
        for address in (
            "http://example.org",
            "javascript:alert(1)",
            'https://example.org/"onclick="x',
            "https://user@example.org",
            "https://example.org:99999999",
            "https://exa mple.org",
            "https://localhost",
            "//example.org",
            "https://example.org/\njavascript:",
            "https://" + "a" * 400 + ".org",
        ):
            with self.assertRefused("https://"):
                self.draft.website = address
        self.draft.website = "https://probe.example.org/seite?a=1#b"

    def test_lengths(self):
        for name, length in (("name", 121), ("teaser", 301), ("text", 8001)):
            with self.assertRefused("at most"):
                self.draft[name] = "x" * length

    # -- contact and milestones --------------------------------------------------------

    def test_contact_needs_consent_and_membership(self):
        self.draft.contact_id = self.speaker
        self.draft.action_release()
        self.assertIsNone(self.page._public_values()["contact"])
        sharing = self._give_consent(self.speaker, "contact_sharing")
        contact = {"name": self.speaker.name, "email": self.speaker.email}
        self.assertEqual(self.page._public_values()["contact"], contact)
        member = self.initiative.member_ids
        member.date_to = self.today - timedelta(days=2)
        self.assertIsNone(self.page._public_values()["contact"], "has left")
        member.date_to = False
        sharing.action_withdraw()
        self.assertIsNone(self.page._public_values()["contact"], "withdrawn")

    def test_contact_is_a_spokesperson(self):
        with self.assertRefused("speaks for the group"):
            self.draft.contact_id = self.firm

    def test_milestones(self):
        self.env["wohnkoord.milestone"].create(
            [
                {
                    "name": name,
                    "initiative_id": self.initiative.id,
                    "is_public": public,
                    "date_done": done and self.today,
                }
                for name, public, done in (
                    ("Verein gegründet", True, True),
                    ("Kredit", True, False),
                    ("Intern", False, True),
                )
            ]
        )
        names = [m["name"] for m in self.page._public_values()["milestones"]]
        self.assertEqual(names, ["Verein gegründet"])

    def test_figures_are_chosen(self):
        self.assertIn(("Dwellings", "9"), self.page._public_values()["figures"])
        self.draft.write({"show_dwellings": False, "show_people": False})
        self.draft.action_release()
        figures = dict(self.page._public_values()["figures"])
        self.assertFalse({"Dwellings", "Households"} & set(figures))
        row = self.page._public_data("")[0]
        self.assertIsNone(row["dwellings"] or row["households"])

    # -- consent from the form ---------------------------------------------------------

    def test_consent_missing_is_found(self):
        Initiative = self.env["wohnkoord.initiative"].with_user(self.adviser)
        missing = [
            ("project_draft_ids", "!=", False),
            ("has_publication_consent", "=", False),
        ]
        self.assertNotIn(self.initiative, Initiative.search(missing))
        self.assertTrue(self.initiative.is_shown)
        self.consent.action_withdraw()
        self.initiative.invalidate_recordset()
        self.assertIn(self.initiative, Initiative.search(missing))
        self.assertFalse(self.initiative.is_shown)

    def test_record_and_ask_consent(self):
        self.consent.action_withdraw()
        initiative = self.initiative.with_user(self.adviser)
        context = initiative.action_record_publication_consent()["context"]
        self.env["wohnkoord.consent"].with_user(self.adviser).with_context(
            **context
        ).create({})
        self.assertTrue(self._is_public())
        self.initiative.consent_ids.action_withdraw()
        initiative.action_ask_publication_consent()
        asked = self.initiative.consent_ids.filtered(lambda c: c.state == "requested")
        self.assertEqual(asked.partner_id, self.speaker)
        self.assertFalse(self._is_public())
