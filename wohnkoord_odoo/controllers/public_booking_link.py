# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from ..models.network_booking_actions import SlotTaken
from .form import FormError
from .public import calendar_response
from .public_booking_slots import PublicBookingSlots

#: how often one appointment is moved or cancelled within an hour
CHANGES_PER_HOUR = 20


class PublicBookingLink(PublicBookingSlots):
    """The page behind the link in the mail: see, move, cancel.

    Opening it changes nothing, because mail scanners open links.
    """

    @http.route(
        "/booking/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_link_page(self, token, **_params):
        """The appointment as it stands."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo:
            return self._booking_gone()
        return self._booking_show(token, booking_sudo)

    @http.route(
        "/booking/<string:token>/move",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_link_times(self, token, **params):
        """The free times to move to."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo:
            return self._booking_gone()
        if not booking_sudo._public_values()["is_open"]:
            return request.redirect(f"/booking/{token}")
        return self._booking_move_page(token, booking_sudo, params)

    @http.route(
        "/booking/<string:token>/move",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def booking_link_move(self, token, **post):
        """Take the new time; the old one is free only then."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo:
            return self._booking_gone()
        errors = self._booking_change(
            post, booking_sudo, lambda: self._booking_move(booking_sudo, post)
        )
        if errors:
            return self._booking_move_page(token, booking_sudo, post, errors)
        return request.redirect(f"/booking/{booking_sudo._link_token()}", code=303)

    @http.route(
        "/booking/<string:token>/cancel",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def booking_link_cancel(self, token, **post):
        """Give the time back; a second click changes nothing."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo:
            return self._booking_gone()
        errors = self._booking_change(
            post, booking_sudo, booking_sudo._cancel_by_person
        )
        if errors:
            return self._booking_show(token, booking_sudo, errors)
        return request.redirect(f"/booking/{token}", code=303)

    @http.route(
        "/booking/<string:token>/appointment.ics",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_link_calendar(self, token, **_params):
        """The appointment for the person's own calendar."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo or booking_sudo.state != "booked":
            return self._booking_gone()
        return calendar_response(booking_sudo._ics(), "appointment.ics")

    # -- pages -------------------------------------------------------------------------

    def _booking_of(self, token):
        bookings_sudo = self._office_env()["wohnkoord.booking"]
        return bookings_sudo._of_token(token, self._office())

    def _booking_gone(self):
        """The same answer to what is forged, over, or another office's."""
        return self._render_public(
            "public_booking_gone",
            request.env._("Link is not valid"),
            404,
            noindex=True,
        )

    def _booking_show(self, token, booking_sudo, errors=None):
        return self._render_public(
            "public_booking_link",
            request.env._("Your appointment"),
            booking=booking_sudo._public_values(),
            token=token,
            form={"values": {}, "errors": errors or {}},
            noindex=True,
            **self._form_start("booking link"),
        )

    def _booking_move_page(self, token, booking_sudo, params, errors=None):
        kind = booking_sudo.type_id
        if errors:
            slots = self._booking_fresh(kind, booking_sudo)
        else:
            slots = kind._free_slots(booking=booking_sudo)
        week = self._booking_week(
            kind,
            {start: ids for start, ids in slots.items() if start != booking_sudo.start},
            self._text(params, "week"),
            lambda day: f"/booking/{token}/move?week={day.isoformat()}",
        )
        return self._render_public(
            "public_booking_move",
            request.env._("Move the appointment"),
            booking=booking_sudo._public_values(),
            week=week,
            token=token,
            form={"values": {}, "errors": errors or {}},
            noindex=True,
            **self._form_start("booking link"),
        )

    # -- what is posted ----------------------------------------------------------------

    def _booking_change(self, post, booking_sudo, job):
        """Run ``job`` once; the token says who it is, so no trap and no clock."""
        limits = request.env["wohnkoord.rate.limit"]
        if not limits._allow("booking link", booking_sudo.id, CHANGES_PER_HOUR):
            return {
                "form": request.env._(
                    "This appointment was changed very often. Please try again in an"
                    " hour, or write or phone us."
                )
            }
        return self._post_once(post, job)

    def _booking_move(self, booking_sudo, post):
        kind = booking_sudo.type_id
        start, user = self._booking_slot(kind, self._text(post, "slot"))
        if not start:
            raise FormError({"form": request.env._("Please choose a time.")})
        try:
            booking_sudo._move_by_person(start, user)
        except SlotTaken as error:
            raise FormError(
                {
                    "form": request.env._(
                        "This time has just been taken. Your appointment is unchanged."
                        " Please choose another time."
                    )
                }
            ) from error
