# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Consent(models.Model):
    """Consents as the gate of the project overview, asked at every request."""

    _inherit = "wohnkoord.consent"

    _publication_idx = models.Index(
        "(initiative_id, company_id) WHERE is_live AND purpose = 'publication'"
    )
