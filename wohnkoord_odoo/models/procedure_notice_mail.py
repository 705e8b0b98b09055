# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.plain_text import plain_text


class MailMail(models.Model):
    """Mails to parties of a procedure: their fate is noted at the delivery."""

    _inherit = "mail.mail"

    def _procedure_deliveries(self):
        # sudo: the queue's job may be anybody's
        return (
            self.env["wohnkoord.procedure.delivery"]
            .sudo()
            .search([("mail_id", "in", self.ids), ("state", "=", "queued")])
        )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        for delivery in self._procedure_deliveries():
            mail = delivery.mail_id
            if failure_type or mail.state == "exception":
                delivery._note_failed(failure_reason or mail.failure_reason)
            else:
                delivery._note_sent()
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def cancel(self):
        self._note_never_sent()
        return super().cancel()

    def unlink(self):
        self._note_never_sent()
        return super().unlink()

    def _note_never_sent(self):
        waiting = self._procedure_deliveries()
        if waiting:
            waiting._note_failed(
                self.env._("The mail was taken out of the queue before it was sent.")
            )

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        email_list = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if self.model == "wohnkoord.procedure.delivery":
            for values in email_list:
                values["body_alternative"] = plain_text(values["body"])
        return email_list
