# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _wohnkoord_companies(self):
        contracts = self.env["wohnkoord.contract"].search(
            [
                ("partner_id", "=", self.commercial_partner_id.id),
                ("state", "!=", "draft"),
            ]
        )
        return super()._wohnkoord_companies() | contracts.company_id
