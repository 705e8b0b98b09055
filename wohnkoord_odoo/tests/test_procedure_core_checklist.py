# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCoreChecklist(ProcedureCase):
    """What the checklist finds before the publication."""

    def _texts(self, severity, procedure=None):
        procedure = procedure or self.procedure
        return [
            item["text"]
            for item in procedure._missing("publish")
            if item["severity"] == severity
        ]

    def _assert_blocked(self, text):
        self.assertTrue(
            any(text in found for found in self._texts("blocker")),
            self._texts("blocker"),
        )
        with self.assertRefused(text):
            self.procedure._check_step("publish")

    def _assert_warned(self, text):
        self.assertTrue(any(text in found for found in self._texts("warning")))
        self.procedure._check_step("publish")

    def test_complete_one_is_not_blocked(self):
        self.assertEqual(self._texts("blocker"), [])
        self.procedure._check_step("publish")
        found = self.procedure._missing("open")
        self.assertEqual([i for i in found if i["severity"] == "blocker"], [])
        self._assert_warned("Minimum requirements")
        self._assert_warned("as a file")

    def test_every_item_names_a_field(self):
        empty = self.env["wohnkoord.procedure"].create(
            {"name": "Leer", "company_id": self.company.id}
        )
        found = empty._missing("publish")
        self.assertGreater(len(found), 4)
        for item in found:
            self.assertEqual(set(item), {"text", "severity", "field"})
            self.assertIn(item["field"], empty._fields)

    def test_all_blockers_are_told_at_once(self):
        self.procedure.write({"resolution_number": False, "date_deadline": False})
        with self.assertRaisesRegex(
            Exception, r"(?s)not ready yet:.*resolution.*Until when bids"
        ):
            self.procedure._check_step("publish")

    def test_resolution_comes_first(self):
        for name in ("resolution_body", "resolution_number", "resolution_date"):
            with self.subTest(name=name), self.cr.savepoint() as savepoint:
                self.procedure[name] = False
                self._assert_blocked("resolution on the criteria")
                savepoint.rollback()
                self.env.invalidate_all()
        self.procedure.resolution_date = self.today + timedelta(days=2)
        self._assert_blocked("in the future")

    def test_time_for_bids(self):
        self.procedure.date_deadline = False
        self._assert_blocked("Until when bids may come")
        self.procedure.date_deadline = self.deadline
        with self._at(self.deadline):
            self._assert_blocked("is over already")
        with self._at(self.deadline - timedelta(days=60)):
            self.assertEqual(self._texts("blocker"), [])
        with self._at(self.deadline - timedelta(days=60) + timedelta(seconds=1)):
            self._assert_blocked("Fewer than 60 days")
            self.procedure.short_intake_reason = "  "
            self._assert_blocked("Fewer than 60 days")
            self.procedure.short_intake_reason = "Fördermittel verfallen"
            self._assert_warned("Fewer than 60 days")

    def test_order_of_dates(self):
        self.procedure.date_questions_until = self.deadline
        self._assert_blocked("Questions end before")
        self.procedure.date_questions_until = False
        self._assert_warned("Until when questions")
        self.procedure.date_questions_until = self.deadline - timedelta(days=30)
        Date = self.env["wohnkoord.procedure.date"]
        values = {"procedure_id": self.procedure.id}
        Date.create(
            {
                **values,
                "kind": "colloquium",
                "date": self.deadline - timedelta(days=10),
            }
        )
        self._assert_warned("colloquium")
        Date.create({**values, "kind": "opening", "date": self.deadline})
        self._assert_blocked("opening comes after")

    def test_lots(self):
        self.procedure_lot.lease_years = 0
        self._assert_blocked("term of the leasehold")
        self.procedure_lot.write(
            {
                "tenure": "sale",
                "price_model": "bid",
                "price_weight": 51,
                "price_fixed": 0,
            }
        )
        self._assert_warned("price weighs more")
        self.procedure_lot.unlink()
        self._assert_blocked("At least one plot")

    # -- criteria ------------------------------------------------------------------------

    def test_weights_sum_up_on_every_level(self):
        top = self.procedure.criterion_ids
        steps = [
            Command.create({"points": points, "name": f"{points} Punkte"})
            for points in (2, 0)
        ]
        inner = self.env["wohnkoord.criterion"].create(
            [
                {"name": name, "parent_id": top.id, "weight": 33.33, "step_ids": steps}
                for name in "ABC"
            ]
        )
        self._assert_blocked("1 Gemeinschaft sums up to 99.99 %")
        inner[0].weight = 33.34
        self.assertEqual(self._texts("blocker"), [])
        self._assert_warned("scale is not used")
        top.weight = 99
        self._assert_blocked("the top level sums up to 99 %")
        self.procedure.weight_model = "points"
        self.assertEqual(self._texts("blocker"), [])

    def test_scales(self):
        top = self.procedure.criterion_ids
        top.points_min = 6
        self._assert_blocked("nobody can reach")
        top.points_min = 5
        self.assertEqual(self._texts("blocker"), [])
        top.step_ids[:1].unlink()
        self._assert_blocked("at least two steps")
        self.procedure.weight_model = "priority"
        self._assert_blocked("its priority")
        top.write({"priority": "1", "points_min": 0})
        self._assert_warned("at least two steps")

    def test_draw_needs_no_criteria(self):
        self.procedure.criterion_ids.unlink()
        self._assert_blocked("Selection criteria")
        self.procedure.weight_model = "lot_only"
        self.assertEqual(self._texts("blocker"), [])

    # -- shown in the form ---------------------------------------------------------------

    def test_form_shows_text_as_text(self):
        self.plot.name = "<img src=x onerror=alert(1)>"
        self.procedure_lot.lease_years = 0
        html = self.procedure.with_user(self.adviser).missing_html
        self.assertIn("&lt;img src=x", html)
        self.assertNotIn("<img", html)
        self.assertTrue(self.procedure.has_blocker)

    def test_others_add_to_it(self):
        Procedure = self.env.registry["wohnkoord.procedure"]
        original = Procedure._missing

        def missing(procedure, step):
            more = {"text": "Noch etwas", "severity": "blocker", "field": None}
            return [*original(procedure, step), more]

        self.patch(Procedure, "_missing", missing)
        self._assert_blocked("Noch etwas")
        self._publish_without_check()
        self.assertIn("Noch etwas", self.procedure.missing_html)

    def _publish_without_check(self):
        self.procedure._write_guarded({"state": "published"})

    def test_ended_one_shows_nothing(self):
        self.procedure.action_cancel("Darum")
        self.assertFalse(self.procedure.missing_html)
        self.assertFalse(self.procedure.next_step)

    def test_costs_the_same_for_many_rows(self):
        few = self._count()
        steps = [
            Command.create({"points": points, "name": f"{points} Punkte"})
            for points in (2, 0)
        ]
        top = self.procedure.criterion_ids
        self.env["wohnkoord.criterion"].create(
            [
                {"name": f"K{n}", "parent_id": top.id, "weight": 1, "step_ids": steps}
                for n in range(30)
            ]
        )
        plots = self.env["wohnkoord.plot"].create(
            [{"name": f"P{n}", "company_id": self.company.id} for n in range(30)]
        )
        self.env["wohnkoord.procedure.lot"].create(
            [
                {
                    "procedure_id": self.procedure.id,
                    "plot_id": plot.id,
                    "price_fixed": 2,
                }
                for plot in plots
            ]
        )
        self.assertLessEqual(self._count(), few + 2)

    def _count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.procedure.with_user(self.adviser)._missing("publish")
        return self.cr.sql_log_count - before
