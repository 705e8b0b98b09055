# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import WohnkoordCase

MODELS = {
    "wohnkoord.framework": ("list", "form", "search", "pivot", "graph"),
    "wohnkoord.framework.lot": ("list", "form", "search", "pivot", "graph"),
    "wohnkoord.contract": ("list", "form", "search", "pivot", "graph"),
    "wohnkoord.call.off": (
        "list",
        "form",
        "search",
        "kanban",
        "calendar",
        "pivot",
        "graph",
    ),
    "wohnkoord.time.entry": ("list", "form", "search", "pivot", "graph"),
    "wohnkoord.hours.request": ("list", "form", "search"),
}
STEERED = (
    "wohnkoord.framework",
    "wohnkoord.framework.lot",
    "wohnkoord.contract",
    "wohnkoord.call.off",
)
ROWS = 80


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractViews(WohnkoordCase):
    """Every view loads for every role that has it, at a constant number of queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)
        cls.entry = cls._make_entry(cls.order, 60, submit=True)
        cls.request = cls.order.sudo()._request_hours(1, "Mehr")

    def _spec(self, model, view_type, user, view_id=False):
        """What the web client reads for a view: its fields, names for relations."""
        views = self.env[model].with_user(user).get_views([(view_id, view_type)])
        arch = etree.fromstring(views["views"][view_type]["arch"])
        known = views["models"][model]["fields"]
        names = {
            node.get("name")
            for node in arch.xpath("//field[not(ancestor::field)]")
            if node.get("name") in known
        }
        relations = ("many2one", "many2many", "one2many")
        return {
            name: {"fields": {"display_name": {}}}
            if known[name]["type"] in relations
            else {}
            for name in names
        }

    def _list(self, model, user, view_id=False):
        spec = self._spec(model, "list", user, view_id)
        return (self.env[model].with_user(user).web_search_read([], spec, limit=ROWS))[
            "records"
        ]

    def test_views_load_for_the_office(self):
        for user in (self.adviser, self.manager):
            for model, types in MODELS.items():
                with self.subTest(user=user.login, model=model):
                    own = self.env[model].with_user(user)
                    own.get_views([(False, view_type) for view_type in types])
                    self.assertTrue(self._list(model, user))
                    self.assertTrue(Form(own.search([], limit=1)))

    def test_views_load_for_steering(self):
        for model in STEERED:
            with self.subTest(model=model):
                own = self.env[model].with_user(self.steering)
                own.get_views([(False, view_type) for view_type in MODELS[model]])
                self.assertTrue(self._list(model, self.steering))
                form = Form(own.search([], limit=1))
                self.assertTrue(form.id)

    def test_forms_hide_the_case_from_steering(self):
        views = (
            self.env["wohnkoord.call.off"]
            .with_user(self.steering)
            .get_views([(False, "form"), (False, "list"), (False, "search")])
        )
        for view in views["views"].values():
            for name in ("advisory_id", "initiative_id", "time_entry_ids", "result"):
                self.assertNotIn(f'name="{name}"', view["arch"])
        for name in ("action_confirm", "action_close", "action_send"):
            self.assertNotIn(f'name="{name}"', views["views"]["form"]["arch"])

    def test_menus_per_role(self):
        def seen(user):
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            return {
                name
                for name in (
                    "time_entry_menu_approve",
                    "call_off_menu",
                    "time_entry_menu",
                    "hours_request_menu",
                    "contract_menu",
                    "framework_menu",
                    "framework_lot_menu",
                )
                if self.env.ref(f"wohnkoord_odoo.{name}").id in menus
            }

        steered = {
            "call_off_menu",
            "contract_menu",
            "framework_menu",
            "framework_lot_menu",
        }
        office = steered | {"time_entry_menu", "hours_request_menu"}
        self.assertEqual(seen(self.steering), steered)
        self.assertEqual(seen(self.adviser), office)
        self.assertEqual(seen(self.manager), office | {"time_entry_menu_approve"})
        self.assertFalse(seen(self.accountant) - {"contract_menu"})

    def test_searches_and_filters(self):
        """Every filter of every search view is a domain that the database accepts."""
        for model in MODELS:
            own = self.env[model].with_user(self.adviser)
            views = own.get_views([(False, "search")])
            arch = etree.fromstring(views["views"]["search"]["arch"])
            for node in arch.xpath("//filter[@domain]"):
                with self.subTest(model=model, name=node.get("name")):
                    scope = {"uid": self.adviser.id}
                    own.search_count(safe_eval(node.get("domain"), scope))
            for node in arch.xpath("//filter[@context]"):
                with self.subTest(model=model, name=node.get("name")):
                    group_by = safe_eval(node.get("context"))["group_by"]
                    own.formatted_read_group([], [group_by], ["__count"])

    def test_running_out_and_ending(self):
        order = self._make_call_off(1)
        self.assertFalse(self._filtered("running_out") & order)
        self._make_entry(order, 48)
        self.assertEqual(self._filtered("running_out"), order)
        self.assertTrue(self.case.with_user(self.adviser).hours_running_out)
        self.assertFalse(self._filtered("ends_soon"))
        order.date_end = self.today
        self.assertEqual(self._filtered("ends_soon"), order)
        self.assertEqual(self._filtered("without_result"), order | self.order)
        order.result = "Fertig."
        self.assertEqual(self._filtered("without_result"), self.order)
        self.assertEqual(self._filtered("hours_asked"), self.order)

    def _filtered(self, name):
        own = self.env["wohnkoord.call.off"].with_user(self.adviser)
        arch = etree.fromstring(
            own.get_views([(False, "search")])["views"]["search"]["arch"]
        )
        (node,) = arch.xpath(f"//filter[@name='{name}']")
        return own.search(safe_eval(node.get("domain"), {"uid": self.adviser.id}))

    # -- constant numbers of queries ---------------------------------------------------

    def _count_queries(self, call):
        call()  # caches of views and rights
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def _make_rows(self):
        """80 of everything, each on its own contract of its own firm."""
        firms = self.env["res.partner"].create(
            [{"name": f"Firma {n}", "is_company": True} for n in range(ROWS)]
        )
        frameworks = self.env["wohnkoord.framework"].create(
            [
                {**self.framework.copy_data()[0], "name": f"Rahmen {n}"}
                for n in range(ROWS)
            ]
        )
        frameworks.action_activate()
        contracts = self.env["wohnkoord.contract"].create(
            [
                {
                    "lot_id": framework.lot_ids.id,
                    "partner_id": firm.id,
                    "hourly_rate": 95,
                    "max_hours": 20,
                }
                for firm, framework in zip(firms, frameworks, strict=True)
            ]
        )
        contracts.action_activate()
        orders = self.env["wohnkoord.call.off"].create(
            [
                {
                    "contract_id": contract.id,
                    "advisory_id": self.case.id,
                    "hours": 5,
                    "date_start": self.today,
                }
                for contract in contracts
            ]
        )
        orders.action_confirm()
        self.env["wohnkoord.hours.request"].create(
            [
                {"call_off_id": order.id, "hours": 1, "reason": "Mehr"}
                for order in orders
            ]
        )
        self.env["wohnkoord.time.entry"].create(
            [
                {
                    "call_off_id": order.id,
                    "minutes": 15,
                    "partner_id": order.commercial_partner_id.id,
                    "description": "Gespräch",
                    "date": self.today,
                }
                for order in orders
            ]
        ).action_submit()

    def test_lists_at_constant_queries(self):
        approve = self.env.ref("wohnkoord_odoo.time_entry_view_list_approve").id
        views = [(model, False) for model in MODELS]
        views.append(("wohnkoord.time.entry", approve))

        def measure():
            return {
                view: self._count_queries(
                    lambda view=view: self._list(view[0], self.manager, view[1])
                )
                for view in views
            }

        one = measure()
        self._make_rows()
        many = measure()
        for view in views:
            with self.subTest(view=view):
                self.assertEqual(len(self._list(view[0], self.manager)), ROWS)
                self.assertLessEqual(many[view], one[view] + 1)
                self.assertLessEqual(many[view], 30)
        self.assertBalanced()

    def test_actions_on_80_rows_at_few_queries(self):
        """Approving 80 entries is one act, not 80."""
        self._make_rows()
        entries = self.env["wohnkoord.time.entry"].search(
            [("state", "=", "submitted")], limit=ROWS
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        entries.with_user(self.manager).action_approve()
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 40)
        self.assertBalanced()
