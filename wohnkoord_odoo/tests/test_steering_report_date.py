# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase

KIND = "wohnkoord_odoo.activity_type_report_date"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestReportDate(WohnkoordCase):
    def _due(self, days, **values):
        return (
            self.env["wohnkoord.report.date"]
            .with_user(self.adviser)
            .create(
                {
                    "name": "Zwischenbericht",
                    "date_due": self.today + timedelta(days=days),
                    **values,
                }
            )
        )

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.ir_cron_contract_remind"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _next(self, row):
        return row.search([("previous_id", "=", row.id)])

    def test_roles(self):
        row = self._due(10, framework_id=self.framework.id)
        row.with_user(self.manager).note = "Leitung"
        self.assertEqual(row.with_user(self.steering).status, "soon")
        with self.assertRaises(AccessError):
            row.with_user(self.steering).note = "nein"
        with self.assertRaises(AccessError):
            row.with_user(self.steering).action_done()
        with self.assertRaises(AccessError):
            row.unlink()
        for user in (self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["name"])
        row.with_user(self.manager).unlink()

    def test_another_office(self):
        row = self._due(10)
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        rows = self.env["wohnkoord.report.date"].with_user(other)
        self.assertFalse(rows.search([]) & row)
        with self.assertRaises(UserError):  # no framework of another office
            rows.create(
                {
                    "name": "Fremd",
                    "date_due": self.today,
                    "company_id": office.id,
                    "framework_id": self.framework.id,
                }
            )

    def test_status(self):
        rows = {
            "overdue": self._due(-1),
            "soon": self._due(14),
            "planned": self._due(15),
            "done": self._due(3),
        }
        rows["done"].action_done()
        for status, row in rows.items():
            self.assertEqual(row.status, status)
            found = row.search([("status", "=", status)])
            self.assertIn(row, found)
            self.assertFalse(found & (row.union(*rows.values()) - row))

    def test_next_one(self):
        for recurrence, months in (
            ("quarterly", 3),
            ("half_yearly", 6),
            ("yearly", 12),
        ):
            row = self._due(0, recurrence=recurrence, date_due=date(2026, 1, 15))
            row.action_done()
            following = self._next(row)
            self.assertEqual(len(following), 1)
            self.assertFalse(following.date_done)
            self.assertEqual(
                (following.date_due.year - 2026) * 12 + following.date_due.month - 1,
                months,
            )
            self.assertEqual(following.user_id, row.user_id)
        once = self._due(0)
        once.action_done()
        self.assertFalse(self._next(once))

    def test_the_last_day_of_a_month_stays_the_last(self):
        Row = self.env["wohnkoord.report.date"]
        for day, months, expected in (
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 2, 28), 6, date(2027, 8, 31)),
            (date(2027, 2, 28), 12, date(2028, 2, 29)),
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2026, 4, 15), 3, date(2026, 7, 15)),
            (date(2026, 10, 30), 3, date(2027, 1, 30)),
        ):
            self.assertEqual(Row._following(day, months), expected)

    @mute_logger("odoo.sql_db")
    def test_one_next_only(self):
        row = self._due(0, recurrence="yearly")
        row.action_done()
        row.action_done()
        row.action_reopen()
        self.assertFalse(row.date_done)
        row.action_done()
        self.assertEqual(len(self._next(row)), 1)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            row._create_guarded([row._next_vals(12)])
        with self.assertRaises(UserError):
            row.create({**row.copy_data()[0], "previous_id": row.id})

    def test_written_and_imported(self):
        row = self._due(0, recurrence="yearly")
        row.write({"date_done": self.today - timedelta(days=1), "note": "Per Post"})
        self.assertEqual(row.note, "Per Post")
        self.assertEqual(len(self._next(row)), 1)
        with self.assertRaises(UserError):
            self._due(5).write({"date_done": self.today + timedelta(days=1)})

    def test_reminded_once(self):
        row = self._due(14)
        late = self._due(15)
        never = self._due(1, remind_days=0)
        self._run()
        activity = row.activity_ids
        self.assertEqual(activity.user_id, self.adviser)
        self.assertEqual(activity.date_deadline, row.date_due)
        self.assertIn("Zwischenbericht", activity.summary)
        self.assertFalse((late | never).activity_ids)
        self._run()
        self.assertEqual(row.activity_ids, activity)
        row.user_id = self.manager
        self.assertEqual(row.activity_ids.user_id, self.manager)
        row.date_due = self.today + timedelta(days=30)
        self.assertFalse(row.activity_ids)
        row.date_due = self.today + timedelta(days=3)
        self._run()
        self.assertEqual(len(row.activity_ids), 1)
        row.action_done()
        self.assertFalse(row.activity_ids)

    def test_deputy_is_reminded(self):
        self.env["wohnkoord.absence"].create(
            {
                "user_id": self.adviser.id,
                "deputy_id": self.manager.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        row = self._due(2)
        self._run()
        self.assertEqual(row.activity_ids.user_id, self.manager)

    def test_office_s_days(self):
        self.company.wohnkoord_report_days = 30
        self.assertEqual(self._due(1).remind_days, 30)

    @mute_logger("odoo.addons.wohnkoord_odoo.models.contract_reminder")
    def test_a_bad_one_does_not_stop_the_others(self):
        bad, good = self._due(1), self._due(2)
        schedule = type(bad).activity_schedule

        def fail(records, *args, **kwargs):
            if records.id == bad.id:
                raise ValueError("broken")
            return schedule(records, *args, **kwargs)

        with patch.object(type(bad), "activity_schedule", fail):
            self._run()
        self.assertFalse(bad.activity_ids)
        self.assertTrue(good.activity_ids)
