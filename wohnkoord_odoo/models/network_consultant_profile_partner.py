# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .advisory import OFFICE


class ResPartner(models.Model):
    _inherit = "res.partner"

    wohnkoord_profile_ids = fields.One2many(
        "wohnkoord.consultant.profile",
        "partner_id",
        string="Consultant's Profiles",
        groups=OFFICE,
    )

    def action_view_wohnkoord_profile(self):
        """Open this consultant's profile in the current office."""
        self.ensure_one()
        profiles = self.wohnkoord_profile_ids
        profile = (
            profiles.filtered(lambda p: p.company_id == self.env.company) or profiles
        )[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Profile of a Consultant"),
            "res_model": "wohnkoord.consultant.profile",
            "res_id": profile.id,
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id},
        }
