# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureAdvice(ProcedureCase):
    def _run(self, rule, initiative=None):
        procedure = self._make_procedure(advice_rule=rule)
        self._publish(procedure)
        self._register(initiative, procedure)
        return procedure

    def _requested(self, level):
        return self._make_case(level, state="requested").with_user(self.adviser)

    def test_running_procedures(self):
        self.assertFalse(self.initiative._running_procedures())
        procedure = self._run("none")
        both = self.initiative | self.rival_initiative
        self.assertEqual(both._running_procedures(), procedure)
        self.assertEqual(self.initiative.running_procedure_ids, procedure)
        self.assertFalse(self.rival_initiative._running_procedures())
        found = self.env["wohnkoord.initiative"].search(both._in_procedure_domain())
        self.assertEqual(found, self.initiative)
        procedure._write_guarded({"state": "decided"})
        self.assertFalse(both._running_procedures())
        procedure._write_guarded({"state": "recommended"})
        self.assertEqual(both._running_procedures(), procedure)
        procedure._write_guarded({"state": "published"})
        procedure.registration_ids.action_withdraw()
        self.assertFalse(both._running_procedures())

    def test_none(self):
        procedure = self._run("none")
        for level in ("orientation", "concept", "specialist"):
            case = self._requested(level)
            self.assertTrue(case.advice_is_bound)
            start = case.action_start if level == "orientation" else case.action_approve
            with self.assertRaisesRegex(UserError, "no such advice"):
                start()
            with self.assertRaisesRegex(UserError, "no such advice"):
                case.write(
                    {"state": "running" if level == "orientation" else "approved"}
                )
            case._say_matter("procedure", "")
            with self.assertRaisesRegex(UserError, "no such advice"):
                start()
            with self.assertRaisesRegex(UserError, "which matter"):
                case._say_matter("other", " ")
            case._say_matter("other", "Mietvertrag des jetzigen Hauses")
            self.assertFalse(case.advice_is_bound)
            start()
            self.assertEqual(case.procedure_matter_user_id, self.adviser)
            self.assertTrue(case.procedure_matter_date)
            self.assertIn("Mietvertrag", "".join(case.message_ids.mapped("body")))
        logged = procedure.event_ids.filtered(lambda e: e.kind == "advice_allowed")
        self.assertEqual(len(logged), 3)
        self.assertNotIn(self.initiative.name, "".join(logged.mapped("content")))

    def test_general(self):
        self._run("general")
        orientation = self._requested("orientation")
        orientation.action_start()
        self.assertEqual(orientation.state, "running")
        with self.assertRaisesRegex(UserError, "no such advice"):
            self._requested("concept").action_approve()

    def test_free_is_logged(self):
        procedure = self._run("free")
        case = self._requested("specialist")
        case.action_approve()
        self.assertIn(procedure.name, "".join(case.message_ids.mapped("body")))
        self.assertIn("advice_allowed", procedure.event_ids.mapped("kind"))

    def test_approved_before_is_asked_at_the_start(self):
        case = self.case.with_user(self.adviser)
        self.assertEqual(case.state, "approved")
        self._run("none")
        with self.assertRaisesRegex(UserError, "no such advice"):
            case.action_start()
        case._say_matter("other", "Mietvertrag")
        case.action_start()
        self.assertEqual(case.state, "running")

    def test_others_are_free(self):
        self._run("none", self.rival_initiative)
        case = self._requested("specialist")
        case.action_approve()
        self.assertEqual(case.state, "approved")

    def test_word_holds_for_no_later_procedure(self):
        self._run("none")
        case = self._requested("specialist")
        case._say_matter("other", "Mietvertrag")
        self.assertFalse(case.advice_is_bound)
        self._run("none")
        self.env.invalidate_all()
        self.assertTrue(case.advice_is_bound)
        with self.assertRaises(UserError):
            case.action_approve()

    def test_dialog(self):
        self._run("none")
        case = self._requested("specialist")
        action = case.action_say_matter()
        dialog = self.env["wohnkoord.procedure.matter"].with_user(self.adviser)
        dialog = dialog.with_context(**action["context"])
        dialog.create({"matter": "other", "reason": "Mietvertrag"}).action_apply()
        case.action_approve()
        self.assertEqual(case.state, "approved")
        with self.assertRaises(AccessError):
            dialog.with_user(self.steering).create({"matter": "other"})

    def test_guarded(self):
        self._run("none")
        case = self._requested("specialist")
        for values in (
            {"procedure_matter": "other"},
            {"procedure_matter_user_id": self.adviser.id},
            {"matter_procedure_ids": [(6, 0, self.procedure.ids)]},
        ):
            with self.assertRaises(UserError):
                case.write(values)
        with self.assertRaises(UserError):
            self._make_case("specialist", procedure_matter="other")

    def test_nothing_to_say_without_a_procedure(self):
        with self.assertRaisesRegex(UserError, "no running procedure"):
            self._requested("specialist")._say_matter("other", "x")

    def test_call_off(self):
        case = self.case
        order = self._make_call_off(hours=4, confirm=False)
        self._run("none")
        with self.assertRaisesRegex(UserError, "no such advice"):
            order.with_user(self.adviser).action_confirm()
        self.assertEqual(order.state, "draft")
        case.with_user(self.adviser)._say_matter("other", "Mietvertrag")
        order.with_user(self.adviser).action_confirm()
        self.assertEqual(order.state, "confirmed")

    def test_bound_costs_the_same(self):
        def queries(cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.mapped("advice_is_bound")
            return self.cr.sql_log_count - before

        self._run("none")
        one = self._requested("specialist")
        many = one
        for number in range(10):
            many |= self._make_case(
                "orientation",
                state="requested",
                initiative_id=self._make_initiative(f"Gruppe {number}").id,
            ).with_user(self.adviser)
        queries(one)
        self.assertLessEqual(queries(many), queries(one) + 2)
