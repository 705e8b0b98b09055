# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class MailingTrace(models.Model):
    """One letter of a mailing; an address has at most one, whoever sends in parallel."""

    _inherit = "mailing.trace"

    company_id = fields.Many2one(related="mass_mailing_id.company_id")
    consent_purpose = fields.Selection(related="mass_mailing_id.consent_purpose")
    mailing_subject = fields.Char(
        related="mass_mailing_id.subject", string="Subject of the Mailing"
    )

    _address_uniq = models.UniqueIndex(
        "(mass_mailing_id, email)"
        " WHERE trace_status != 'cancel' AND email != '' AND is_test_trace IS NOT TRUE",
        "This address has a letter of this mailing already.",
    )
