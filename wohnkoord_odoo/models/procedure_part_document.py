# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ProcedureDocument(models.Model):
    """Documents are frozen with their procedure."""

    _name = "wohnkoord.procedure.document"
    _inherit = ["wohnkoord.procedure.document", "wohnkoord.procedure.part.mixin"]
