# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class FrameworkLot(models.Model):
    _inherit = "wohnkoord.framework.lot"

    @api.model
    def _import_matches(self, name):
        """By the lot's name, or as lists show it: "lot / framework"."""
        found = super()._import_matches(name)
        lot, separator, framework = name.rpartition(" / ")
        if found or not separator:
            return found
        like = self._like_exactly
        return self.search(
            [
                *self._import_domain(),
                ("name", "=ilike", like(lot.strip())),
                "|",
                ("framework_id.name", "=ilike", like(framework.strip())),
                ("framework_id.reference", "=ilike", like(framework.strip())),
            ],
            limit=3,
        )
