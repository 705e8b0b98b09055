# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.safe_eval import safe_eval


class FirstStep(models.Model):
    """What a new office sets up, in its order; whether it is done is seen in the data."""

    _name = "wohnkoord.first.step"
    _description = "First Step"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    action_id = fields.Many2one("ir.actions.act_window", "Opens")
    is_for_admin = fields.Boolean("Done by the Administrator")
    model = fields.Char(required=True)
    domain = fields.Char(
        required=True,
        default="[]",
        help="Records that show that the step is done; knows 'company_id', the office.",
    )
    count_min = fields.Integer(default=1)
    company_id = fields.Many2one(
        "res.company",
        "Office",
        index="btree_not_null",
        help="Empty: every office in this database uses it.",
    )
    is_done = fields.Boolean("Done", compute="_compute_is_done")
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends_context("company")
    def _compute_is_done(self):
        office = {"company_id": self.env.company.id}
        for step in self:
            # sudo: whether there is anything, for heads who may not read settings
            found = (
                self.env[step.model]
                .sudo()
                .search_count(safe_eval(step.domain, office), limit=step.count_min)
            )
            step.is_done = found >= step.count_min

    @api.depends_context("uid")
    def _compute_can_open(self):
        is_admin = self.env.user.has_group("base.group_system")
        for step in self:
            step.can_open = bool(step.action_id) and (is_admin or not step.is_for_admin)

    def action_open(self):
        """Go where the step is done.

        :raise AccessError: only the administrator can do it
        """
        self.ensure_one()
        if not self.can_open:
            raise AccessError(self.env._("The administrator does this step."))
        return self.action_id.sudo()._get_action_dict()

    def action_hide(self):
        """Take the page out of the menu, for the user; it stays in the configuration."""
        return self.env.user._show_first_steps(False)
