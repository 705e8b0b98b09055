# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import api, fields, models


class ProcedureLot(models.Model):
    """A plot on offer in a procedure; bids on it are ranked among themselves."""

    _name = "wohnkoord.procedure.lot"
    _description = "Plot on Offer"
    _order = "procedure_id, sequence, id"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    number = fields.Integer("Lot", required=True, default=1)
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
    )
    plot_id = fields.Many2one(
        "wohnkoord.plot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tenure = fields.Selection(
        [("sale", "Sale"), ("leasehold", "Leasehold")],
        required=True,
        default="leasehold",
    )
    price_model = fields.Selection(
        [("fixed", "Fixed"), ("corridor", "Between Bounds"), ("bid", "Free Bid")],
        "Price",
        required=True,
        default="fixed",
    )
    price_fixed = fields.Float(
        "Fixed Price", digits=(16, 2), help="Leasehold: ground rent in % a year."
    )
    price_min = fields.Float("Lowest Price", digits=(16, 2))
    price_max = fields.Float("Highest Price", digits=(16, 2))
    lease_years = fields.Integer("Term of the Leasehold (Years)")

    @api.depends("number", "plot_id.name")
    def _compute_display_name(self):
        for lot in self:
            lot.display_name = self.env._(
                "Lot %(number)s: %(plot)s", number=lot.number, plot=lot.plot_id.name
            )
