# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging

from odoo import api, models
from odoo.tools import html2plaintext, plaintext2html
from odoo.tools.mail import email_normalize, unfold_references

from .network_enquiry_upload import MOST_BYTES, MOST_BYTES_TOTAL

_logger = logging.getLogger(__name__)

CASE = "wohnkoord.advisory"
#: what a mail to the mailbox may be an answer to, beside cases
ANSWERED = (
    "wohnkoord.call.off",
    "wohnkoord.department.enquiry",
    "wohnkoord.initiative",
)
#: new cases of one sender within an hour; what is more joins the last of them
MOST_PER_SENDER = 5
#: new cases of an office within an hour; what is more is left out
MOST_PER_OFFICE = 200
MOST_FILES = 20
#: headers by which a machine says that it wrote (RFC 3834, and what is usual)
MACHINE_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply")
MACHINE_PRECEDENCE = ("auto_reply", "bulk", "junk")


class MailThread(models.AbstractModel):
    """Mails that come in: which become a case, which an answer, which nothing."""

    _inherit = "mail.thread"

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        route = super()._routing_check_route(
            message, message_dict, route, raise_exception
        )
        if not route or route[0] != CASE or route[1]:
            return route
        return self._wohnkoord_route(message, message_dict, route)

    @api.model
    def _wohnkoord_route(self, message, message_dict, route):
        """Where a mail goes that core would make a case of; False for nowhere."""
        answered = self._wohnkoord_answered(message_dict)
        if answered:
            return (answered._name, answered.id, *route[2:])
        email = email_normalize(message_dict.get("email_from") or "")
        company = self._wohnkoord_company(route[2])
        reason = self._wohnkoord_refusal(message, email, company)
        if reason:
            _logger.info(
                "No case of the mail %s: %s", message_dict.get("message_id"), reason
            )
            return False
        # before anything is counted: a repeated transaction would count again
        self.env[CASE]._mail_known_sender(email, company)
        limits = self.env["wohnkoord.rate.limit"]
        if not limits._allow("mailbox", f"{company.id} {email}", MOST_PER_SENDER):
            case_sudo = self._wohnkoord_last_case(email, company)
            if case_sudo:
                return (CASE, case_sudo.id, *route[2:])
        if not limits._allow("mailbox office", str(company.id), MOST_PER_OFFICE):
            _logger.warning("Too many mails to the mailbox of %s", company.name)
            return False
        return route

    @api.model
    def _wohnkoord_answered(self, message_dict):
        """The order or initiative that this is an answer to, although it was sent to the
        mailbox: core takes it for a new case then."""
        references = message_dict.get("references") or message_dict.get("in_reply_to")
        names = [name.strip() for name in unfold_references(references or "")]
        if not names:
            return None
        # sudo: the gateway looks for the mail that is answered
        found_sudo = (
            self.env["mail.message"]
            .sudo()
            .search(
                [("message_id", "in", names[-32:]), ("model", "in", ANSWERED)],
                order="id desc",
                limit=1,
            )
        )
        if not found_sudo:
            return None
        return self.env[found_sudo.model].browse(found_sudo.res_id).exists() or None

    @api.model
    def _wohnkoord_company(self, custom_values):
        company = self.env["res.company"].sudo()
        return (
            company.browse((custom_values or {}).get("company_id") or 0).exists()
            or self.env.company
        )

    @api.model
    def _wohnkoord_refusal(self, message, email, company):
        """Why a mail makes no case, for the log; empty if it makes one."""
        if not email:
            return "no sender"
        if email == company.wohnkoord_mailbox_address:
            return "from the mailbox itself"
        if self._wohnkoord_is_automatic(message):
            return "written by a machine"
        if self.env["wohnkoord.mail.block"]._blocks(email, company):
            return "blocked sender"
        return ""

    @api.model
    def _wohnkoord_is_automatic(self, message):
        """Whether nobody wrote this: out of office, receipts, circulars."""
        submitted = (message.get("Auto-Submitted") or "no").strip().lower()
        precedence = (message.get("Precedence") or "").strip().lower()
        return (
            not submitted.startswith("no")
            or precedence in MACHINE_PRECEDENCE
            or any(message.get(name) for name in MACHINE_HEADERS)
            or (message.get("Return-Path") or "").strip() == "<>"
        )

    @api.model
    def _wohnkoord_last_case(self, email, company):
        # sudo: the gateway looks for the sender's case
        return (
            self.env[CASE]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("origin", "=", "mail"),
                    ("enquiry_email", "=", email),
                    ("state", "=", "requested"),
                ],
                order="id desc",
                limit=1,
            )
        )

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        ours = [route for route in routes or () if route[0] in (CASE, *ANSWERED)]
        if not ours:
            return super()._message_route_process(message, message_dict, routes)
        # what others write is text: nothing in it runs, and no picture is fetched
        text = html2plaintext(message_dict.get("body") or "")
        message_dict["body"] = plaintext2html(text)
        left_out = self._wohnkoord_check_files(message_dict)
        automatic = self._wohnkoord_is_automatic(message)
        new_ids = []  # filled where the cases are made
        self = self.with_context(wohnkoord_new_cases=new_ids)
        result = super()._message_route_process(message, message_dict, routes)
        new = self.env[CASE].sudo().browse(new_ids)
        new._note_arrival()
        answered = [
            self.env[model].sudo().browse(thread_id)
            for model, thread_id, *_rest in ours
            if thread_id
        ]
        for record in answered:
            if not automatic:
                record._wohnkoord_note_answer()
        for record in [*new, *answered] if left_out else ():
            record._message_log(
                body=self.env._(
                    "Files that were not kept: %(names)s", names=", ".join(left_out)
                )
            )
        return result

    @api.model
    def _wohnkoord_check_files(self, message_dict):
        """Keep the files whose content is of an allowed type; the rest is named.

        :return: names of what was left out
        """
        uploads = self.env["wohnkoord.enquiry.upload"]
        kept, left_out, total = [], [], 0
        for file in message_dict.get("attachments") or ():
            raw = file.content
            raw = raw.encode() if isinstance(raw, str) else raw
            mimetype = isinstance(raw, bytes) and uploads._type_of(raw)
            size = len(raw) if mimetype else 0
            if (
                not mimetype
                or size > MOST_BYTES
                or total + size > MOST_BYTES_TOTAL
                or len(kept) >= MOST_FILES
            ):
                left_out.append(file.fname or "?")
                continue
            total += size
            name = uploads._clean_name(file.fname, mimetype)
            kept.append(file._replace(fname=name, content=raw))
        message_dict["attachments"] = kept
        return left_out

    def _wohnkoord_note_answer(self):
        """Put one activity before whoever looks after the record, or stands in."""
        kind = self.env.ref("wohnkoord_odoo.activity_type_mail")
        for record in self:
            company = record.company_id
            user = record.user_id.filtered("active") or (
                company.wohnkoord_enquiry_user_id
                if record._name == CASE
                else company._wohnkoord_head()
            )
            waiting = record.activity_ids.filtered(
                lambda activity: activity.activity_type_id == kind
            )
            if user and not waiting:
                record.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                ).activity_schedule(
                    "wohnkoord_odoo.activity_type_mail", user_id=user.id
                )
