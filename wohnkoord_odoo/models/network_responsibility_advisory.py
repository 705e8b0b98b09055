# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class Advisory(models.Model):
    _name = "wohnkoord.advisory"
    _inherit = ["wohnkoord.advisory", "wohnkoord.responsibility.mixin"]

    @api.depends("topic_ids", "initiative_id.district_ids", "company_id")
    def _compute_responsibility_ids(self):
        return super()._compute_responsibility_ids()

    def _responsibility_keys(self):
        return self.topic_ids._origin, self.initiative_id.district_ids._origin
