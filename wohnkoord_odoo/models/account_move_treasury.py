# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """A consultant's bill as a row for the city treasury (docs/treasury-export.md)."""

    _inherit = "account.move"

    wohnkoord_exported_date = fields.Datetime(
        "Exported on",
        readonly=True,
        copy=False,
        help="When the bill was last in an export for the city treasury.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._wohnkoord_refuse_exported(vals_list)
        return super().create(
            [{**vals, "wohnkoord_exported_date": False} for vals in vals_list]
        )

    def write(self, vals):
        self._wohnkoord_refuse_exported([vals])
        return super().write(vals)

    @api.model
    def _wohnkoord_refuse_exported(self, vals_list):
        if any(vals.get("wohnkoord_exported_date") for vals in vals_list) or (
            self and any("wohnkoord_exported_date" in vals for vals in vals_list)
        ):
            raise UserError(self.env._("The export notes its time itself."))

    def _wohnkoord_treasury_row(self):
        """The cells of this bill, in the order of the export's columns."""
        self.ensure_one()
        sign = -1.0 if self.move_type == "in_refund" else 1.0
        lines = self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        bank = self.partner_bank_id
        partner = self.commercial_partner_id
        rates = sorted(set(lines.tax_ids.mapped("amount"))) or [0.0]
        analytic = self.env["account.analytic.account"].browse(
            {
                int(account)
                for line in lines
                for key in (line.analytic_distribution or {})
                for account in key.split(",")
            }
        )
        return [
            self.company_id.name,
            self.name,
            "Rechnungskorrektur" if sign < 0 else "Rechnung",
            self.ref,
            self.invoice_date,
            self.date,
            self.invoice_date_due,
            self.wohnkoord_date_from,
            self.wohnkoord_date_to,
            partner.name,
            partner.ref,
            partner.vat,
            bank.sanitized_acc_number,
            bank.bank_bic,
            sign * self.amount_untaxed,
            ", ".join(f"{rate:g} %".replace(".", ",") for rate in rates),
            sign * self.amount_tax,
            sign * self.amount_total,
            sign * self.amount_residual,
            self.currency_id.name,
            self._wohnkoord_purpose(),
            self.wohnkoord_contract_id.name,
            ", ".join(lines.wohnkoord_call_off_id.mapped("name")),
            ", ".join(
                sorted({code for code in lines.account_id.mapped("code") if code})
            ),
            ", ".join(account.code or account.name for account in analytic),
            self.wohnkoord_factual_user_id.name,
            self._wohnkoord_day(self.wohnkoord_factual_date),
            self.wohnkoord_arithmetic_user_id.name,
            self._wohnkoord_day(self.wohnkoord_arithmetic_date),
        ]

    def _wohnkoord_purpose(self):
        """What the consultant reads on the bank statement."""
        number = self.ref or self.name
        return f"{number} vom {self.invoice_date:%d.%m.%Y}"

    def _wohnkoord_day(self, moment):
        return moment and fields.Datetime.context_timestamp(self, moment).date()
