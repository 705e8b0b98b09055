# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class MergePartner(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _wohnkoord_before_merge(self, partners, dst_partner):
        """Of active search profiles of one person the newest stays active."""
        result = super()._wohnkoord_before_merge(partners, dst_partner)
        # sudo: every office's profiles
        profiles_sudo = (
            self.env["wohnkoord.search.profile"]
            .sudo()
            .search(
                [("partner_id", "in", partners.ids), ("state", "=", "active")],
                order="date_confirmed desc, id desc",
            )
        )
        for profiles in profiles_sudo.grouped("company_id").values():
            profiles[1:].action_end()
        return result
