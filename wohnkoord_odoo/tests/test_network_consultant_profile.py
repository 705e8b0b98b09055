# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import WohnkoordCase

PROFILE = "wohnkoord.consultant.profile"
REFERENCE = "wohnkoord.consultant.reference"
LANGUAGE = "wohnkoord.language"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkConsultantProfile(WohnkoordCase):
    """Languages, fields and licences of consultants, where somebody is chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env[PROFILE].search([("partner_id", "=", cls.firm.id)])
        cls.language = cls.env[LANGUAGE].create({"name": "Probesprache"})
        cls.law = cls.env["wohnkoord.topic"].create(
            {"name": "Proberecht", "licensed_only": True}
        )

    def _stranger(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        return self._make_user(
            "profile_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

    # -- where profiles come from --------------------------------------------------------

    def test_a_contract_in_force_makes_a_profile(self):
        self.assertRecordValues(
            self.profile,
            [{"company_id": self.company.id, "availability": "available"}],
        )
        draft = self._make_contract(self.rival_firm, activate=False, rank=2)
        mine = [("partner_id", "=", self.rival_firm.id)]
        self.assertFalse(self.env[PROFILE].search(mine))
        draft.with_user(self.adviser).action_activate()
        profile = self.env[PROFILE].search(mine)
        self.assertEqual(len(profile), 1)
        # archived: the office does not want it in its list, and none is made again
        profile.active = False
        self._make_contract(self.rival_firm, rank=3)
        self.assertFalse(self.env[PROFILE].search(mine))
        self.assertEqual(
            self.env[PROFILE].with_context(active_test=False).search(mine), profile
        )

    def test_one_profile_per_firm_and_office(self):
        with self.assertRefused("partner_uniq"):
            self.env[PROFILE].create(
                {"partner_id": self.firm.id, "company_id": self.company.id}
            )
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.env[PROFILE].create({"partner_id": self.firm.id, "company_id": other.id})
        person = self.consultant.partner_id
        with self.assertRefused("is one of"):
            self.env[PROFILE].create({"partner_id": person.id})

    def test_figures(self):
        self.profile.reference_ids = [
            Command.create({"name": "Haus A", "year": 2020}),
            Command.create({"name": "Haus B", "year": 2024}),
        ]
        self.assertEqual(self.profile.reference_ids.mapped("year"), [2024, 2020])
        self.assertEqual(self.profile.reference_count, 2)
        self.assertEqual(self.profile.active_contract_count, 1)
        action = self.profile.with_user(self.adviser).action_view_contracts()
        contracts = self.env["wohnkoord.contract"].search(action["domain"])
        self.assertEqual(contracts, self.contract)
        action = self.firm.with_user(self.adviser).action_view_wohnkoord_profile()
        self.assertEqual(action["res_id"], self.profile.id)
        self.contract.with_user(self.manager).action_end()
        self.profile.invalidate_recordset(["active_contract_count"])
        self.assertEqual(self.profile.active_contract_count, 0)

    def test_refused(self):
        for values in (
            {"licensed_topic_ids": [Command.set(self.topic.ids)]},
            {"availability": False},
            {"partner_id": False},
            {"reference_ids": [Command.create({"name": "Haus", "year": 24})]},
            {"reference_ids": [Command.create({"year": 2024})]},
        ):
            with self.subTest(values=values), self.assertRefused():
                self.profile.write(values)
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        language = self.env[LANGUAGE].create({"name": "Fremd", "company_id": other.id})
        with self.assertRefused():
            self.profile.language_ids = language

    def test_search(self):
        self.profile.write(
            {
                "language_ids": [Command.set(self.language.ids)],
                "licensed_topic_ids": [Command.set(self.law.ids)],
            }
        )
        Profile = self.env[PROFILE].with_user(self.adviser)
        for domain in (
            [("language_ids", "in", self.language.ids)],
            [("licensed_topic_ids", "=", self.law.id)],
            [("partner_id.wohnkoord_contract_ids.state", "=", "active")],
            [("partner_name", "ilike", "Planbüro Pro")],
        ):
            with self.subTest(domain=domain):
                self.assertIn(self.profile, Profile.search(domain))
        Contract = self.env["wohnkoord.contract"].with_user(self.adviser)
        domain = [("profile_id.language_ids", "in", self.language.ids)]
        self.assertEqual(Contract.search(domain), self.contract)
        groups = dict(Profile._read_group([], ["language_ids"], ["id:recordset"]))
        self.assertEqual(groups[self.language], self.profile)

    # -- where somebody is chosen ----------------------------------------------------------

    def _choose(self, case=None):
        case = case or self.case
        return Form(
            self.env["wohnkoord.choose.consultant"]
            .with_user(self.adviser)
            .with_context(default_advisory_id=case.id)
        )

    def test_choose_consultant_shows_the_profile(self):
        self.profile.language_ids = self.language
        self.profile.topic_ids = self.topic
        contract = self._choose().save().contract_ids
        self.assertEqual(contract.profile_language_ids, self.language)
        self.assertEqual(contract.profile_topic_ids, self.topic)
        self.assertEqual(contract.profile_availability, "available")

    def test_a_missing_licence_warns(self):
        case = self._make_case(topic_ids=[Command.set((self.topic | self.law).ids)])
        self._make_contract(self.rival_firm, rank=2)
        rival = self.env[PROFILE].search([("partner_id", "=", self.rival_firm.id)])
        rival.licensed_topic_ids = self.law
        dialog = self._choose(case)
        self.assertEqual(dialog.missing_licence_ids.ids, self.law.ids)
        dialog.contract_id = self.contract.search(
            [("partner_id", "=", self.rival_firm.id)]
        )
        self.assertFalse(dialog.missing_licence_ids.ids)
        dialog = Form(
            self.env["wohnkoord.quick.order"]
            .with_user(self.adviser)
            .with_context(default_advisory_id=case.id)
        )
        self.assertFalse(dialog.missing_licence_ids.ids)
        dialog.partner_id = self.consultant.partner_id
        self.assertEqual(dialog.profile_id, self.profile)
        self.assertEqual(dialog.missing_licence_ids.ids, self.law.ids)
        dialog.partner_id = self.rival_firm
        self.assertFalse(dialog.missing_licence_ids.ids)
        # a warning stops nobody
        dialog.partner_id = self.firm
        dialog.hours = 2
        order = dialog.save().action_order()
        self.assertEqual(order["res_model"], "wohnkoord.call.off")

    def test_profile_of_another_office_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.env[PROFILE].create(
            {
                "partner_id": self.rival_firm.id,
                "company_id": other.id,
                "licensed_topic_ids": [Command.set(self.law.ids)],
            }
        )
        case = self._make_case(topic_ids=[Command.set((self.topic | self.law).ids)])
        dialog = Form(
            self.env["wohnkoord.quick.order"]
            .with_user(self.adviser)
            .with_context(default_advisory_id=case.id)
        )
        dialog.partner_id = self.rival_firm
        self.assertFalse(dialog.profile_id)
        self.assertEqual(dialog.missing_licence_ids.ids, self.law.ids)

    # -- who may ---------------------------------------------------------------------------

    def test_access(self):
        reference = self.env[REFERENCE].create(
            {"profile_id": self.profile.id, "name": "Haus", "year": 2024}
        )
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
        ):
            for model in (PROFILE, REFERENCE, LANGUAGE):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, op=operation):
                        access = self.env[model].with_user(user).has_access(operation)
                        self.assertFalse(access)
        # the city reads contracts, but not what the office says about consultants
        contract = self.contract.with_user(self.steering)
        self.assertEqual(contract.hourly_rate, 95)
        for name in ("profile_id", "profile_language_ids", "profile_availability"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                contract.read([name])
        with self.assertRaises(AccessError):
            self.firm.with_user(self.steering).read(["wohnkoord_profile_ids"])
        mine = self.profile.with_user(self.adviser)
        mine.qualification = "Architektin"
        self.assertFalse(mine.has_access("unlink"))
        self.assertTrue(self.profile.with_user(self.manager).has_access("unlink"))
        stranger = self._stranger()
        for record in (self.profile, reference):
            foreign = record.with_user(stranger)
            self.assertFalse(foreign.search([("id", "=", record.id)]))
            for method, args in (("read", [["id"]]), ("write", [{}]), ("unlink", [])):
                with self.subTest(method=method), self.assertRaises(AccessError):
                    getattr(foreign, method)(*args)

    def test_queries(self):
        def count():
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env[PROFILE].with_user(self.adviser).web_search_read(
                [],
                {
                    "partner_id": {"fields": {"display_name": {}}},
                    "topic_ids": {"fields": {"display_name": {}, "color": {}}},
                    "language_ids": {"fields": {"display_name": {}}},
                    "licensed_topic_ids": {"fields": {"display_name": {}}},
                    "active_contract_count": {},
                    "reference_count": {},
                    "city": {},
                    "availability": {},
                },
            )
            return self.env.cr.sql_log_count - start

        def fill(number):
            for place in range(number):
                firm = self._make_firm(f"Büro {place}")
                self._make_contract(firm, rank=place)
            for profile in self.env[PROFILE].search([]):
                profile.topic_ids = self.topic
                profile.language_ids = self.language
                profile.reference_ids = [Command.create({"name": "H", "year": 2024})]
            self.env.flush_all()

        fill(2)
        count()
        few = count()
        fill(30)
        self.assertLessEqual(count(), few + 1)
        start = self.env.cr.sql_log_count
        self._choose().save()
        self.assertLess(self.env.cr.sql_log_count - start, 150)
