# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .find_group_common import FindGroupCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestSearchProfile(FindGroupCase):
    """What a person looks for lives and dies with the consent."""

    def test_active_with_consent_only(self):
        profile = self._make_profile(consent=False)
        for change in (
            profile.action_activate,
            lambda: profile.write({"state": "active"}),
        ):
            with self.assertRefused("has not consented"):
                change()
        shared = self._make_profile(self.firm, consent=False)
        self._give_consent(self.firm, "search_profile", self.other_company)
        with self.assertRefused("has not consented"):
            shared.action_activate()
        consent = self._give_consent(self.person, "search_profile")
        profile.write({"state": "active"})
        self.assertEqual(profile.date_expires, consent.date_expires)
        self.assertTrue(profile.match_ids)

    def test_withdrawn_means_deleted(self):
        profile = self._make_profile()
        match = profile.match_ids
        match.action_ask()
        self.env["wohnkoord.consent"].search(
            [("partner_id", "=", self.person.id), ("purpose", "=", "search_profile")]
        ).with_user(self.adviser).action_withdraw()
        self.assertFalse(profile.exists() or match.exists())
        self.assertFalse(self._mails(), "what waited to be sent goes as well")

    def test_withdrawn_request_leaves_what_is_in_force(self):
        profile = self._make_profile()
        other = self.env["wohnkoord.consent"].create(
            {"partner_id": self.person.id, "purpose": "search_profile"}
        )
        other.action_withdraw()
        self.assertEqual(profile.state, "active")

    def test_expired_by_the_clock(self):
        """Also before the nightly job has run."""
        profile = self._make_profile()
        consent = self.env["wohnkoord.consent"].search(
            [("partner_id", "=", self.person.id), ("purpose", "=", "search_profile")]
        )
        consent._write_guarded(
            {"date_expires": fields.Datetime.now() - timedelta(seconds=5)}
        )
        self.env["wohnkoord.match"]._suggest(Domain.TRUE)
        self.assertFalse(profile.match_ids)

    def test_new_address_ends_the_comparison(self):
        profile = self._make_profile()
        self.person.email = "neu@example.org"
        self.env["wohnkoord.match"]._suggest(Domain.TRUE)
        self.assertFalse(profile.match_ids)

    def test_one_active_profile(self):
        first = self._make_profile()
        second = self._make_profile(consent=False)
        second.action_activate()
        self.assertEqual((first.state, second.state), ("ended", "active"))
        self.assertNotIn("suggested", first.match_ids.mapped("state"))

    def test_pause(self):
        profile = self._make_profile()
        match = profile.match_ids
        profile.action_pause()
        self.assertEqual(match.state, "expired")
        with self.assertRefused("asked already"):
            match.action_ask()

    def test_request_by_mail(self):
        profile = self._make_profile(consent=False)
        profile.action_request()
        self.assertEqual(profile.state, "requested")
        mails = self._mails()
        self.assertIn("/find-a-group/profile/", mails[self.person.email])
        self.assertTrue(profile.sudo()._confirm_by_link())
        self.assertEqual(profile.state, "active")
        self.assertFalse(profile.sudo()._confirm_by_link(), "a replay does nothing")
        profile.sudo()._withdraw_by_link()
        self.assertFalse(profile.exists())
        self.assertFalse(
            self.env["wohnkoord.consent"].search_count(
                [("partner_id", "=", self.person.id), ("state", "=", "confirmed")]
            )
        )

    def test_unconfirmed_goes(self):
        profile = self._make_profile(consent=False)
        profile.action_request()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE wohnkoord_search_profile SET write_date = now() - interval '8 days'"
            " WHERE id = %s",
            (profile.id,),
        )
        self.env.invalidate_all()
        self.assertFalse(profile.sudo()._confirm_by_link())
        self.env["wohnkoord.search.profile"]._gc_unconfirmed()
        self.assertFalse(profile.exists())

    def test_rights(self):
        profile = self._make_profile()
        match = profile.match_ids
        for user in (
            self.other_adviser,
            self.steering,
            self.accountant,
            self.spokesperson,
        ):
            for record in (profile, match):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["state"])
        with self.assertRaises(AccessError):
            self.env["wohnkoord.match.candidate"].with_user(self.manager).search([])
        with self.assertRefused():
            match.with_user(self.manager).copy()
        with self.assertRaises(AccessError):
            match.with_user(self.manager).unlink()
        with self.assertRefused():
            self._make_profile(
                self._make_person("Fremd", self.other_company), consent=False
            )
        for values in ({"email": "x@example.org"}, {"date_confirmed": False}):
            with self.assertRefused("cannot be set"):
                profile.write(values)

    def test_merge_of_persons_with_profiles(self):
        twin = self._make_person("Ada B", email=self.person.email)
        profiles = self._make_profile() | self._make_profile(twin)
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge(
            (self.person | twin).ids, self.person
        )
        self.assertEqual(profiles.exists(), profiles)
        self.assertEqual(sorted(profiles.mapped("state")), ["active", "ended"])


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMatch(FindGroupCase):
    """Suggestions only; names and addresses when both agree."""

    def _sharing(self, partner):
        return self.env["wohnkoord.consent"].search(
            [("partner_id", "=", partner.id), ("purpose", "=", "contact_sharing")]
        )

    def _asked(self):
        match = self._make_profile().match_ids.with_user(self.adviser)
        match.action_ask()
        self._mails()
        return match

    def test_reason_and_score(self):
        match = self._make_profile(tenure="rent").match_ids
        self.assertEqual(match.initiative_id, self.initiative)
        self.assertEqual(match.score, 30 + 10 + 10)
        for word in ("Probeviertel", "Probethema Garten"):
            self.assertIn(word, match.reason)

    def test_what_is_no_home_is_left_out(self):
        other_district = self.env["wohnkoord.district"].create({"name": "Weit weg"})
        profile = self._make_profile()

        def fits(initiative=None, **values):
            profile.write(values)
            self.initiative.write(initiative or {})
            self.env["wohnkoord.match"]._suggest(Domain.TRUE)
            return bool(profile.match_ids)

        self.assertTrue(fits())
        self.assertFalse(fits(district_ids=[(6, 0, other_district.ids)]))
        self.assertTrue(fits(district_ids=[(5,)]))
        self.assertFalse(fits(tenure="sale"))
        self.assertTrue(fits(tenure=False))
        self.assertFalse(fits({"dwelling_count": 5}, needs_accessible=True))
        self.assertTrue(fits({"dwelling_accessible_count": 1}))
        late = self.today + timedelta(days=900)
        self.assertFalse(
            fits({"move_in_date": late}, date_move_in=late - timedelta(days=1))
        )
        self.assertTrue(fits(date_move_in=late))
        self.assertFalse(fits({"seeks_members": False}))
        self.assertTrue(fits({"seeks_members": True}))
        self.assertFalse(fits({"stage_id": self._stage("dissolved").id}))

    def test_members_are_not_suggested(self):
        self.assertFalse(self._make_profile(self.speaker).match_ids)

    def test_other_office_is_not_suggested(self):
        foreign = self._make_initiative(
            "Fremde Gruppe",
            company_id=self.other_company.id,
            user_id=self.other_adviser.id,
            seeks_members=True,
            theme_ids=self.theme.ids,
        )
        profile = self._make_profile(district_ids=False)
        self.assertNotIn(foreign, profile.match_ids.initiative_id)

    def test_both_agree(self):
        match = self._make_profile().match_ids.with_user(self.adviser)
        match.action_ask()
        asked = self._mails()
        self.assertEqual(set(asked), {self.person.email, self.speaker.email})
        self.assertNotIn(self.speaker.email, asked[self.person.email])
        self.assertNotIn(self.person.name, asked[self.speaker.email])
        self.assertNotIn(self.person.email, asked[self.speaker.email])
        match_sudo = match.sudo()
        self.assertTrue(match_sudo._answer("person", True))
        self.assertEqual(match.state, "person_agreed")
        self.assertFalse(self._mails(), "nothing before both agreed")
        self.assertFalse(match_sudo._answer("person", True), "a replay does nothing")
        self.assertTrue(match_sudo._answer("initiative", True))
        self.assertEqual(match.state, "both")
        mails = self._mails()
        self.assertIn(self.speaker.email, mails[self.person.email])
        self.assertIn(self.person.email, mails[self.speaker.email])
        for partner in (self.person, self.speaker):
            self.assertTrue(self._sharing(partner).is_live)
            self.assertEqual(self._sharing(partner).initiative_id, self.initiative)

    def test_one_declines(self):
        match = self._asked().sudo()
        match._answer("initiative", False)
        self.assertEqual(match.state, "declined")
        self.assertFalse(match._answer("person", True))
        self.assertFalse(self._mails() or self._sharing(self.person))

    def test_withdrawal_stops_the_exchange(self):
        match = self._asked().sudo()
        match._answer("person", True)
        self._sharing(self.person).action_withdraw()
        self.assertEqual(match.state, "declined")
        self.assertFalse(match._answer("initiative", True))
        self.assertFalse(self._mails())

    def test_withdrawal_stops_mails_that_wait(self):
        match = self._asked().sudo()
        match._answer("person", True)
        match._answer("initiative", True)
        self._sharing(self.speaker).action_withdraw()
        self.assertFalse(self._mails())
        self.assertEqual(match.state, "declined")

    def test_nothing_after_the_group_found_its_people(self):
        match = self._asked().sudo()
        self.initiative.seeks_members = False
        self.assertFalse(match._answer("person", True))
        self.assertFalse(self._sharing(self.person))

    def test_former_spokesperson_decides_nothing(self):
        match = self._asked().sudo()
        self.initiative.member_ids.write({"date_to": self.today - timedelta(days=2)})
        self.initiative.partner_id.email = "gruppe@example.org"
        self.assertFalse(match._answer("initiative", True))

    def test_too_late(self):
        match = self._asked().sudo()
        match._write_guarded({"date_asked": fields.Datetime.now() - timedelta(days=31)})
        self.assertFalse(match._answer("person", True))
        self.env["wohnkoord.match"]._cron_suggest()
        self.assertEqual(match.state, "expired")

    def test_public_group_as_released(self):
        """With its name a group shows what it released, and no more."""
        public_name = self.page.name
        self.initiative.name = "Interner Name"
        self.page.show_building = False
        match = self._make_profile().match_ids
        match.action_ask()
        mail = self._mails()[self.person.email]
        self.assertIn(public_name, mail)
        for hidden in ("Interner Name", "Tenure"):
            self.assertNotIn(hidden, mail)
            self.assertNotIn(hidden, str(match.sudo()._public_values("person")))

    def test_unpublished_group_stays_nameless(self):
        self.publication.action_withdraw()
        match = self._make_profile().match_ids
        match.action_ask()
        self.assertNotIn(self.initiative.name, self._mails()[self.person.email])
        self.assertNotIn(
            self.initiative.name, str(match.sudo()._public_values("person"))
        )

    def test_group_without_address(self):
        match = self._make_profile().match_ids
        self.speaker.email = False
        with self.assertRefused("no spokesperson"):
            match.action_ask()

    def test_gates(self):
        match = self._asked()
        for values in (
            {"state": "both"},
            {"state": "person_agreed"},
            {"contact_id": self.person.id},
            {"profile_id": match.profile_id.id},
            {"score": 100},
        ):
            with self.assertRefused():
                match.write(values)
        with self.assertRefused():
            match.with_context(default_state="both").create(
                {"profile_id": match.profile_id.id}
            )

    def test_comparing_costs_the_same_for_many(self):
        def queries(count):
            people = self.env["res.partner"].create(
                [
                    {
                        "name": f"Person {count} {i}",
                        "email": f"person.{count}.{i}@example.org",
                        "company_id": self.company.id,
                    }
                    for i in range(count)
                ]
            )
            profiles = self.env["wohnkoord.search.profile"]
            for person in people:
                self._give_consent(person, "search_profile")
            profiles = profiles._create_guarded(
                [
                    {
                        "partner_id": person.id,
                        "state": "active",
                        "theme_ids": self.theme.ids,
                    }
                    for person in people
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["wohnkoord.match"]._suggest(
                Domain("profile_id", "in", profiles.ids)
            )
            self.env.flush_all()
            spent = self.cr.sql_log_count - before
            self.assertEqual(len(profiles.match_ids), count)
            return spent

        queries(2)
        self.assertEqual(queries(3), queries(25))
