# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CriterionStep(models.Model):
    """One step of a criterion's scale: what a concept must offer for these points.

    The scale is absolute: a concept is measured against the texts, not against the other
    concepts (LG Stuttgart, 11 O 180/14).
    """

    _name = "wohnkoord.criterion.step"
    _inherit = ["wohnkoord.procedure.part.mixin"]
    _description = "Step of a Criterion's Scale"
    _order = "criterion_id, points desc"

    _part_of = "criterion_id"

    criterion_id = fields.Many2one(
        "wohnkoord.criterion", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="criterion_id.company_id", store=True, index=True
    )
    points = fields.Float(required=True, digits=(6, 2))
    name = fields.Char("What It Takes", required=True)

    _points_uniq = models.Constraint(
        "UNIQUE (criterion_id, points)",
        "Each step of a scale has points of its own.",
    )
    _points_check = models.Constraint("CHECK (points >= 0)", "Points are not negative.")
    _name_check = models.Constraint(
        "CHECK (btrim(name) <> '')", "Please say what these points take."
    )

    def _part_procedures(self):
        return self.criterion_id.procedure_id
