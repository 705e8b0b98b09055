# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Ranking(models.Model):
    """The ranking of the bids on one plot, with all figures that it comes from."""

    _name = "wohnkoord.ranking"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Ranking"
    _order = "procedure_id, procedure_lot_id, number desc"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True)
    is_current = fields.Boolean("In Force", readonly=True, index=True)
    content = fields.Text(
        required=True, readonly=True, help="Inputs and result in canonical form."
    )
    hash = fields.Char("SHA-256", required=True, readonly=True)
    line_ids = fields.One2many("wohnkoord.ranking.line", "ranking_id", "Places")

    _current_uniq = models.UniqueIndex(
        "(procedure_lot_id) WHERE is_current", "A plot has one ranking in force."
    )
