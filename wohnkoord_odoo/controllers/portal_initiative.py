# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class PortalInitiative(CustomerPortal):
    """The initiatives' own pages; a foreign id reads like one that does not exist."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "initiative_count" in counters:
            values["initiative_count"] = (
                request.env["wohnkoord.initiative"]
                .sudo()
                .search_count(self._my_initiatives_domain())
            )
        return values

    @http.route(
        ["/my/initiatives", "/my/initiatives/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_initiatives(self, page=1, **_params):
        """The initiatives of which the visitor is a member today."""
        domain = self._my_initiatives_domain()
        # sudo: portal users have no right on initiatives; the domain is the gate and
        # only the values of _portal_list_values reach the page
        initiatives_sudo = request.env["wohnkoord.initiative"].sudo()
        pager = portal_pager(
            url="/my/initiatives",
            total=initiatives_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        initiatives_sudo = initiatives_sudo.search(
            domain, limit=self._items_per_page, offset=pager["offset"]
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "initiative",
            "default_url": "/my/initiatives",
            "pager": pager,
            "initiatives": initiatives_sudo._portal_list_values(),
        }
        return request.render("wohnkoord_odoo.portal_my_initiatives", values)

    @http.route(
        "/my/initiatives/<int:initiative_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_initiative(self, initiative_id, **_params):
        """One initiative with its stage, plan and meetings."""
        # sudo: see portal_my_initiatives
        initiative_sudo = (
            request.env["wohnkoord.initiative"]
            .sudo()
            .search(self._my_initiatives_domain() & Domain("id", "=", initiative_id))
        )
        if not initiative_sudo:
            return request.redirect("/my")
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "initiative",
            "initiative": initiative_sudo._portal_page_values(),
        }
        return request.render("wohnkoord_odoo.portal_my_initiative", values)

    def _my_initiatives_domain(self):
        return request.env["wohnkoord.initiative"]._portal_domain(request.env.user)
