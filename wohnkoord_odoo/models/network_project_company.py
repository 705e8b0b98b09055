# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_path

#: Leaflet lies here once the set-up has fetched it; nothing is loaded from elsewhere
LEAFLET = "wohnkoord_odoo/static/lib/leaflet/leaflet.js"


class ResCompany(models.Model):
    """An office's project overview: its map, its data, its place in the menu."""

    _inherit = "res.company"

    wohnkoord_tile_url = fields.Char(
        "Tiles of the Map",
        help="For example https://karten.stadt.example/{z}/{x}/{y}.png: the city's own"
        " service. Visitors' browsers ask it for the map, nobody else. Empty: no map.",
    )
    wohnkoord_tile_attribution = fields.Char(
        "Source of the Map", help="Named on the map, as its licence asks."
    )
    wohnkoord_data_licence = fields.Char(
        "Licence of the Open Data",
        help="For example: Datenlizenz Deutschland – Namensnennung – Version 2.0",
    )
    wohnkoord_data_licence_url = fields.Char("Address of the Licence")

    @api.constrains("wohnkoord_tile_url", "wohnkoord_data_licence_url")
    def _check_wohnkoord_project_urls(self):
        for company in self:
            tiles = company.wohnkoord_tile_url
            if tiles and not (
                re.match(r"https?://[^\s\"'<>]+$", tiles)
                and all(part in tiles for part in ("{z}", "{x}", "{y}"))
            ):
                raise ValidationError(
                    self.env._(
                        "The address of the tiles starts with https:// and contains"
                        " {z}, {x} and {y}."
                    )
                )
            licence = company.wohnkoord_data_licence_url
            if licence and not re.match(r"https?://[^\s\"'<>]+$", licence):
                raise ValidationError(
                    self.env._("%(url)s must start with https://", url=licence)
                )

    def _wohnkoord_public_menu(self):
        return [
            *super()._wohnkoord_public_menu(),
            {"url": "/projects", "label": self.env._("Projects"), "sequence": 30},
        ]

    def _wohnkoord_sitemap_urls(self):
        # sudo: the sitemap names what everybody may read, behind the same gate
        pages_sudo = self.env["wohnkoord.project.page"].sudo()
        pages_sudo = pages_sudo.search(pages_sudo._public_pages_domain(self))
        return [
            *super()._wohnkoord_sitemap_urls(),
            *(
                {
                    "url": page_sudo._public_url(),
                    "lastmod": page_sudo.date_released.date(),
                }
                for page_sudo in pages_sudo
            ),
        ]

    def _wohnkoord_map(self):
        """What the map needs, or None if there is none: tiles and Leaflet's files."""
        self.ensure_one()
        if not self.wohnkoord_tile_url:
            return None
        try:
            file_path(LEAFLET)
        except FileNotFoundError:
            return None
        folder = "/" + LEAFLET.rsplit("/", 1)[0]
        return {
            "tiles": self.wohnkoord_tile_url,
            "attribution": self.wohnkoord_tile_attribution or "",
            "script": f"{folder}/leaflet.js",
            "style": f"{folder}/leaflet.css",
        }
