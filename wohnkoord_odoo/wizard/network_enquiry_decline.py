# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class EnquiryDecline(models.TransientModel):
    """Reject an enquiry with a friendly answer, in one step."""

    _name = "wohnkoord.enquiry.decline"
    _description = "Decline an Enquiry"

    advisory_id = fields.Many2one(
        "wohnkoord.advisory", "Case", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Text(
        required=True, help="For the office; it becomes the outcome of the case."
    )
    answer = fields.Text(
        compute="_compute_answer",
        store=True,
        readonly=False,
        precompute=True,
        help="Stands on the page behind the status link, and in the mail.",
    )
    email = fields.Char("Address", compute="_compute_email")
    send_mail = fields.Boolean(
        compute="_compute_send_mail", store=True, readonly=False, precompute=True
    )

    @api.depends("advisory_id")
    def _compute_answer(self):
        for wizard in self:
            case = wizard.advisory_id
            lang = case.partner_id.lang or self.env.lang
            wizard.answer = case.answer or wizard.with_context(lang=lang)._words()

    @api.depends("advisory_id")
    def _compute_email(self):
        for wizard in self:
            case = wizard.advisory_id
            wizard.email = case and case._enquiry_address()

    @api.depends("advisory_id")
    def _compute_send_mail(self):
        for wizard in self:
            wizard.send_mail = bool(wizard.email)

    def _words(self):
        return self.env._(
            "Thank you for your enquiry. Unfortunately this is something we cannot help"
            " with: it lies outside the task of our office.\n\nIf you have another"
            " question about living together, please write to us again."
        )

    def action_decline(self):
        """Reject the case, keep the answer, send it if that is ticked.

        :raise UserError: there is nothing to send
        """
        self.ensure_one()
        case = self.advisory_id
        if self.send_mail and not (self.answer or "").strip():
            raise UserError(self.env._("Please write the answer first."))
        case.action_reject(self.reason)
        case.answer = self.answer
        if self.send_mail:
            case.action_send_answer()
        return {"type": "ir.actions.act_window_close"}
