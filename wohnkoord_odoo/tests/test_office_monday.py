# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import WohnkoordCase


class MondayCase(WohnkoordCase):
    def _notes(self, user):
        return self.env["wohnkoord.advisory"].with_user(user).monday_notes()

    def _texts(self, user):
        return " | ".join(note["text"] for note in self._notes(user))

    def _away(self, user, deputy, start, end):
        return self.env["wohnkoord.absence"].create(
            {
                "user_id": user.id,
                "deputy_id": deputy.id,
                "date_from": self.today + timedelta(days=start),
                "date_to": self.today + timedelta(days=end),
            }
        )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMonday(MondayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._make_user("test_second", "wohnkoord_odoo.group_user")

    def test_absences(self):
        self._away(self.adviser, self.second, 0, 3)
        self._away(self.manager, self.second, 20, 22)
        self.assertIn("You are away", self._texts(self.adviser))
        self.assertIn("You stand in for", self._texts(self.second))
        self.assertIn("is away", self._texts(self.manager))
        self.assertEqual(self._texts(self.manager).count("away"), 1, "not so far ahead")

    def test_what_came_meanwhile(self):
        absence = self._away(self.adviser, self.second, -5, 0)
        self.case.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.adviser.id
        )
        absence.date_to = self.today - timedelta(days=1)
        self.assertIn("got 1 activities and 0 new cases", self._texts(self.adviser))
        self.assertNotIn("While you were away", self._texts(self.second))

    def test_contracts_reports_and_approvals(self):
        framework = self._make_framework(
            name="Alte Vereinbarung", date_end=self.today + timedelta(days=50)
        )
        call_off = self._make_call_off(85)
        self._make_entry(call_off, 60, submit=True)
        self.env["wohnkoord.report.date"].create(
            [
                {"name": "Nachweis", "date_due": self.today - timedelta(days=1)},
                {"name": "Vorlage", "date_due": self.today + timedelta(days=3)},
            ]
        )
        text = self._texts(self.adviser)
        self.assertIn("Frameworks that end soon: Alte Vereinbarung", text)
        self.assertIn("Contracts nearly used up: RV-Probe", text)
        self.assertIn("Reports overdue: Nachweis", text)
        self.assertIn("Reports due soon: Vorlage", text)
        self.assertNotIn("to approve", text)
        self.assertIn("to approve: 1", self._texts(self.manager))
        for note in self._notes(self.manager):
            action = note["action"]
            found = self.env[action["res_model"]].with_user(self.manager)
            self.assertTrue(found.search(action["domain"]), note["text"])
        framework.action_close()
        self.assertNotIn("Alte Vereinbarung", self._texts(self.adviser))

    def test_only_for_the_office(self):
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                self._notes(user)

    def test_queries_do_not_grow(self):
        def queries():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._notes(self.adviser)
            return self.cr.sql_log_count - before

        def report(number):
            return {"name": str(number), "date_due": self.today}

        rows = self.env["wohnkoord.report.date"]
        rows.create([report(number) for number in range(3)])
        self.env.flush_all()
        queries()
        few = queries()
        rows.create([report(number) for number in range(30)])
        self.env.flush_all()
        self.assertLessEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestMondayScreen(HttpCase, MondayCase):
    def test_notes_stand_above_the_list(self):
        self._away(self.adviser, self.manager, 0, 3)
        self.start_tour("/odoo/monday", "wohnkoord_monday_notes", login="test_adviser")
