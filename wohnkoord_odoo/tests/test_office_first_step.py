# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestFirstStep(WohnkoordCase):
    def _step(self, name, user=None):
        step = self.env.ref(f"wohnkoord_odoo.first_step_{name}")
        return step.with_user(user or self.manager)

    def test_done_is_seen_in_the_data(self):
        office = self.env["res.company"].create({"name": "Neue Koordinationsstelle"})
        self.manager.write({"company_ids": [(4, office.id)]})
        for name in ("framework", "contract", "initiative", "report", "office"):
            step = self._step(name).with_company(office)
            self.assertFalse(step.is_done, name)
        self.assertTrue(self._step("framework").is_done)
        self.assertTrue(self._step("contract").is_done)
        office.write({"street": "Musterweg 1", "email": "office@example.org"})
        self.env.invalidate_all()
        self.assertTrue(self._step("office").with_company(office).is_done)

    def test_every_step_can_be_asked(self):
        steps = self.env["wohnkoord.first.step"].with_user(self.manager).search([])
        self.assertGreater(len(steps), 9)
        for step in steps:
            self.assertIn(step.is_done, (True, False), step.name)
            self.assertTrue(step.action_id, step.name)

    def test_open(self):
        action = self._step("framework").action_open()
        self.assertEqual(action["res_model"], "wohnkoord.framework")
        step = self._step("users")
        self.assertFalse(step.can_open)
        with self.assertRaises(AccessError):
            step.action_open()
        admin = self.env.ref("base.user_admin")
        self.assertEqual(
            self._step("users", admin).action_open()["res_model"], "res.users"
        )

    def test_only_heads(self):
        for user in (self.adviser, self.consultant):
            with self.assertRaises(AccessError):
                self._step("framework", user).read(["name"])
        with self.assertRaises(AccessError):
            self._step("framework").write({"model": "res.users"})

    def test_hidden_by_each_user(self):
        menu = self.env.ref("wohnkoord_odoo.first_step_menu")
        menus = self.env["ir.ui.menu"].with_user(self.manager)
        self.assertIn(menu.id, menus.load_menus(False))
        # as the client calls it: with the chosen records, which are none
        call_kw(
            self.env["wohnkoord.first.step"].with_user(self.manager),
            "action_hide",
            [[]],
            {},
        )
        self.assertNotIn(menu.id, menus.load_menus(False))
        other = self.env.ref("wohnkoord_odoo.first_step_configuration_menu")
        self.assertIn(other.id, menus.load_menus(False))


@tagged("post_install", "-at_install")
class TestFirstStepScreen(HttpCase, WohnkoordCase):
    def test_page(self):
        self.browser_js(
            "/odoo/first-steps",
            "document.querySelector('.o_kanban_record button[name=action_open]').click();"
            "console.log('test successful')",
            "document.querySelectorAll('.o_kanban_record:not(.o_kanban_ghost)').length > 9",
            login=self.manager.login,
        )
