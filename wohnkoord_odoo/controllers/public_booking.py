# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from ..models.network_booking_actions import SlotTaken
from .form import FormError
from .public_booking_slots import SLOT, PublicBookingSlots

FORM = "booking"
NAMES = (
    "slot",
    "name",
    "email",
    "phone",
    "concern",
    "channel",
    "people_count",
    "language",
)
LENGTHS = {"name": 100, "phone": 40, "concern": 2000}
MOST_PEOPLE = 200


class PublicBooking(PublicBookingSlots):
    """Book an appointment: choose a time, say who comes, read the mail."""

    @http.route(
        "/booking",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_page(self, **params):
        """The free times of a week; before that the choice of the type."""
        case_sudo, refused = self._booking_case(params)
        if refused:
            raise self._not_found()
        kind = self._booking_kind(self._text(params, "type"))
        if not kind and params.get("type"):
            raise self._not_found()
        if not kind and self._booking_kinds():
            return self._booking_choose(params)
        return self._booking_times(kind, params, case_sudo)

    @http.route(
        "/booking/details",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_details(self, **params):
        """The form for a chosen time."""
        case_sudo, refused = self._booking_case(params)
        kind = self._booking_kind(self._text(params, "type"))
        start, user = self._booking_slot(kind, self._text(params, "slot"))
        if refused or not kind or not start:
            raise self._not_found()
        free = kind._free_slots().get(start, [])
        if user and user.id not in free or not free:
            return self._booking_times(kind, params, case_sudo, gone=True)
        language = request.env.context.get("lang")
        values = {
            "slot": self._text(params, "slot"),
            "channel": kind._channels()[0][0],
            "people_count": "1",
            "language": language,
        }
        return self._booking_form(kind, params, {"values": values, "errors": {}})

    @http.route(
        "/booking/details", type="http", auth="public", website=True, methods=["POST"]
    )
    def booking_post(self, **post):
        """Book; the same answer for everybody, what came of it stands in the mail."""
        case_sudo, refused = self._booking_case(post)
        kind = self._booking_kind(self._text(post, "type"))
        if refused or not kind:
            raise self._not_found()
        errors = self._post_public(
            FORM, post, lambda: self._booking_make(kind, post, case_sudo)
        )
        if errors:
            form = self._typed_public(post, NAMES, errors)
            return self._booking_form(kind, post, form)
        start, _user = self._booking_slot(kind, self._text(post, "slot"))
        query = {"type": kind.id, "slot": start.strftime(SLOT) if start else ""}
        return request.redirect(f"/booking/sent?{urlencode(query)}", code=303)

    @http.route(
        "/booking/sent",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def booking_sent(self, **params):
        """What happens next; says nothing of who asked."""
        kind = self._booking_kind(self._text(params, "type"))
        start, _user = self._booking_slot(kind, self._text(params, "slot"))
        chosen = []
        if kind and start:
            chosen = self._booking_choices(kind, start, kind.user_ids.ids)
        return self._render_public(
            "public_booking_sent",
            request.env._("Please look into your mailbox"),
            kind_name=kind.name,
            slot=chosen[0] if chosen else None,
            contact=self._booking_contact(),
            noindex=True,
        )

    # -- pages -------------------------------------------------------------------------

    def _booking_choose(self, params):
        kinds = [
            {
                "name": kind.name,
                "text": kind.text,
                "minutes": kind.duration,
                "url": self._booking_url(kind, params),
            }
            for kind in self._booking_kinds()
        ]
        return self._render_public(
            "public_booking_types", request.env._("Book an appointment"), kinds=kinds
        )

    def _booking_times(self, kind, params, case_sudo, gone=False):
        week = None
        if kind:
            week = self._booking_week(
                kind,
                self._booking_fresh(kind) if gone else kind._free_slots(),
                self._text(params, "week"),
                lambda day: self._booking_url(kind, params, week=day.isoformat()),
            )
        details = self._booking_url(kind, params, path="/booking/details")
        return self._render_public(
            "public_booking",
            request.env._("Book an appointment"),
            kind=self._booking_kind_values(kind) if kind else None,
            week=week,
            details_url=details,
            has_case=bool(case_sudo),
            gone=gone,
            contact=self._booking_contact(),
            noindex=bool(params),
        )

    def _booking_form(self, kind, params, form):
        start, user = self._booking_slot(kind, form["values"].get("slot"))
        chosen = []
        if start and "slot" not in form["errors"]:
            ids = user.ids if user else kind.user_ids.ids
            chosen = self._booking_choices(kind, start, ids)
        others = []
        if not chosen:
            first, _last = kind._bookable_range()
            others = self._booking_alternatives(kind, start or first)
        return self._render_public(
            "public_booking_form",
            request.env._("Your appointment"),
            kind=self._booking_kind_values(kind),
            slot=chosen[0] if chosen else None,
            others=others,
            channels=kind._channels(),
            languages=self._booking_languages(),
            form=form,
            case_token=self._text(params, "case"),
            times_url=self._booking_url(kind, params),
            privacy_url=kind.company_id.wohnkoord_privacy_url,
            keep_months=kind.company_id.wohnkoord_booking_keep_months,
            contact=self._booking_contact(),
            noindex=True,
            **self._form_start(FORM),
        )

    def _booking_kind_values(self, kind):
        return {
            "id": kind.id,
            "name": kind.name,
            "text": kind.text,
            "minutes": kind.duration,
            "channels": [label for _code, label in kind._channels()],
        }

    def _booking_languages(self):
        """Codes of the languages, and what those who speak them call them."""
        languages = request.env["res.lang"].get_installed()
        return [(code, name.split(" / ")[-1]) for code, name in languages]

    def _booking_contact(self):
        office = self._office()
        return {"name": office.name, "phone": office.phone, "email": office.email}

    def _booking_url(self, kind, params, path="/booking", **more):
        query = {"type": kind.id, **more}
        if case := self._text(params, "case"):
            query["case"] = case
        return f"{path}?{urlencode(query)}"

    def _booking_case(self, params):
        """The case of a link from the enquiry form, and whether to refuse the link."""
        bookings_sudo = self._office_env()["wohnkoord.booking"]
        token = self._text(params, "case")
        if not token:
            return bookings_sudo.advisory_id, False
        case_sudo = bookings_sudo._case_of_token(token, self._office())
        return case_sudo, not case_sudo

    # -- what is posted ----------------------------------------------------------------

    def _booking_make(self, kind, post, case_sudo):
        vals = self._booking_vals(kind, post)
        start, user = self._booking_slot(kind, self._text(post, "slot"))
        if not start:
            raise FormError({"slot": request.env._("Please choose a time.")})
        try:
            kind.env["wohnkoord.booking"]._book(kind, start, vals, case_sudo, user)
        except SlotTaken as error:
            raise FormError(
                {
                    "slot": request.env._(
                        "Somebody was faster: this time has just been taken. What you"
                        " typed is still there. Please choose another time."
                    )
                }
            ) from error

    def _booking_vals(self, kind, post):
        """What was typed, checked.

        :raise FormError: all that is wrong, by field
        """
        vals = {name: self._text(post, name) for name in NAMES if name != "slot"}
        errors = {}
        try:
            vals["email"] = self._read_email(post)
        except FormError as error:
            errors.update(error.errors)
        for name, length in LENGTHS.items():
            if vals[name] or name == "concern":
                errors[name] = self._text_error(vals[name], length)
        if vals["channel"] not in dict(kind._channels()):
            errors["channel"] = request.env._("Please choose how we meet.")
        elif vals["channel"] == "phone" and not vals["phone"]:
            errors["phone"] = request.env._(
                "Please enter the number at which we call you."
            )
        count = vals["people_count"]
        is_number = count.isdecimal() and len(count) < 5
        if not is_number or not 1 <= int(count) <= MOST_PEOPLE:
            errors["people_count"] = request.env._(
                "Please enter a number from 1 to %(most)s.", most=MOST_PEOPLE
            )
        if vals["language"] not in dict(request.env["res.lang"].get_installed()):
            errors["language"] = request.env._("Please choose a language.")
        errors = {name: error for name, error in errors.items() if error}
        if errors:
            raise FormError(errors)
        return {**vals, "people_count": int(vals["people_count"])}
