# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..tools.append_only import make_append_only


class ScoreChange(models.Model):
    """A change of a score after it was shown: both values, who, why and when."""

    _name = "wohnkoord.score.change"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Change of a Score"
    _order = "id desc"
    # the deletion of a user would change the row
    _log_access = False

    score_id = fields.Many2one(
        "wohnkoord.score", required=True, index=True, readonly=True, ondelete="restrict"
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, ondelete="restrict"
    )
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    criterion_name = fields.Char("Criterion", readonly=True)
    revision = fields.Integer(required=True, readonly=True, aggregator=None)
    old_points = fields.Float(
        "Points Before", digits=(6, 2), readonly=True, aggregator=None
    )
    new_points = fields.Float(
        "Points After", digits=(6, 2), readonly=True, aggregator=None
    )
    old_is_not_assessable = fields.Boolean("Not Assessable Before", readonly=True)
    new_is_not_assessable = fields.Boolean("Not Assessable After", readonly=True)
    old_reason = fields.Text("Reason Before", readonly=True)
    new_reason = fields.Text("Reason After", readonly=True)
    reason = fields.Text("Why It Changed", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Changed by", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime("Changed on", required=True, readonly=True)

    _reason_check = models.Constraint(
        "CHECK (btrim(reason) <> '')", "Please say why the points change."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)
