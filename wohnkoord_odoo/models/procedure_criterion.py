# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Criterion(models.Model):
    """A criterion of the selection, or a group of them: a tree."""

    _name = "wohnkoord.criterion"
    _description = "Selection Criterion"
    _order = "procedure_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
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
    parent_id = fields.Many2one(
        "wohnkoord.criterion", index="btree_not_null", ondelete="cascade"
    )
    child_ids = fields.One2many("wohnkoord.criterion", "parent_id")
    sequence = fields.Integer(default=10)
    description = fields.Text()
    weight = fields.Float(digits=(6, 2))
    step_ids = fields.One2many(
        "wohnkoord.criterion.step", "criterion_id", "Scale", copy=True
    )
