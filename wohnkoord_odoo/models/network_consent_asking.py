# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .network_consent import LINK, REQUEST_HOURS

_logger = logging.getLogger(__name__)

#: mails to one address that public pages may cause within a day
MAILS_PER_DAY = 3
#: renewals asked for in one transaction
BATCH_SIZE = 50
#: unanswered requests removed in one run of the vacuum
GC_LIMIT = 1000


class Consent(models.Model):
    """Asking for a consent by mail: first, again before it ends, and what nobody answers."""

    _inherit = "wohnkoord.consent"

    @api.model
    def _request(
        self, partner, purpose, company, initiative=None, send=True, lang=None
    ):
        """Ask ``partner`` for a consent by a link in a mail.

        An open request is asked again, not doubled; nothing is asked that was given.

        :param str lang: in which the person reads, if not the contact's language
        :return: the consent, ``requested`` or already ``confirmed``
        """
        consents_sudo = self.sudo()
        key = (
            Domain("partner_id", "=", partner.id)
            & Domain("initiative_id", "=", initiative.id if initiative else False)
            & Domain("company_id", "=", company.id)
            & Domain("purpose", "=", purpose)
        )
        given = consents_sudo.search(key & self._live_domain(purpose, company), limit=1)
        if given:
            return given
        consent = consents_sudo.search(key & Domain("state", "=", "requested"))
        current = self.env["wohnkoord.consent.text"].sudo()._current(purpose, company)
        same = consent.filtered(
            lambda c: (
                c._is_answerable()
                and c.text_id == current
                and (not lang or c.lang == lang)
            )
        )[:1]
        # what was asked in other words, or cannot be answered any more, makes room
        is_partner_new = any(consent.mapped("is_partner_new"))
        (consent - same)._write_guarded({"state": "replaced"})
        consent = same or self.sudo()._create_frozen(
            [
                {
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "company_id": company.id,
                    "initiative_id": initiative.id if initiative else False,
                    "way": LINK,
                }
            ],
            lang=lang,
        )
        if is_partner_new != consent.is_partner_new:
            consent._write_guarded({"is_partner_new": is_partner_new})
        if send:
            consent._send_request()
        return consent

    def action_send_request(self):
        """Send the mail that asks; it has no advertising, only the question.

        :raise UserError: given, withdrawn or expired already, or no address is known
        """
        self.check_access("write")
        for consent in self:
            if consent.way != LINK or consent.state != "requested":
                raise UserError(self.env._("There is nothing left to ask for."))
            if not consent.email:
                raise UserError(
                    self.env._("%(name)s has no address.", name=consent.partner_id.name)
                )
            if consent.email != consent.partner_id.email_normalized:
                raise UserError(
                    self.env._(
                        "%(name)s has another address by now. Please ask anew.",
                        name=consent.partner_id.name,
                    )
                )
            consent._send_request()
        return True

    def _send_request(self, template="mail_template_consent_request", until=None):
        """Send the question; from now on it may be answered for some days.

        :param until: when a longer time to answer ends
        """
        self.ensure_one()
        now = fields.Datetime.now()
        end = now + timedelta(hours=REQUEST_HOURS)
        # known before the mail is written, because the mail names the day
        self._write_guarded({"date_answer_until": max(end, until or end)})
        mail_sudo = self._send_mail(template)
        self._write_guarded({"date_sent": now, "message_ref": mail_sudo.message_id})

    def _send_mail(self, template):
        """Queue a mail to the person, to be sent within a minute.

        The mail belongs to no record: the link in it is for its reader only, and staff
        who read it in a log could confirm in that person's name.
        """
        self.ensure_one()
        # superuser: whoever creates a mail may read it
        template_sudo = self.env.ref(f"wohnkoord_odoo.{template}").with_user(
            SUPERUSER_ID
        )
        mail_id = template_sudo.send_mail(
            self.id,
            email_values={
                "model": False,
                "res_id": False,
                "author_id": self.company_id.sudo().partner_id.id,
                "headers": repr({"Auto-Submitted": "auto-generated"}),
            },
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return self.env["mail.mail"].sudo().browse(mail_id)

    @api.model
    def _ask_visitor(self, email, purpose, company, name=None, lang=None):
        """Ask whoever reads ``email``, because a visitor typed it into a public form.

        The visitor learns nothing from it: whether the address is known, or has agreed
        already, is only said in the mail. Nobody can flood an address this way.

        :param str email: normalised
        """
        if not self.env["wohnkoord.rate.limit"]._allow(
            f"consent mail {company.id}", email, MAILS_PER_DAY, minutes=24 * 60
        ):
            return
        Partner = self.env["res.partner"]
        known = Partner._wohnkoord_find_address(email, company)
        partner_sudo = known or Partner._wohnkoord_of_address(email, company, name)
        consent_sudo = self._request(
            partner_sudo, purpose, company, send=False, lang=lang
        )
        if consent_sudo.state == "confirmed":
            consent_sudo._send_mail("mail_template_consent_given")
            return
        if not known:
            partner_sudo.lang = lang or partner_sudo.lang
            consent_sudo._write_guarded({"is_partner_new": True})
        consent_sudo._send_request()

    # -- asking again before it ends ---------------------------------------------------

    @api.model
    def _ask_again_domain(self):
        """Consents that end soon and whose persons were not asked yet."""
        now = fields.Datetime.now()
        # sudo: the nightly run of all offices
        offices = (
            self.env["res.company"].sudo().search([("wohnkoord_consent_weeks", ">", 0)])
        )
        soon = Domain.OR(
            Domain("company_id", "in", companies.ids)
            & Domain("date_expires", "<=", now + relativedelta(weeks=weeks))
            for weeks, companies in offices.grouped("wohnkoord_consent_weeks").items()
        )
        return (
            soon
            & Domain("state", "=", "confirmed")
            & Domain("is_live", "=", True)
            & Domain("date_expires", ">", now)
            & Domain("date_asked_again", "=", False)
            & Domain("partner_id.email_normalized", "!=", False)
            & Domain("partner_id.active", "=", True)
        )

    @api.model
    def _cron_ask_again(self, batch_size=BATCH_SIZE):
        """Ask before a consent ends; one mail, without advertising."""
        self._in_batches(
            self._ask_again_domain(),
            lambda consents: [consent._ask_again() for consent in consents],
            batch_size,
        )

    def _ask_again(self):
        """Ask for the same once more; the old consent stays until the new one is given.

        The question, the note that it was asked, and its mail in the queue are saved in
        one transaction: after a kill nobody is asked twice.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                consent = self._create_frozen(
                    [
                        {
                            "partner_id": self.partner_id.id,
                            "purpose": self.purpose,
                            "company_id": self.company_id.id,
                            "initiative_id": self.initiative_id.id,
                            "way": LINK,
                        }
                    ],
                    lang=self.lang,
                )
                consent._send_request(
                    "mail_template_consent_renewal", until=self.date_expires
                )
                self._write_guarded({"date_asked_again": fields.Datetime.now()})
        except UserError as error:  # one office without a text must not stop the others
            _logger.warning("Consent %s was not asked again: %s", self.id, error)

    # -- what nobody answered ----------------------------------------------------------

    @api.autovacuum
    def _gc_unanswered(self):
        """Close what nobody answered in time.

        What a visitor typed is removed, with the contact it made: it may be anybody's
        address. What the office asked stays as "expired", so that it does not ask twice.
        """
        domain = (
            Domain("date_confirmed", "=", False)
            & Domain("date_answer_until", "<=", fields.Datetime.now())
            & (Domain("recorded_by_id", "=", False) | Domain("state", "=", "requested"))
        )
        found = self.search(domain, order="id", limit=GC_LIMIT)
        due = found.try_lock_for_update().filtered_domain(domain)
        typed = due.filtered(lambda consent: not consent.recorded_by_id)
        (due - typed)._write_guarded({"state": "expired"})
        strangers = typed.filtered("is_partner_new").partner_id
        typed.unlink()
        strangers._wohnkoord_remove_strangers()
        return len(due), self.search_count(domain)
