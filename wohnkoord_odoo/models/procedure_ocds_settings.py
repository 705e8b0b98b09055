# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of open data on procedures; the licence is that of the project data."""

    _inherit = "res.config.settings"

    wohnkoord_ocds_prefix = fields.Char(
        related="company_id.wohnkoord_ocds_prefix", readonly=False
    )
    wohnkoord_ocds_policy_url = fields.Char(
        related="company_id.wohnkoord_ocds_policy_url", readonly=False
    )
    wohnkoord_ocds_bidders = fields.Selection(
        related="company_id.wohnkoord_ocds_bidders", readonly=False, required=True
    )
