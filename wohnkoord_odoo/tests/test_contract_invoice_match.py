# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInvoiceMatch(InvoiceCase):
    """Hours, rate, sums and tax are compared; every difference is said."""

    def _read_sold(self, *lines, **values):
        return self._receive(self._ubl(*lines, **values))

    # -- which hours ---------------------------------------------------------------------

    def test_less_than_approved_takes_a_part(self):
        """The oldest entries that make it up; the rest stays open."""
        first = self._approve(120, days_ago=9)
        second = self._approve(45, days_ago=8)
        third = self._approve(60, days_ago=7)
        invoice = self._read_sold(("Beratung", 3.0, 95.0))
        self.assertCodes(invoice)
        self.assertBilled(first | third, invoice.bill_id)
        self.assertFree(second)
        self.assertIn("0.75 more approved hours", invoice.hint_html)
        rest = self._read_sold(("Beratung", 0.75, 95.0))
        self.assertBilled(second, rest.bill_id)

    def test_no_part_makes_just_that(self):
        entries = self._approve(120, 45)
        invoice = self._read_sold(("Beratung", 1.0, 95.0))
        self.assertCodes(invoice, "hours_less", "net")
        self.assertFree(entries)

    def test_each_entry_rounded_by_the_consultant(self):
        entries = self._approve(20, 20, 20)
        invoice = self._read_sold(
            *[(f"Gespräch {number}", 0.33, 95.0) for number in range(3)]
        )
        self.assertCodes(invoice)
        self.assertBilled(entries, invoice.bill_id)
        line = invoice.bill_id.invoice_line_ids.filtered("wohnkoord_call_off_id")
        self.assertEqual(line.quantity, 0.99)
        self.assertEqual(invoice.bill_id.amount_total, invoice.gross)

    def test_rounded_up_by_the_consultant_is_too_much(self):
        self._approve(10, 10, 10)
        invoice = self._read_sold(
            *[(f"Gespräch {number}", 0.17, 95.0) for number in range(3)]
        )
        self.assertIn("hours_more", [row["code"] for row in invoice.differences])

    def test_counter_entry_is_netted(self):
        wrong = self._approve(60)
        self._approve(90)
        self._take_back(wrong)
        self.assertCodes(self._read_sold(("Beratung", 1.5, 95.0)))

    def test_two_orders_by_number_in_the_lines(self):
        other = self._make_call_off(5.0)
        one, two = self._approve(60), self._approve(120, call_off=other)
        invoice = self._read_sold(
            (f"Beratung {self.call_off.name}", 1.0, 95.0),
            (f"Beratung zu {other.name}", 2.0, 95.0),
            origin="Ihr Auftrag",
        )
        self.assertCodes(invoice)
        self.assertBilled(one | two, invoice.bill_id)
        self.assertEqual(
            invoice.bill_id.invoice_line_ids.wohnkoord_call_off_id,
            self.call_off | other,
        )

    def test_two_orders_in_the_head(self):
        other = self._make_call_off(5.0)
        one, two = self._approve(60), self._approve(120, call_off=other)
        invoice = self._read_sold(
            ("Beratung", 3.0, 95.0), origin=f"{self.call_off.name}, {other.name}"
        )
        self.assertCodes(invoice)
        self.assertBilled(one | two, invoice.bill_id)

    def test_order_number_as_people_write_it(self):
        self._approve(60)
        number = self.call_off.name.replace("-", " ").lower()
        self.assertCodes(self._read_sold(("B", 1.0, 95.0), origin=f"Abruf {number}."))

    def test_longer_number_is_another_order(self):
        self._approve(60)
        invoice = self._read_sold(("B", 1.0, 95.0), origin=self.call_off.name + "1")
        self.assertCodes(invoice, "no_order")

    def test_order_of_another_firm_is_none(self):
        second = self._make_contract(self.rival_firm)
        order = self._make_call_off(5.0, contract_id=second.id)
        entries = self._approve(60, call_off=order, user=self.rival)
        invoice = self._read_sold(("B", 1.0, 95.0), origin=order.name)
        self.assertCodes(invoice, "no_order")
        self.assertFree(entries)
        self.assertNotIn(order.name, str(invoice.difference_html))

    def test_period_of_the_invoice(self):
        old = self._approve(60, days_ago=50)
        new = self._approve(60, days_ago=5)
        raw = self._ubl(("Beratung", 1.0, 95.0))
        start, end = self.today - timedelta(days=10), self.today - timedelta(days=1)
        period = (
            "<cac:InvoicePeriod>"
            f"<cbc:StartDate>{start}</cbc:StartDate><cbc:EndDate>{end}</cbc:EndDate>"
            "</cac:InvoicePeriod><cac:OrderReference>"
        )
        raw = raw.replace(b"<cac:OrderReference>", period.encode(), 1)
        invoice = self._receive(raw)
        self.assertCodes(invoice)
        self.assertEqual((invoice.date_from, invoice.date_to), (start, end))
        self.assertBilled(new, invoice.bill_id)
        self.assertFree(old)
        self.assertEqual(invoice.bill_id.wohnkoord_date_from, start)

    def test_several_contracts(self):
        second = self._make_contract(self.firm)
        other = self._make_call_off(5.0, contract_id=second.id)
        self._approve(60)
        self._approve(60, call_off=other)
        invoice = self._read_sold(
            ("B", 2.0, 95.0), origin=f"{self.call_off.name} {other.name}"
        )
        self.assertCodes(invoice, "contracts")

    # -- what differs ------------------------------------------------------------------------

    def test_rate(self):
        self._approve(60)
        invoice = self._read_sold(("Beratung", 1.0, 100.0))
        self.assertCodes(invoice, "rate", "net")
        self.assertRegex(invoice.difference_html, r"100\.00.*agreed are.*95\.00")

    def test_tax_rate(self):
        self._approve(60)
        invoice = self._read_sold(("Beratung", 1.0, 95.0), tax=7)
        self.assertCodes(invoice, "tax")
        self.assertIn("7% tax, agreed are 19%", invoice.difference_html)

    def test_not_approved_yet_and_approved_later(self):
        entry = self._make_entry(self.call_off, 60, submit=True)
        invoice = self._read_sold(("Beratung", 1.0, 95.0))
        self.assertCodes(invoice, "not_approved", "net")
        entry.with_user(self.manager).action_approve()
        self.assertEqual(invoice.state, "billed")
        self.assertBilled(entry.with_env(self.env), invoice.bill_id)

    def test_part_not_approved_is_said(self):
        self._approve(60)
        self._make_entry(self.call_off, 60, submit=True)
        invoice = self._read_sold(("Beratung", 2.0, 95.0))
        self.assertIn("1.00 hours of the period are entered", invoice.difference_html)

    def test_second_invoice_over_the_same_hours(self):
        entries = self._approve(60)
        first = self._read_sold(("Beratung", 1.0, 95.0), number="A-1")
        second = self._read_sold(("Beratung", 1.0, 95.0), number="A-2")
        self.assertCodes(second, "billed", "net")
        self.assertIn("A-1", second.difference_html)
        self.assertBilled(entries, first.bill_id)
        second.with_user(self.adviser).action_compare()
        self.assertEqual(second.state, "differs")

    def test_words_where_nothing_is_open(self):
        """Not "agreed are 0.00": the hours were agreed, they are on a bill already."""
        self._approve(60)
        self._read_sold(("Beratung", 1.0, 95.0), number="A-1")
        second = self._read_sold(("Beratung", 1.0, 95.0), number="A-2")
        self.assertIn("nothing of it is open", second.difference_html)
        self.assertNotIn("agreed are", second.difference_html)

    def test_order_of_the_invoice_is_said_once(self):
        self._approve(60)
        invoice = self._read_sold(("Beratung", 1.0, 95.0))
        self.assertEqual(invoice.order_text.count(self.call_off.name), 1)

    def test_self_billing(self):
        self._approve(60)
        self.contract.self_billing = True
        self.assertCodes(self._read_sold(("Beratung", 1.0, 95.0)), "self_billing")

    def test_wrong_recipient(self):
        self._approve(60)
        invoice = self._read_sold(("Beratung", 1.0, 95.0), buyer="Anders Bauen GmbH")
        self.assertCodes(invoice, "recipient")
        self.company.wohnkoord_invoice_recipient = "Stadt Probe\nAnders Bauen"
        invoice.with_user(self.adviser).action_compare()
        self.assertEqual(invoice.state, "billed")

    def test_written_by_somebody_else(self):
        self._approve(60)
        raw = self._ubl(("Beratung", 1.0, 95.0)).replace(b"DE257486969", b"DE186775212")
        self.assertCodes(self._receive(raw), "seller")

    def test_date_in_the_future(self):
        self._approve(60)
        tomorrow = self.today + timedelta(days=1)
        invoice = self._read_sold(("Beratung", 1.0, 95.0), invoice_date=tomorrow)
        self.assertCodes(invoice, "future")

    def test_unknown_account_is_a_note_and_not_kept(self):
        self._approve(60)
        self.firm.bank_ids.unlink()
        before = self.env["res.partner.bank"].search_count([])
        invoice = self._read_sold(("Beratung", 1.0, 95.0))
        self.assertCodes(invoice)
        self.assertEqual(self.env["res.partner.bank"].search_count([]), before)
        self.assertIn("not among the consultant", invoice.hint_html)
        self.assertFalse(invoice._hint_texts(for_portal=True))
        self.assertFalse(invoice.bill_id.partner_bank_id)

    def test_sums_that_do_not_add_up(self):
        self._approve(60)
        raw = self._ubl(("Beratung", 1.0, 95.0))
        wrong = raw.replace(b">113.05</cbc:TaxInclusive", b">120.05</cbc:TaxInclusive")
        self.assertNotEqual(raw, wrong)
        self.assertCodes(self._receive(wrong), "sum_gross", "payable")

    def test_credit_note(self):
        """Money back is accounting's; no hours are touched."""
        entries = self._approve(60)
        invoice = self._read_sold(("Beratung", 1.0, 95.0), kind="out_refund")
        self.assertEqual(invoice.kind, "credit_note")
        self.assertIn("credit_note", [row["code"] for row in invoice.differences])
        self.assertFree(entries)

    # -- small business -----------------------------------------------------------------------

    def test_small_business(self):
        self.firm.wohnkoord_small_business = True
        self._approve(60)
        wrong = self._read_sold(("Beratung", 1.0, 95.0))
        self.assertCodes(wrong, "small_business")
        self.assertIn("§ 19 UStG", wrong.difference_html)
        wrong.with_user(self.adviser).action_return("Bitte ohne Umsatzsteuer")
        right = self._read_sold(("Beratung", 1.0, 95.0), tax=0)
        self.assertCodes(right)
        self.assertEqual(right.bill_id.amount_tax, 0.0)
        self.assertIn("§ 19 UStG", right.bill_id.narration)

    def test_small_business_self_billed(self):
        self.contract.self_billing = True
        self.firm.wohnkoord_small_business = True
        self._approve(60)
        bill = self._bill()
        self.assertEqual((bill.amount_tax, bill.amount_total), (0.0, 95.0))
        self.assertIn("§ 19 UStG", bill.narration)
