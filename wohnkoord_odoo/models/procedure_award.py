# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

AWARD_STATES = [
    ("draft", "Draft"),
    ("decided", "Decided"),
    ("reserved", "Reserved"),
    ("contracted", "Contracted"),
    ("lapsed", "Lapsed"),
]


class Award(models.Model):
    """What the deciding body resolved on one plot: a bid gets it, or nobody does.

    When a reservation lapses, the runner-up gets an award of its own, which names the one
    before.
    """

    _name = "wohnkoord.award"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Award"
    _order = "procedure_id, procedure_lot_id, id"
    _check_company_auto = True

    _initial_state = "draft"
    _guarded_fields = ("company_id", "date_decided", "standstill_until")

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: no award.",
    )
    initiative_id = fields.Many2one(
        related="bid_id.initiative_id", store=True, index="btree_not_null"
    )
    previous_id = fields.Many2one(
        "wohnkoord.award",
        "Moves up after",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        AWARD_STATES, required=True, index=True, copy=False, default="draft"
    )
    resolution_body = fields.Char("Decided by")
    resolution_number = fields.Char("Resolution No.")
    resolution_date = fields.Date("Resolved on")
    deviation_reason = fields.Text(
        "Why Not as the Jury Recommends",
        help="Needed if the decision differs from the jury's ranking.",
    )
    date_decided = fields.Datetime("Recorded on", readonly=True, copy=False)
    standstill_until = fields.Datetime(
        "Stand-Still until", readonly=True, copy=False, index=True
    )

    _live_uniq = models.UniqueIndex(
        "(procedure_lot_id) WHERE state IN ('decided', 'reserved', 'contracted')",
        "The plot is awarded already.",
    )
