# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import fields, models


class MilestoneTemplateLine(models.Model):
    """One milestone of a template."""

    _name = "wohnkoord.milestone.template.line"
    _description = "Milestone of a Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "wohnkoord.milestone.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    distance = fields.Integer(help="How long after the start of the plan it is due.")
    unit = fields.Selection(
        [("days", "Days"), ("months", "Months")], required=True, default="months"
    )
    is_group_task = fields.Boolean(
        "Group's Own Work", help="The group may tick it off in its portal."
    )

    _distance_check = models.Constraint(
        "CHECK (COALESCE(distance, 0) >= 0)", "The distance is not negative."
    )

    def _date_due(self, date_start):
        """The day on which the milestone is due in a plan from ``date_start``."""
        self.ensure_one()
        return date_start + relativedelta(**{self.unit: self.distance})
