# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from ..models.network_consent import OPEN_STATES
from .public import reads
from .public_form import PublicForms

#: what a person can do with consents by the link in a mail
ACTIONS = ("confirm", "withdraw", "withdraw_all")


class PublicConsent(PublicForms):
    """The page behind the link in a mail: give a consent, withdraw it, see the others.

    Opening the page changes nothing, because mail scanners open links.
    """

    @http.route(
        "/consent/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def consent_page(self, token, done="", **_params):
        """The exact text, with a button that gives or withdraws it."""
        consent_sudo = self._consent(token)
        if not consent_sudo:
            return self._consent_gone()
        consents = [consent._public_values() for consent in consent_sudo._of_holder()]
        response = self._render_public(
            "public_consent",
            request.env._("Your consents"),
            consents=consents,
            address=consent_sudo._public_address(),
            can_withdraw_all=sum(consent["is_open"] for consent in consents) > 1,
            done=self._consent_done(done),
            token=token,
            noindex=True,
        )
        return self._consent_private(response)

    @http.route(
        "/consent/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def consent_post(self, token, action="", consent="", **_post):
        """Give or withdraw; a second click changes nothing."""
        consent_sudo = self._consent(token)
        if not consent_sudo:
            return self._consent_gone()
        if action not in ACTIONS:
            return request.redirect(f"/consent/{token}", code=303)
        allowed_sudo = consent_sudo._of_holder()
        chosen_sudo = self._consent_chosen(allowed_sudo, consent, consent_sudo)
        if action == "confirm":
            before = chosen_sudo.state
            chosen_sudo._confirm()
            changed = chosen_sudo.state != before
        else:
            if action == "withdraw_all":
                chosen_sudo = allowed_sudo
            changed = any(c.state in OPEN_STATES for c in chosen_sudo)
            chosen_sudo.action_withdraw()
        done = f"?done={action}" if changed else ""
        return request.redirect(f"/consent/{token}{done}", code=303)

    @http.route(
        "/consent/<string:token>/unsubscribe",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
        csrf=False,
    )
    def consent_one_click(self, token, **_post):
        """Withdraw for a mail program (RFC 8058); people who open it see the page.

        Without a session there is nothing that a foreign page could use: the token is
        what counts.
        """
        consent_sudo = self._consent(token)
        if not consent_sudo:
            return self._consent_gone()
        if request.httprequest.method != "POST":
            return request.redirect(f"/consent/{token}", code=303)
        consent_sudo.action_withdraw()
        return request.make_response("OK", [("Content-Type", "text/plain")])

    def _consent(self, token):
        return request.env["wohnkoord.signed.link"]._record(
            "consent", "wohnkoord.consent", token
        )

    def _consent_chosen(self, allowed_sudo, consent_id, default_sudo):
        """The consent that the button names, if it is one of the reader's own."""
        if not consent_id:
            return default_sudo
        return allowed_sudo.filtered(lambda c: str(c.id) == consent_id)

    def _consent_done(self, action):
        """What was done, for the page that follows."""
        return {
            "confirm": request.env._("Thank you. You have agreed."),
            "withdraw": request.env._(
                "Done. It takes effect at once; no further mail confirms it."
            ),
            "withdraw_all": request.env._(
                "All of it is withdrawn. It takes effect at once; no further mail"
                " confirms it."
            ),
        }.get(action)

    def _consent_gone(self):
        response = self._render_public(
            "public_consent_gone",
            request.env._("Link is not valid"),
            404,
            noindex=True,
        )
        return self._consent_private(response)

    def _consent_private(self, response):
        """The address of the page is a key: keep it out of caches and other logs."""
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
