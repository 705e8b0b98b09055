# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .form import FormPosts
from .public import DEFAULT_TZ


class PortalProcedures(FormPosts, CustomerPortal):
    """Procedures in the portal: what initiatives registered for, and may register for."""

    @http.route(
        ["/my/procedures"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_procedures(self, **_params):
        """The procedures in which the visitor's initiatives take part."""
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "procedures",
            "registrations": [
                {"name": registration.procedure_id.name}
                for registration in self._registrations_sudo().search(
                    self._registrations_sudo()._portal_domain(request.env.user)
                )
            ],
        }
        return request.render("wohnkoord_odoo.portal_my_procedures", values)

    # -- the gate ------------------------------------------------------------------------

    def _registrations_sudo(self):
        # sudo: portal users have no rights on procedures; the domain is the gate
        return request.env["wohnkoord.registration"].sudo().with_context(tz=DEFAULT_TZ)

    def _find_registration(self, registration_id):
        """One of the visitor's registrations, or nothing; withdrawn ones as well."""
        registrations_sudo = self._registrations_sudo()
        return registrations_sudo.search(
            registrations_sudo._portal_domain(request.env.user)
            & Domain("id", "=", registration_id)
        )
