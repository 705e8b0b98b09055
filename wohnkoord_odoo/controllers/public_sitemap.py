# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import etree

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.home import Home

from .public import PublicPages

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: the protocol's limit for one file
MOST_URLS = 50000


class PublicSitemap(PublicPages):
    """What search engines may find."""

    @http.route(
        "/sitemap.xml",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def sitemap(self, **_params):
        """The office's public addresses."""
        office_sudo = self._office()
        base_url = office_sudo._wohnkoord_base_url()
        root = etree.Element("urlset", nsmap={None: NAMESPACE})
        for page in office_sudo._wohnkoord_sitemap_urls()[:MOST_URLS]:
            url = etree.SubElement(root, "url")
            etree.SubElement(url, "loc").text = base_url + page["url"]
            if page["lastmod"]:
                etree.SubElement(url, "lastmod").text = page["lastmod"].isoformat()[:10]
        return request.make_response(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
            [
                ("Content-Type", "application/xml; charset=utf-8"),
                ("Cache-Control", "public, max-age=3600"),
            ],
        )


class Robots(Home):
    """Core keeps search engines out of everything; the public pages are let in."""

    @http.route(auth="public")
    def robots(self, **kwargs):
        response = super().robots(**kwargs)
        host = request.httprequest.host
        office = request.env["res.company"].sudo()._wohnkoord_of_host(host)
        response.data += (
            f"\nSitemap: {office._wohnkoord_base_url()}/sitemap.xml".encode()
        )
        return response

    def _get_allowed_robots_routes(self):
        host = request.httprequest.host
        office = request.env["res.company"].sudo()._wohnkoord_of_host(host)
        pages = [entry["url"] for entry in office._wohnkoord_sorted_menu()]
        return [
            *super()._get_allowed_robots_routes(),
            *pages,
            "/accessibility",
            "/feedback",
            "/sitemap.xml",
            "/web/assets/",
        ]
