# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.wohnkoord_odoo.tools.match_key import group_key, words_key

from .enquiry_common import EnquiryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEnquiryIdentity(EnquiryCase):
    """Whether the office knows who asks: proposals, and decisions by a click."""

    def _reasons(self, partner):
        matches = partner._wohnkoord_possible_duplicates()[partner]
        return {candidate: reason for candidate, reason in matches}

    def test_keys(self):
        self.assertEqual(words_key("Weber, Dr. Änne"), words_key("aenne  WEBER"))
        self.assertEqual(words_key("Müller-Groß"), "gross mueller")
        self.assertNotEqual(words_key("Anna Weber"), words_key("Anna Webern"))
        self.assertEqual(words_key("Dr."), "dr")
        for empty in ("", None, "!?"):
            self.assertEqual(words_key(empty), "")
        for alike in ("Sonnenhof", "Wohnprojekt Sonnenhof e.V.", "sonnenhof e. V."):
            self.assertEqual(group_key(alike), "sonnenhof")
        self.assertEqual(group_key("Wohngruppe"), "")

    def test_what_is_compared(self):
        fresh = self._make_person(
            "Anna Weber", email="Anna <ANNA@example.org>", phone="0341 1234567"
        )
        mail = self._make_person("Wer anders", email="anna@example.org")
        phone = self._make_person("Noch wer", phone="+49 341 1234567")
        name = self._make_person("weber anna", email="w@example.org")
        shared = self._make_person("Anna Weber", email="s@example.org")
        shared.company_id = False
        everything = self._make_person(
            "Anna Weber", email="anna@example.org", phone="0341/1234567"
        )
        self._make_person("Anna Weber", self.other_company, email="anna@example.org")
        self._make_person("Anna Weber", email="x@example.org", active=False)
        self._make_person("Anna Wieber", email="y@example.org")
        found = self._reasons(fresh)
        self.assertEqual(set(found), set(mail + phone + name + shared + everything))
        self.assertEqual(found[mail], "same e-mail address")
        self.assertEqual(found[phone], "same phone number")
        self.assertEqual(found[name], "same name")
        self.assertEqual(
            found[everything], "same e-mail address, same phone number, same name"
        )

    def test_town_and_first_names(self):
        fresh = self._make_person("Anna Weber", email="", city="Leipzig")
        here = self._make_person("Anna Weber", email="1@example.org", city="leipzig")
        self._make_person("Anna Weber", email="2@example.org", city="Dresden")
        unknown = self._make_person("Anna Weber", email="3@example.org")
        self.assertEqual(set(self._reasons(fresh)), set(here + unknown))
        anna = self._make_person("Anna", email="")
        self._make_person("Anna", email="4@example.org")
        self.assertFalse(self._reasons(anna))

    def test_family_is_no_duplicate(self):
        firm = self._make_person("Probe eG", email="post@example.org", is_company=True)
        child = self._make_person("Ola Nowak", email=firm.email, parent_id=firm.id)
        self.assertFalse(self._reasons(child))
        self.assertFalse(self._reasons(firm))

    def test_one_query_for_many(self):
        def queries(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners._wohnkoord_possible_duplicates()
            return self.cr.sql_log_count - before

        for number in range(30):
            self._make_person(f"Paar {number}", email=f"{number}@example.org")
        twins = self.env["res.partner"].union(
            *[
                self._make_person(f"Paar {number}", email=f"{number}@example.org")
                for number in range(30)
            ]
        )
        queries(twins[:3])
        self.assertEqual(queries(twins), queries(twins[:3]))
        self.assertTrue(all(twins._wohnkoord_possible_duplicates().values()))

    def test_hint_in_lists_costs_the_same(self):
        def queries(cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.with_user(self.adviser).read(["duplicate_hint"])
            return self.cr.sql_log_count - before

        for number in range(20):
            self._make_person(f"Paar {number}", email=f"{number}@example.org")
        cases = self.env["wohnkoord.advisory"].union(
            *[
                self._receive(
                    who="group",
                    group_name=f"Gruppe {number}",
                    name=f"Paar {number}",
                    email=f"{number}@example.org",
                )
                for number in range(20)
            ]
        )
        self.assertIn("Paar 7", cases[7].duplicate_hint)
        queries(cases[:3])
        self.assertEqual(queries(cases), queries(cases[:3]))

    # -- decisions ---------------------------------------------------------------------

    def _known_and_case(self, **values):
        known = self._make_person("Mira Albrecht", phone="+49 341 7654321")
        case = self._receive(
            who="group",
            group_name="Kastanienhof",
            name="Mira Albrecht",
            phone="0341 7654321",
            email="neu@example.org",
            **values,
        )
        return known, case

    def _choose(self, case, record, user=None):
        wizard_action = case.with_user(user or self.adviser).action_compare()
        wizard = self.env[wizard_action["res_model"]].browse(wizard_action["res_id"])
        lines = wizard.with_user(user or self.adviser).line_ids
        name = "partner_id" if record._name == "res.partner" else "initiative_id"
        line = lines.filtered(lambda line: line[name] == record)
        self.assertEqual(len(line), 1)
        return line.action_choose()

    def test_it_is_this_person(self):
        known, case = self._known_and_case()
        fresh = case.partner_id
        self.assertIn("same phone number, same name", case.duplicate_hint)
        self._choose(case, known)
        self.assertEqual(case.partner_id, known)
        self.assertEqual(case.initiative_id.member_ids.partner_id, known)
        self.assertFalse(fresh.exists(), "nothing hung on it")
        self.assertEqual(known.phone, "+49 341 7654321", "the known one stays as it is")
        self.assertFalse(case.duplicate_hint)
        self.assertTrue(case.is_identity_checked)
        self.assertIn("neu@example.org", case.note, "what was typed is not lost")

    def test_contact_of_the_office_stays(self):
        known, case = self._known_and_case()
        by_hand = self._make_person("Mira Albrecht", email="hand@example.org")
        case.with_user(self.adviser).partner_id = by_hand
        self._choose(case, known)
        self.assertEqual(case.partner_id, known)
        self.assertTrue(by_hand.exists(), "no visitor made it")

    def test_fresh_contact_with_a_consent_stays(self):
        known, case = self._known_and_case(newsletter=True)
        fresh = case.partner_id
        self._choose(case, known)
        self.assertEqual(case.partner_id, known)
        self.assertTrue(fresh.exists())

    def test_hint_names_a_few(self):
        for number in range(5):
            self._make_person("Mira Albrecht", email=f"{number}@example.org")
        case = self._receive(name="Mira Albrecht")
        self.assertEqual(case.duplicate_hint.count("Mira Albrecht"), 3)
        self.assertIn("2 more", case.duplicate_hint)

    def test_it_is_a_new_person(self):
        known, case = self._known_and_case()
        case.with_user(self.adviser).action_new_identity()
        self.assertFalse(case.duplicate_hint)
        self.assertNotEqual(case.partner_id, known)

    def test_it_is_this_group(self):
        known = self._make_initiative("Hausprojekt Kastanienhof e.V.")
        case = self._receive(who="group", group_name="Kastanienhof", name="Ida Fremd")
        fresh = case.initiative_id
        group_contact = fresh.partner_id
        self.assertIn("similar name", case.duplicate_hint)
        members = known.member_ids
        self._choose(case, known)
        self.assertEqual(case.initiative_id, known)
        self.assertEqual(known.member_ids, members, "nobody joins by asking")
        self.assertFalse(fresh.exists())
        self.assertFalse(group_contact.exists())
        self.assertTrue(case.partner_id.exists())

    def test_group_that_the_office_worked_on_is_archived(self):
        known = self._make_initiative("Kastanienhof")
        case = self._receive(who="group", group_name="Kastanienhof", name="Ida Fremd")
        fresh = case.initiative_id
        self.env["wohnkoord.milestone"].create(
            {"name": "Etappe", "initiative_id": fresh.id}
        )
        self._choose(case, known)
        self.assertEqual(case.initiative_id, known)
        self.assertTrue(fresh.exists())
        self.assertFalse(fresh.active)

    def test_person_then_group(self):
        known_group = self._make_initiative("Kastanienhof")
        known, case = self._known_and_case()
        action = self._choose(case, known)
        self.assertEqual(action["res_model"], "wohnkoord.enquiry.match")
        self.assertFalse(case.is_identity_checked)
        self._choose(case, known_group)
        self.assertTrue(case.is_identity_checked)

    def test_it_is_this_organisation(self):
        actor = self._make_person("Probe eG", is_company=True)
        actor.company_id = False
        case = self._receive(
            who="organisation", organisation="probe eG", name="Ola Nowak"
        )
        fresh = case.partner_id.parent_id
        self._choose(case, actor)
        self.assertEqual(case.partner_id.parent_id, actor)
        self.assertEqual(case.partner_id.name, "Ola Nowak")
        self.assertFalse(fresh.exists())

    def test_only_proposals_are_taken(self):
        _known, case = self._known_and_case()
        stranger = self._make_person("Ganz Anders")
        wizard = self.env["wohnkoord.enquiry.match"].with_user(self.adviser)
        forged = wizard.create(
            {
                "advisory_id": case.id,
                "line_ids": [
                    Command.create(
                        {
                            "fresh_partner_id": case.partner_id.id,
                            "partner_id": stranger.id,
                        }
                    )
                ],
            }
        )
        with self.assertRefused("out of date"):
            forged.line_ids.action_choose()
        ordinary = self.orientation
        with self.assertRefused("out of date"):
            ordinary._take_known_person(ordinary.partner_id, stranger)

    def test_foreign_office_decides_nothing(self):
        known, case = self._known_and_case()
        wizard = self.env["wohnkoord.enquiry.match"].with_user(self.other_adviser)
        with self.assertRaises(AccessError):
            forged = wizard.create(
                {
                    "advisory_id": case.id,
                    "line_ids": [
                        Command.create(
                            {
                                "fresh_partner_id": case.partner_id.id,
                                "partner_id": known.id,
                            }
                        )
                    ],
                }
            )
            forged.line_ids.action_choose()
        self.assertNotEqual(case.partner_id, known)
