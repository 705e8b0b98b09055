# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formataddr, html2plaintext, plaintext2html


class DepartmentEnquiry(models.Model):
    """Asking by mail, and the answer that comes back by mail."""

    _inherit = "wohnkoord.department.enquiry"

    def action_send(self):
        """Open the mail to the department; with it the enquiry is asked.

        :raise UserError: not a draft, or the department has no address
        """
        return self._open_composer("mail_template_department_ask", "draft")

    def action_remind(self):
        """Open a mail that asks the department for the answer.

        :raise UserError: not asked, or the department has no address
        """
        return self._open_composer("mail_template_department_remind", "asked")

    def _open_composer(self, template, state):
        self.ensure_one()
        self._check_states(state)
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(name)s has no address. Please enter one, or ask in another way.",
                    name=self.partner_id.display_name,
                )
            )
        title = self.env._("Mail to the Department")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": self.env.ref(f"wohnkoord_odoo.{template}").id,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "force_email": True,
            },
        }

    def _question_html(self):
        """The question as typed: text, with its line breaks."""
        return plaintext2html(self.question or "")

    def _message_post_after_hook(self, message, msg_values):
        """Whoever writes to the department from a draft has asked."""
        result = super()._message_post_after_hook(message, msg_values)
        if (
            self.state == "draft"
            and message.message_type == "comment"
            and not message.subtype_id.internal
            and self.partner_id in message.partner_ids
        ):
            self._set_asked()
        return result

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers come into the shared mailbox, where the office has one."""
        result = super()._notify_get_reply_to_batch(defaults, author_ids)
        for enquiry in self:
            company = enquiry.company_id
            if company.wohnkoord_mailbox_address:
                result[enquiry.id] = formataddr(
                    (company.name, company.wohnkoord_mailbox_address)
                )
        return result

    def action_take_answer(self):
        """Take the last mail that came in as the answer, with its day.

        Nothing is taken by itself: the first mail is often a note that it arrived.

        :raise UserError: not asked, or no mail came in
        """
        self.ensure_one()
        self._check_states("asked")
        mail = self.message_ids.filtered(
            lambda message: message.message_type == "email"
        ).sorted("date", reverse=True)[:1]
        if not mail:
            raise UserError(self.env._("No mail came in here yet."))
        day = fields.Datetime.context_timestamp(self, mail.date).date()
        today = fields.Date.context_today(self)
        self.write(
            {
                "answer": html2plaintext(mail.body).strip(),
                "date_answered": min(max(day, self.date_asked), today),
            }
        )
        return self.action_answered()
