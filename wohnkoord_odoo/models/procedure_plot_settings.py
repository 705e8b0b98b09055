# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of plots and their exposés."""

    _inherit = "res.config.settings"

    wohnkoord_expose_template = fields.Binary(
        related="company_id.wohnkoord_expose_template", readonly=False
    )
    wohnkoord_expose_template_name = fields.Char(
        related="company_id.wohnkoord_expose_template_name", readonly=False
    )
