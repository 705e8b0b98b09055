# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _wohnkoord_public_menu(self):
        return [
            *super()._wohnkoord_public_menu(),
            {
                "url": "/find-a-group",
                "label": self.env._("Find a group"),
                "sequence": 40,
            },
        ]
