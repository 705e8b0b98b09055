# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How the public books appointments; each office sets its own."""

    _inherit = "res.config.settings"

    wohnkoord_booking_open_max = fields.Integer(
        related="company_id.wohnkoord_booking_open_max", readonly=False
    )
    wohnkoord_booking_show_adviser = fields.Boolean(
        related="company_id.wohnkoord_booking_show_adviser", readonly=False
    )
    wohnkoord_booking_remind_hours = fields.Integer(
        related="company_id.wohnkoord_booking_remind_hours", readonly=False
    )
    wohnkoord_booking_keep_months = fields.Integer(
        related="company_id.wohnkoord_booking_keep_months", readonly=False
    )
