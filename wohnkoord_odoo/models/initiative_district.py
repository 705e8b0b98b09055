# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class District(models.Model):
    """A part of the city in which groups look for a place."""

    _name = "wohnkoord.district"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "District"
