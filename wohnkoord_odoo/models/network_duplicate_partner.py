# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..tools.match_key import name_key, phone_key

OFFICE = "wohnkoord_odoo.group_user"


class ResPartner(models.Model):
    """By what two contacts are recognised as one."""

    _inherit = "res.partner"

    match_name_key = fields.Char(
        compute="_compute_match_name_key",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
        export_string_translation=False,
    )
    match_phone_key = fields.Char(
        compute="_compute_match_phone_key",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
        export_string_translation=False,
    )

    @api.depends("name", "city", "is_company")
    def _compute_match_name_key(self):
        for partner in self:
            partner.match_name_key = name_key(
                partner.name, partner.city, partner.is_company
            )

    @api.depends("phone")
    def _compute_match_phone_key(self):
        for partner in self:
            partner.match_phone_key = phone_key(partner.phone)
