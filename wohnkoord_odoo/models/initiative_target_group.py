# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class TargetGroup(models.Model):
    """Whom a group wants to live with, or who asks for advice."""

    _name = "wohnkoord.target.group"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Target Group"
