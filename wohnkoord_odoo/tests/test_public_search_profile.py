# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .find_group_common import FindGroupCase
from .network_common import PublicCase

PATH = "/find-a-group/profile"
ATTACK = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPublicSearchProfile(PublicCase, FindGroupCase):
    """The search profile and the question to both, by the links in the mails."""

    def setUp(self):
        super().setUp()
        self.patch(
            self.env.registry["wohnkoord.rate.limit"],
            "_allow",
            lambda model, purpose, sender, limit, minutes=60: self.is_allowed,
        )
        self.is_allowed = True

    def _fill_in(self, **values):
        fields = self._form_fields(self._open(PATH), PATH)
        fields.update(
            {
                "name": "Vera Versuch",
                "email": "vera@example.org",
                "district": [str(self.district.id), "999999", "x"],
                "theme": str(self.theme.id),
                "tenure": "rent",
            }
        )
        fields.update(values)
        return self._send(PATH, fields)

    def _profile(self, email="vera@example.org"):
        return self.env["wohnkoord.search.profile"].search([("email", "=", email)])

    def _path(self, link):
        return "/find-a-group/" + link.split("/find-a-group/", 1)[1]

    def _press(self, path, action):
        fields = self._form_fields(self._open(path), path)
        response = self._send(path, {**fields, "action": action})
        self.assertEqual(response.status_code, 303)

    def test_confirmed_by_link(self):
        partners = self.env["res.partner"].search_count([])
        self._fill_in(text=ATTACK, name=f"Vera {ATTACK}")
        profile = self._profile()
        self.assertEqual(profile.district_ids, self.district)
        self.assertEqual(profile.state, "requested")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        mail = self._mails()["vera@example.org"]
        self.assertNotIn("<script", mail)
        path = self._path(profile._link())
        page = self._open(path)
        self.assertFalse(page.xpath("//main//script"))
        self.assertEqual(profile.state, "requested", "opening confirms nothing")
        self._press(path, "confirm")
        self.assertEqual(profile.state, "active")
        self.assertEqual(profile.partner_id.company_id, self.company)
        self.assertTrue(profile.has_consent)
        self.assertEqual(profile.match_ids.initiative_id, self.initiative)
        self._press(path, "pause")
        self.assertEqual(profile.state, "paused")
        self._press(path, "resume")
        self.assertEqual(profile.state, "active")
        self._press(path, "delete")
        self.assertFalse(profile.exists())
        self._open(path, 404)

    def test_others_cannot_touch_a_profile(self):
        """Somebody types the address of a person who has a profile already."""
        mine = self._make_profile()
        self._fill_in(email=self.person.email, tenure="sale")
        self.assertEqual(mine.state, "active")
        self.assertFalse(mine.tenure)
        forged = self._profile(self.person.email)
        self.assertEqual(forged.state, "requested")
        self._press(self._path(forged._link()), "delete")
        self.assertFalse(forged.exists())
        self.assertEqual(mine.state, "active")

    def test_new_profile_takes_the_place(self):
        mine = self._make_profile()
        self._fill_in(email=self.person.email)
        new = self._profile(self.person.email)
        self._press(self._path(new._link()), "confirm")
        self.assertEqual((mine.state, new.state), ("ended", "active"))
        self.assertEqual(new.partner_id, self.person)

    def test_nobody_learns_which_addresses_are_known(self):
        known = self._fill_in(email=self.person.email)
        unknown = self._fill_in(email="unbekannt@example.org")
        self.assertEqual(known.status_code, unknown.status_code)
        self.assertEqual(known.headers["Location"], unknown.headers["Location"])

    def test_bad_input(self):
        for name, value in (
            ("name", ""),
            ("email", "keine"),
            ("adult_count", "0"),
            ("adult_count", "viele"),
            ("child_count", "-1"),
            ("child_count", "99"),
            ("date_move_in", "gestern"),
            ("date_move_in", "1999-01-01"),
            ("text", "x" * 1001),
        ):
            self.assertFieldError(self._fill_in(**{name: value}), name)
        self._fill_in(tenure="castle", building_type="'; DROP TABLE")
        self.assertFalse(self._profile().tenure or self._profile().building_type)

    def test_rate_limit_and_trap(self):
        self._fill_in(homepage="https://spam.example")
        self.assertFalse(self._profile())
        self.is_allowed = False
        response = self._fill_in()
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._profile())

    def test_office_of_the_host(self):
        page = self.url_open(PATH, headers={"Host": "zwei.example"})
        self.assertNotIn("Probeviertel", page.text, "districts of the other office")

    def test_match_by_links(self):
        match = self._make_profile().match_ids
        match.action_ask()
        self._mails()
        person, group = (
            self._path(match._link(side)) for side in ("person", "initiative")
        )
        page = self._open(group).text_content()
        self.assertNotIn(self.person.name, page)
        self.assertNotIn(self.person.email, page)
        self.assertNotIn(self.speaker.email, self._open(person).text_content())
        self.assertEqual(match.state, "asked", "opening answers nothing")
        swapped = f"/find-a-group/match/initiative/{person.rsplit('/', 1)[1]}"
        for forged in (swapped, person[:-3] + "AAA", "/find-a-group/match/x/y"):
            self._open(forged, 404)
        self._press(person, "yes")
        self.assertEqual(match.state, "person_agreed")
        self.assertFalse(self._open(person).xpath("//main//form"))
        self._press(group, "yes")
        self.assertEqual(match.state, "both")
        self.assertEqual(set(self._mails()), {self.person.email, self.speaker.email})
        self.assertFalse(self._open(group).xpath("//main//form"))

    def test_gone_with_the_consent(self):
        match = self._make_profile().match_ids
        match.action_ask()
        path = self._path(match._link("initiative"))
        profile_path = self._path(match.profile_id._link())
        self._press(profile_path, "delete")
        self._open(path, 404)
