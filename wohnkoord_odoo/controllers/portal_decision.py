# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from .portal_procedure import PortalProcedures


class PortalDecision(PortalProcedures):
    """The letter about a decision, for the party to which it was sent."""

    @http.route(
        "/my/procedures/<int:registration_id>/letters/<int:letter_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_award_letter(self, registration_id, letter_id, **_params):
        """The letter as PDF: a download, never kept by a proxy."""
        registration_sudo = self._find_registration(registration_id)
        letter_sudo = registration_sudo and registration_sudo._portal_letters_sudo(
            letter_id
        )
        if not letter_sudo:
            return request.redirect("/my")
        response = self._show_report(
            model=letter_sudo,
            report_type="pdf",
            report_ref="wohnkoord_odoo.award_letter_report",
            download=True,
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response
