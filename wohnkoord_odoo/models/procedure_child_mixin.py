# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureChildMixin(models.AbstractModel):
    """A part that belongs to its procedure directly, and to the same office."""

    _name = "wohnkoord.procedure.child.mixin"
    _inherit = ["wohnkoord.procedure.part.mixin"]
    _description = "Part of a Procedure Itself"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
