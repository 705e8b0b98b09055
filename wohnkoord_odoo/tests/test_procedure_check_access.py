# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_check_common import CheckCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCheckAccess(CheckCase):
    """Who sees and decides checks, on the screen and on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bid = cls._make_opened_bid()

    def test_nothing_is_written_past_the_buttons(self):
        check = self._prepare()[:1]
        attacks = (
            {"result": "met"},
            {"note": "x"},
            {"proposal": "met"},
            {"found": "99"},
            {"decided_by_id": self.manager.id},
            {"is_curable": True},
        )
        for values in attacks:
            for user in (self.adviser, self.manager):
                with self.assertRefused("kept by the system"):
                    check.with_user(user).write(values)
        for user in (self.adviser, self.manager):
            with self.assertRefused("", AccessError):
                check.with_user(user).unlink()
            with self.assertRefused():
                check.with_user(user).create(
                    {"bid_id": self.bid.id, "requirement_key": "x", "name": "x"}
                )

    def test_roles(self):
        check = self._prepare()[:1]
        Check = self.env["wohnkoord.bid.check"]
        for user in (self.adviser, self.manager):
            self.assertTrue(Check.with_user(user).has_access("read"))
        for user in (
            self.steering,
            self.accountant,
            self.spokesperson,
            self.consultant,
        ):
            self.assertFalse(Check.with_user(user).has_access("read"), user.login)
            with self.assertRefused("", AccessError):
                check.with_user(user).action_decide_met()
            with self.assertRefused("", AccessError):
                self.procedure.with_user(user).action_prepare_checks()

    def test_checks_of_unopened_bids_do_not_exist(self):
        self._prepare()
        # no bid goes back; the database would not let it
        self.env.cr.execute("ALTER TABLE wohnkoord_bid DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE wohnkoord_bid SET state = 'submitted', initiative_id = NULL,"
            " registration_id = NULL, procedure_lot_id = NULL, content = NULL"
            " WHERE id = %s",
            [self.bid.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self._checks())

    def test_other_office_sees_nothing(self):
        check = self._prepare()[:1]
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_other_manager",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[(6, 0, office.ids)],
        )
        with self.assertRefused("", AccessError):
            check.with_user(other).action_decide_met()
        self.assertFalse(self.env["wohnkoord.bid.check"].with_user(other).search([]))

    def test_steering_reads_the_procedure_without_the_check(self):
        self._prepare()
        procedure = self.procedure.with_user(self.steering)
        self.assertTrue(procedure.name)
        with self.assertRefused("", AccessError):
            procedure.read(["check_progress"])
        self.assertFalse(procedure._missing("jury"), "not even how many")
        with self.assertRefused("", AccessError):
            procedure._check_overview()

    def test_views_and_pages_on_paper(self):
        self._prepare().action_accept_met()
        report = self.env["ir.actions.report"].with_user(self.adviser)
        html, _kind = report._render_qweb_html(
            "wohnkoord_odoo.bid_check_report", self.bid.ids
        )
        self.assertIn("8 of 8 households", html.decode())
        html, _kind = report._render_qweb_html(
            "wohnkoord_odoo.procedure_check_report", self.procedure.ids
        )
        self.assertIn("Mindestens 8 Haushalte", html.decode())
        self.assertIn("table-success", html.decode())
        with self.assertRaises(UserError):
            self.env["ir.actions.report"].with_user(self.steering)._render_qweb_html(
                "wohnkoord_odoo.procedure_check_report", self.procedure.ids
            )
