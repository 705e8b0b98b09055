# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Requirement(models.Model):
    """A minimum requirement in the published versions."""

    _name = "wohnkoord.requirement"
    _inherit = ["wohnkoord.requirement", "wohnkoord.procedure.row.mixin"]
