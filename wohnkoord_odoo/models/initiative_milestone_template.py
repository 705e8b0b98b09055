# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from .initiative import BUILDING_TYPES, TENURES


class MilestoneTemplate(models.Model):
    """The usual stages of a kind of project, with their distance from the start."""

    _name = "wohnkoord.milestone.template"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Template of a Staged Plan"

    building_type = fields.Selection(BUILDING_TYPES, help="Empty: any building.")
    tenure = fields.Selection(TENURES, help="Empty: any tenure.")
    line_ids = fields.One2many(
        "wohnkoord.milestone.template.line", "template_id", "Milestones", copy=True
    )
    line_count = fields.Integer("Number of Milestones", compute="_compute_line_count")

    @api.depends("line_ids")
    def _compute_line_count(self):
        for template in self:
            template.line_count = len(template.line_ids)

    @api.model
    def _best_for(self, initiative):
        """The template that fits the building and tenure of ``initiative`` best.

        A template that names the same building or tenure wins over one that leaves it
        open; one that names another does not fit.

        :return: one template, or none
        """
        fitting = self.search(
            [
                ("building_type", "in", (False, initiative.building_type)),
                ("tenure", "in", (False, initiative.tenure)),
                ("company_id", "in", (False, initiative.company_id.id)),
            ]
        )
        return fitting.sorted(
            lambda template: bool(template.building_type) + bool(template.tenure),
            reverse=True,
        )[:1]
