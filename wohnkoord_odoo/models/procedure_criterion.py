# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Criterion(models.Model):
    """A criterion of the selection, or a group of them: a tree.

    What its weight means says the procedure's ``weight_model``: per cent among its
    siblings, points of its scale, a priority, or nothing.
    """

    _name = "wohnkoord.criterion"
    _inherit = ["wohnkoord.procedure.child.mixin"]
    _description = "Selection Criterion"
    _order = "procedure_id, position, sequence, id"

    _guarded_fields = ("company_id", "position", "level", "outline")

    name = fields.Char(required=True)
    weight_model = fields.Selection(related="procedure_id.weight_model")
    parent_id = fields.Many2one(
        "wohnkoord.criterion",
        "Part of",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('procedure_id', '=', procedure_id), ('id', '!=', id)]",
    )
    child_ids = fields.One2many("wohnkoord.criterion", "parent_id", "Sub-Criteria")
    sequence = fields.Integer(default=10)
    description = fields.Text()
    weight = fields.Float(
        "Weight (%)",
        digits=(6, 2),
        help="Among the criteria of the same group, which sum up to 100 %.",
    )
    priority = fields.Selection(
        [("1", "1 (highest)"), ("2", "2"), ("3", "3")],
        help="A rank instead of a weight.",
    )
    points_min = fields.Float(
        "Points at Least",
        digits=(6, 2),
        help="A concept with fewer points here is not selected. 0: no minimum.",
    )
    step_ids = fields.One2many(
        "wohnkoord.criterion.step", "criterion_id", "Scale", copy=True
    )

    # -- the tree, in the order people read it
    position = fields.Integer(compute="_compute_outline", store=True)
    level = fields.Integer("Depth", compute="_compute_outline", store=True)
    outline = fields.Char("No.", compute="_compute_outline", store=True)
    indented_name = fields.Char("Criterion", compute="_compute_indented_name")
    is_leaf = fields.Boolean("Is Scored", compute="_compute_figures")
    points_max = fields.Float(
        "Points at Most", digits=(8, 2), compute="_compute_figures"
    )
    effective_weight = fields.Float(
        "Weight in All (%)",
        digits=(6, 2),
        compute="_compute_figures",
        help="Its share of the whole selection.",
    )

    _weight_check = models.Constraint(
        "CHECK (weight BETWEEN 0 AND 100)", "A weight is between 0 and 100 %."
    )
    _points_min_check = models.Constraint(
        "CHECK (points_min >= 0)", "Points are not negative."
    )

    @api.depends(
        "procedure_id.criterion_ids.parent_id", "procedure_id.criterion_ids.sequence"
    )
    def _compute_outline(self):
        places = {}
        for procedure in self.procedure_id:
            for position, (criterion, numbers) in enumerate(procedure._outline(), 1):
                places[criterion._saved()] = (position, numbers)
        for criterion in self:
            position, numbers = places.get(criterion._saved(), (0, []))
            criterion.position = position
            criterion.level = max(len(numbers) - 1, 0)
            criterion.outline = ".".join(map(str, numbers))

    @api.depends("name", "level")
    def _compute_indented_name(self):
        for criterion in self:
            # no-break spaces: a list would swallow plain ones
            indent = "\N{NO-BREAK SPACE}" * 6 * criterion.level
            criterion.indented_name = f"{indent}{criterion.name or ''}"

    @api.depends("outline", "name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = (
                f"{criterion.outline} {criterion.name or ''}".strip()
            )

    @api.depends(
        "procedure_id.weight_model",
        "procedure_id.criterion_ids.parent_id",
        "procedure_id.criterion_ids.weight",
        "procedure_id.criterion_ids.step_ids.points",
    )
    def _compute_figures(self):
        nothing = {"is_leaf": True, "points_max": 0, "effective_weight": 0}
        figures = {}
        for procedure in self.procedure_id:
            figures.update(procedure._criterion_figures())
        for criterion in self:
            criterion.update(figures.get(criterion._saved(), nothing))

    @api.constrains("parent_id", "procedure_id")
    def _check_tree(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A criterion cannot be a part of itself."))
        for criterion in self:
            parent = criterion.parent_id
            if parent and parent.procedure_id != criterion.procedure_id:
                raise ValidationError(
                    self.env._("A criterion and its group are in one procedure.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_procedure(vals) for vals in vals_list])

    def _saved(self):
        """The record in the table of a row that a form holds; a new row is itself."""
        return self._origin or self

    @api.model
    def _with_procedure(self, vals):
        """A sub-criterion is in the procedure of its group, if nothing else is said."""
        if vals.get("procedure_id") or not vals.get("parent_id"):
            return vals
        parent = self.browse(vals["parent_id"])
        return {**vals, "procedure_id": parent.procedure_id.id}
