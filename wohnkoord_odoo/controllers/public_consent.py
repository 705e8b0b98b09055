# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from .public_form import PublicForms


class PublicConsent(PublicForms):
    """The page behind the link in a mail: give a consent, or withdraw it.

    Opening the page changes nothing, because mail scanners open links.
    """

    @http.route(
        "/consent/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def consent_page(self, token, **_params):
        """The exact text, with a button that gives or withdraws it."""
        consent_sudo = self._consent(token)
        if not consent_sudo:
            return self._render_public(
                "public_consent_gone",
                request.env._("Link is not valid"),
                404,
                noindex=True,
            )
        return self._render_public(
            "public_consent",
            consent_sudo._purpose_label(),
            consent=consent_sudo._public_values(),
            token=token,
            noindex=True,
        )

    @http.route(
        "/consent/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def consent_post(self, token, action="", **_post):
        """Give or withdraw; a second click changes nothing."""
        consent_sudo = self._consent(token)
        if consent_sudo and action == "confirm":
            consent_sudo._confirm()
        elif consent_sudo and action == "withdraw":
            consent_sudo.action_withdraw()
        return request.redirect(f"/consent/{token}", code=303)

    def _consent(self, token):
        return request.env["wohnkoord.signed.link"]._record(
            "consent", "wohnkoord.consent", token
        )
