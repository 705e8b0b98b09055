# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import email_split

from ..tools.invoice_file import (
    InvoiceFileError,
    kind_of_file,
    parse_invoice,
)


class AccountMove(models.Model):
    """Bills and the invoices of consultants that they were made from."""

    _inherit = "account.move"

    wohnkoord_invoice_ids = fields.One2many(
        "wohnkoord.invoice", "bill_id", "Consultant's Invoice", readonly=True
    )

    def action_view_wohnkoord_invoice(self):
        """Open the consultant's invoice that this bill was made from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.invoice",
            "res_id": self.wohnkoord_invoice_ids[:1].id,
            "view_mode": "form",
        }

    def _wohnkoord_free(self):
        result = super()._wohnkoord_free()
        if self:
            # sudo: accounting cancels and reverses, whatever it may do with invoices
            self.env["wohnkoord.invoice"].sudo()._bill_gone(self)
        return result

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A consultant's mail to the purchase journal is kept as the portal keeps files.

        Odoo's own way reads at once and commits in between; this one keeps the file
        first. Mails of anybody else go Odoo's way.
        """
        custom_values = custom_values or {}
        if custom_values.get("move_type") == "in_invoice":
            invoice = self._wohnkoord_receive_mail(msg_dict, custom_values)
            if invoice:
                return invoice
        return super().message_new(msg_dict, custom_values)

    @api.model
    def _wohnkoord_receive_mail(self, msg_dict, custom_values):
        """The invoices in a consultant's mail.

        :return: the first of them; the mail becomes its first message
        """
        company = self.env["res.company"].browse(
            custom_values.get("company_id") or self.env.company.id
        )
        senders = self._partner_find_from_emails_single(
            email_split(msg_dict.get("from") or ""), no_create=True
        )
        contracts = self.env["wohnkoord.contract"].search(
            [
                ("partner_id", "in", senders.commercial_partner_id.ids),
                ("company_id", "=", company.id),
                ("state", "!=", "draft"),
            ]
        )
        invoices = self.env["wohnkoord.invoice"]
        if len(contracts.partner_id) != 1:
            return invoices
        sender = senders.filtered(
            lambda person: person.commercial_partner_id == contracts.partner_id
        )[:1]
        for name, raw in self._wohnkoord_invoice_files(msg_dict):
            invoices |= invoices._receive(
                company, contracts.partner_id, name, raw, "mail", sender
            )[0]
        return invoices[:1]

    @api.model
    def _wohnkoord_invoice_files(self, msg_dict):
        """The files of a mail that are invoices; a PDF beside an XML only shows it."""
        pdfs, xmls = [], []
        for attachment in msg_dict.get("attachments") or []:
            name, content = attachment[0], attachment[1]
            raw = content.encode() if isinstance(content, str) else content
            if not isinstance(raw, bytes):
                continue
            try:
                if kind_of_file(raw) == "pdf":
                    pdfs.append((name, raw))
                else:
                    parse_invoice(raw)
                    xmls.append((name, raw))
            except InvoiceFileError:
                continue
        return xmls or pdfs
