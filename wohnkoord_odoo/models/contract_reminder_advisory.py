# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain


class Advisory(models.Model):
    """Orders that end soon bring their case onto the Monday list."""

    _inherit = "wohnkoord.advisory"

    @api.model
    def _attention_domains(self):
        orders = self.env["wohnkoord.call.off"]
        return {
            **super()._attention_domains(),
            "ending": Domain("call_off_ids", "any", orders._ending_domain()),
        }

    def _attention_reasons(self):
        reasons = super()._attention_reasons()
        orders = self.env["wohnkoord.call.off"]
        ending = orders.search(
            orders._ending_domain() & Domain("advisory_id", "in", self.ids)
        )
        for case in ending.advisory_id:
            reasons.setdefault(case, []).append(self.env._("order ends soon"))
        return reasons
