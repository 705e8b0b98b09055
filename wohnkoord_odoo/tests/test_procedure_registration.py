# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .network_common import NetworkCase
from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureRegistration(ProcedureCase, NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Registration = cls.env["wohnkoord.registration"].with_user(cls.adviser)
        cls._publish()

    def _new(self, initiative=None, **values):
        return self.Registration.create(
            {
                "procedure_id": self.procedure.id,
                "initiative_id": (initiative or self.initiative).id,
                **values,
            }
        )

    def test_numbers_run(self):
        first, second = self._new(), self._new(self.rival_initiative)
        self.assertEqual([first.number, second.number], [1, 2])
        self.assertEqual(first.channel, "office")
        self.assertEqual(second.display_name, "Party 2")
        self.assertEqual(first.spokesperson_ids, self.spokesperson.partner_id)

    def test_logged_by_number_only(self):
        self._new().action_withdraw()
        kinds = self.procedure.event_ids.mapped("kind")
        self.assertIn("party_registered", kinds)
        self.assertIn("party_withdrawn", kinds)
        for event in self.procedure.event_ids:
            self.assertNotIn(self.initiative.name, event.content or "")
        own = self.procedure.event_ids.filtered(lambda e: e.kind == "party_registered")
        self.assertEqual(own.content, '{"party":1}')

    def test_number_stays_after_withdrawal(self):
        registration = self._new()
        self._new(self.rival_initiative)
        registration.action_withdraw()
        self.assertFalse(registration.is_active)
        with self.assertRaisesRegex(UserError, "withdrawn already"):
            registration.action_withdraw()
        registration.action_register_again()
        self.assertTrue(registration.is_active)
        self.assertEqual(registration.number, 1)
        self.assertEqual(self._new_count(), 2)

    def _new_count(self):
        return self.Registration.search_count(
            [("procedure_id", "=", self.procedure.id)]
        )

    def test_refused(self):
        self._new()
        with self.assertRaisesRegex(UserError, "registered already"):
            self._new()
        dissolved = self._make_initiative("Aus", stage_id=self._stage("dissolved").id)
        with self.assertRaisesRegex(UserError, "dissolved"):
            self._new(dissolved)
        foreign = self._make_initiative(
            "Fremd", company_id=self.other_company.id, user_id=False
        )
        with self.assertRaises(AccessError):
            self._new(foreign)
        with self.assertRaisesRegex(UserError, "another coordination office"):
            self.Registration.sudo()._take_in(self.procedure, foreign.sudo())
        with (
            self._at(self.deadline + timedelta(seconds=1)),
            self.assertRaisesRegex(UserError, "not open"),
        ):
            self._new(self.rival_initiative)
        with self._at(self.deadline):
            self._new(self.rival_initiative)

    def test_not_before_publication(self):
        other = self._make_procedure()
        with self.assertRaisesRegex(UserError, "not open"):
            self._new(procedure_id=other.id)

    def test_guarded(self):
        registration = self._new()
        for values in (
            {"number": 9},
            {"date_withdrawn": "2030-01-01 00:00:00"},
            {"channel": "portal"},
            {"initiative_id": self.rival_initiative.id},
            {"procedure_id": self._make_procedure().id},
        ):
            with self.assertRaises(UserError):
                registration.write(values)
        with self.assertRaises(UserError):
            self._new(self.rival_initiative, number=7)
        keys = self.Registration.with_context(
            default_number=7, default_channel="portal"
        )
        other = keys.create(
            {
                "procedure_id": self.procedure.id,
                "initiative_id": self.rival_initiative.id,
            }
        )
        self.assertEqual((other.number, other.channel), (2, "office"))
        with self.assertRaises(UserError):
            registration.copy()

    def test_roles(self):
        registration = self._new()
        for user in (
            self.steering,
            self.consultant,
            self.spokesperson,
            self.accountant,
        ):
            with self.assertRaises(AccessError):
                registration.with_user(user).read(["number"])
            with self.assertRaises(AccessError):
                registration.with_user(user).action_withdraw()
        with self.assertRaises(AccessError):
            registration.with_user(self.other_adviser).read(["number"])
        with self.assertRaises(AccessError):
            registration.with_user(self.manager).unlink()

    def test_portal_needs_a_spokesperson(self):
        sudo = self.env["wohnkoord.registration"].with_user(self.rival).sudo()
        moment = self.procedure._now()
        with self.assertRaises(AccessError):
            sudo._portal_register(
                self.procedure.with_env(sudo.env),
                self.initiative.with_env(sudo.env),
                moment,
            )
        sudo = sudo.with_user(self.spokesperson).sudo()
        party = sudo._portal_register(
            self.procedure.with_env(sudo.env),
            self.initiative.with_env(sudo.env),
            moment,
        )
        self.assertEqual(party.channel, "portal")
        event = self.procedure.event_ids.sorted("number")[-1]
        self.assertEqual(event.actor, "Party 1")
        party.initiative_id.member_ids.filtered(
            lambda m: m.partner_id == self.spokesperson.partner_id
        ).role = "member"
        with self.assertRaises(AccessError):
            party._portal_withdraw(moment)

    def test_list_costs_the_same(self):
        def queries(registrations):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            registrations.mapped("spokesperson_ids.name")
            return self.cr.sql_log_count - before

        one = self._new()
        many = one
        for number in range(12):
            many |= self._new(self._make_initiative(f"Gruppe {number}"))
        queries(one)
        self.assertEqual(queries(one), queries(many))
