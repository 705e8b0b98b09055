# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .common import TimeEntryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractTimeEntryGates(TimeEntryCase):
    """No write, import, copy or context key leads around an action (invariant 5)."""

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
