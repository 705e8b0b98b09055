# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TimeEntryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractApproval(TimeEntryCase):
    """Who changes, decides and takes back entries, and until when (invariant 4)."""

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
        # nor where a page of the portal works with sudo
        with self.assertRefused("author or the office"):
            entry.with_user(self.colleague).sudo().write({"minutes": 5})
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

    def test_nobody_decides_own_work_after_leaving_the_firm(self):
        person = self.manager.partner_id
        person.parent_id = self.firm
        entry = self._make_entry(
            self.order, 60, user=self.adviser, partner_id=person.id, submit=True
        )
        person.parent_id = False
        with self.assertRefused("of their own"):
            entry.with_user(self.manager).action_approve()

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
