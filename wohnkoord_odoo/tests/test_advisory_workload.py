# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WohnkoordCase

MODEL = "wohnkoord.workload"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestWorkload(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._make_user("test_second", "wohnkoord_odoo.group_user")

    def _row(self, user, reader=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env[MODEL].with_user(reader or self.manager)
        return rows.search(
            [("user_id", "=", user.id), ("company_id", "=", self.company.id)]
        )

    def _open_case(self, user, **values):
        return self._make_case(
            "orientation", state="requested", user_id=user.id, **values
        )

    def test_counts_by_hand(self):
        self._open_case(self.second, is_urgent=True)
        self._open_case(self.second, date_deadline=self.today - timedelta(days=1))
        self._open_case(self.second, date_first_contact=self.today)
        self._open_case(self.second).with_user(self.second).action_cancel("nein")
        self._make_case("specialist", user_id=self.second.id)
        self.assertRecordValues(
            self._row(self.second),
            [
                {
                    "is_adviser": True,
                    "open_count": 4,
                    "orientation_count": 3,
                    "concept_count": 0,
                    "specialist_count": 1,
                    "urgent_count": 1,
                    "overdue_count": 1,
                    "waiting_count": 3,
                    "is_away": False,
                }
            ],
        )
        found = self.env["wohnkoord.advisory"].search(
            self._row(self.second).action_view_cases()["domain"]
        )
        self.assertEqual(len(found), 5, "the cases, with the cancelled one")

    def test_orders_entries_and_activities(self):
        self.case.user_id = self.second
        call_off = self._make_call_off(10)
        self._make_entry(call_off, 60, submit=True)
        self._make_entry(call_off, 60)
        self._make_call_off(5, confirm=False)
        for days in (-1, 1):
            self.case.with_user(self.manager).activity_schedule(
                "mail.mail_activity_data_todo",
                self.today + timedelta(days=days),
                user_id=self.second.id,
            )
        # what has no office in it does not count
        self.firm.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.second.id
        )
        self.assertRecordValues(
            self._row(self.second),
            [
                {
                    "order_count": 1,
                    "entry_count": 1,
                    "activity_count": 2,
                    "activity_late_count": 1,
                }
            ],
        )

    def test_minutes_this_month(self):
        first = self.today.replace(day=1)
        contact = {"user_id": self.second.id, "company_id": self.company.id}
        self.env["wohnkoord.short.contact"].create(
            [
                {**contact, "minutes": 10, "date": first},
                {**contact, "minutes": 15, "date": self.today},
                {**contact, "minutes": 99, "date": first - timedelta(days=1)},
            ]
        )
        now = fields.Datetime.now()
        events = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        meeting = {
            "name": "Termin",
            "user_id": self.second.id,
            "advisory_id": self.case.id,
        }
        starts = (now - timedelta(minutes=1), now + timedelta(days=1))
        for start in (*starts, now - timedelta(days=40)):
            events.create(
                {**meeting, "start": start, "stop": start + timedelta(minutes=45)}
            )
        self.assertRecordValues(
            self._row(self.second),
            [{"minutes_contact": 25, "minutes_meeting": 45, "minutes_month": 70}],
        )

    def test_absence(self):
        absence = self.env["wohnkoord.absence"].create(
            {
                "user_id": self.second.id,
                "deputy_id": self.adviser.id,
                "date_from": self.today + timedelta(days=3),
                "date_to": self.today + timedelta(days=5),
            }
        )
        row = self._row(self.second)
        self.assertEqual((row.absence_from, row.is_away), (absence.date_from, False))
        absence.date_from = self.today
        row = self._row(self.second)
        self.assertTrue(row.is_away)
        self.assertEqual(row.deputy_id, self.adviser)

    def test_who_left_and_nobody(self):
        self._open_case(self.second)
        self.second.active = False
        row = self._row(self.second)
        self.assertEqual((row.open_count, row.is_adviser), (1, False))
        before = self._row(self.env["res.users"]).open_count
        self._open_case(self.env["res.users"])
        self.assertEqual(self._row(self.env["res.users"]).open_count, before + 1)
        self.assertEqual(self._row(self.env["res.users"]).name, "Nobody's")
        self.assertFalse(self._row(self.accountant))

    def test_roles(self):
        self.assertTrue(self._row(self.adviser, self.adviser))
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                self._row(self.adviser, user)
        with self.assertRaises(AccessError):
            self.env[MODEL].with_user(self.manager).create({})

    def test_another_office(self):
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        rows = self.env[MODEL].with_user(other).search([])
        self.assertEqual(rows.user_id, other)
        self.assertEqual(rows.company_id, office)
        # whoever works in two offices has a row in each, with that office's figures
        self.second.company_ids += office
        self._open_case(self.second)
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env[MODEL].with_user(other).search([])
        self.assertEqual(rows.user_id, other | self.second)
        self.assertFalse(any(rows.mapped("open_count")))
        self.assertEqual(self._row(self.second).open_count, 1)

    def test_assign(self):
        cases = self._open_case(self.adviser) | self._open_case(self.adviser)
        action = cases.with_user(self.adviser).action_choose_adviser()
        rows = self.env[MODEL].with_user(self.adviser).with_context(**action["context"])
        rows = rows.search(action["domain"])
        self.assertNotIn(self.accountant, rows.user_id)
        rows.filtered(lambda row: row.user_id == self.second).action_assign()
        self.assertEqual(cases.user_id, self.second)
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        self.second.company_ids += office
        elsewhere = self.env[MODEL].search(
            [("user_id", "=", self.second.id), ("company_id", "=", office.id)]
        )
        with self.assertRaises(UserError):
            elsewhere.with_context(**action["context"]).action_assign()
        with self.assertRaises(AccessError):
            cases.with_user(self.steering).action_choose_adviser()

    def test_costs_the_same(self):
        def cost():
            rows = self.env[MODEL].with_user(self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.search([]).web_read(
                {
                    "user_id": {"fields": {"display_name": {}}},
                    "deputy_id": {"fields": {"display_name": {}}},
                    "name": {},
                    "open_count": {},
                    "minutes_month": {},
                    "is_away": {},
                }
            )
            return self.cr.sql_log_count - before

        cost()
        few = cost()
        for number in range(27):
            user = self._make_user(f"test_more_{number}", "wohnkoord_odoo.group_user")
            self._open_case(user)
        cost()  # new users empty the caches
        self.assertLessEqual(cost(), few)
