# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Plot(models.Model):
    """A plot or a building that may go to a group, municipal or not."""

    _name = "wohnkoord.plot"
    _inherit = ["wohnkoord.quiet.mixin", "mail.activity.mixin"]
    _description = "Plot"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    street = fields.Char()
    zip = fields.Char("ZIP")
    city = fields.Char()
    district_id = fields.Many2one(
        "wohnkoord.district", check_company=True, index="btree_not_null"
    )
    area = fields.Float("Area (m²)", digits=(12, 2))
    partner_id = fields.Many2one(
        "res.partner", "Owner", check_company=True, index="btree_not_null"
    )
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))
