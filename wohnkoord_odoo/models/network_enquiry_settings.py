# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_enquiry_user_id = fields.Many2one(
        related="company_id.wohnkoord_enquiry_user_id", readonly=False
    )
    wohnkoord_office_hours = fields.Char(
        related="company_id.wohnkoord_office_hours", readonly=False
    )
