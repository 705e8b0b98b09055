# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _import_domain(self):
        """Who is responsible for something is of the office, not of the portal."""
        return [("share", "=", False), ("company_ids", "in", self.env.company.ids)]
