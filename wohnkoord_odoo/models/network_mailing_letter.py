# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urljoin

from odoo import models
from odoo.tools.mail import email_normalize

from .network_mailing import SERVICE


class Mailing(models.Model):
    """The foot of the letters: who writes, why, and how to say no."""

    _inherit = "mailing.mailing"

    def _letter_footer(self, res_id, is_test=False):
        """The foot of one reader's letter, in the reader's language.

        :param int res_id: the record that is written to
        :param bool is_test: the links lead nowhere
        :return: Markup
        """
        self.ensure_one()
        lang = self._reader_lang(res_id)
        mailing = self.with_context(lang=lang)
        company = mailing.company_id
        address = company.partner_id._display_address(without_company=True)
        link = None
        if is_test:
            link = company._wohnkoord_base_url()
        elif consent_sudo := self._withdrawal(res_id):
            link = consent_sudo._link()
        return self.env["ir.qweb"]._render(
            "wohnkoord_odoo.mailing_footer",
            {
                "office": company.name,
                "address": [line for line in address.split("\n") if line.strip()],
                "lang": lang and lang.replace("_", "-"),
                "legal": mailing._letter_legal(),
                "reason": mailing._letter_reason(),
                "link": self.consent_purpose != SERVICE and link,
            },
            lang=lang,
            minimal_qcontext=True,
        )

    def _letter_legal(self):
        """The legal pages with their whole addresses: in a mail no other one works."""
        base_url = f"{self.company_id._wohnkoord_base_url()}/"
        return [
            {**page, "url": urljoin(base_url, page["url"])}
            for page in self.company_id._wohnkoord_legal_menu()
        ]

    def _letter_reason(self):
        """Why the reader gets this letter, in one sentence."""
        if self.mailing_model_id.model == "event.registration":
            return self.env._(
                "You get this letter because you registered for an event."
            )
        if self.consent_purpose == SERVICE:
            return self.env._(
                "You get this letter because we are working on something for you or your"
                " group."
            )
        labels = dict(self._fields["consent_purpose"]._description_selection(self.env))
        return self.env._(
            "You get this letter because you agreed to: %(purpose)s.",
            purpose=labels[self.consent_purpose],
        )

    def _reader_lang(self, res_id):
        record = self.env[self.mailing_model_real].browse(res_id).exists()
        partner = record if record._name == "res.partner" else record.partner_id
        return partner.lang or self.company_id.partner_id.lang or self.env.lang

    def _staff_addresses(self):
        """Addresses of the office itself: test letters go nowhere else."""
        # sudo: advisers may not search users
        users_sudo = self.env["res.users"].sudo()
        staff = users_sudo.search(
            [("company_ids", "in", self.company_id.id), ("share", "=", False)]
        )
        own = set(staff.mapped("email_normalized"))
        own.add(email_normalize(self.company_id.sudo().email))
        return own - {False}
