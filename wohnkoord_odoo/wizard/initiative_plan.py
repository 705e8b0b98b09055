# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class InitiativePlan(models.TransientModel):
    """Fill the staged plan of an initiative from a template.

    Applying it twice changes nothing: what stands in the plan already stays.
    """

    _name = "wohnkoord.initiative.plan"
    _description = "Fill the Staged Plan"

    initiative_id = fields.Many2one(
        "wohnkoord.initiative", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="initiative_id.company_id")
    template_id = fields.Many2one(
        "wohnkoord.milestone.template",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    line_ids = fields.One2many(related="template_id.line_ids")
    date_start = fields.Date(
        "Start", required=True, default=lambda self: fields.Date.context_today(self)
    )
    move_open = fields.Boolean(
        "Move open milestones",
        help="Also give open milestones of this template their date from this start.",
    )

    @api.depends("initiative_id")
    def _compute_template_id(self):
        for plan in self:
            plan.template_id = plan.template_id or self.env[
                "wohnkoord.milestone.template"
            ]._best_for(plan.initiative_id)

    def action_apply(self):
        """Add the missing milestones with due dates from the start date.

        :return: action that shows the plan
        """
        self.ensure_one()
        milestones = {
            milestone.template_line_id: milestone
            for milestone in self.initiative_id.milestone_ids
            if milestone.template_line_id
        }
        missing = self.template_id.line_ids.filtered(
            lambda line: line not in milestones
        )
        self.env["wohnkoord.milestone"].create(
            [self._prepare_milestone_vals(line) for line in missing]
        )
        if self.move_open:
            self._move_milestones(milestones)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_milestone_vals(self, line):
        return {
            "initiative_id": self.initiative_id.id,
            "name": line.name,
            "sequence": line.sequence,
            "date_due": line._date_due(self.date_start),
            "template_line_id": line.id,
            "is_group_task": line.is_group_task,
        }

    def _move_milestones(self, milestones):
        for line in self.template_id.line_ids:
            milestone = milestones.get(line)
            if milestone and not milestone.date_done:
                milestone.date_due = line._date_due(self.date_start)
