# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class Initiative(models.Model):
    _name = "wohnkoord.initiative"
    _inherit = ["wohnkoord.initiative", "wohnkoord.responsibility.mixin"]

    @api.depends("district_ids", "advisory_ids.topic_ids", "company_id")
    def _compute_responsibility_ids(self):
        return super()._compute_responsibility_ids()

    def _responsibility_keys(self):
        """The topics are those of its cases; before the first case, any."""
        topics = self.advisory_ids.topic_ids._origin
        return topics or None, self.district_ids._origin
