# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_limit_first = fields.Integer(
        related="company_id.wohnkoord_limit_first", readonly=False
    )
    wohnkoord_limit_second = fields.Integer(
        related="company_id.wohnkoord_limit_second", readonly=False
    )
    wohnkoord_term_days = fields.Integer(
        related="company_id.wohnkoord_term_days", readonly=False
    )
    wohnkoord_call_off_days = fields.Integer(
        related="company_id.wohnkoord_call_off_days", readonly=False
    )
    wohnkoord_reminder_user_id = fields.Many2one(
        related="company_id.wohnkoord_reminder_user_id", readonly=False
    )
