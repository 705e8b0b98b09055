# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from datetime import timedelta

from odoo import fields, models
from odoo.tools import split_every
from odoo.tools.mail import append_content_to_html, email_normalize_all

from ..tools.plain_text import plain_text

#: so many letters are checked at once, right before they leave
BATCH = 50
#: a letter taken by a job that has not told of it after this time was interrupted
LOST_MINUTES = 15


class MailMail(models.Model):
    """Letters of mailings on their way out.

    Between queue and sending hours may pass: consent, address and office are asked again
    when a letter leaves. Each is taken (and that is committed) before it is handed to
    the mail server: after a crash it is reported as uncertain and never sent twice.
    """

    _inherit = "mail.mail"

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        values = {
            "auto_commit": auto_commit,
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        letters = self.filtered("mailing_id")
        if not letters or self.env["ir.mail_server"]._disable_send():
            return super()._send(**values)
        if others := self - letters:
            super(MailMail, others)._send(**values)
        for ids in split_every(BATCH, letters.ids):
            for letter in self.browse(ids)._drop_refused():
                if letter._take(auto_commit):
                    super(MailMail, letter)._send(**values)
        if auto_commit:
            self.env.cr.commit()  # pylint: disable=invalid-commit
        if post_send_callback:
            post_send_callback(self.ids)
        return True

    def _drop_refused(self):
        """Take out who must not get it any more.

        :return: the letters that may leave
        """
        waiting = self.exists().filtered(lambda mail: mail.state == "outgoing")
        kept = self.browse()
        for mailing, letters in waiting.grouped("mailing_id").items():
            tests = letters.filtered(lambda mail: not mail.mailing_trace_ids)
            kept += tests._to_staff(mailing)
            kept += (letters - tests)._still_wanted(mailing)
        refused = waiting - kept
        refused.mailing_trace_ids.write(
            {"trace_status": "cancel", "failure_type": "mail_optout"}
        )
        refused.unlink()
        return kept

    def _still_wanted(self, mailing):
        allowed = {
            model: mailing._still_allowed(model, letters.mapped("res_id"))
            for model, letters in self.grouped("model").items()
        }
        return self.filtered(
            lambda mail: (
                mail.res_id in allowed[mail.model]
                and mail._addresses() == set(mail.mailing_trace_ids.mapped("email"))
            )
        )

    def _to_staff(self, mailing):
        """Test letters, which only go to the office itself."""
        staff = mailing._staff_addresses()
        return self.filtered(lambda mail: mail._addresses() <= staff)

    def _addresses(self):
        """To whom the letter goes; of several addresses of a person the first."""
        return set(email_normalize_all(self.email_to)) | {
            partner.email_normalized for partner in self.recipient_ids
        }

    def _take(self, auto_commit):
        """Take the letter, so that no other job and no later run sends it again.

        :return bool: False if another job has it or had it
        """
        trace = self.mailing_trace_ids
        if not trace:
            return True  # a test letter
        if not trace.try_lock_for_update():
            return False
        trace.invalidate_recordset(["trace_status", "write_date"])
        if trace.trace_status == "process":
            self._report_lost(trace)
            return False
        if trace.trace_status not in ("outgoing", "error"):
            return False
        trace.write({"trace_status": "process"})
        if auto_commit:
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return True

    def _report_lost(self, trace):
        """The job that took the letter broke off: it may have arrived."""
        limit = fields.Datetime.now() - timedelta(minutes=LOST_MINUTES)
        if trace.write_date > limit:
            return
        trace.write(
            {
                "trace_status": "error",
                "failure_type": "unknown",
                "failure_reason": self.env._(
                    "The server stopped while it sent this letter. It may have arrived,"
                    " so it is not sent again."
                ),
            }
        )
        self.unlink()

    # -- what the letter says ----------------------------------------------------------

    def _prepare_outgoing_body(self):
        body = super()._prepare_outgoing_body()
        if not body or not self.mailing_id or self.mailing_id.measures_readers:
            return body
        wrapper = body.__class__
        body = body.replace(
            wrapper(f'<img src="{self._get_tracking_url()}"/>'), wrapper()
        )
        for trace in self.mailing_trace_ids:
            body = wrapper(re.sub(rf"(/r/\w+)/m/{trace.id}\b", r"\1", body))
        return body

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        email_list = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if self.mailing_id:
            for values in email_list:
                self._frame_letter(values)
        return email_list

    def _frame_letter(self, values):
        """Add the foot that every letter has, whatever its author wrote."""
        is_test = not self.mailing_trace_ids
        mailing_sudo = self.mailing_id.sudo()
        footer = mailing_sudo._letter_footer(self.res_id, is_test)
        values["body"] = append_content_to_html(values["body"], footer, plaintext=False)
        values["body_alternative"] = plain_text(values["body"])
        if is_test or not mailing_sudo._withdrawal(self.res_id):
            values["headers"].pop("List-Unsubscribe", None)
            values["headers"].pop("List-Unsubscribe-Post", None)
        if not is_test:
            # a person with two addresses agreed for the first one
            email = self.mailing_trace_ids.email
            values["email_to"] = values["email_to"][:1]
            values["email_to_normalized"] = [email]
