# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_department_days = fields.Integer(
        related="company_id.wohnkoord_department_days", readonly=False
    )
    wohnkoord_need_keep_days = fields.Integer(
        related="company_id.wohnkoord_need_keep_days", readonly=False
    )
    wohnkoord_need_user_id = fields.Many2one(
        related="company_id.wohnkoord_need_user_id", readonly=False
    )
