# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Theme(models.Model):
    """What a project stands for: ecology, inclusion, affordable rents ..."""

    _name = "wohnkoord.theme"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Theme"
