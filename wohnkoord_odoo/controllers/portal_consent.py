# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.network_consent import LINK
from ..models.network_consent_asking import MAILS_PER_DAY


class PortalConsent(CustomerPortal):
    """A portal user's own consents, at all offices: see and withdraw them.

    A question is answered by the link in its mail only: whoever is logged in may have
    changed the address to somebody else's.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "consent_count" in counters:
            values["consent_count"] = (
                request.env["wohnkoord.consent"]
                .sudo()
                .search_count(self._my_consents_domain())
            )
        return values

    @http.route(
        "/my/consents",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_consents(self, done="", **_params):
        """What the visitor agreed to, and what is asked."""
        consents_sudo = self._my_consents_sudo()._current()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "consent",
            "consents": [c._public_values(by_link=False) for c in consents_sudo],
            "done": self._my_consents_done(done),
        }
        return request.render("wohnkoord_odoo.portal_my_consents", values)

    @http.route(
        "/my/consents", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_my_consents_post(self, action="", consent="", **_post):
        """Withdraw, or send the mail with the question once more."""
        consents_sudo = self._my_consents_sudo()
        chosen_sudo = consents_sudo.filtered(lambda c: str(c.id) == consent)
        done = False
        if action == "withdraw" and chosen_sudo:
            # doubled contacts only by an address that its owner has proven
            proven_sudo = chosen_sudo.filtered(lambda c: c.way == LINK)
            chosen_sudo._withdraw(proven_sudo._with_same_address())
            done = True
        elif action == "resend" and chosen_sudo._is_resendable():
            done = self._my_consents_resend(chosen_sudo)
        suffix = f"?done={action}" if done else ""
        return request.redirect(f"/my/consents{suffix}", code=303)

    def _my_consents_domain(self):
        return Domain("partner_id", "=", request.env.user.partner_id.id)

    def _my_consents_sudo(self):
        # sudo: portal users have no right on consents; the domain is the gate and only
        # the values of _public_values reach the page
        return (
            request.env["wohnkoord.consent"].sudo().search(self._my_consents_domain())
        )

    def _my_consents_resend(self, consent_sudo):
        allowed = request.env["wohnkoord.rate.limit"]._allow(
            f"consent mail {consent_sudo.company_id.id}",
            consent_sudo.email,
            MAILS_PER_DAY,
            minutes=24 * 60,
        )
        if allowed:
            consent_sudo._send_request()
        return allowed

    def _my_consents_done(self, action):
        return {
            "withdraw": request.env._(
                "Done. It takes effect at once; no further mail confirms it."
            ),
            "resend": request.env._("The mail is on its way."),
        }.get(action)
