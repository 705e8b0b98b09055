# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.freezing import decimal_text


class ScoreJoint(models.TransientModel):
    """Record what the session agreed on for one bid."""

    _name = "wohnkoord.score.joint"
    _description = "Record the Session's Points"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid",
        required=True,
        ondelete="cascade",
        domain="[('procedure_id', '=', procedure_id), ('state', '=', 'admitted')]",
    )
    line_ids = fields.One2many(
        "wohnkoord.score.joint.line",
        "joint_id",
        "Points",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("bid_id")
    def _compute_line_ids(self):
        for joint in self:
            joint.line_ids = [Command.clear(), *joint._line_commands()]

    def _line_commands(self):
        bid = self.bid_id
        if not bid:
            return []
        bid.check_access("read")
        scores = self.env["wohnkoord.score"].search(
            [("bid_id", "=", bid.id), ("juror_id", "=", False)]
        )
        known = {score.criterion_key: score for score in scores}
        commands = []
        for leaf in self.procedure_id._scored_criteria():
            score = known.get(leaf["key"], scores.browse())
            commands.append(
                Command.create(
                    {
                        "criterion_key": leaf["key"],
                        "name": leaf["label"],
                        "scale": "\n".join(
                            f"{float(step['points']):g}: {step['name']}"
                            for step in leaf["steps"]
                        ),
                        "points": f"{score.points:g}" if score.is_given else "",
                        "is_not_assessable": score.is_not_assessable,
                        "reason": score.reason,
                        "revision": score.revision,
                    }
                )
            )
        return commands

    def action_save(self):
        """Save the points of this bid.

        :raise UserError: a conflict with the bidder, no step of the scale
        """
        self.ensure_one()
        bid = self.bid_id
        bid.check_access("read")
        self.procedure_id.check_access("write")
        if bid.procedure_id != self.procedure_id:
            raise UserError(self.env._("The bid is part of another procedure."))
        entries = {
            line.criterion_key: {
                "points": line._points_text(),
                "is_not_assessable": line.is_not_assessable,
                "reason": line.reason,
                "revision": line.revision,
            }
            for line in self.line_ids
        }
        # sudo: nobody writes scores but their own method, which asks for conflicts
        scores_sudo = self.env["wohnkoord.score"].sudo()
        scores_sudo._save_session(bid.sudo(), self.env.user, entries)
        return {"type": "ir.actions.act_window_close"}


class ScoreJointLine(models.TransientModel):
    """Points of the session for one criterion."""

    _name = "wohnkoord.score.joint.line"
    _description = "Point of the Session"

    joint_id = fields.Many2one(
        "wohnkoord.score.joint", required=True, ondelete="cascade", index=True
    )
    criterion_key = fields.Char(required=True, readonly=True)
    name = fields.Char("Criterion", readonly=True)
    scale = fields.Text(readonly=True)
    points = fields.Char(help="One of the steps of the scale; empty: not yet.")
    is_not_assessable = fields.Boolean("Not Assessable")
    reason = fields.Text()
    revision = fields.Integer(readonly=True)

    def _points_text(self):
        text = (self.points or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return decimal_text(float(text))
        except (ValueError, ArithmeticError) as error:
            raise UserError(
                self.env._("%(points)s is no number.", points=self.points)
            ) from error
