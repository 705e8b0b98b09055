# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, plaintext2html

#: what an invoice may be while the office works on it
OPEN = ("incomplete", "differs")


class Invoice(models.Model):
    """What office, accounting and consultant do with an invoice."""

    _inherit = "wohnkoord.invoice"

    can_type = fields.Boolean(compute="_compute_can_type")

    @api.depends("state", "file_kind")
    def _compute_can_type(self):
        for invoice in self:
            invoice.can_type = invoice.state in OPEN and not invoice._has_data()

    def action_read(self):
        """Read the files again that could not be read yet.

        :raise UserError: read already
        """
        self._check_may_work()
        for invoice in self:
            if invoice.state != "new" and not (
                invoice.state == "incomplete" and invoice.problem
            ):
                raise UserError(
                    self.env._("%(name)s is read already.", name=invoice.display_name)
                )
        # sudo: accounting has no right on contracts and hours
        self.sudo()._read()

    def action_compare(self):
        """Compare with the approved hours again; what agrees becomes a draft bill.

        :raise UserError: not open any more
        """
        self._check_may_work()
        self._check_open()
        # sudo: see action_read
        self.sudo()._compare()

    def action_return(self, reason):
        """Send the invoice back; a draft bill made from it is cancelled.

        :param str reason: read by the consultant, in the portal and in a mail
        :raise UserError: no reason, not open any more, or the bill is posted
        """
        self._check_may_work()
        reason = html2plaintext(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give the reason for the return."))
        for invoice in self:
            invoice._check_returnable()
        # sudo: the office has no right on bills
        invoices_sudo = self.sudo()
        invoices_sudo._cancel_bills()
        invoices_sudo._write_guarded(
            {
                "state": "returned",
                "return_reason": reason,
                "returned_by_id": self.env.uid,
                "date_returned": fields.Datetime.now(),
                "bill_id": False,
            }
        )
        for invoice in self:
            invoice._mail_return()

    def action_ask_return(self):
        """Ask for the reason, then return; the differences are proposed as text."""
        self.ensure_one()
        action = self._ask_reason("action_return", self.env._("Return the Invoice"))
        consultant = self.with_context(lang=self.partner_id.lang or self.env.lang)
        action["context"]["default_reason"] = "\n".join(
            consultant._difference_texts(for_portal=True)
        )
        return action

    def action_withdraw(self):
        """Take an invoice back that is no bill yet.

        :raise UserError: a bill was made of it, or it is returned
        """
        self._check_may_work()
        for invoice in self:
            if invoice.state not in ("new", *OPEN):
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s and is not withdrawn.",
                        name=invoice.display_name,
                        state=invoice._state_label(invoice.state),
                    )
                )
        self._write_guarded({"state": "withdrawn"})

    def action_choose_hours(self):
        """Open the dialog that chooses the hours of this invoice by hand."""
        self.ensure_one()
        self._check_may_work()
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.invoice_choose_action"
        )
        return {**action, "context": {"default_invoice_id": self.id}}

    def action_view_bill(self):
        """Open the bill that was made of this invoice."""
        self.ensure_one()
        action = self.env["account.move"]._wohnkoord_action(
            [("id", "=", self.bill_id.id)]
        )
        return {
            **action,
            "res_id": self.bill_id.id,
            "view_mode": "form",
            "views": [view for view in action["views"] if view[1] == "form"],
        }

    def _choose(self, entries):
        """Say by hand which approved hours this invoice is about.

        :param entries: approved entries of the consultant's orders
        :raise UserError: not open any more, or other entries
        """
        self.ensure_one()
        self._check_may_work()
        self._check_open()
        for entry in entries:
            if (
                entry.state != "approved"
                or entry.commercial_partner_id != self.partner_id
                or entry.company_id != self.company_id
            ):
                raise UserError(
                    self.env._(
                        "Please choose approved hours of %(name)s that are on no bill"
                        " yet.",
                        name=self.partner_id.name,
                    )
                )
        self._write_guarded({"entry_ids": [Command.set(entries.ids)]})
        self.sudo()._compare()

    # -- who may ---------------------------------------------------------------------------------

    def _check_may_work(self):
        """Office and accounting work on invoices, in their own offices."""
        user = self.env.user
        if not self.env.su and not (
            user.has_group("wohnkoord_odoo.group_user")
            or user.has_group("account.group_account_invoice")
        ):
            raise AccessError(
                self.env._("Only the office and accounting work on invoices.")
            )
        self.check_access("read")
        if self.company_id - self.env.companies and not self.env.su:
            raise AccessError(self.env._("This invoice is another office's."))

    def _check_open(self):
        for invoice in self:
            if invoice.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(name)s is %(state)s.",
                        name=invoice.display_name,
                        state=invoice._state_label(invoice.state),
                    )
                )

    def _check_may_type(self):
        """Data are typed while the file holds none that can be read."""
        for invoice in self:
            if not invoice.can_type:
                raise UserError(
                    self.env._(
                        "The data of %(name)s were read from its file, or a bill was"
                        " made of them; they are not typed.",
                        name=invoice.display_name,
                    )
                )

    def _check_returnable(self):
        if self.state not in (*OPEN, "billed"):
            self._check_open()
        if self.sudo().bill_id.state == "posted":
            raise UserError(
                self.env._(
                    "The bill %(bill)s is posted. Accounting reverses it first; then"
                    " the invoice is returned.",
                    bill=self.sudo().bill_id.display_name,
                )
            )

    def _cancel_bills(self):
        """Cancel the draft bills; that frees their hours."""
        bills = self.bill_id.filtered(lambda bill: bill.state == "draft")
        self._write_guarded({"bill_id": False, "state": "differs"})
        if bills:
            bills.button_cancel()

    # -- words -------------------------------------------------------------------------------------

    def _mail_return(self):
        """Tell the consultant, with a link to the portal."""
        self.ensure_one()
        recipient = self.uploaded_by_id or self.partner_id
        env = self.with_context(lang=recipient.lang or self.env.lang).env
        link = f"{self.get_base_url()}/my/invoices/received/{self.id}"
        text = env._(
            "We cannot pay the invoice %(number)s as it is:\n\n%(reason)s\n\nPlease send"
            " a corrected invoice in the portal: %(link)s",
            number=self.number or self.file_name,
            reason=self.return_reason,
            link=link,
        )
        # sudo: writing to the consultant needs no right on partners
        self.sudo().message_post(
            body=plaintext2html(text),
            subject=env._(
                "Invoice %(number)s returned", number=self.number or self.file_name
            ),
            partner_ids=recipient.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The log is the office's and accounting's."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead a portal user to the portal's page of the invoice."""
        user = self.env["res.users"].sudo().browse(access_uid or self.env.uid)
        if user.share or force_website:
            return {
                "type": "ir.actions.act_url",
                "url": f"/my/invoices/received/{self.id}",
                "target": "self",
                "res_id": self.id,
            }
        return super()._get_access_action(
            access_uid=access_uid, force_website=force_website
        )
