# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, formataddr
from odoo.tools.mail import email_normalize, parse_contact_from_email

from .network_enquiry_advisory import ENQUIRIES

SUBJECT_LENGTH = 200
#: enquiries that one run forgets
BATCH = 200


class Advisory(models.Model):
    """Cases that begin with a mail to the shared mailbox."""

    _inherit = "wohnkoord.advisory"

    date_forgotten = fields.Date("Forgotten on", readonly=True, copy=False)

    # -- a mail comes in -----------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a contact, if the address is nobody's yet, and a case of the mail.

        Like the public form's: the case is requested, stands among the new enquiries and
        belongs to nobody. Nothing is written back.
        """
        company = self.env["mail.thread"]._wohnkoord_company(custom_values)
        office = self._as_visitor(company)
        email = email_normalize(msg_dict.get("email_from") or "")
        partner = office._mail_sender(msg_dict, email, company) if email else False
        if partner and not msg_dict.get("author_id"):
            msg_dict["author_id"] = partner.id
        subject = " ".join((msg_dict.get("subject") or "").split())[:SUBJECT_LENGTH]
        case = office.create(
            {
                "subject": subject or office.env._("(without a subject)"),
                "company_id": company.id,
                "level": "orientation",
                "origin": "mail",
                "user_id": False,
                "partner_id": partner and partner.id,
                "enquiry_email": email,
            }
        )
        # who is told follows the case from then on, and is not to be sent the mail itself
        self.env.context.get("wohnkoord_new_cases", []).append(case.id)
        return case

    def _as_visitor(self, company):
        """Whoever's address stands in a mail: what comes of it is a visitor's."""
        visitor = self.env.ref("base.public_user")
        lang = company.partner_id.lang or self.env.lang
        return (
            self.with_user(visitor)
            .sudo()
            .with_context(
                lang=lang,
                allowed_company_ids=company.ids,
                mail_create_nosubscribe=True,
            )
        )

    @api.model
    def _mail_known_sender(self, email, company):
        """The contact with this address, after whoever makes it at this moment is done.

        :raise ConcurrencyError: another mail of the same sender made it meanwhile; this
            transaction does not see it and is to be repeated
        """
        Partner = self.env["res.partner"]
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                f"wohnkoord mailbox {company.id} {email}",
            )
        )
        known = Partner._wohnkoord_find_address(email, company)
        if known:
            return known
        # this transaction began before it waited: look at what is there by now
        with self.env.registry.cursor() as cr:
            others = Partner.with_env(self.env(cr=cr))
            if others._wohnkoord_find_address(email, company):
                raise ConcurrencyError("The sender's contact was made meanwhile.")
        return known

    @api.model
    def _mail_sender(self, msg_dict, email, company):
        """The contact with this address; one is made, never two."""
        known = self._mail_known_sender(email, company)
        if known:
            return known
        name, _email = parse_contact_from_email(msg_dict.get("email_from") or "")
        return self.env["res.partner"].create(
            {
                "name": name or email,
                "email": email,
                "company_id": company.id,
                "lang": self.env.lang,
                "user_id": False,
            }
        )

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers to mails about a case come back into the mailbox."""
        result = super()._notify_get_reply_to_batch(defaults, author_ids)
        for case in self:
            company = case.company_id
            if company.wohnkoord_mailbox_address:
                result[case.id] = formataddr(
                    (company.name, company.wohnkoord_mailbox_address)
                )
        return result

    # -- spam ----------------------------------------------------------------------------

    def action_block_sender(self):
        """Decline these mails without an answer, and take no more of their senders.

        :raise UserError: not a new enquiry by mail
        """
        self.check_access("write")
        for case in self:
            email = case.sudo().enquiry_email
            if case.origin != "mail" or case.state != "requested" or not email:
                raise UserError(self.env._("Only new enquiries by mail are blocked."))
            blocks = self.env["wohnkoord.mail.block"]
            if not blocks._blocks(email, case.company_id):
                blocks.create(
                    {
                        "name": email,
                        "company_id": case.company_id.id,
                        "note": case.name,
                    }
                )
            case.action_reject(self.env._("Unwanted mail; the sender is blocked."))
        return True

    # -- data protection -----------------------------------------------------------------

    @api.autovacuum
    def _gc_declined_enquiries(self):
        """Forget who asked what, some months after an enquiry was turned down."""
        done = 0
        # sudo: every office's own setting
        companies_sudo = self.env["res.company"].sudo()
        for company_sudo in companies_sudo.search(
            [("wohnkoord_enquiry_keep_months", ">", 0)]
        ):
            months = company_sudo.wohnkoord_enquiry_keep_months
            since = fields.Datetime.now() - relativedelta(months=months)
            old = self.sudo().search(
                Domain("company_id", "=", company_sudo.id)
                & Domain("origin", "in", ENQUIRIES)
                & Domain("state", "in", ("rejected", "cancelled"))
                & Domain("date_forgotten", "=", False)
                & Domain("write_date", "<", since),
                limit=BATCH,
            )
            old._forget()
            done += len(old)
        return done, done >= BATCH

    def _forget(self):
        """Remove person, texts, mails and files; that somebody asked stays.

        Called with superuser rights.
        """
        cases = self.with_context(tracking_disable=True)
        partners = cases.partner_id
        cases.message_ids.unlink()
        cases.message_follower_ids.unlink()
        cases.with_context(active_test=False).activity_ids.unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        cases.write(
            {
                "subject": False,
                "partner_id": False,
                "enquiry_email": False,
                "note": False,
                "outcome": False,
                "answer": False,
                "date_forgotten": fields.Date.today(),
            }
        )
        cases.flush_recordset()
        partners._wohnkoord_remove_strangers()
