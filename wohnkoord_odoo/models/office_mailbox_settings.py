# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_mailbox_name = fields.Char(
        related="company_id.wohnkoord_mailbox_name", readonly=False
    )
    wohnkoord_mailbox_address = fields.Char(
        related="company_id.wohnkoord_mailbox_address"
    )
    wohnkoord_enquiry_keep_months = fields.Integer(
        related="company_id.wohnkoord_enquiry_keep_months", readonly=False
    )
