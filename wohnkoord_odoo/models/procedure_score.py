# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Score(models.Model):
    """Points of one seat (joint scoring: of the session) for one bid and criterion."""

    _name = "wohnkoord.score"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Score"
    _order = "bid_id, criterion_key, juror_id"

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="bid_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="bid_id.company_id", store=True, index=True)
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Empty: the session together.",
    )
    criterion_key = fields.Char(
        "Criterion's Identifier", required=True, readonly=True, index=True
    )
    points = fields.Float(digits=(6, 2), readonly=True, aggregator=None)
    is_not_assessable = fields.Boolean("Not Assessable", readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Given by", required=True, readonly=True, ondelete="restrict"
    )
    is_revealed = fields.Boolean("Shown", readonly=True, index=True)

    _score_uniq = models.UniqueIndex(
        "(bid_id, criterion_key, juror_id) NULLS NOT DISTINCT",
        "There is a score for this criterion already.",
    )
