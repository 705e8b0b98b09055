# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResCompany(models.Model):
    """An office's procedures on its public pages."""

    _inherit = "res.company"

    def _wohnkoord_public_menu(self):
        return [
            *super()._wohnkoord_public_menu(),
            {"url": "/procedures", "label": self.env._("Procedures"), "sequence": 25},
        ]

    def _wohnkoord_sitemap_urls(self):
        # sudo: the sitemap names what everybody may read, behind the same gate
        procedures_sudo = self.env["wohnkoord.procedure"].sudo()
        procedures_sudo = procedures_sudo.search(procedures_sudo._public_domain(self))
        return [
            *super()._wohnkoord_sitemap_urls(),
            *(
                {
                    "url": procedure_sudo._public_url(),
                    "lastmod": procedure_sudo.version_id.date.date(),
                }
                for procedure_sudo in procedures_sudo
            ),
        ]
