# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase

TODO = "mail.mail_activity_data_todo"


class AbsenceCase(WohnkoordCase):
    """Two more advisers, and absences of the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._make_user("test_second", "wohnkoord_odoo.group_user")
        cls.third = cls._make_user("test_third", "wohnkoord_odoo.group_user")

    def _away(self, user, deputy, start=0, end=7, as_user=None):
        return (
            self.env["wohnkoord.absence"]
            .with_user(as_user or self.manager)
            .create(
                {
                    "user_id": user.id,
                    "deputy_id": deputy.id,
                    "date_from": self.today + timedelta(days=start),
                    "date_to": self.today + timedelta(days=end),
                }
            )
        )

    def _give(self, record, user, **values):
        return (
            record.with_user(self.manager)
            .with_context(mail_activity_quick_update=True)
            .activity_schedule(TODO, user_id=user.id, **values)
        )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAbsence(AbsenceCase):
    def test_roles(self):
        own = self._away(self.adviser, self.second, as_user=self.adviser)
        own.date_to = self.today + timedelta(days=9)
        self.assertEqual(own.with_user(self.second).status, "now")
        with self.assertRaises(AccessError):
            own.with_user(self.second).note = "fremd"
        with self.assertRaises(AccessError):
            self._away(self.third, self.adviser, 20, 30, as_user=self.second)
        with self.assertRaises(UserError):  # else it would be planned for another
            own.write({"user_id": self.third.id})
        self._away(self.third, self.manager)  # the head plans for others
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                own.with_user(user).read(["date_from"])

    def test_another_office_sees_nothing(self):
        absence = self._away(self.adviser, self.second)
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        absences = self.env["wohnkoord.absence"].with_user(other)
        self.assertFalse(absences.search([]) & absence)
        with self.assertRaises(ValidationError):
            self._away(self.adviser, other, 20, 30)

    @mute_logger("odoo.sql_db")
    def test_dates_and_persons(self):
        self._away(self.adviser, self.second)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._away(self.adviser, self.third, 7, 8)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._away(self.third, self.second, 3, 2)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._away(self.third, self.third)
        for nobody in (self.consultant, self.accountant, self.steering):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._away(self.third, nobody)

    def test_no_circle(self):
        self._away(self.adviser, self.second, 0, 7)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._away(self.second, self.adviser, 7, 9)
        later = self._away(self.second, self.adviser, 8, 9)  # not on the same days
        with self.assertRaises(ValidationError), self.cr.savepoint():
            later.date_from = self.today + timedelta(days=7)
        self._away(self.second, self.third, 2, 3)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._away(self.third, self.adviser, 3, 5)
        self._away(self.third, self.adviser, 4, 5)

    def test_chain(self):
        self._away(self.adviser, self.second)
        self.assertEqual(self.adviser._wohnkoord_on_duty(), self.second)
        self._away(self.second, self.third)
        self.assertEqual(self.adviser._wohnkoord_on_duty(), self.third)
        later = self.today + timedelta(days=8)
        self.assertEqual(self.adviser._wohnkoord_on_duty(later), self.adviser)
        self.assertFalse(self.env["res.users"]._wohnkoord_on_duty())
        self.third.active = False
        self.assertEqual(self.adviser._wohnkoord_on_duty(), self.adviser)

    def test_hints(self):
        absence = self._away(self.manager, self.second, 0, 7)
        self.assertIn("rights of the head", absence.hint)
        self._away(self.second, self.third, 5, 6)
        absence.invalidate_recordset()
        self.assertIn("test_third", absence.hint)
        self.assertFalse(self._away(self.adviser, self.third).hint)

    def test_begun_absences_are_kept(self):
        begun = self._away(self.adviser, self.second, as_user=self.adviser)
        with self.assertRaises(UserError):
            begun.unlink()
        self._away(self.adviser, self.second, 20, 22, as_user=self.adviser).unlink()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestDeputy(AbsenceCase):
    def test_activities_go_to_the_deputy(self):
        before = self._give(self.case, self.adviser)
        absence = self._away(self.adviser, self.second)
        activity = self._give(self.case, self.adviser)
        self.assertEqual(activity.user_id, self.second)
        self.assertEqual(activity.sudo().wohnkoord_absence_id, absence)
        self.assertEqual(before.user_id, self.adviser, "what was there stays")
        other = self._give(self.case, self.third)
        self.assertEqual(other.user_id, self.third)
        self.assertFalse(other.sudo().wohnkoord_absence_id)

    def test_what_one_gives_oneself_stays(self):
        self._away(self.adviser, self.second)
        activity = self.case.with_user(self.adviser).activity_schedule(
            TODO, user_id=self.adviser.id
        )
        self.assertEqual(activity.user_id, self.adviser)

    def test_absence_cannot_be_forged(self):
        absence = self._away(self.third, self.second)
        activity = (
            self.env["mail.activity"]
            .with_user(self.manager)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self.case._name),
                    "res_id": self.case.id,
                    "user_id": self.adviser.id,
                    "wohnkoord_absence_id": absence.id,
                }
            )
        )
        self.assertFalse(activity.sudo().wohnkoord_absence_id)

    def test_a_deputy_who_may_not_read_gets_nothing(self):
        """Rules of the record stand above the absence."""
        self.env["ir.rule"].create(
            {
                "name": "Probe",
                "model_id": self.env["ir.model"]._get_id("wohnkoord.initiative"),
                "domain_force": f"[(0 if user.id == {self.second.id} else 1, '=', 1)]",
            }
        )
        self._away(self.adviser, self.second)
        activity = self._give(self.initiative, self.adviser)
        self.assertEqual(activity.user_id, self.adviser)

    def test_request_of_more_hours_goes_to_the_deputy(self):
        call_off = self._make_call_off(5)
        self._away(self.adviser, self.second)
        call_off.with_user(self.consultant).sudo()._request_hours(1, "Mehr Termine")
        activity = call_off.activity_ids
        self.assertEqual(activity.user_id, self.second)
        call_off.with_user(self.second).request_id.action_grant()
        self.assertEqual(call_off.hours, 6)

    def test_four_eyes_stay(self):
        """A deputy gets no rights, and the own entries stay out of reach."""
        self._away(self.manager, self.second)
        call_off = self._make_call_off(5)
        entry = self._make_entry(call_off, 60, submit=True)
        with self.assertRaises(AccessError):
            entry.with_user(self.second).action_approve()
        head = self._make_user("test_second_head", "wohnkoord_odoo.group_manager")
        self._away(self.third, head)
        own = self._make_entry(
            call_off,
            60,
            user=head,
            submit=True,
            partner_id=self.consultant.partner_id.id,
        )
        with self.assertRaises(AccessError):
            own.with_user(head).action_approve()
        entry.with_user(head).action_approve()
        self.assertEqual(entry.state, "approved")

    def test_cases_asked_for_in_the_portal(self):
        absence = self._away(self.adviser, self.second)
        vals = self.initiative.with_user(self.spokesperson).sudo()
        vals = vals._prepare_request_vals(
            "concept",
            {
                "subject": "Wie weiter",
                "topic_ids": [],
                "urgency_reason": "",
                "date_deadline": False,
            },
        )
        self.assertEqual(vals["user_id"], self.second.id)
        self.assertEqual(vals["absence_id"], absence.id)

    def test_afterwards(self):
        absence = self._away(self.adviser, self.second)
        activity = self._give(self.case, self.adviser)
        done = self._give(self.case, self.adviser)
        done.action_feedback()
        case = self.env["wohnkoord.advisory"].create(
            {"subject": "Neu", **self.adviser._wohnkoord_duty_vals()}
        )
        absence.invalidate_recordset()
        self.assertEqual(
            (absence.activity_count, absence.open_count, absence.case_count), (2, 1, 1)
        )
        mine = absence.with_user(self.adviser)
        listed = self.env["mail.activity"].with_user(self.adviser)
        action = mine.action_view_activities()
        self.assertEqual(
            listed.with_context(**action["context"]).search(action["domain"]),
            activity | done,
        )
        self.assertEqual(
            self.env["wohnkoord.advisory"].search(mine.action_view_cases()["domain"]),
            case,
        )
        with self.assertRaises(AccessError):
            absence.with_user(self.third).action_take_back()
        mine.action_take_back()
        self.assertEqual(activity.user_id, self.adviser)
        self.assertEqual(case.user_id, self.adviser)
