# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mass_mailing.models.mail_thread import BLACKLIST_MAX_BOUNCED_LIMIT

from .advisory import OPEN_STATES
from .network_mailing import SERVICE
from .network_mailing_audience import blacklisted_domain


class ResPartner(models.Model):
    """Persons and organisations as readers of the office's mailings."""

    _inherit = "res.partner"

    @api.model
    def _mailing_left_out(self, mailing):
        """See ``mailing.mailing._left_out_reasons``."""
        company = mailing.company_id
        if mailing.consent_purpose == SERVICE:
            agreed = [("no_case", ~self._wohnkoord_served_domain(company))]
        else:
            agreed = self._mailing_without_consent(mailing.consent_purpose, company)
        return [
            ("other_office", Domain("company_id", "not in", [False, company.id])),
            ("archived", Domain("active", "=", False)),
            ("no_address", Domain("email_normalized", "=", False)),
            ("blacklisted", blacklisted_domain()),
            ("bounced", Domain("message_bounce", ">=", BLACKLIST_MAX_BOUNCED_LIMIT)),
            *agreed,
        ]

    @api.model
    def _mailing_without_consent(self, purpose, company):
        Consent = self.env["wohnkoord.consent"]
        without = Domain(
            "consent_ids", "not any", Consent._live_domain(purpose, company)
        )
        ended = (
            Domain("purpose", "=", purpose)
            & Domain("company_id", "=", company.id)
            & Domain("state", "in", ("withdrawn", "expired"))
        )
        return [
            ("withdrawn", without & Domain("consent_ids", "any", ended)),
            ("no_consent", without),
        ]

    def _mailing_email(self):
        """The one address that is written to, also if several are typed in."""
        self.ensure_one()
        return self.email_normalized

    @api.model
    def _mailing_address(self, alias):
        return SQL.identifier(alias, "email_normalized")

    @api.model
    def _wohnkoord_served_domain(self, company):
        """Persons to whom ``company`` writes about what it does for them right now.

        They have an open case, or belong to an initiative that has one or takes part
        in a running procedure.
        """
        cases = (
            Domain("company_id", "=", company.id)
            & Domain("state", "in", OPEN_STATES)
            & Domain("partner_id", "!=", False)
        )
        # sudo: that somebody has a case, not which
        persons = self.env["wohnkoord.advisory"].sudo()._search(cases)
        return Domain("id", "in", persons.subselect("partner_id")) | self.env[
            "wohnkoord.initiative"
        ]._mailing_persons_domain(
            self.env["wohnkoord.initiative"]._served_domain(company), "all"
        )
