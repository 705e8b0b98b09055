# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .form import FormPosts
from .public import DEFAULT_TZ


class PortalJury(FormPosts, CustomerPortal):
    """The jury's pages, for seats with a portal or an internal login.

    Whoever adds a section to a seat's page extends ``_jury_seat_values`` and the template
    ``portal_jury_seat``. Values are plain; records never reach a template.
    """

    # -- the gate ------------------------------------------------------------------------

    def _seats_sudo(self):
        # sudo: jurors have no rights on procedures; the domain is the gate
        return request.env["wohnkoord.juror"].sudo().with_context(tz=DEFAULT_TZ)

    def _my_seats_sudo(self):
        """The seats that the visitor has, or is deputy of, in procedures with a jury."""
        seats_sudo = self._seats_sudo()
        return seats_sudo.search(seats_sudo._portal_domain(request.env.user))

    def _find_seat(self, juror_id):
        """One of the visitor's seats, or nothing."""
        seats_sudo = self._seats_sudo()
        return seats_sudo.search(
            seats_sudo._portal_domain(request.env.user) & Domain("id", "=", juror_id)
        )

    # -- pages ---------------------------------------------------------------------------

    @http.route(
        "/my/jury",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_jury(self, **_params):
        """The visitor's seats."""
        return request.render(
            "wohnkoord_odoo.portal_my_jury",
            {
                "page_name": "jury",
                "seats": [self._jury_card(seat) for seat in self._my_seats_sudo()],
            },
        )

    @http.route(
        "/my/jury/<int:juror_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_jury_seat(self, juror_id, done=None, **_params):
        """A seat: what is to be done next, sessions, declarations, bids."""
        seat_sudo = self._find_seat(juror_id)
        if not seat_sudo:
            return request.redirect("/my")
        texts = self._jury_done_texts()
        return self._render_jury_seat(seat_sudo, done=texts.get(done))

    def _jury_done_texts(self):
        """What was just done, by the word in the address; others add theirs."""
        return {}

    def _render_jury_seat(self, seat_sudo, **values):
        return request.render(
            "wohnkoord_odoo.portal_jury_seat",
            {**self._jury_seat_values(seat_sudo), **values},
        )

    def _jury_card(self, seat_sudo):
        procedure_sudo = seat_sudo.procedure_id
        return {
            "path": f"/my/jury/{seat_sudo.id}",
            "seat": seat_sudo.name,
            "procedure": procedure_sudo._portal_name(),
            "jury": procedure_sudo.jury_name,
            "state": procedure_sudo._state_label(procedure_sudo.state),
            "is_deputy": seat_sudo.user_id != request.env.user,
        }

    def _jury_seat_values(self, seat_sudo):
        """Plain values of a seat's page; others extend it."""
        return {
            "page_name": "jury_seat",
            "card": self._jury_card(seat_sudo),
        }
