# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_invoice_recipient = fields.Text(
        related="company_id.wohnkoord_invoice_recipient", readonly=False
    )
    wohnkoord_leitweg_id = fields.Char(
        related="company_id.wohnkoord_leitweg_id", readonly=False
    )
    wohnkoord_arithmetic_user_id = fields.Many2one(
        related="company_id.wohnkoord_arithmetic_user_id", readonly=False
    )
