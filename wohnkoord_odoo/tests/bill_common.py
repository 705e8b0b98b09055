# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields

from .common import WohnkoordCase


class BillMixin:
    """A contract with self-billing, and the way from minutes to bills."""

    @classmethod
    def _set_up_bills(cls):
        cls.contract.write({"self_billing": True, "max_hours": 900.0})
        cls.call_off = cls._make_call_off(20.0)
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.tax = cls.company.account_purchase_tax_id
        cls.period = (cls.today - timedelta(days=60), cls.today)

    @classmethod
    def _bill(cls, contracts=None, user=None, period=None, sign=True):
        """Make bills as the head of the office, read them as accounting.

        :param bool sign: both sign-offs, so that accounting may post them
        """
        bills = (
            (contracts or cls.contract)
            .with_user(user or cls.manager)
            ._create_bills(*(period or cls.period))
        )
        if sign:
            cls._sign(bills)
        return bills.with_user(cls.accountant)

    @classmethod
    def _sign(cls, bills, office=None, accounting=None):
        """Both sign-offs, by the adviser and by accounting."""
        for bill in bills:
            bill.with_user(office or cls.adviser).action_wohnkoord_sign_factual()
            bill.with_user(
                accounting or cls.accountant
            ).action_wohnkoord_sign_arithmetic()

    @classmethod
    def _approve(cls, *minutes, call_off=None, days_ago=1, **values):
        """Approved entries of these minutes, as superuser."""
        entries = cls.env["wohnkoord.time.entry"]
        for number in minutes:
            entry = cls._make_approved(
                call_off or cls.call_off,
                number,
                date=cls.today - timedelta(days=days_ago),
                **values,
            )
            entries |= entry.with_env(cls.env)
        return entries

    @classmethod
    def _take_back(cls, entry):
        """The approved counter-entry of ``entry``."""
        reversal = entry.with_user(cls.adviser).action_reverse("Doppelt erfasst")
        reversal.with_user(cls.manager).action_approve()
        return reversal.with_env(cls.env)

    @classmethod
    def _credit(cls, bill, lines=None):
        """Post a credit note over everything, or over ``lines`` (name -> quantity).

        :return: the posted credit note
        """
        wizard = (
            cls.env["account.move.reversal"]
            .with_user(cls.accountant)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "reason": "Probe"})
        )
        note = wizard.env["account.move"].browse(wizard.refund_moves()["res_id"])
        if lines is not None:
            note.write(
                {
                    "invoice_line_ids": [
                        Command.update(line.id, {"quantity": lines})
                        for line in note.invoice_line_ids
                    ]
                }
            )
        note.invoice_date = fields.Date.today()
        note.action_post()
        return note

    def assertBilled(self, entries, bill):
        self.assertEqual(set(entries.mapped("state")), {"billed"})
        self.assertEqual(entries.bill_line_id.move_id.ids, bill.ids)

    def assertFree(self, entries):
        self.assertEqual(set(entries.mapped("state")), {"approved"})
        self.assertFalse(entries.bill_line_id)


class BillCase(BillMixin, WohnkoordCase):
    """See ``BillMixin``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bills()
