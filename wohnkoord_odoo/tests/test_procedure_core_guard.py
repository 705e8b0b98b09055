# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCoreGuard(ProcedureCase):
    """What was published stays; states move by actions; the exits need a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requirement = cls.env["wohnkoord.requirement"].create(
            {"name": "Acht", "procedure_id": cls.procedure.id, "kind": "other"}
        )
        cls.date = cls.env["wohnkoord.procedure.date"].create(
            {
                "procedure_id": cls.procedure.id,
                "kind": "colloquium",
                "date": cls.deadline - timedelta(days=60),
            }
        )
        cls.document = cls.env["wohnkoord.procedure.document"].create(
            {"name": "Exposé", "procedure_id": cls.procedure.id, "file": b"UHJvYmU="}
        )
        cls.criterion = cls.procedure.criterion_ids

    def _parts(self):
        return (
            (self.procedure_lot, {"price_fixed": 1}),
            (self.criterion, {"description": "Anders"}),
            (self.criterion.step_ids[:1], {"points": 4}),
            (self.requirement, {"name": "Sieben"}),
            (self.date, {"place": "Anderswo"}),
            (self.document, {"name": "Anderes"}),
        )

    def test_parts_are_frozen_with_the_publication(self):
        for part, vals in self._parts():
            part.with_user(self.adviser).write(vals)
        self._publish()
        for user in (self.adviser, self.manager, self.env.user):
            for part, vals in self._parts():
                with self.subTest(model=part._name, user=user.login):
                    part = part.with_user(user)
                    with self.assertRefused("published"):
                        part.write(vals)
                    with self.assertRefused("published"):
                        part.sudo().write(vals)
                    with self.assertRefused("published|duplicate key", Exception):
                        part.copy()
                    with self.assertRefused("published"):
                        part.unlink()

    def test_no_context_key_thaws(self):
        self._publish()
        lot = self.procedure_lot.with_context(
            can_edit=True, install_mode=True, force=True, import_file=True
        )
        with self.assertRefused("published"):
            lot.write({"price_fixed": 1})
        with self.assertRefused("published"):
            self.env["wohnkoord.requirement"].with_context(
                default_procedure_id=self.procedure.id
            ).create({"name": "Neu"})

    def test_commands_of_the_procedure_thaw_nothing(self):
        self._publish()
        for name, part in (
            ("lot_ids", self.procedure_lot),
            ("criterion_ids", self.criterion),
            ("requirement_ids", self.requirement),
            ("date_ids", self.date),
            ("document_ids", self.document),
        ):
            for command in (
                Command.update(part.id, {"sequence": 1}),
                Command.delete(part.id),
                Command.clear(),
            ):
                if name == "date_ids" and command[0] == Command.UPDATE:
                    continue
                with self.subTest(name=name, command=command), self.assertRefused():
                    self.procedure.write({name: [command]})

    def test_import_thaws_nothing(self):
        self._publish()
        result = self.env["wohnkoord.requirement"].load(
            ["name", "procedure_id/.id"], [["Neu", str(self.procedure.id)]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("published", result["messages"][0]["message"])

    def test_the_procedure_itself_is_frozen(self):
        self._publish()
        frozen = {
            "name": "Anders",
            "date_deadline": self.deadline + timedelta(days=1),
            "weight_model": "points",
            "advice_rule": "free",
            "amendment_days": 0,
            "question_rule": "warn",
            "max_files": 1,
            "resolution_number": "9",
            "slug": "anders",
            "reference": "X",
            "seal_mode": "full",
            "tz": "UTC",
            "is_template": True,
            "company_id": self.company.id,
        }
        for name, value in frozen.items():
            with self.subTest(name=name), self.assertRefused("publi"):
                self.procedure.sudo().write({name: value})
        self.procedure.user_id = self.manager

    def test_an_amendment_may_edit_but_not_the_address(self):
        self._publish()
        Procedure = self.env.registry["wohnkoord.procedure"]
        self.patch(Procedure, "_may_edit", lambda procedure: True)
        self.requirement.name = "Sieben"
        self.procedure.date_deadline = self.deadline + timedelta(days=1)
        with self.assertRefused("is published"):
            self.procedure.slug = "anders"

    def test_states_move_by_actions_only(self):
        for state in ("published", "opened", "cancelled", "unsuccessful", "done"):
            with self.subTest(state=state), self.assertRefused("not set by hand"):
                self.procedure.with_user(self.manager).write({"state": state})
        with self.assertRefused("starts as"):
            self._make_procedure(state="opened", lot_ids=[])
        for name in ("end_reason", "date_ended", "uuid", "version_id"):
            with self.subTest(name=name), self.assertRefused("kept by the system"):
                self.procedure.write({name: False})

    # -- exits ---------------------------------------------------------------------------

    def test_cancelling_needs_a_reason_and_is_logged(self):
        procedure = self._publish().with_user(self.adviser)
        for reason in ("", "  ", None, False, 5, ["x"]):
            with self.subTest(reason=reason), self.assertRefused("reason"):
                procedure.action_cancel(reason)
        procedure.action_cancel("  Der Stadtrat hat anders beschlossen. ")
        self.assertEqual(procedure.state, "cancelled")
        self.assertEqual(procedure.end_reason, "Der Stadtrat hat anders beschlossen.")
        entry = procedure.event_ids.filtered(lambda e: e.kind == "cancelled")
        self.assertEqual(len(entry), 1)
        self.assertIn("anders beschlossen", entry.content)
        self.assertFalse(procedure._is_open(procedure._now()))
        with self.assertRefused("cannot end"):
            procedure.action_cancel("Noch einmal")

    def test_cancelling_by_the_dialog(self):
        action = self.procedure.with_user(self.adviser).action_ask_cancel()
        dialog = self.env["wohnkoord.reason"].with_user(self.adviser)
        dialog = dialog.with_context(**action["context"]).create({"reason": "Darum"})
        dialog.action_apply()
        self.assertEqual(self.procedure.state, "cancelled")

    def test_without_award_only_after_the_deadline(self):
        with self.assertRefused("cannot end"):
            self.procedure.action_unsuccessful("Keine Bewerbung")
        self._publish()
        with self.assertRefused("cannot end"):
            self.procedure.action_unsuccessful("Keine Bewerbung")
        self.procedure._write_guarded({"state": "opened"})
        self.procedure.action_unsuccessful("Keine Bewerbung")
        self.assertEqual(self.procedure.state, "unsuccessful")

    def test_no_exit_after_the_contract(self):
        self._publish()
        for state in ("contracted", "done"):
            self.procedure._write_guarded({"state": state})
            with self.subTest(state=state), self.assertRefused("cannot end"):
                self.procedure.action_cancel("Zu spät")

    def test_hooks_of_the_exits(self):
        called = []
        Procedure = self.env.registry["wohnkoord.procedure"]
        for name in ("_on_cancelled", "_on_unsuccessful"):
            self.patch(Procedure, name, lambda _self, name=name: called.append(name))
        self._publish().action_cancel("Darum")
        self.assertEqual(called, ["_on_cancelled"])

    def test_only_prepared_ones_are_deleted(self):
        spare = self._make_procedure(lot_ids=[]).with_user(self.manager)
        spare.unlink()
        self.assertFalse(spare.exists())
        self._publish()
        with self.assertRefused("preparation"):
            self.procedure.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            self._make_procedure(lot_ids=[]).with_user(self.adviser).unlink()

    # -- rights --------------------------------------------------------------------------

    def test_roles(self):
        models = {
            "wohnkoord.procedure.date": self.date,
            "wohnkoord.requirement": self.requirement,
            "wohnkoord.criterion": self.criterion,
            "wohnkoord.procedure.lot": self.procedure_lot,
        }
        for name, record in models.items():
            with self.subTest(model=name):
                record.with_user(self.steering).read(["display_name"])
                with self.assertRaises(AccessError):
                    record.with_user(self.steering).write({"sequence": 1})
                for user in (self.spokesperson, self.consultant, self.accountant):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            self.procedure.with_user(self.steering).action_cancel("Darum")
        with self.assertRaises(AccessError):
            self.procedure.with_user(self.steering).read(["missing_html"])

    def test_other_offices_see_nothing(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        Date = self.env["wohnkoord.procedure.date"].with_user(stranger)
        self.assertFalse(Date.search([]))
        with self.assertRaises(AccessError):
            self.date.with_user(stranger).read(["name"])
        new = self.env["wohnkoord.procedure.new"].with_user(stranger)
        with self.assertRefused():
            new.create({"name": "Klau", "source_id": self.procedure.id}).action_create()
