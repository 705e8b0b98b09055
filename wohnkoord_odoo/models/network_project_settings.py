# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the project overview."""

    _inherit = "res.config.settings"

    wohnkoord_tile_url = fields.Char(
        related="company_id.wohnkoord_tile_url", readonly=False
    )
    wohnkoord_tile_attribution = fields.Char(
        related="company_id.wohnkoord_tile_attribution", readonly=False
    )
    wohnkoord_data_licence = fields.Char(
        related="company_id.wohnkoord_data_licence", readonly=False
    )
    wohnkoord_data_licence_url = fields.Char(
        related="company_id.wohnkoord_data_licence_url", readonly=False
    )
