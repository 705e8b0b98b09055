# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

from .advisory import OFFICE


class Contract(models.Model):
    """A contract shows who its consultant is."""

    _inherit = "wohnkoord.contract"

    profile_id = fields.Many2one(
        "wohnkoord.consultant.profile",
        compute="_compute_profile_id",
        search="_search_profile_id",
        groups=OFFICE,
    )
    profile_language_ids = fields.Many2many(
        related="profile_id.language_ids", string="Languages", groups=OFFICE
    )
    profile_topic_ids = fields.Many2many(
        related="profile_id.topic_ids", string="Fields of Advice", groups=OFFICE
    )
    profile_licensed_topic_ids = fields.Many2many(
        related="profile_id.licensed_topic_ids", string="Licensed for", groups=OFFICE
    )
    profile_availability = fields.Selection(
        related="profile_id.availability", groups=OFFICE
    )

    @api.depends("partner_id", "company_id")
    def _compute_profile_id(self):
        profiles = self.env["wohnkoord.consultant.profile"]._of(
            (contract.partner_id._origin, contract.company_id) for contract in self
        )
        for contract in self:
            key = (contract.partner_id._origin, contract.company_id)
            contract.profile_id = profiles.get(key, False)

    def _search_profile_id(self, operator, value):
        if operator == "in":
            wanted = Domain("id", "in", list(value))
        elif operator == "any":
            wanted = Domain(value)
        else:
            return NotImplemented
        Profile = self.env["wohnkoord.consultant.profile"]
        return Domain.OR(
            Domain("partner_id", "=", profile.partner_id.id)
            & Domain("company_id", "=", profile.company_id.id)
            for profile in Profile.with_context(active_test=False).search(wanted)
        )

    def action_activate(self):
        """Put the contract in force; its consultant has a profile from then on.

        :raise UserError: as before
        """
        result = super().action_activate()
        self.env["wohnkoord.consultant.profile"]._make_for(self)
        return result
