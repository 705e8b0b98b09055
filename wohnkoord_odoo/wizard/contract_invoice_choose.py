# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.fields import Domain


class InvoiceChoose(models.TransientModel):
    """Choose by hand which approved hours an invoice is about.

    Proposed are those of the invoice's period; the figures show what still differs.
    """

    _name = "wohnkoord.invoice.choose"
    _description = "Choose the Hours of an Invoice"

    invoice_id = fields.Many2one(
        "wohnkoord.invoice", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="invoice_id.currency_id")
    partner_id = fields.Many2one(related="invoice_id.partner_id")
    company_id = fields.Many2one(related="invoice_id.company_id")
    invoice_net = fields.Monetary("Net on the Invoice", related="invoice_id.net")
    invoice_hours = fields.Float(
        "Hours on the Invoice", compute="_compute_invoice_hours"
    )
    entry_ids = fields.Many2many(
        "wohnkoord.time.entry",
        string="Approved Hours",
        compute="_compute_entry_ids",
        store=True,
        readonly=False,
        domain="[('state', '=', 'approved'),"
        " ('commercial_partner_id', '=', partner_id),"
        " ('company_id', '=', company_id)]",
    )
    hours = fields.Float("Chosen Hours", compute="_compute_sums")
    net = fields.Monetary("Net of the Chosen Hours", compute="_compute_sums")
    difference = fields.Monetary(
        compute="_compute_sums", help="Net on the invoice less net of the chosen hours."
    )

    @api.depends("invoice_id")
    def _compute_invoice_hours(self):
        for choice in self:
            lines = choice.invoice_id.line_ids.filtered("in_hours")
            choice.invoice_hours = sum(lines.mapped("quantity"))

    @api.depends("invoice_id")
    def _compute_entry_ids(self):
        for choice in self:
            invoice = choice.invoice_id
            entries = invoice.entry_ids.filtered(lambda e: e.state == "approved")
            if not entries and invoice.invoice_date:
                entries = entries.search(
                    invoice._entry_domain()
                    & Domain("state", "=", "approved")
                    & Domain("commercial_partner_id", "=", invoice.partner_id.id)
                    & Domain("company_id", "=", invoice.company_id.id),
                    order="date, id",
                )
            choice.entry_ids = [Command.set(entries.ids)]

    @api.depends("entry_ids")
    def _compute_sums(self):
        for choice in self:
            work = self.env["wohnkoord.contract"]._collect_items(
                [("id", "in", choice.entry_ids._origin.ids)]
            )
            items = [item for group in work.values() for item in group]
            choice.hours = sum(item.hundredths for item in items) / 100
            choice.net = sum(item.amount for item in items)
            choice.difference = choice.invoice_net - choice.net

    def action_apply(self):
        """Compare the invoice with the chosen hours.

        :raise UserError: the invoice is not open, or others than approved hours
        """
        self.ensure_one()
        self.invoice_id._choose(self.entry_ids)
        return {"type": "ir.actions.act_window_close"}
