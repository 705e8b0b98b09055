# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class PlotParcel(models.Model):
    """A parcel of the cadastre (Flurstück) that a plot consists of."""

    _name = "wohnkoord.plot.parcel"
    _description = "Parcel of a Plot"
    _order = "plot_id, sequence, id"
    _rec_name = "number"
    _check_company_auto = True

    plot_id = fields.Many2one(
        "wohnkoord.plot",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="plot_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    cadastral_district = fields.Char()
    number = fields.Char("Parcel Number", required=True)
    area = fields.Float("Area (m²)", digits=(12, 2))

    _number_uniq = models.UniqueIndex(
        "(plot_id, COALESCE(cadastral_district, ''), number)",
        "The plot has this parcel already.",
    )
    _area_not_negative = models.Constraint(
        "CHECK (area >= 0)", "An area is not negative."
    )

    @api.depends("cadastral_district", "number")
    def _compute_display_name(self):
        for parcel in self:
            parcel.display_name = " ".join(
                filter(None, (parcel.cadastral_district, parcel.number))
            )
