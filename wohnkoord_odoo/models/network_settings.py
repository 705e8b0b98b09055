# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the network and the public side, all of them the office's own."""

    _inherit = "res.config.settings"

    wohnkoord_host = fields.Char(related="company_id.wohnkoord_host", readonly=False)
    wohnkoord_imprint_url = fields.Char(
        related="company_id.wohnkoord_imprint_url", readonly=False
    )
    wohnkoord_privacy_url = fields.Char(
        related="company_id.wohnkoord_privacy_url", readonly=False
    )
