# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "wohnkoord.consent",
        "partner_id",
        "Consents",
        groups="wohnkoord_odoo.group_user",
    )
