# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Obstacle(models.Model):
    """What holds a group up; counted in the report to the council."""

    _name = "wohnkoord.obstacle"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Obstacle"
