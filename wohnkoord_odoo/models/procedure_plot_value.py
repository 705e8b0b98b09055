# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Plot(models.Model):
    """The value in force: the newest one."""

    _inherit = "wohnkoord.plot"

    valuation_ids = fields.One2many("wohnkoord.plot.valuation", "plot_id", "Valuations")
    currency_id = fields.Many2one(related="company_id.currency_id")
    market_value = fields.Monetary(compute="_compute_market_value", store=True)
    value_date = fields.Date(
        "Valued on", compute="_compute_market_value", store=True, index=True
    )
    value_source = fields.Char(
        "Source of the Value", compute="_compute_market_value", store=True
    )

    @api.depends("valuation_ids.amount", "valuation_ids.date", "valuation_ids.source")
    def _compute_market_value(self):
        for plot in self:
            newest = plot.valuation_ids.filtered("date").sorted(
                lambda valuation: (valuation.date, valuation._origin.id or float("inf"))
            )[-1:]
            plot.market_value = newest.amount
            plot.value_date = newest.date
            plot.value_source = newest.source
