# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """What an office decides about consents, and its newsletter in the public menu."""

    _inherit = "res.company"

    wohnkoord_consent_weeks = fields.Integer(
        "Ask Again before a Consent Ends (weeks)",
        default=4,
        help="So many weeks before a consent ends its person gets one mail that asks for"
        " it again. 0: nobody is asked, the consent ends.",
    )

    _wohnkoord_consent_weeks_check = models.Constraint(
        "CHECK (wohnkoord_consent_weeks BETWEEN 0 AND 52)",
        "Please ask again at most 52 weeks before a consent ends.",
    )

    def _wohnkoord_public_menu(self):
        return [
            *super()._wohnkoord_public_menu(),
            {"url": "/newsletter", "label": self.env._("Newsletter"), "sequence": 50},
        ]
