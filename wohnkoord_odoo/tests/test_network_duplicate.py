# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.match_key import name_key, phone_key
from .network_common import NetworkCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkDuplicate(NetworkCase):
    """Contacts that are probably one: found, told apart, merged without losses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Duplicate = cls.env["wohnkoord.duplicate"]
        cls.one = cls._make_person(
            "Ada Beispiel", phone="0341 5550-123", city="Leipzig"
        )
        cls.two = cls._make_person(
            "Ada Beispiel", phone="+49 (0)341 5550123", city="leipzig "
        )

    def _pair(self, one=None, two=None, company=None):
        self.Duplicate._find(company or self.company)
        one, two = sorted((one or self.one, two or self.two), key=lambda p: p.id)
        return self.Duplicate.search(
            [
                ("partner_a_id", "=", one.id),
                ("partner_b_id", "=", two.id),
                ("company_id", "=", (company or self.company).id),
            ]
        ).with_user(self.adviser)

    # -- keys --------------------------------------------------------------------------

    def test_keys(self):
        same = ("SoWo Leipzig eG", "Sowo  Leipzig", "SoWo-Leipzig e.G.")
        self.assertEqual({name_key(name, True) for name in same}, {"leipzig sowo"})
        self.assertEqual(name_key("Müller GmbH & Co. KG", True), "mueller")
        self.assertEqual(name_key("Mueller", True), "mueller")
        self.assertEqual(name_key("Beispiel, Dr. Ada"), name_key("Ada Beispiel"))
        self.assertEqual(name_key("eG", True), "eg", "a name is never nothing")
        for nobody in ("  ", None, "Ada", "Frau Beispiel"):
            self.assertFalse(name_key(nobody), "people share names")
        numbers = ("0341 5550123", "+49 341 5550123", "0049/341/555 01 23")
        self.assertEqual({phone_key(number) for number in numbers}, {"493415550123"})
        for nothing in ("", None, "123", "keins"):
            self.assertFalse(phone_key(nothing))

    # -- found -------------------------------------------------------------------------

    def test_reasons(self):
        pair = self._pair()
        self.assertTrue(pair.same_email and pair.same_phone and pair.same_name)
        self.assertEqual(pair.strength, 3)
        self.assertEqual(
            pair.reason, "same e-mail address, same phone number, same name"
        )
        self.two.write({"email": "anders@example.org", "name": "Anders"})
        pair = self._pair()
        self.assertEqual(pair.reason, "same phone number")
        self.two.phone = False
        self.assertFalse(self._pair())

    def test_organisations_without_legal_form(self):
        one, two = (
            self._make_firm(name)
            for name in ("Hausverein Probe e.V.", "hausverein probe")
        )
        two.email = "zwei@example.org"
        self.assertEqual(self._pair(one, two).reason, "same name")

    def test_names_need_the_same_town(self):
        (self.one | self.two).write({"phone": False})
        self.two.write({"email": "anders@example.org", "name": "Beispiel, Ada"})
        self.assertEqual(self._pair().reason, "same name")
        for city in ("Dresden", False):
            self.two.city = city
            self.assertFalse(self._pair(), "people share names")
        firm = self._make_firm("Hausverein Probe")
        nowhere = self._make_firm("Hausverein Probe e.V.")
        away = self._make_firm("Hausverein Probe")
        firm.city = "Leipzig"
        nowhere.email = "nirgends@example.org"
        away.write({"email": "dresden@example.org", "city": "Dresden"})
        self.assertEqual(self._pair(firm, nowhere).reason, "same name")
        self.assertFalse(self._pair(firm, away))

    def test_never_across_offices_or_staff_or_kin(self):
        foreign = self._make_person(
            "Ada Beispiel", self.other_company, email=self.one.email
        )
        self.assertFalse(self._pair(self.one, foreign))
        self.assertFalse(self._pair(self.one, foreign, self.other_company))
        staff = self.adviser.partner_id
        staff.email = self.one.email
        self.assertFalse(self._pair(self.one, staff))
        consultant = self.consultant.partner_id
        consultant.email = self.firm.email
        self.assertFalse(self._pair(self.firm, consultant))
        colleague = self.colleague.partner_id
        (consultant | colleague).write({"phone": "0341 999999"})
        self.assertFalse(self._pair(consultant, colleague))

    def test_switchboards_are_no_duplicates(self):
        people = self.env["res.partner"].create(
            [{"name": f"Person {i}", "phone": "0341 777777"} for i in range(7)]
        )
        self.assertFalse(self._pair(people[0], people[1]))

    def test_told_apart_is_remembered(self):
        pair = self._pair()
        pair.action_no_duplicate()
        self.assertEqual(self._pair(), pair)
        self.assertEqual(pair.state, "different")
        pair.write({"state": "open"})
        self.assertEqual(pair.state, "open")

    def test_finding_costs_the_same_for_many(self):
        def queries(count):
            self.env["res.partner"].create(
                [
                    {
                        "name": f"Doppelt {count} {i // 2}",
                        "email": f"doppelt.{count}.{i // 2}@example.org",
                        "company_id": self.company.id,
                    }
                    for i in range(2 * count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Duplicate._find(self.company)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        few, many = queries(3), queries(80)
        self.assertLessEqual(many, few + 3)

    # -- rights ------------------------------------------------------------------------

    def test_rights(self):
        pair = self._pair()
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                pair.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                self.Duplicate.with_user(user).action_find()
        with self.assertRaises(AccessError):
            pair.with_user(self.other_adviser).action_merge()
        with self.assertRefused():
            self.Duplicate.with_user(self.manager).create(
                {"partner_a_id": self.one.id, "partner_b_id": self.two.id}
            )
        for name in ("partner_a_id", "partner_b_id", "same_name", "company_id"):
            with self.assertRefused("cannot be set"):
                pair.write({name: self.firm.id})
        self.assertTrue(self.Duplicate.with_user(self.adviser).action_find())

    # -- merged ------------------------------------------------------------------------

    def test_merge_keeps_everything(self):
        note = self.env["wohnkoord.short.contact"].create(
            {"name": "Anruf", "partner_id": self.two.id}
        )
        self.two.write({"city": "Leipzig"})
        self.one.write({"city": "Leipzig"})
        self.two.with_user(self.adviser).actor_topic_ids = self.topic
        pair = self._pair()
        self.assertEqual(pair.keep_id, self.one)
        action = pair.action_merge()
        self.assertEqual(action["res_id"], self.one.id)
        self.assertFalse(self.two.exists())
        self.assertFalse(pair.exists())
        self.assertEqual(note.partner_id, self.one)
        self.assertEqual(self.one.actor_topic_ids, self.topic)

    def test_contact_that_stays_is_one_of_the_two(self):
        pair = self._pair()
        pair.keep_id = self.firm
        with self.assertRefused("which of the two"):
            pair.action_merge()

    def test_merge_of_consents(self):
        """Of two in force one stays, the other is replaced; none vanishes."""
        older = self._give_consent(self.two, "newsletter")
        newer = self._give_consent(self.one, "newsletter")
        notice = self._give_consent(self.two, "plot_notice")
        newer._write_guarded({"date_confirmed": older.date_confirmed + timedelta(1)})
        self._pair().action_merge()
        self.assertEqual(older.state, "replaced")
        self.assertEqual((newer.state, newer.is_live), ("confirmed", True))
        self.assertEqual(notice.partner_id, self.one)
        self.assertTrue(notice.is_live)

    def test_merge_of_addresses(self):
        """A consent by mail belongs to its address, not to the person's other one."""
        other = self._give_consent(self.two, "newsletter")
        notice = self._give_consent(self.one, "plot_notice")
        pair = self._pair()
        self.one.email = "neu@example.org"
        pair.action_merge()
        self.assertFalse(other.is_live or notice.is_live)
        self.assertEqual(other.state, "confirmed", "the proof stays")

    def test_merge_refused_for_initiatives(self):
        for name, partner in (("Gruppe A", self.one), ("Gruppe B", self.two)):
            self._make_initiative(name, partner_id=partner.id)
        with self.assertRefused("Gruppe A, Gruppe B"):
            self._pair().action_merge()

    def test_merge_refused_for_overlapping_memberships(self):
        Member = self.env["wohnkoord.initiative.member"]
        members = Member.create(
            [
                {"initiative_id": self.initiative.id, "partner_id": partner.id}
                for partner in (self.one, self.two)
            ]
        )
        pair = self._pair()
        with self.assertRefused("at the same time"):
            pair.action_merge()
        members[0].write(
            {
                "date_from": self.today - timedelta(days=9),
                "date_to": self.today - timedelta(days=1),
            }
        )
        pair.action_merge()
        self.assertEqual(members.exists(), members)

    def test_merge_refused_across_offices(self):
        """Also by Odoo's own wizard, and for shared contacts that others work with."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        foreign = self._make_person("Fremd", self.other_company)
        with self.assertRefused("different offices"):
            wizard._merge((self.one | foreign).ids, self.one)
        firms = self._make_firm("Planung Probe") | self._make_firm("Planung-Probe GmbH")
        self.env["wohnkoord.network.membership"].create(
            {"partner_id": firms[1].id, "company_id": self.other_company.id}
        )
        pair = self._pair(*firms)
        self.Duplicate._find(self.other_company)
        with self.assertRefused("Another office"):
            pair.action_merge()
        firms[1].network_membership_ids.unlink()
        pair.action_merge()
        self.assertFalse(firms[1].exists())

    def test_told_apart_survives_a_merge(self):
        third = self._make_person("Ada Beispiel")
        self._pair(self.two, third).action_no_duplicate()
        self._pair().action_merge()
        self.assertEqual(self._pair(self.one, third).state, "different")
