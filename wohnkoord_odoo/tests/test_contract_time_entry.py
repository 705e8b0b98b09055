# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractTimeEntry(WohnkoordCase):
    """Hours are entered, decided and taken back by the rules (invariants 2, 4, 5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def assertWorked(self, minutes):
        self.assertEqual(self.order.minutes_worked, minutes)
        self.assertEqual(self.order.hours_worked, minutes / 60)
        self.assertEqual(self.order.hours_left, (600 - minutes) / 60)
        self.assertBalanced()

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

    # -- who may change ---------------------------------------------------------------

    def test_author_or_office(self):
        entry = self._make_entry(self.order, 60)
        for user in (self.colleague, self.rival, self.spokesperson, self.steering):
            foreign = entry.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRefused(exception=AccessError):
                    foreign.write({"minutes": 5})
                with self.assertRefused(exception=AccessError):
                    foreign.write({"state": "submitted"})
                with self.assertRefused(exception=AccessError):
                    foreign.action_submit()
                with self.assertRefused(exception=AccessError):
                    foreign.unlink()
        entry.with_user(self.adviser).write({"minutes": 50})
        entry.with_user(self.adviser).action_submit()
        self.assertWorked(50)

    def test_fixed_once_submitted(self):
        entry = self._make_entry(self.order, 60, submit=True)
        changes = (
            {"minutes": 5},
            {"date": self.today},
            {"description": "Anders"},
            {"state": "draft"},
            {"state": "submitted", "minutes": 5},
        )
        for approved in (False, True):
            if approved:
                entry.with_user(self.manager).action_approve()
            for user in (self.consultant, self.adviser, self.manager):
                for values in changes:
                    with self.subTest(user=user.login, values=values):
                        with self.assertRefused():
                            entry.with_user(user).write(values)
                with self.subTest(user=user.login), self.assertRefused():
                    entry.with_user(user).unlink()
        self.assertWorked(60)

    def test_refused_is_not_deleted(self):
        entry = self._make_entry(self.order, 60, submit=True)
        entry.with_user(self.manager).action_refuse("Unklar")
        with self.assertRefused("evidence"):
            entry.unlink()

    # -- who decides -----------------------------------------------------------------------

    def test_only_the_head_decides(self):
        entry = self._make_entry(self.order, 60, submit=True)
        for user in (
            self.adviser,
            self.consultant,
            self.colleague,
            self.rival,
            self.steering,
            self.accountant,
        ):
            with self.subTest(user=user.login):
                with self.assertRefused(exception=AccessError):
                    entry.with_user(user).action_approve()
                with self.assertRefused(exception=AccessError):
                    entry.with_user(user).action_refuse("Nein")
                with self.assertRefused(exception=AccessError):
                    entry.with_user(user).write({"state": "approved"})
        entry.with_user(self.manager).action_approve()
        self.assertEqual(entry.approved_by_id, self.manager)
        self.assertTrue(entry.approved_date)
        self.assertEqual(self.order.minutes_approved, 60)

    def test_nobody_decides_the_own_entry(self):
        typed = self._make_entry(
            self.order,
            60,
            user=self.manager,
            partner_id=self.consultant.partner_id.id,
            submit=True,
        )
        with self.assertRefused("of their own"):
            typed.action_approve()
        with self.assertRefused("of their own"):
            typed.write({"state": "approved"})
        with self.assertRefused("of their own"):
            typed.action_refuse("Nein")
        second = self._make_user("test_head_2", "wohnkoord_odoo.group_manager")
        typed.with_user(second).action_approve()
        self.assertEqual(typed.state, "approved")

    def test_nobody_decides_for_the_own_firm(self):
        entry = self._make_entry(self.order, 60, submit=True)
        self.manager.partner_id.parent_id = self.firm
        with self.assertRefused("own firm"):
            entry.with_user(self.manager).action_approve()
        with self.assertRefused("own firm"):
            entry.with_user(self.manager).action_refuse("Nein")

    def test_decided_once(self):
        draft = self._make_entry(self.order, 60)
        with self.assertRefused("not submitted"):
            draft.with_user(self.manager).action_approve()
        with self.assertRefused("not submitted"):
            draft.with_user(self.manager).action_refuse("Nein")
        entry = self._make_approved(self.order, 60)
        with self.assertRefused("not submitted"):
            entry.with_user(self.manager).action_approve()
        with self.assertRefused("not submitted"):
            entry.with_user(self.manager).action_refuse("Doch nicht")
        self.assertEqual(self.order.minutes_approved, 60)

    def test_mass_approval_is_all_or_nothing(self):
        entries = self._make_entry(self.order, 60, submit=True)
        entries += self._make_entry(self.order, 30)
        with self.assertRefused("not submitted"):
            entries.with_user(self.manager).action_approve()
        self.assertEqual(self.order.minutes_approved, 0)
        entries[1].action_submit()
        entries.with_user(self.manager).action_approve()
        self.assertEqual(self.order.minutes_approved, 90)

    def test_refusal_has_a_reason(self):
        entry = self._make_entry(self.order, 60, submit=True)
        for reason in ("", "  ", False):
            with self.assertRefused("reason"):
                entry.with_user(self.manager).action_refuse(reason)
        with self.assertRefused():
            entry.with_user(self.manager).write({"state": "refused"})
        action = entry.with_user(self.manager).action_ask_refuse()
        self.env["wohnkoord.reason"].with_user(self.manager).with_context(
            **action["context"]
        ).create({"reason": "Unklar"}).action_apply()
        self.assertEqual((entry.state, entry.refusal_reason), ("refused", "Unklar"))

    def test_the_reason_dialog_calls_nothing_else(self):
        entry = self._make_entry(self.order, 60, submit=True)
        wizard = (
            self.env["wohnkoord.reason"]
            .with_user(self.adviser)
            .create(
                {
                    "res_model": entry._name,
                    "res_ids": entry.ids,
                    "method": "action_approve",
                    "reason": "x",
                }
            )
        )
        with self.assertRefused(exception=AccessError):
            wizard.action_apply()
        refusing = wizard.copy({"method": "action_refuse"})
        with self.assertRefused(exception=AccessError):
            refusing.action_apply()
        self.assertEqual(entry.state, "submitted")

    # -- locked periods and counter-entries ---------------------------------------------

    def test_locked_period(self):
        locked = {"date": self.today - timedelta(days=20)}
        entry = self._make_entry(self.order, 60, **locked)
        refused = self._make_entry(self.order, 15, submit=True, **locked)
        refused.with_user(self.manager).action_refuse("Unklar")
        self.contract.lock_date = self.today - timedelta(days=10)
        with self.assertRefused("locked"):
            self._make_entry(self.order, 5, date=self.today - timedelta(days=10))
        for user in (self.consultant, self.adviser):
            own = entry.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRefused("locked"):
                    own.minutes = 5
                with self.assertRefused("locked"):
                    own.date = self.today
                with self.assertRefused("locked"):
                    own.description = "Anders"
                with self.assertRefused("locked"):
                    own.unlink()
        with self.assertRefused("locked"):
            refused.action_submit()
        entry.action_submit()
        entry.with_user(self.manager).action_approve()
        late = self._make_entry(self.order, 5, date=self.today - timedelta(days=9))
        with self.assertRefused("locked"):
            late.date = self.today - timedelta(days=10)
        self.assertWorked(65)

    def test_counter_entry(self):
        entry = self._make_approved(self.order, 90)
        self.contract.lock_date = self.today
        with self.assertRefused("reason"):
            entry.with_user(self.manager).action_reverse(" ")
        with self.assertRefused(exception=AccessError):
            entry.action_reverse("Doppelt")
        counter = entry.with_user(self.adviser).action_reverse("Doppelt erfasst")
        self.assertEqual((counter.minutes, counter.hours), (-90, -1.5))
        self.assertEqual((counter.state, counter.date), ("submitted", entry.date))
        self.assertEqual(counter.reversal_of_id, entry)
        self.assertWorked(0)
        counter.with_user(self.manager).action_approve()
        self.assertEqual(self.order.minutes_approved, 0)
        with self.assertRefused():
            entry.with_user(self.adviser).action_reverse("Noch einmal")
        with self.assertRefused():
            counter.action_reverse("Zurück")
        for values in ({"minutes": -30}, {"description": "Anders"}):
            with self.subTest(values=values), self.assertRefused():
                counter.write(values)
        with self.assertRefused():
            counter.unlink()

    def test_refused_counter_entry(self):
        entry = self._make_approved(self.order, 90)
        counter = entry.with_user(self.adviser).action_reverse("Doppelt")
        counter.with_user(self.manager).action_refuse("War richtig")
        self.assertWorked(90)
        with self.assertRefused():
            counter.with_user(self.adviser).action_submit()
        again = entry.with_user(self.adviser).action_reverse("Doch doppelt")
        self.assertEqual(again.minutes, -90)
        self.assertWorked(0)

    def test_only_decided_entries_are_reversed(self):
        draft = self._make_entry(self.order, 60)
        submitted = self._make_entry(self.order, 60, submit=True)
        for entry in (draft, submitted):
            with self.assertRefused("Only approved or billed"):
                entry.with_user(self.manager).action_reverse("Doppelt")

    def test_refusing_a_counter_entry_meets_the_cap(self):
        """Hours that were used meanwhile are not given out twice."""
        entry = self._make_approved(self.order, 600)
        counter = entry.with_user(self.adviser).action_reverse("Doppelt")
        self._make_entry(self.order, 600, date=self.today)
        with self.assertRefused("ask for more hours"):
            counter.with_user(self.manager).action_refuse("War richtig")
        self.assertWorked(600)

    # -- state, guarded fields, context -------------------------------------------------

    def test_state_by_write_does_what_the_action_does(self):
        entry = self._make_entry(self.order, 60)
        entry.write({"state": "submitted"})
        self.assertEqual(entry.state, "submitted")
        entry.with_user(self.manager).write({"state": "approved"})
        self.assertEqual(entry.approved_by_id, self.manager)
        self.assertEqual(self.order.minutes_approved, 60)
        for state in ("draft", "submitted", "refused", "billed"):
            with self.subTest(state=state), self.assertRefused():
                entry.with_user(self.manager).write({"state": state})
        changed = self._make_entry(self.order, 30)
        changed.write({"state": "submitted", "minutes": 45})
        self.assertEqual((changed.state, changed.minutes), ("submitted", 45))
        self.assertWorked(105)

    def test_state_in_create_refused(self):
        for state in ("submitted", "approved", "refused", "billed"):
            with self.subTest(state=state), self.assertRefused():
                self._make_entry(self.order, 60, state=state)
        self.assertWorked(0)

    def test_state_by_import(self):
        entry = self._make_entry(self.order, 60)
        self.env.flush_all()
        model = self.env["wohnkoord.time.entry"]

        def load(user, name, value):
            result = model.with_user(user).load(
                [".id", name], [[str(entry.id), str(value)]]
            )
            entry.invalidate_recordset()
            return bool(result["ids"])

        self.assertFalse(load(self.manager, "state", "approved"))
        self.assertTrue(load(self.consultant, "state", "submitted"))
        self.assertFalse(load(self.adviser, "state", "approved"))
        self.assertFalse(load(self.manager, "state", "billed"))
        self.assertFalse(load(self.manager, "state", "refused"))
        self.assertFalse(load(self.manager, "approved_by_id/.id", self.manager.id))
        self.assertFalse(load(self.adviser, "minutes", 5))
        self.assertTrue(load(self.manager, "state", "approved"))
        self.assertEqual(entry.approved_by_id, self.manager)
        self.assertEqual(self.order.minutes_approved, 60)

    def test_import_of_new_entries_meets_the_cap(self):
        fields = ["call_off_id/.id", "date", "minutes", "description"]
        row = [str(self.order.id), str(self.today), "400", "Import"]
        model = self.env["wohnkoord.time.entry"].with_user(self.consultant)
        self.assertFalse(model.load(fields, [row, row])["ids"])
        self.assertWorked(0)
        self.assertTrue(model.load(fields, [row])["ids"])
        self.assertWorked(400)

    def test_guarded_fields_refused(self):
        entry = self._make_entry(self.order, 60)
        values = {
            "approved_by_id": self.manager.id,
            "approved_date": "2026-01-01 10:00:00",
            "refusal_reason": "x",
            "bill_line_id": 1,
            "reversal_of_id": entry.id,
            "user_id": self.colleague.id,
            "company_id": self.company.id,
            "commercial_partner_id": self.rival_firm.id,
            "contract_id": self.contract.id,
            "advisory_id": self.case.id,
        }
        for name, value in values.items():
            for user in (self.consultant, self.manager):
                with self.subTest(name=name, user=user.login):
                    with self.assertRefused():
                        entry.with_user(user).write({name: value})
                    with self.assertRefused():
                        self._make_entry(
                            self.order,
                            5,
                            user=user,
                            **{
                                "partner_id": self.consultant.partner_id.id,
                                name: value,
                            },
                        )
        self.assertWorked(60)

    def test_no_context_key_opens_a_gate(self):
        model = self.env["wohnkoord.time.entry"].with_user(self.consultant)
        keys = {
            "default_state": "approved",
            "default_approved_by_id": self.manager.id,
            "default_user_id": self.colleague.id,
            "default_reversal_of_id": 1,
            "default_refusal_reason": "x",
            "import_file": True,
            "install_mode": True,
        }
        data = {
            "call_off_id": self.order.id,
            "minutes": 30,
            "description": "Mit Schlüsseln",
            "date": self.today,
        }
        for name, value in keys.items():
            with self.subTest(name=name), self.cr.savepoint() as savepoint:
                entry = model.with_context(**{name: value}).create(data)
                self.assertEqual(entry.state, "draft")
                self.assertEqual(entry.user_id, self.consultant)
                self.assertFalse(entry.approved_by_id or entry.reversal_of_id)
                self.assertFalse(entry.refusal_reason)
                savepoint.rollback()
        with self.assertRefused():
            model.with_context(default_minutes=-60).create(
                {name: value for name, value in data.items() if name != "minutes"}
            )
        submitted = self._make_entry(self.order, 60, submit=True)
        with self.assertRefused():
            submitted.with_context(**keys).write({"minutes": 5})

    def test_copy_resets(self):
        entry = self._make_approved(self.order, 60)
        copy = entry.with_user(self.colleague).copy(
            {"partner_id": self.colleague.partner_id.id}
        )
        self.assertEqual((copy.state, copy.user_id), ("draft", self.colleague))
        self.assertFalse(copy.approved_by_id or copy.approved_date)
        self.assertWorked(120)
        with self.assertRefused("ask for more hours"):
            for _number in range(9):
                entry.copy()

    def test_entries_by_command_of_the_order(self):
        """The one2many of the order is no way around the rules either."""
        entry = self._make_entry(self.order, 60, submit=True)
        order = self.order.with_user(self.adviser)
        for command in (
            Command.update(entry.id, {"minutes": 5}),
            Command.update(entry.id, {"state": "approved"}),
            Command.delete(entry.id),
            Command.unlink(entry.id),
            Command.create(
                {
                    "minutes": 601,
                    "description": "Zu viel",
                    "partner_id": self.consultant.partner_id.id,
                }
            ),
        ):
            with self.subTest(command=command), self.assertRefused():
                order.write({"time_entry_ids": [command]})
        with self.assertRefused():
            self.order.with_user(self.consultant).write(
                {"time_entry_ids": [Command.delete(entry.id)]}
            )
        self.assertWorked(60)
