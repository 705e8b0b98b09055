# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CatalogueMixin(models.AbstractModel):
    """What every catalogue of the office has in common: a short list of words."""

    _name = "wohnkoord.catalogue.mixin"
    _description = "Catalogue"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        "Office",
        index="btree_not_null",
        help="Empty: every office in this database uses it.",
    )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for entry, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=entry.name)
        return vals_list

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Also the second name of an imported cell "one, two", which begins with a blank."""
        return super().name_search((name or "").strip(), domain, operator, limit)

    @api.model
    def name_create(self, name):
        return super().name_create((name or "").strip())
