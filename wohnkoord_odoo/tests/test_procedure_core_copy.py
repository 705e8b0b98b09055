# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import Form, tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCoreCopy(ProcedureCase):
    """The next procedure starts from the last, and from nothing of its bidders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        procedure = cls.procedure
        top = procedure.criterion_ids
        cls.inner = cls.env["wohnkoord.criterion"].create(
            [
                {
                    "name": name,
                    "parent_id": top.id,
                    "weight": 50,
                    "step_ids": [
                        Command.create({"points": 2, "name": "ja"}),
                        Command.create({"points": 0, "name": "nein"}),
                    ],
                }
                for name in ("Links", "Rechts")
            ]
        )
        cls.env["wohnkoord.requirement"].create(
            {"name": "Acht", "procedure_id": procedure.id, "kind": "other"}
        )
        cls.env["wohnkoord.procedure.document"].create(
            {"name": "Exposé", "procedure_id": procedure.id, "file": b"UHJvYmU="}
        )
        procedure.max_files = 7

    def test_copy_takes_the_tree_and_nothing_of_the_course(self):
        self._publish()
        self._register()
        copy = self.procedure.with_user(self.adviser).copy()
        self.assertEqual(copy.name, "Konzeptverfahren Probe (copy)")
        self.assertEqual(copy.state, "preparation")
        self.assertEqual(copy.max_files, 7)
        self.assertEqual(copy.requirement_ids.mapped("name"), ["Acht"])
        self.assertEqual(
            copy.criterion_ids.mapped("outline"),
            self.procedure.criterion_ids.mapped("outline"),
        )
        old, new = self.procedure.criterion_ids, copy.criterion_ids
        self.assertEqual(new.mapped("name"), old.mapped("name"))
        self.assertEqual(
            new.mapped("parent_id").procedure_id, copy, "parents are copies too"
        )
        self.assertEqual(new.step_ids.mapped("name"), old.step_ids.mapped("name"))
        self.assertFalse(new.step_ids & old.step_ids)
        for name in (
            "lot_ids",
            "date_ids",
            "document_ids",
            "version_ids",
            "version_id",
            "published_deadline",
            "registration_ids",
            "question_ids",
            "bid_ids",
            "event_ids",
            "date_deadline",
            "resolution_number",
            "resolution_date",
            "end_reason",
            "short_intake_reason",
        ):
            with self.subTest(name=name):
                self.assertFalse(copy[name])
        self.assertNotEqual(copy.uuid, self.procedure.uuid)
        self.assertNotEqual(copy.slug, self.procedure.slug)
        self.assertNotEqual(copy.reference, self.procedure.reference)

    def test_copying_costs_the_same_for_many_criteria(self):
        few = self._count_copying()
        for number in range(20):
            self.inner[number % 2].copy({"name": f"Probe {number}"})
        self.assertLessEqual(self._count_copying(), few + 3)

    def _count_copying(self):
        self.procedure.copy()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.procedure.copy()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _new(self, **values):
        wizard = self.env["wohnkoord.procedure.new"].with_user(self.adviser)
        wizard = wizard.create({"name": "Das nächste", **values})
        action = wizard.action_create()
        return self.env["wohnkoord.procedure"].browse(action["res_id"])

    def test_new_procedure_moves_the_timeline(self):
        self.procedure.date_deadline = datetime(2026, 3, 20, 11)  # noon, winter
        self.procedure.date_questions_until = datetime(2026, 3, 10, 16)
        self.env["wohnkoord.procedure.date"].create(
            {
                "procedure_id": self.procedure.id,
                "kind": "colloquium",
                "date": datetime(2026, 2, 20, 16),
                "date_end": datetime(2026, 2, 20, 18),
                "place": "Rathaus",
            }
        )
        new = self._new(
            source_id=self.procedure.id,
            date_deadline=datetime(2026, 6, 20, 10),  # noon, summer
            with_documents=True,
        )
        rows = {row.kind: row for row in new.date_ids}
        self.assertEqual(set(rows), {"colloquium", "questions", "deadline"})
        # 92 days later at the same time of day, which is an hour less in UTC
        self.assertEqual(rows["colloquium"].date, datetime(2026, 5, 23, 15))
        self.assertEqual(rows["colloquium"].date_end, datetime(2026, 5, 23, 17))
        self.assertEqual(rows["colloquium"].place, "Rathaus")
        self.assertEqual(new.date_questions_until, datetime(2026, 6, 10, 15))
        self.assertEqual(new.document_ids.mapped("name"), ["Exposé"])
        self.assertEqual(new.user_id, self.adviser)
        self.assertEqual(len(new.criterion_ids), 3)

    def test_new_procedure_without_more(self):
        new = self._new(
            source_id=self.procedure.id,
            date_deadline=self.deadline,
            with_timeline=False,
        )
        self.assertEqual(new.date_ids.mapped("kind"), ["deadline"])
        self.assertFalse(new.document_ids)
        empty = self._new(source_id=False, date_deadline=self.deadline)
        self.assertFalse(empty.criterion_ids)

    def test_last_procedure_is_proposed(self):
        template = self._make_procedure(lot_ids=[], is_template=True)
        form = Form(self.env["wohnkoord.procedure.new"].with_user(self.adviser))
        self.assertTrue(form.date_deadline)
        self.assertFalse(form.source_id.is_template)
        new = self._new(source_id=template.id, date_deadline=self.deadline)
        self.assertFalse(new.is_template)

    def test_template_is_never_published(self):
        action = self.procedure.with_user(self.adviser).action_save_as_template()
        template = self.env["wohnkoord.procedure"].browse(action["res_id"])
        self.assertTrue(template.is_template)
        self.assertEqual(template.name, self.procedure.name)
        self.assertEqual(len(template.criterion_ids), 3)
        self.assertEqual(template.date_deadline, self.deadline)
        with self.assertRefused():
            template._check_step("publish")
        with self.assertRefused(exception=Exception):
            template._write_guarded({"state": "published"})
        with self.assertRefused("cannot end"):
            template.action_cancel("Darum")

    def test_foreign_source_is_refused(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        there = self.env["wohnkoord.procedure"].create(
            {"name": "Dort", "company_id": other.id}
        )
        with self.assertRefused():
            self._new(source_id=there.id, date_deadline=self.deadline)

    def test_shift_into_the_night_in_spring(self):
        self.procedure.date_deadline = datetime(2026, 3, 1, 1, 30)  # 2:30, winter
        moved = self.procedure._shifted(
            self.procedure.date_deadline, 28, self.procedure
        )
        # 29 March has no 2:30; it becomes the hour after
        self.assertEqual(moved, datetime(2026, 3, 29, 1, 30))
        self.assertEqual(self.procedure._shifted(False, 28, self.procedure), False)
        self.assertEqual(
            self.procedure._shifted(datetime(2026, 3, 1, 11), 28, self.procedure),
            datetime(2026, 3, 1, 11) + timedelta(days=28, hours=-1),
        )
