# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlotValuation(models.Model):
    """What a plot is worth (Verkehrswert) by one source at one day; the newest counts."""

    _name = "wohnkoord.plot.valuation"
    _description = "Valuation of a Plot"
    _order = "plot_id, date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    plot_id = fields.Many2one(
        "wohnkoord.plot",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="plot_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        "Valued on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    amount = fields.Monetary("Market Value", required=True, aggregator=None)
    source = fields.Char(help="Valuer, report, standard land value.")
    note = fields.Char()

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A market value is more than zero."
    )

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if any(valuation.date > today for valuation in self):
            raise ValidationError(self.env._("A valuation is not dated in the future."))
