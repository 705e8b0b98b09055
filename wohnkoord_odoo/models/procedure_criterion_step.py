# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CriterionStep(models.Model):
    """One step of a criterion's scale: what a concept must offer for these points."""

    _name = "wohnkoord.criterion.step"
    _description = "Step of a Criterion's Scale"
    _order = "criterion_id, points desc"

    criterion_id = fields.Many2one(
        "wohnkoord.criterion", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="criterion_id.company_id", store=True, index=True
    )
    points = fields.Float(required=True, digits=(6, 2))
    name = fields.Char("What It Takes", required=True)
