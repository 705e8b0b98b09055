# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cost_common import PDF, CostCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractAncillary(CostCase):
    """Travel and other costs: on evidence, decided by the head, up to the maximum."""

    def test_up_to_the_maximum(self):
        self._make_ticket(amount=199.99)
        with self.assertRefused("are left"):
            self._make_ticket(amount=0.02)
        self._make_ticket(amount=0.01)
        self.assertEqual(self.order.amount_ancillary_left, 0)
        plain = self._make_call_off(1)
        with self.assertRefused("no ancillary costs"):
            self._make_ticket(plain, amount=1)

    def test_amounts_are_above_zero(self):
        for amount in (0, -5):
            with self.assertRefused():
                self._make_ticket(amount=amount)

    def test_receipt(self):
        ticket = self._make_ticket(submit=False, files=False)
        with self.assertRefused("receipt"):
            ticket.action_submit()
        self._make_ticket(expense_kind="car", files=False)
        with self.assertRefused():
            self._make_ticket(expense_kind=False)
        for name, content in (("a.exe", b"MZ"), ("a.pdf", b"text"), ("a.pdf", b"")):
            with self.subTest(name=name), self.assertRefused():
                self._attach(ticket, name, content)

    def test_evidence_is_fixed_once_handed_in(self):
        ticket = self._make_ticket()
        file = ticket.file_ids
        for user in (self.consultant, self.adviser, self.manager):
            mine = file.with_user(user).sudo(user == self.consultant)
            with self.subTest(user=user.login):
                with self.assertRefused():
                    mine.unlink()
                with self.assertRefused():
                    mine.write({"name": "anders.pdf"})
                with self.assertRefused():
                    self._attach(ticket.with_user(user).sudo(user == self.consultant))
        other = self._make_ticket(submit=False, files=False, amount=1)
        with self.assertRefused():
            file.with_user(self.manager).write({"cost_id": other.id})
        self._attach(other)
        with self.assertRefused():
            other.file_ids.with_user(self.manager).write({"cost_id": ticket.id})

    def test_dates(self):
        for days in (1, -91):
            with self.subTest(days=days), self.assertRefused():
                self._make_ticket(date=self.today + timedelta(days=days))
        self.contract.lock_date = self.today - timedelta(days=5)
        with self.assertRefused("locked"):
            self._make_ticket(date=self.today - timedelta(days=5))
        ticket = self._make_ticket(date=self.today - timedelta(days=4))
        with self.assertRefused("must hold them"):
            self.order.date_start = self.today - timedelta(days=3)
        ticket.with_user(self.manager).action_refuse("Unklar")
        self.contract.lock_date = self.today - timedelta(days=4)
        with self.assertRefused("locked"):
            ticket.action_submit()

    def test_four_eyes(self):
        ticket = self._make_ticket()
        for user in (self.adviser, self.accountant, self.steering, self.consultant):
            with self.subTest(user=user.login), self.assertRefused("", AccessError):
                ticket.sudo(False).with_user(user).action_approve()
        boss = self._make_user(
            "boss_of_firm", "wohnkoord_odoo.group_manager", partner_id=False
        )
        boss.partner_id.parent_id = self.firm
        with self.assertRefused("own firm"):
            ticket.with_user(boss).action_approve()
        own = self._make_ticket(user=self.manager, amount=1, partner=self.consultant)
        with self.assertRefused("own"):
            own.with_user(self.manager).action_approve()
        ticket.with_user(self.manager).action_approve()
        with self.assertRefused("not submitted"):
            ticket.with_user(self.manager).action_approve()

    def test_guarded(self):
        ticket = self._make_ticket(submit=False)
        desk = ticket.with_user(self.adviser).sudo(False)
        for values in (
            {"state": "approved"},
            {"state": "billed"},
            {"state": "refused"},
            {"approved_by_id": self.manager.id},
            {"approved_date": "2026-01-01 00:00:00"},
            {"refusal_reason": "x"},
            {"user_id": self.manager.id},
            {"bill_line_id": 1},
            {"company_id": 1},
            {"contract_id": self.contract.id},
            {"date_submitted": "2026-01-01 00:00:00"},
            {"call_off_id": self.study.id},
            {"kind": "flat_fee"},
            {"partner_id": self.colleague.partner_id.id},
            {"partner_id": self.rival.partner_id.id},
        ):
            with self.subTest(values=values):
                with self.assertRefused():
                    desk.write(values)
                with self.assertRefused():
                    desk.with_context(
                        **{f"default_{name}": v for name, v in values.items()}
                    ).write(values)
        with self.assertRefused():
            desk.create([{**self._ticket_vals(), "state": "approved"}])
        forged = desk.with_context(
            default_state="approved",
            default_approved_by_id=self.manager.id,
            default_user_id=self.manager.id,
        ).create([{**self._ticket_vals(), "partner_id": self.consultant.partner_id.id}])
        self.assertEqual((forged.state, forged.user_id), ("draft", self.adviser))
        self.assertFalse(forged.approved_by_id)
        # the state by hand does what the button does
        desk.write({"state": "submitted"})
        self.assertEqual(desk.state, "submitted")
        with self.assertRefused("no longer changed"):
            desk.write({"amount": 1})
        with self.assertRefused("Only drafts"):
            desk.unlink()
        copy = desk.copy()
        self.assertEqual((copy.state, copy.user_id), ("draft", self.adviser))

    def test_counters_are_nobodys(self):
        for name in (
            "amount_flat_claimed",
            "amount_flat_approved",
            "instalment_count",
            "amount_ancillary_claimed",
            "amount_ancillary_approved",
            "amount_costs_billed",
        ):
            with self.subTest(name=name), self.assertRefused("kept by the system"):
                self.order.write({name: 1})
        for name in ("kind", "flat_amount", "max_ancillary_amount", "max_instalments"):
            with self.subTest(name=name), self.assertRefused("not edited"):
                self.order.write({name: self.order[name] or 1})

    def test_change_and_delete_a_draft(self):
        ticket = self._make_ticket(submit=False, amount=10)
        ticket.write({"amount": 25.5, "name": "Andere Fahrt"})
        self.assertEqual(self.order.amount_ancillary_claimed, 25.5)
        with self.assertRefused("are left"):
            ticket.write({"amount": 200.01})
        files = ticket.file_ids
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", files._name), ("res_id", "in", files.ids)]
        )
        attachments |= self.env["ir.attachment"].search(
            [
                ("res_model", "=", files._name),
                ("res_id", "in", files.ids),
                ("res_field", "!=", False),
            ]
        )
        self.assertTrue(attachments)
        ticket.unlink()
        self.assertEqual(self.order.amount_ancillary_claimed, 0)
        self.assertFalse(attachments.exists())

    def test_drift_is_found(self):
        self._make_ticket(amount=10)
        self.env.cr.execute(
            "UPDATE wohnkoord_call_off SET amount_ancillary_claimed = 11 WHERE id = %s",
            [self.order.id],
        )
        self.env.invalidate_all()
        drift = self.env["wohnkoord.balance"]._check_balances()
        self.assertEqual([d["counter"] for d in drift], ["amount_ancillary_claimed"])
        self.env.cr.execute(
            "UPDATE wohnkoord_call_off SET amount_ancillary_claimed = 10 WHERE id = %s",
            [self.order.id],
        )

    def test_database_refuses_too(self):
        for column, value in (
            ("amount_ancillary_claimed", 201),
            ("amount_ancillary_approved", 1),
            ("amount_flat_claimed", 1),
            ("instalment_count", 2),
            ("amount_costs_billed", 1),
        ):
            with self.subTest(column=column), self.assertRefused():
                self.env.cr.execute(
                    f"UPDATE wohnkoord_call_off SET {column} = %s WHERE id = %s",
                    [value, self.order.id],
                )

    def test_access(self):
        ticket = self._make_ticket()
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.rival,
            self.spokesperson,
            self.env.ref("base.public_user"),
        ):
            for model in (ticket._name, ticket.file_ids._name):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, op=operation):
                        self.assertFalse(
                            self.env[model].with_user(user).has_access(operation)
                        )
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for record in (ticket, ticket.file_ids):
            found = self.env[record._name].with_user(stranger).search([])
            self.assertFalse(found & record)
            with self.assertRefused("", AccessError):
                record.sudo(False).with_user(stranger).read(["name"])

    def test_deciding_many_costs_few_queries(self):
        self.order.action_amend(self.order.hours, "Mehr", {"max_ancillary_amount": 900})
        few = [self._make_ticket(amount=1) for _n in range(3)]
        many = [self._make_ticket(amount=1) for _n in range(30)]
        counts = []
        for costs in (few, many):
            costs = self.env["wohnkoord.call.off.cost"].union(*costs)
            costs = costs.sudo(False).with_user(self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            costs.action_approve()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_search_and_lists(self):
        ticket = self._make_ticket()
        desk = self.env["wohnkoord.call.off"].with_user(self.adviser)
        self.assertEqual(
            desk.search([("cost_ids.state", "=", "submitted")]), self.order
        )
        self.assertEqual(self.order.cost_count, 1)
        self.assertEqual(self.order.cost_submitted_count, 1)
        action = self.order.action_view_costs()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), ticket.sudo()
        )
        with self.assertRaises(UserError):
            self.env["wohnkoord.call.off.cost"].with_user(self.adviser).create(
                {**self._ticket_vals(), "partner_id": self.rival.partner_id.id}
            )

    def test_file_of_the_office(self):
        """The office enters what came on paper, with its file, in one form."""
        cost = (
            self.env["wohnkoord.call.off.cost"]
            .with_user(self.adviser)
            .create(
                {
                    **self._ticket_vals(),
                    "partner_id": self.consultant.partner_id.id,
                    "file_ids": [
                        Command.create(
                            {"name": "../x/beleg.pdf", "file": base64.b64encode(PDF)}
                        )
                    ],
                }
            )
        )
        self.assertEqual(cost.file_ids.name, "beleg.pdf")
        self.assertEqual(cost.file_ids.mimetype, "application/pdf")
        cost.action_submit()
        cost.with_user(self.manager).action_approve()
        self.assertEqual(self.order.amount_ancillary_approved, cost.amount)
