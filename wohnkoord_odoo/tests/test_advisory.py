# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAdvisory(WohnkoordCase):
    """States, reasons, dates and who may what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Case = cls.env["wohnkoord.advisory"].with_user(cls.adviser)
        cls.call = cls.Case.create({"subject": "Erste Frage"})

    def test_number_and_defaults(self):
        year = self.today.year
        self.assertRegex(self.call.name, rf"^BV-{year}-\d{{4}}$")
        self.assertEqual(self.call.level, "orientation")
        self.assertEqual(self.call.state, "requested")
        self.assertEqual(self.call.user_id, self.adviser)
        self.assertEqual(self.call.company_id, self.company)
        self.assertIn("Erste Frage", self.call.display_name)

    def test_orientation_goes_straight_on(self):
        with self.assertRaisesRegex(UserError, "no approval"):
            self.call.action_approve()
        self.call.action_start()
        self.assertEqual(self.call.state, "running")
        self.assertEqual(self.call.date_first_contact, self.today)
        self.call.action_done()
        self.assertEqual(self.call.state, "done")
        self.assertEqual(self.call.date_done, self.today)

    def test_first_contact_is_kept(self):
        before = self.today - timedelta(days=3)
        self.call.write(
            {"date_requested": before - timedelta(days=2), "date_first_contact": before}
        )
        self.call.action_start()
        self.assertEqual(self.call.date_first_contact, before)
        self.assertEqual(self.call.days_to_contact, 2)

    def test_states_follow_each_other(self):
        for action in ("action_done",):
            with self.assertRaises(UserError):
                getattr(self.call, action)()
        requested = self._make_case("concept", state="requested").with_user(
            self.adviser
        )
        with self.assertRaises(UserError):
            requested.action_start()
        self.assertEqual(requested.state, "requested")
        requested.action_approve()
        with self.assertRaises(UserError):
            requested.action_approve()
        requested.action_start()
        requested.action_done()
        for action, *args in (
            ("action_start",),
            ("action_done",),
            ("action_reject", "zu spät"),
            ("action_cancel", "zu spät"),
        ):
            with self.assertRaises(UserError):
                getattr(requested, action)(*args)
        self.assertEqual(requested.state, "done")

    def test_reject_and_cancel_keep_the_reason(self):
        for action, state in (
            ("action_reject", "rejected"),
            ("action_cancel", "cancelled"),
        ):
            case = self.Case.create({"outcome": "Vorher"})
            getattr(case, action)("Nicht zuständig")
            self.assertEqual(case.state, state)
            self.assertEqual(case.outcome, "Vorher\nNicht zuständig")
            self.assertFalse(case.date_done)
            for empty in ((), (None,), ("   ",)):
                case = self.Case.create({"outcome": "Vorher"})
                getattr(case, action)(*empty)
                self.assertEqual((case.state, case.outcome), (state, "Vorher"))

    def test_reason_dialog_does_the_same(self):
        dialog = self.call.action_ask_cancel()
        self.env["wohnkoord.reason"].with_user(self.adviser).with_context(
            **dialog["context"]
        ).create({"reason": "Meldet sich nicht"}).action_apply()
        self.assertEqual(self.call.state, "cancelled")
        self.assertEqual(self.call.outcome, "Meldet sich nicht")

    def test_state_by_write_does_what_the_action_does(self):
        self.call.write({"state": "running"})
        self.assertEqual(self.call.date_first_contact, self.today)
        self.call.write({"state": "done", "outcome": "Beraten"})
        self.assertEqual(self.call.date_done, self.today)
        self.assertEqual(self.call.outcome, "Beraten")
        with self.assertRaises(UserError):
            self.call.write({"state": "requested"})
        fresh = self.Case.create({})
        with self.assertRaises(UserError):
            fresh.write({"state": "done"})
        with self.assertRaises(UserError):
            fresh.write({"state": "approved"})

    def test_rejected_by_write_takes_the_outcome(self):
        for state in ("rejected", "cancelled"):
            case = self.Case.create({"outcome": "Steht schon da"})
            case.write({"state": state, "outcome": "Weil", "subject": "Neu"})
            self.assertEqual(case.state, state)
            self.assertEqual(case.outcome, "Steht schon da\nWeil")
            self.assertEqual(case.subject, "Neu")
            case.write({"state": state, "subject": "Nur der Betreff"})
            self.assertEqual(case.subject, "Nur der Betreff")

    def test_create_in_another_state_is_refused(self):
        for state in ("approved", "running", "done", "rejected", "cancelled"):
            with self.assertRaises(UserError):
                self.Case.create({"state": state, "outcome": "x"})
        case = self.Case.with_context(default_state="done").create({})
        self.assertEqual(case.state, "requested")

    def test_import(self):
        result = self.Case.load(
            ["subject", "level", "topic_ids", "state"],
            [["Aus der Tabelle", "orientation", "Probethema", "requested"]],
        )
        self.assertFalse(result["messages"])
        case = self.Case.browse(result["ids"])
        self.assertEqual(case.topic_ids, self.topic)
        result = self.Case.load(["subject", "state"], [["Fertig", "done"]])
        self.assertTrue(result["messages"])
        self.assertFalse(result["ids"])
        result = self.Case.load(["subject", "waiver_reason"], [["Trick", "darf"]])
        self.assertTrue(result["messages"])
        # an existing record moves by the action
        result = self.Case.load([".id", "state"], [[str(case.id), "running"]])
        self.assertFalse(result["messages"])
        self.assertEqual(case.date_first_contact, self.today)

    def test_copy_starts_anew(self):
        self.case.with_user(self.adviser).action_start()
        copy = self.case.with_user(self.adviser).copy()
        self.assertEqual(copy.state, "requested")
        self.assertNotEqual(copy.name, self.case.name)
        self.assertFalse(copy.date_first_contact)
        self.assertFalse(copy.waiver_user_id)
        self.assertEqual(copy.date_requested, self.today)

    def test_level_is_fixed_after_approval(self):
        case = self._make_case("concept", state="requested").with_user(self.adviser)
        case.level = "specialist"
        case.level = "concept"
        case.action_approve()
        with self.assertRaisesRegex(UserError, "fixed"):
            case.level = "orientation"
        with self.assertRaisesRegex(UserError, "fixed"):
            case.write({"level": "specialist", "state": "running"})
        self.assertEqual(case.state, "approved")

    def test_company_is_fixed(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.adviser.company_ids += other
        with self.assertRaises(UserError):
            self.call.company_id = other

    def test_only_requested_are_deleted(self):
        running = self.Case.create({})
        running.action_start()
        with self.assertRaises(UserError):
            running.unlink()
        self.assertTrue(self.Case.create({}).unlink())

    def test_waiting_days(self):
        self.call.date_requested = self.today - timedelta(days=12)
        met = self.Case.create(
            {
                "date_requested": self.today - timedelta(days=12),
                "date_first_contact": self.today - timedelta(days=7),
            }
        )
        rejected = self.Case.create({"date_requested": self.today - timedelta(days=12)})
        rejected.action_reject("nein")
        cases = self.call | met | rejected
        self.assertEqual(cases.mapped("waiting_days"), [12, 5, 0])
        for domain, expected in (
            ([("waiting_days", ">=", 12)], self.call),
            ([("waiting_days", ">", 12)], self.Case),
            ([("waiting_days", ">", 4)], self.call | met),
            ([("waiting_days", "<", 12)], met | rejected),
            ([("waiting_days", "<=", 4)], rejected),
            ([("waiting_days", "=", 5)], met),
            ([("waiting_days", "in", [0, 12])], self.call | rejected),
            ([("waiting_days", "!=", 5)], self.call | rejected),
        ):
            found = self.Case.search([("id", "in", cases.ids), *domain])
            self.assertEqual(found, expected & found | expected, domain)
            self.assertEqual(set(found.ids), set(expected.ids), domain)

    def test_average_leaves_out_who_still_waits(self):
        since = self.today - timedelta(days=8)
        met = self.Case.create({"date_requested": since, "date_first_contact": since})
        late = self.Case.create(
            {"date_requested": since, "date_first_contact": self.today}
        )
        cases = met | late | self.call
        domain = [("id", "in", cases.ids)]
        average = self.Case._read_group(domain, [], ["days_to_contact:avg"])[0][0]
        self.assertEqual(average, 4)
        domain = [("id", "=", self.call.id)]
        average = self.Case._read_group(domain, [], ["days_to_contact:avg"])[0][0]
        self.assertFalse(average)

    def test_urgent_gets_a_deadline(self):
        self.call.is_urgent = True
        self.assertEqual(self.call.date_deadline, self.today + timedelta(days=7))
        self.call.date_deadline = self.today + timedelta(days=2)
        self.call.is_urgent = False
        self.assertEqual(self.call.date_deadline, self.today + timedelta(days=2))

    def test_attention(self):
        calm = self.Case.create({"date_first_contact": self.today})
        self.call.write(
            {"is_urgent": True, "date_deadline": self.today - timedelta(days=2)}
        )
        for word in ("overdue by 2 days", "urgent", "waiting for 0 days"):
            self.assertIn(word, self.call.attention)
        self.assertFalse(calm.attention)
        done = self.Case.create({"is_urgent": True})
        done.action_cancel("weg")
        self.assertFalse(done.attention)
        found = self.Case.search(
            [
                ("id", "in", (self.call | calm | done).ids),
                ("needs_attention", "=", True),
            ]
        )
        self.assertEqual(found, self.call)
        found = self.Case.search(
            [("id", "in", (self.call | calm).ids), ("needs_attention", "=", False)]
        )
        self.assertEqual(found, calm)

    def test_attention_when_hours_run_out(self):
        self.case.date_first_contact = self.today
        call_off = self._make_call_off(10)
        self.assertNotIn("hours", self.case.attention or "")
        self._make_entry(call_off, 480)
        self.case.invalidate_recordset()
        self.assertIn("hours running out", self.case.attention)

    def test_minutes_are_never_negative(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.call.minutes_staff = -1
            self.env.flush_all()

    def test_done_waits_for_the_orders(self):
        call_off = self._make_call_off(5)
        case = self.case.with_user(self.adviser)
        case.action_start()
        for step in (case.action_done, lambda: case.action_cancel("weg")):
            with self.assertRaisesRegex(UserError, "orders"):
                step()
        call_off.action_cancel()
        case.action_cancel("weg")
        self.assertEqual(case.state, "cancelled")
