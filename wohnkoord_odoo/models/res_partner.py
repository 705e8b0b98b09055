# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "is_company"} & set(vals):
            # Record rules name the user's firm and are cached per user: a person
            # who moves to another firm must lose the old firm's records at once.
            self.env.registry.clear_cache()
            self.sudo().user_ids._wohnkoord_open_companies()
        return result

    def _wohnkoord_companies(self):
        """The offices this partner's portal users may reach; the areas add theirs.

        :return: companies in which the partner has an active contract, membership
            or seat
        """
        self.ensure_one()
        return self.env["res.company"]
