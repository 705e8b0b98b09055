# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureContract(models.Model):
    """The contract on a plot that ends a reservation: a sale, or a leasehold."""

    _name = "wohnkoord.procedure.contract"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Contract on a Plot"
    _order = "date_signed desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _guarded_fields = ("company_id",)

    award_id = fields.Many2one(
        "wohnkoord.award",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
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
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("signed", "Signed"), ("ended", "Ended")],
        required=True,
        index=True,
        copy=False,
        default="draft",
    )
    tenure = fields.Selection(
        [("sale", "Sale"), ("leasehold", "Leasehold")], "Sold or Leased", required=True
    )
    date_signed = fields.Date("Signed on", index=True)
    date_start = fields.Date("From")
    date_end = fields.Date("Until", help="Of a leasehold.")
    price = fields.Monetary("Price", help="Of a sale, or the value of the leased plot.")
    ground_rent = fields.Monetary("Ground Rent a Year", help="Of a leasehold.")

    _award_uniq = models.UniqueIndex("(award_id)", "The award has its contract.")
