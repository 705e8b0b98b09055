# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._wohnkoord_open_companies()
        return users

    def write(self, vals):
        result = super().write(vals)
        if {"partner_id", "group_ids", "active"} & set(vals):
            self._wohnkoord_open_companies()
        return result

    def _wohnkoord_open_companies(self):
        """Open to new portal users every office their partner works with."""
        for user in self.filtered(lambda user: user.share and user.active):
            for company in user.partner_id.sudo()._wohnkoord_companies():
                user._wohnkoord_add_company(company)

    def _wohnkoord_add_company(self, company):
        """Let portal users see the records of ``company`` (a coordination office).

        A portal user starts with one company only; a contract, a membership or a
        seat that becomes active in another office opens that office too. Internal
        users are left alone: their companies are the administrator's decision.
        """
        # sudo: office staff may not edit users; only companies are added here
        users_sudo = self.sudo().filtered(
            lambda user: user.share and company not in user.company_ids
        )
        if users_sudo:
            users_sudo.write({"company_ids": [Command.link(company.id)]})
