# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .common import TimeEntryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractTimeEntry(TimeEntryCase):
    """What is worked, and what an entry must meet (invariants 2, 4)."""

    # -- minutes ----------------------------------------------------------------------

    def test_worked_follows_every_change(self):
        entry = self._make_entry(self.order, 90)
        self.assertEqual((entry.minutes, entry.hours), (90, 1.5))
        self.assertWorked(90)
        entry.minutes = 100
        self.assertWorked(100)
        entry.hours = 0.5
        self.assertEqual(entry.minutes, 30)
        self.assertWorked(30)
        entry.write({"date": self.today, "minutes": 45})
        self.assertWorked(45)
        entry.unlink()
        self.assertWorked(0)

    def test_worked_never_exceeds_the_order(self):
        self._make_entry(self.order, 599)
        with self.assertRefused("ask for more hours"):
            self._make_entry(self.order, 2, date=self.today)
        self.assertWorked(599)
        last = self._make_entry(self.order, 1, date=self.today)
        with self.assertRefused("ask for more hours"):
            last.minutes = 2
        self.assertWorked(600)
        with self.assertRefused():
            self._make_entry(self.order, 1, user=self.adviser)

    def test_batch_is_all_or_nothing(self):
        data = {
            "call_off_id": self.order.id,
            "date": self.today,
            "description": "Sammeleintrag",
            "minutes": 400,
        }
        model = self.env["wohnkoord.time.entry"].with_user(self.consultant)
        with self.assertRefused("ask for more hours"):
            model.create([data, data])
        self.assertWorked(0)
        model.create([data, {**data, "minutes": 200}])
        self.assertWorked(600)

    def test_one_minute_to_24_hours(self):
        self.order.action_amend(40, "Klausur")
        for minutes in (0, -1, 1441, -60):
            with self.subTest(minutes=minutes), self.assertRefused():
                self._make_entry(self.order, minutes)
        for values in ({"hours": -2.0}, {"hours": 24.5}, {"hours": 0.001}):
            with self.subTest(values=values), self.assertRefused():
                self._make_entry(self.order, **{"minutes": 0, **values})
        self._make_entry(self.order, 1440)
        self.assertEqual(self.order.minutes_worked, 1440)

    def test_24_hours_a_day_per_person(self):
        other_contract = self._make_contract(self.firm, name="RV-2")
        self.order.action_amend(30, "Klausur")
        other = self._make_call_off(30, contract_id=other_contract.id)
        first = self._make_entry(self.order, 1000)
        with self.assertRefused("24 hours"):
            self._make_entry(other, 441)
        second = self._make_entry(other, 440)
        with self.assertRefused("24 hours"):
            second.minutes = 441
        # another day and another person are free
        moved = self._make_entry(other, 441, date=self.today)
        self._make_entry(self.order, 600, user=self.colleague)
        with self.assertRefused("24 hours"):
            moved.date = first.date
        first.unlink()
        moved.date = self.today - timedelta(days=1)
        self.assertEqual(other.minutes_worked, 881)

    def test_refused_gives_the_hours_back(self):
        entry = self._make_entry(self.order, 600, submit=True)
        with self.assertRefused():
            self._make_entry(self.order, 1, date=self.today)
        entry.with_user(self.manager).action_refuse("Bitte aufteilen")
        self.assertWorked(0)
        self.assertEqual(entry.refusal_reason, "Bitte aufteilen")
        taken = self._make_entry(self.order, 300, date=self.today)
        with self.assertRefused("ask for more hours"):
            entry.action_submit()
        entry.minutes = 300
        self.assertWorked(300)
        entry.action_submit()
        self.assertWorked(600)
        entry.with_user(self.manager).action_approve()
        self.assertEqual(self.order.minutes_approved, 300)
        self.assertFalse(entry.refusal_reason)
        taken.unlink()
        self.assertWorked(300)

    def test_refused_frees_the_day(self):
        self.order.action_amend(50, "Klausur")
        entry = self._make_entry(self.order, 1440, submit=True)
        entry.with_user(self.manager).action_refuse("Unklar")
        self._make_entry(self.order, 1440)
        with self.assertRefused("24 hours"):
            entry.action_submit()

    # -- what an entry must meet ---------------------------------------------------------

    def test_inside_the_term(self):
        for date in (
            self.order.date_start - timedelta(days=1),
            self.today + timedelta(days=1),
            self.order.date_end + timedelta(days=1),
        ):
            with self.subTest(date=date), self.assertRefused():
                self._make_entry(self.order, 60, date=date)
        entry = self._make_entry(self.order, 60, date=self.order.date_start)
        with self.assertRefused("outside the order's term"):
            entry.date = self.order.date_start - timedelta(days=1)
        with self.assertRefused("not in advance"):
            entry.date = self.today + timedelta(days=1)

    def test_order_must_be_confirmed(self):
        draft = self._make_call_off(5, confirm=False)
        for user in (self.adviser, self.consultant):
            with self.subTest(user=user.login), self.assertRefused():
                self._make_entry(draft, 60, user=user)
        draft.action_cancel()
        with self.assertRefused("not open"):
            self._make_entry(draft, 60)
        entry = self._make_approved(self.order, 60)
        self.order.result = "Fertig."
        self.order.action_close()
        with self.assertRefused("not open"):
            self._make_entry(self.order, 60)
        self.assertEqual(entry.state, "approved")

    def test_topic_of_the_case(self):
        other = self.env["wohnkoord.topic"].create({"name": "Anderes Thema"})
        self._make_entry(self.order, 60, topic_id=self.topic.id)
        with self.assertRefused("topic"):
            self._make_entry(self.order, 60, topic_id=other.id)

    def test_worked_by_a_person_of_the_firm(self):
        with self.assertRefused("does not belong"):
            self._make_entry(
                self.order,
                60,
                user=self.adviser,
                partner_id=self.rival.partner_id.id,
            )
        entry = self._make_entry(
            self.order,
            60,
            user=self.adviser,
            partner_id=self.consultant.partner_id.id,
        )
        self.assertEqual(entry.user_id, self.adviser)

    def test_office_names_the_person(self):
        """Of two people in the firm the office says which; the only one is preset."""
        with self.assertRefused():
            self._make_entry(self.order, 60, user=self.adviser)
        contract = self._make_contract(self.rival_firm, name="RV-2")
        order = self._make_call_off(5, contract_id=contract.id)
        entry = self._make_entry(order, 60, user=self.adviser)
        self.assertEqual(entry.partner_id, self.rival.partner_id)

    def test_consultant_enters_own_work_only(self):
        with self.assertRefused("own work"):
            self._make_entry(self.order, 60, partner_id=self.colleague.partner_id.id)
        with self.assertRefused():
            self._make_entry(self.order, 60, partner_id=self.firm.id)
        model = self.env["wohnkoord.time.entry"].with_user(self.consultant)
        entry = model.with_context(default_partner_id=self.colleague.partner_id.id)
        with self.assertRefused():
            entry.create(
                {
                    "call_off_id": self.order.id,
                    "minutes": 5,
                    "description": "Für den Kollegen",
                }
            )

    def test_order_and_person_are_fixed(self):
        entry = self._make_entry(self.order, 60)
        other = self._make_call_off(5)
        for values in (
            {"call_off_id": other.id},
            {"partner_id": self.colleague.partner_id.id},
        ):
            for user in (self.consultant, self.adviser):
                with self.subTest(values=values, user=user.login):
                    with self.assertRefused("fixed"):
                        entry.with_user(user).write(values)
        # a form that sends the same values back is no change
        entry.write({"call_off_id": self.order.id, "description": "Genauer"})
