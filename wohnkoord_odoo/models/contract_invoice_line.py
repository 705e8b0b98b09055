# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class InvoiceLine(models.Model):
    """A line of a consultant's invoice as it was read; nobody types it."""

    _name = "wohnkoord.invoice.line"
    _description = "Line of a Consultant's Invoice"
    _order = "invoice_id, sequence, id"
    _rec_name = "name"

    invoice_id = fields.Many2one(
        "wohnkoord.invoice", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="invoice_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Text")
    reference = fields.Char(help="All texts of the line that may name an order.")
    quantity = fields.Float()
    in_hours = fields.Boolean(help="The invoice counts this line in hours.")
    price_unit = fields.Float("Price", digits=(16, 4))
    amount = fields.Monetary("Net")
    tax_rate = fields.Float("Tax (%)")
    call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Order",
        index="btree_not_null",
        ondelete="restrict",
    )
