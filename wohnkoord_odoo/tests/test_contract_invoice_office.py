# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoiceOffice(InvoiceCase):
    """What office and accounting do with an invoice, and who may not."""

    def _typed(self, **values):
        """A plain PDF whose data the office typed."""
        invoice = self._receive(self._pdf(), "rechnung.pdf")
        self.assertEqual(invoice.state, "incomplete")
        invoice.with_user(self.adviser).write(
            {
                "number": "P-1",
                "invoice_date": self.today,
                "date_from": self.today - timedelta(days=30),
                "date_to": self.today,
                "net": 237.5,
                "tax_rate": 19.0,
                **values,
            }
        )
        return invoice

    def test_typed_pdf_that_agrees(self):
        entries = self._approve(60, 90)
        invoice = self._typed()
        self.assertEqual((invoice.tax, invoice.gross), (45.13, 282.63))
        invoice.with_user(self.adviser).action_compare()
        self.assertCodes(invoice)
        self.assertBilled(entries, invoice.bill_id)

    def test_typed_pdf_over_a_part(self):
        self._approve(60, days_ago=9)
        self._approve(90, days_ago=2)
        invoice = self._typed(net=95.0)
        invoice.with_user(self.accountant).action_compare()
        self.assertEqual(invoice.state, "billed")
        self.assertEqual(self.call_off.minutes_billed, 60)

    def test_typed_pdf_that_differs(self):
        self._approve(60, 90)
        invoice = self._typed(net=332.5, tax_rate=7.0)
        invoice.with_user(self.adviser).action_compare()
        self.assertCodes(invoice, "net", "tax")

    def test_typed_pdf_names_the_order(self):
        other = self._make_call_off(5.0)
        self._approve(60)
        entries = self._approve(150, call_off=other)
        invoice = self._typed(call_off_id=other.id)
        invoice.with_user(self.adviser).action_compare()
        self.assertBilled(entries, invoice.bill_id)
        second = self._make_contract(self.rival_firm)
        foreign = self._make_call_off(5.0, contract_id=second.id)
        invoice = self._receive(self._pdf(b"<a/>"), "b.pdf")
        with self.assertRefused("not one of the consultant's"):
            invoice.write({"call_off_id": foreign.id})

    def test_choose_hours_by_hand(self):
        old = self._approve(60, days_ago=20)
        new = self._approve(60, days_ago=2)
        invoice = self._receive(
            self._ubl(("Beratung", 1.0, 95.0), origin="siehe Vertrag")
        )
        self.assertCodes(invoice, "no_order")
        action = invoice.with_user(self.adviser).action_choose_hours()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.adviser)
            .with_context(**action["context"])
        )
        self.assertEqual(dialog.hours, 2.0)
        self.assertEqual(dialog.difference, -95.0)
        dialog.entry_ids.remove(id=old.id)
        self.assertEqual(dialog.difference, 0.0)
        dialog.save().action_apply()
        self.assertBilled(new, invoice.bill_id)
        self.assertFree(old)

    def test_choose_only_free_hours_of_this_consultant(self):
        second = self._make_contract(self.rival_firm)
        order = self._make_call_off(5.0, contract_id=second.id)
        foreign = self._approve(60, call_off=order, user=self.rival)
        draft = self._make_entry(self.call_off, 60).with_env(self.env)
        invoice = self._receive(self._ubl(("B", 1.0, 95.0), origin="x"))
        for entries in (foreign, draft):
            with self.assertRefused("Please choose approved hours"):
                invoice.with_user(self.adviser)._choose(entries)

    # -- returning --------------------------------------------------------------------------

    def test_return_with_reason_and_mail(self):
        self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 2.0, 95.0), number="R-1"))
        action = invoice.with_user(self.adviser).action_ask_return()
        self.assertIn("1.00 too many", action["context"]["default_reason"])
        dialog = (
            self.env["wohnkoord.reason"]
            .with_user(self.adviser)
            .with_context(**action["context"])
            .create({})
        )
        dialog.action_apply()
        self.assertEqual(invoice.state, "returned")
        self.assertIn("1.00 too many", invoice.return_reason)
        self.assertEqual(invoice.returned_by_id, self.adviser)
        message = invoice.message_ids.filtered(
            lambda message: self.consultant.partner_id in message.partner_ids
        )
        self.assertIn(f"/my/invoices/received/{invoice.id}", message.body)
        # the corrected invoice may have the same number
        corrected = self._receive(self._ubl(("Beratung", 1.0, 95.0), number="R-1 "))
        self.assertEqual(corrected.state, "billed")

    def test_return_needs_a_reason(self):
        invoice = self._receive(self._ubl(("Beratung", 2.0, 95.0)))
        for reason in ("", "  ", None, "<p></p>"):
            with self.assertRefused("reason for the return"):
                invoice.with_user(self.adviser).action_return(reason)

    def test_return_of_a_draft_bill_frees_its_hours(self):
        entries = self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        bill = invoice.bill_id
        invoice.with_user(self.adviser).action_return("Adresse fehlt")
        self.assertEqual(bill.state, "cancel")
        self.assertFree(entries)
        self.assertFalse(invoice.bill_id)

    def test_return_of_a_posted_bill_is_refused(self):
        self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        bill = invoice.bill_id
        self._sign(bill)
        bill.with_user(self.accountant).action_post()
        with self.assertRefused("is posted"):
            invoice.with_user(self.manager).action_return("Doch nicht")

    def test_cancelled_bill_opens_the_invoice_again(self):
        entries = self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        invoice.bill_id.with_user(self.accountant).button_cancel()
        self.assertFree(entries)
        self.assertCodes(invoice, "bill_gone")
        invoice.with_user(self.accountant).action_compare()
        self.assertBilled(entries, invoice.bill_id)

    def test_deleted_bill_opens_the_invoice_again(self):
        self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        invoice.bill_id.with_user(self.accountant).unlink()
        self.assertCodes(invoice, "bill_gone")

    def test_reversed_bill_opens_the_invoice_again(self):
        entries = self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        bill = invoice.bill_id
        self._sign(bill)
        bill.with_user(self.accountant).action_post()
        self._credit(bill)
        self.assertFree(entries)
        self.assertCodes(invoice, "bill_gone")

    def test_signed_posted_paid(self):
        self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        bill = invoice.bill_id.with_user(self.accountant)
        self.assertEqual(
            bill.sudo().activity_ids.user_id, self.adviser, "asked for its sign-off"
        )
        self._sign(bill)
        bill.action_post()
        payment = (
            self.env["account.payment.register"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({})
        )
        payment.action_create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))
        names = bill.sudo().attachment_ids.mapped("name")
        self.assertIn("invoice.xml", names)

    # -- who may ------------------------------------------------------------------------------

    def test_upload_by_the_office(self):
        values = {
            "file": base64.b64encode(self._ubl(("Beratung", 1.0, 95.0))),
            "file_name": "../r.xml",
            "partner_id": self.firm.id,
        }
        for user in (self.adviser, self.manager, self.accountant):
            invoice = self.env["wohnkoord.invoice"].with_user(user).create(values)
            self.assertEqual((invoice.state, invoice.source), ("new", "office"))
            self.assertEqual(invoice.file_name, "r.xml")
            invoice.action_withdraw()
        for user in (self.steering, self.consultant, self.spokesperson):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["wohnkoord.invoice"].with_user(user).create(values)
        with self.assertRefused("has no contract"):
            self.env["wohnkoord.invoice"].with_user(self.adviser).create(
                {**values, "partner_id": self.rival_firm.id}
            )

    def test_who_reads_and_works(self):
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        for user in (self.adviser, self.manager, self.accountant, self.steering):
            self.assertEqual(
                invoice.with_user(user).read(["number"])[0]["id"], invoice.id
            )
        for user in (self.consultant, self.spokesperson):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                invoice.with_user(user).read(["number"])
        for user in (self.steering, self.consultant, self.spokesperson):
            for act in (
                lambda record: record.action_compare(),
                lambda record: record.action_return("Nein"),
                lambda record: record.action_withdraw(),
                lambda record: record.action_choose_hours(),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    act(invoice.with_user(user))

    def test_another_office_sees_none(self):
        invoice = self._receive(self._ubl(("Beratung", 1.0, 95.0)))
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager,account.group_account_invoice",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        Invoice = self.env["wohnkoord.invoice"].with_user(stranger)
        self.assertFalse(Invoice.search([]))
        for act in (
            lambda: Invoice.browse(invoice.id).read(["number"]),
            lambda: Invoice.browse(invoice.id).action_compare(),
            lambda: Invoice.browse(invoice.id).action_return("x"),
            lambda: invoice.line_ids.with_user(stranger).read(["name"]),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_rpc_opens_no_gate(self):
        entries = self._approve(60)
        invoice = self._receive(self._ubl(("Beratung", 2.0, 95.0)))
        bill = self.env["account.move"].search([("move_type", "=", "in_invoice")])[:1]
        as_head = invoice.with_user(self.manager)
        for name, value in (
            ("differences", False),
            ("bill_id", bill.id),
            ("entry_ids", [Command.set(entries.ids)]),
            ("gross", 1.0),
            ("file_hash", "x"),
            ("return_reason", "x"),
            ("contract_id", self.contract.id),
            ("line_ids", [Command.clear()]),
            ("net", 95.0),
            ("number", "neu"),
            ("partner_id", self.rival_firm.id),
            ("company_id", self.company.id),
            ("file", False),
        ):
            with self.subTest(name), self.assertRefused(""):
                as_head.write({name: value})
        for state in ("billed", "incomplete", "new", "returned"):
            with self.subTest(state), self.assertRefused(""):
                as_head.write({"state": state})
        with self.assertRefused(""):
            invoice.line_ids.with_user(self.manager).write({"quantity": 1.0})
        with self.assertRefused(""):
            as_head.unlink()
        self.assertFree(entries)
