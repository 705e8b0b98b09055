# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class RankingLine(models.Model):
    """A bid's place in a ranking, in points of 100."""

    _name = "wohnkoord.ranking.line"
    _description = "Place in a Ranking"
    _order = "ranking_id, rank, id"

    ranking_id = fields.Many2one(
        "wohnkoord.ranking",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one(
        related="ranking_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="ranking_id.company_id", store=True, index=True
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    rank = fields.Integer(
        "Place", readonly=True, aggregator=None, help="0: not to be selected."
    )
    is_selectable = fields.Boolean("Selectable", readonly=True)
    concept_points = fields.Float(
        "Concept", digits=(8, 4), readonly=True, aggregator=None
    )
    price_points = fields.Float("Price", digits=(8, 4), readonly=True, aggregator=None)
    points = fields.Float(
        "Points in All", digits=(8, 4), readonly=True, aggregator=None
    )
    note = fields.Text(readonly=True, help="E.g. below the points needed, or drawn.")
