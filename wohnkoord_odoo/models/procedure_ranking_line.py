# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..tools.append_only import make_append_only


class RankingLine(models.Model):
    """A bid's place in a ranking, in points of 100."""

    _name = "wohnkoord.ranking.line"
    _description = "Place in a Ranking"
    _order = "ranking_id, is_selectable desc, rank, id"
    # the deletion of a user would change the row
    _log_access = False

    ranking_id = fields.Many2one(
        "wohnkoord.ranking",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one(
        related="ranking_id.procedure_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ranking_id.company_id", store=True, index=True, precompute=True
    )
    procedure_lot_id = fields.Many2one(
        related="ranking_id.procedure_lot_id",
        string="Plot",
        store=True,
        index=True,
        precompute=True,
    )
    is_current = fields.Boolean(related="ranking_id.is_current", string="In Force")
    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    initiative_id = fields.Many2one(related="bid_id.initiative_id", string="Bidder")
    rank = fields.Integer(readonly=True, aggregator=None, help="0: not to be selected.")
    is_selectable = fields.Boolean("Selectable", readonly=True)
    concept_points = fields.Float(
        "Concept", digits=(8, 4), readonly=True, aggregator="avg"
    )
    price_points = fields.Float("Price", digits=(8, 4), readonly=True, aggregator="avg")
    points = fields.Float(
        "Points in All", digits=(8, 4), readonly=True, aggregator="avg"
    )
    note = fields.Text(readonly=True, help="E.g. below the points needed, or drawn.")

    _bid_uniq = models.UniqueIndex(
        "(ranking_id, bid_id)", "A bid has one place in a ranking."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    @api.depends("rank", "bid_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (
                self.env._("Place %(rank)s", rank=line.rank)
                if line.rank
                else self.env._("Not to be selected")
            )
