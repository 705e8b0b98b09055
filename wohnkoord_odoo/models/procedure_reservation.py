# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Reservation(models.Model):
    """A plot is kept for the winner (Anhandgabe) until the contract, or until it lapses."""

    _name = "wohnkoord.reservation"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Reservation"
    _order = "date_end, id"
    _check_company_auto = True

    _initial_state = "running"
    _guarded_fields = ("company_id",)

    award_id = fields.Many2one(
        "wohnkoord.award", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="award_id.procedure_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        related="award_id.procedure_lot_id", store=True, index=True
    )
    bid_id = fields.Many2one(related="award_id.bid_id", store=True, index=True)
    initiative_id = fields.Many2one(
        related="award_id.initiative_id", store=True, index=True
    )
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    state = fields.Selection(
        [
            ("running", "Running"),
            ("fulfilled", "Contract Signed"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        index=True,
        copy=False,
        default="running",
    )
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True, index=True)

    _dates_check = models.Constraint(
        "CHECK (date_end >= date_start)", "A reservation ends after its start."
    )
    _award_uniq = models.UniqueIndex("(award_id)", "The award has its reservation.")
