# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from ..models.advisory_meeting_need import PURPOSE
from .form import FormError
from .public_booking import PublicBooking
from .public_booking_link import PublicBookingLink

#: fields of the form -> kinds
KINDS = {
    "need_interpreter": "interpreter",
    "need_sign_language": "sign_language",
    "need_plain_language": "plain_language",
    "need_step_free": "step_free",
}
LANGUAGE_LENGTH = 60


class PublicBookingNeed(PublicBooking):
    """What whoever books needs: asked for, never required, noted with consent only."""

    def _booking_form_more(self, kind):
        texts_sudo = kind.env["wohnkoord.consent.text"]
        return {
            **super()._booking_form_more(kind),
            "need_text": texts_sudo._find_current(PURPOSE, kind.company_id).text,
            "need_days": kind.company_id.wohnkoord_need_keep_days,
        }

    def _booking_vals(self, kind, post):
        needs, errors = self._booking_needs(post)
        try:
            vals = super()._booking_vals(kind, post)
        except FormError as error:
            raise FormError({**errors, **error.errors}) from error
        if errors:
            raise FormError(errors)
        return {**vals, "needs": needs}

    def _booking_needs(self, post):
        """What was ticked, as pairs of kind and language, and what is wrong with it."""
        chosen = [kind for name, kind in KINDS.items() if self._text(post, name)]
        language = self._text(post, "need_language")
        errors = {}
        if chosen and not self._text(post, "need_consent"):
            errors["need_consent"] = request.env._(
                "Please tick that we may note what you need, or leave it out."
            )
        if "interpreter" in chosen or language:
            if error := self._text_error(language, LANGUAGE_LENGTH):
                errors["need_language"] = error
            if "interpreter" not in chosen:
                errors["need_language"] = request.env._(
                    "Please tick that you need an interpreter, or leave this empty."
                )
        needs = [(kind, kind == "interpreter" and language) for kind in chosen]
        return needs, errors


class PublicBookingLinkNeed(PublicBookingLink):
    """The person's own page: take back what it said to need."""

    @http.route(
        "/booking/<string:token>/needs",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def booking_link_needs(self, token, **post):
        """Withdraw the consent; what was noted is deleted at once."""
        booking_sudo = self._booking_of(token)
        if not booking_sudo:
            return self._booking_gone()
        errors = self._booking_change(post, booking_sudo, booking_sudo._forget_needs)
        if errors:
            return self._booking_show(token, booking_sudo, errors)
        return request.redirect(f"/booking/{token}", code=303)
