# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .procedure_common import ProcedureCase

MODELS = {
    "wohnkoord.procedure": ("list", "form", "search", "kanban", "calendar"),
    "wohnkoord.procedure.lot": ("list", "form"),
    "wohnkoord.criterion": ("list", "form", "search"),
    "wohnkoord.requirement": ("form",),
    "wohnkoord.procedure.date": ("list", "form", "search", "calendar"),
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCoreViews(ProcedureCase):
    """Views load for whoever has them, and the form does what people do in it."""

    def test_views_load(self):
        for user in (self.adviser, self.manager, self.steering):
            for model, kinds in MODELS.items():
                for kind in kinds:
                    with self.subTest(model=model, kind=kind, user=user.login):
                        views = self.env[model].with_user(user)
                        arch = views.get_view(view_type=kind)["arch"]
                        names = {
                            node.get("name")
                            for node in etree.fromstring(arch).iter("field")
                            if not any(a.tag == "field" for a in node.iterancestors())
                        }
                        record = self.env[model].search([], limit=1)
                        record.with_user(user).read(
                            [name for name in names if name in record._fields]
                        )

    def test_steering_sees_no_buttons(self):
        arch = self.env["wohnkoord.procedure"].with_user(self.steering)
        arch = arch.get_view(view_type="form")["arch"]
        for name in ("action_publish", "action_ask_cancel", "missing_html"):
            self.assertNotIn(name, arch)

    def test_head_of_office_fills_the_form(self):
        plot = self.env["wohnkoord.plot"].create(
            {"name": "Formweg 1", "company_id": self.company.id}
        )
        form = Form(self.env["wohnkoord.procedure"].with_user(self.manager))
        form.name = "Im Formular"
        form.date_deadline = self.deadline
        with form.lot_ids.new() as lot:
            lot.plot_id = plot
            lot.price_fixed = 2.5
            lot.lease_years = 60
        with form.requirement_ids.new() as requirement:
            requirement.name = "Acht Parteien"
            requirement.kind = "group_size"
            requirement.threshold = 8
        with form.criterion_ids.new() as criterion:
            criterion.name = "Gruppe"
            criterion.weight = 100
            for points, name in ((5, "gut"), (0, "fehlt")):
                with criterion.step_ids.new() as step:
                    step.points = points
                    step.name = name
        procedure = form.save()
        self.assertEqual(procedure.lot_ids.number, 1)
        self.assertEqual(procedure.criterion_ids.outline, "1")
        self.assertEqual(procedure.criterion_ids.points_max, 5)
        self.assertIn("resolution", procedure.missing_html)
        with Form(procedure) as form:
            with form.criterion_ids.new() as criterion:
                criterion.name = "Gruppe (Teil)"
                criterion.parent_id = procedure.criterion_ids
                criterion.weight = 100
            form.officer_ids.add(self.adviser)
        self.assertEqual(
            procedure.criterion_ids.sorted("position").mapped("outline"), ["1", "1.1"]
        )

    def test_smart_buttons(self):
        procedure = self.procedure.with_user(self.adviser)
        action = procedure.action_view_plots()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.plot)
        action = procedure.action_view_dates()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, procedure.date_ids)
        self.assertEqual(procedure.lot_count, 1)
        self.assertEqual(procedure.date_count, 2)

    def test_search_by_plot_and_filters(self):
        Procedure = self.env["wohnkoord.procedure"].with_user(self.adviser)
        arch = etree.fromstring(Procedure.get_view(view_type="search")["arch"])
        for node in arch.iter("filter"):
            if node.get("domain"):
                with self.subTest(name=node.get("name")):
                    domain = node.get("domain").replace("uid", str(self.adviser.id))
                    Procedure.search(safe_eval(domain))
        found = Procedure.search([("lot_ids.plot_id", "ilike", "Probestraße 1")])
        self.assertIn(self.procedure, found)
        found = Procedure.name_search(self.procedure.reference)
        self.assertEqual([row[0] for row in found], self.procedure.ids)

    def test_lists_cost_the_same_for_many_rows(self):
        few = self._count_reading()
        for number in range(12):
            plot = self.env["wohnkoord.plot"].create(
                {"name": f"P{number}", "company_id": self.company.id}
            )
            lot = {"plot_id": plot.id, "price_fixed": 2, "lease_years": 9}
            self._make_procedure(name=f"Probe {number}", lot_ids=[Command.create(lot)])
        self.assertLessEqual(self._count_reading(), few + 3)

    def _count_reading(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        for model, names in {
            "wohnkoord.procedure": ["name", "reference", "lot_count", "deadline_label"],
            "wohnkoord.procedure.lot": ["display_name", "price_text", "price_unit"],
            "wohnkoord.criterion": ["indented_name", "points_max", "effective_weight"],
            "wohnkoord.procedure.date": ["display_name", "date_label"],
        }.items():
            self.env[model].with_user(self.adviser).search([]).read(names)
        return self.cr.sql_log_count - before

    def test_the_city_reads_what_is_asked_for(self):
        form = self.env["wohnkoord.legal.form"].create({"name": "Probe eG"})
        requirement = self.env["wohnkoord.requirement"].create(
            {
                "procedure_id": self.procedure.id,
                "name": "Genossenschaft",
                "kind": "legal_form",
                "legal_form_ids": [Command.set(form.ids)],
            }
        )
        requirement.invalidate_recordset()
        self.assertEqual(requirement.with_user(self.steering).detail, "Probe eG")
