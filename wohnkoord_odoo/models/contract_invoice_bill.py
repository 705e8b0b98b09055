# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, models
from odoo.exceptions import UserError

from .contract_bill import BillItem
from .contract_invoice_check import TAX_TOLERANCE


class Invoice(models.Model):
    """The draft bill of an invoice that agrees: made like a self-billed one.

    Its lines are the contract's, one per order, and hold the approved hours; number,
    date and sums are the invoice's. So each minute is billed exactly once, whoever
    wrote the bill.
    """

    _inherit = "wohnkoord.invoice"

    def _try_bill(self, pools):
        """Make the draft bill.

        :return: differences; empty where the bill was made
        """
        try:
            with self.env.cr.savepoint():
                self._make_bill(pools)
        except UserError as error:
            return [{"code": "bill", "text": str(error)}]
        return []

    def _make_bill(self, pools):
        items = [item for pool in pools for item in pool.items]
        items += [
            BillItem(
                cost.call_off_id,
                self.env["wohnkoord.time.entry"],
                0,
                0,
                cost.amount,
                cost.date,
                cost.date,
                cost,
            )
            for pool in pools
            for cost in pool.costs
        ]
        contract = self._only_contract(pools)
        bill = contract._make_bill(items, self.date_from, self.date_to)
        bill._wohnkoord_write(self._prepare_bill_head(contract))
        self._fit_sums(bill)
        self._attach_to(bill)
        self._write_guarded(
            {"state": "billed", "bill_id": bill.id, "contract_id": contract.id}
        )
        bill._wohnkoord_ask_sign_offs()

    def _prepare_bill_head(self, contract):
        """What a bill takes from the invoice."""
        vals = {"ref": self.number, "invoice_date": self.invoice_date}
        if self.date_due and self.date_due >= self.invoice_date:
            vals["invoice_date_due"] = self.date_due
        account = self._own_account()
        if account:
            vals["partner_bank_id"] = account.id
        return vals

    def _fit_sums(self, bill):
        """Cents that the consultant rounded another way; no more than those.

        :raise UserError: the bill would not have the invoice's sums
        """
        currency = self.currency_id
        cents = currency.round(self.net - bill.amount_untaxed)
        if not currency.is_zero(cents):
            first = bill.invoice_line_ids[0]
            bill.write(
                {
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": self.env._("Rounding on the invoice"),
                                "sequence": 9999,
                                "quantity": 1.0,
                                "price_unit": cents,
                                "account_id": first.account_id.id,
                                "tax_ids": [Command.set(first.tax_ids.ids)],
                                "analytic_distribution": first.analytic_distribution,
                            }
                        )
                    ]
                }
            )
        tax = currency.round(self.tax - bill.amount_tax)
        lines = bill.line_ids.filtered("tax_line_id")
        if lines and not currency.is_zero(tax) and abs(tax) <= TAX_TOLERANCE:
            lines[0].amount_currency += tax
        if currency.compare_amounts(bill.amount_total, self.gross):
            raise UserError(
                self.env._(
                    "The bill would show %(shown).2f gross, the invoice says"
                    " %(due).2f.",
                    shown=bill.amount_total,
                    due=self.gross,
                )
            )

    def _attach_to(self, bill):
        """The file stands with the bill, as evidence and to look at."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": self.file_name,
                "raw": self._raw(),
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )
        bill.with_context(disable_attachment_import=True)._message_log(
            body=self.env._(
                "Made from the consultant's invoice %(number)s.", number=self.number
            ),
            attachment_ids=attachment.ids,
        )
        bill._message_set_main_attachment_id(attachment, force=True, filter_xml=False)

    def _bill_gone(self, bills):
        """The hours of these bills are free again; their invoices stand open."""
        invoices = self.search([("bill_id", "in", bills.ids), ("state", "=", "billed")])
        for invoice in invoices:
            invoice._write_guarded(
                {
                    "state": "differs",
                    "bill_id": False,
                    "differences": [
                        {"code": "bill_gone", "bill": invoice.bill_id.display_name}
                    ],
                }
            )
