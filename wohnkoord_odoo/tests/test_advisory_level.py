# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestLevelOrder(WohnkoordCase):
    """Concept follows orientation, specialist follows concept (invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls._make_initiative("Neue Gruppe")
        cls.Case = cls.env["wohnkoord.advisory"].with_user(cls.adviser)

    def _case(self, level, **values):
        return self.Case.create(
            {"level": level, "initiative_id": self.group.id, **values}
        )

    def _finish(self, **values):
        case = self.Case.create({"level": "orientation", **values})
        case.action_start()
        case.action_done()
        return case

    def assertSkips(self, case, user=None):
        case = case.with_user(user or self.adviser)
        self.assertTrue(case.needs_waiver)
        with self.assertRaisesRegex(UserError, "skips a level"):
            case.action_approve()
        with self.assertRaisesRegex(UserError, "skips a level"):
            case.write({"state": "approved"})
        result = case.load([".id", "state"], [[str(case.id), "approved"]])
        self.assertTrue(result["messages"])
        with self.assertRaises(UserError):
            case.write({"state": "running"})
        with self.assertRaises(UserError):
            case.write({"state": "done"})
        self.assertEqual(case.state, "requested")

    def test_concept_needs_a_done_orientation(self):
        concept = self._case("concept")
        self.assertSkips(concept)
        self.assertSkips(concept, self.manager)
        orientation = self._case("orientation")
        self.assertSkips(concept)
        orientation.action_start()
        self.assertSkips(concept)
        orientation.action_done()
        self.assertFalse(concept.needs_waiver)
        concept.action_approve()
        self.assertEqual(concept.state, "approved")

    def test_specialist_needs_a_done_concept(self):
        self._finish(initiative_id=self.group.id)
        specialist = self._case("specialist")
        self.assertSkips(specialist)
        concept = self._case("concept")
        concept.action_approve()
        concept.action_start()
        self.assertSkips(specialist)
        concept.action_done()
        specialist.action_approve()
        self.assertEqual(specialist.state, "approved")

    def test_rejected_orientation_does_not_count(self):
        self._case("orientation").action_cancel("Doch nicht")
        self.assertSkips(self._case("concept"))

    def test_another_groups_orientation_does_not_count(self):
        self._finish(initiative_id=self.initiative.id)
        self.assertSkips(self._case("concept"))

    def test_orientation_of_a_member_counts(self):
        person = self.env["res.partner"].create({"name": "Kim Muster"})
        self._finish(partner_id=person.id)
        concept = self._case("concept")
        self.assertSkips(concept)
        member = self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": self.group.id,
                "partner_id": person.id,
                "role": "member",
                "date_from": self.today - timedelta(days=30),
            }
        )
        concept.invalidate_recordset()
        self.assertFalse(concept.needs_waiver)
        member.date_to = self.today - timedelta(days=1)
        concept.invalidate_recordset()
        self.assertSkips(concept)
        member.date_to = False
        concept.action_approve()
        self.assertEqual(concept.state, "approved")

    def test_orientation_of_the_contact_counts(self):
        self._finish(partner_id=self.group.partner_id.id)
        self._case("concept").action_approve()

    def test_persons_orientation_is_not_a_concept(self):
        person = self.group.partner_id
        self._finish(partner_id=person.id)
        self.assertSkips(self._case("specialist"))

    def test_orientation_of_a_stranger_does_not_count(self):
        stranger = self.env["res.partner"].create({"name": "Robin Fremd"})
        self._finish(partner_id=stranger.id)
        self._finish()
        self.assertSkips(self._case("concept"))

    def test_concept_needs_an_initiative(self):
        for level in ("concept", "specialist"):
            case = self.Case.create({"level": level})
            case.with_user(self.manager).action_waive("Eilt")
            with self.assertRaisesRegex(UserError, "needs an initiative"):
                case.action_approve()
            with self.assertRaisesRegex(UserError, "needs an initiative"):
                case.write({"state": "approved"})

    def test_initiative_cannot_be_taken_away(self):
        self._finish(initiative_id=self.group.id)
        concept = self._case("concept")
        concept.action_approve()
        for value in (False, self.initiative.id):
            with self.assertRaises(UserError):
                concept.initiative_id = value
        done = self._finish(initiative_id=self.initiative.id)
        with self.assertRaises(UserError):
            done.initiative_id = self.group
        # a person's orientation may be given to the group that was founded later
        person = self._finish()
        person.initiative_id = self.group

    def test_waiver(self):
        concept = self._case("concept")
        with self.assertRaises(AccessError):
            concept.action_waive("Ich darf das")
        head = concept.with_user(self.manager)
        for empty in ((), ("",), (" ",)):
            with self.assertRaisesRegex(UserError, "reason"):
                head.action_waive(*empty)
        dialog = head.action_ask_waive()
        self.env["wohnkoord.reason"].with_user(self.manager).with_context(
            **dialog["context"]
        ).create({"reason": "Gruppe ist erfahren"}).action_apply()
        self.assertEqual(concept.waiver_reason, "Gruppe ist erfahren")
        self.assertEqual(concept.waiver_user_id, self.manager)
        self.assertIn(
            "Gruppe ist erfahren", "".join(concept.message_ids.mapped("body"))
        )
        self.assertFalse(concept.needs_waiver)
        concept.action_approve()
        concept.action_start()
        concept.action_done()
        self.assertEqual(concept.state, "done")

    def test_waiver_dialog_does_not_help_an_adviser(self):
        concept = self._case("concept")
        dialog = self.env["wohnkoord.reason"].with_user(self.adviser)
        dialog = dialog.with_context(**concept.action_ask_waive()["context"])
        with self.assertRaises(AccessError):
            dialog.create({"reason": "Trick"}).action_apply()
        self.assertFalse(concept.waiver_user_id)

    def test_waiver_is_guarded(self):
        concept = self._case("concept")
        for values in (
            {"waiver_reason": "x"},
            {"waiver_user_id": self.adviser.id},
            {"waiver_user_id": self.manager.id, "state": "approved"},
        ):
            with self.assertRaises(UserError):
                concept.write(values)
            with self.assertRaises(UserError):
                concept.with_user(self.manager).write(values)
            with self.assertRaises(UserError):
                self._case("concept", **values)
        keys = {
            "default_waiver_user_id": self.manager.id,
            "default_waiver_reason": "x",
            "skip_level_order": True,
            "force": True,
            "import_file": True,
            "install_mode": True,
        }
        case = self.Case.with_context(**keys).create(
            {"level": "concept", "initiative_id": self.group.id}
        )
        self.assertFalse(case.waiver_user_id)
        self.assertFalse(case.waiver_reason)
        self.assertSkips(case.with_context(**keys))

    def test_waiver_ends_with_what_it_was_given_for(self):
        concept = self._case("concept")
        concept.with_user(self.manager).action_waive("Erfahren")
        concept.level = "specialist"
        self.assertFalse(concept.waiver_user_id)
        self.assertSkips(concept)

    def test_orientation_has_no_waiver(self):
        with self.assertRaises(UserError):
            self._case("orientation").with_user(self.manager).action_waive("x")

    def test_many_cost_what_one_costs(self):
        def queries(cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.mapped("needs_waiver")
            return self.cr.sql_log_count - before

        values = {"level": "concept", "initiative_id": self.group.id}
        one = self.Case.create(values)
        many = one | self.Case.create([values] * 30)
        queries(one)
        self.assertEqual(queries(one), queries(many))

    def test_running_procedure_is_asked(self):
        """The hook that the procedures extend; a subclass of the method stands in."""
        asked = []
        self._finish(initiative_id=self.group.id)
        concept = self._case("concept")
        Initiative = type(self.env["wohnkoord.initiative"])
        Advisory = type(self.env["wohnkoord.advisory"])

        def refuse(cases, procedures):
            asked.append((cases, procedures))
            raise ValidationError(self.env._("Verfahren läuft"))

        self.patch(Initiative, "_running_procedures", lambda self: self)
        self.patch(Advisory, "_check_advice_rule", refuse)
        with self.assertRaisesRegex(ValidationError, "Verfahren"):
            concept.action_approve()
        self.assertEqual(asked, [(concept, self.group)])
        with self.assertRaisesRegex(ValidationError, "Verfahren"):
            concept.write({"state": "approved"})
