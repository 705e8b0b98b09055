# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..tools.duration import DurationError, parse_duration
from .form import FormError, FormPosts
from .portal_contract import PortalContract

#: longest text of an entry, and of a reason or a result
ENTRY_LENGTH, TEXT_LENGTH = 500, 10000
#: most hours that one request may ask for
MOST_HOURS = 1000 * 60


def post_route(path):
    """A form's address below an order; the answer is a redirect or the form again.

    The method gets the order itself; one that is not the user's leads back to the start,
    as a missing one does.
    """

    def decorate(method):
        @http.route(
            f"/my/call-offs/<int:call_off_id>/{path}",
            type="http",
            auth="user",
            methods=["POST"],
            website=True,
        )
        @functools.wraps(method)
        def post(self, call_off_id, **kwargs):
            call_off = self._find_call_off(call_off_id)
            if not call_off:
                return request.redirect("/my")
            return method(self, call_off, **kwargs)

        return post

    return decorate


class PortalContractPosts(FormPosts, PortalContract):
    """What a consultant does with an order.

    Each post runs in a savepoint: refusals are caught there and shown in words beside
    what was typed. Lost races (OperationalError, ConcurrencyError) are not caught, so
    that Odoo tries the request again.
    """

    @post_route("entries")
    def post_entry(self, call_off, /, **post):
        """Save a new entry as a draft."""

        def create():
            vals = self._read_entry(post)
            with self._blaming(call_off, vals):
                self._entries().create({**vals, "call_off_id": call_off.id})

        if errors := self._post_once(post, create):
            return self._render_call_off(call_off, entry=self._typed(post, errors))
        return self._back(call_off, "entry")

    @post_route("entries/<int:entry_id>")
    def post_entry_change(self, call_off, /, entry_id, **post):
        """Change an entry of one's own, and hand it in if ``submit`` is posted."""
        entry = self._find_entry(call_off, entry_id)
        if not entry:
            return self._back_from_nothing(call_off, entry_id, post)

        def change():
            vals = self._read_entry(post)
            counted = entry.minutes if entry.state != "refused" else 0
            with self._blaming(call_off, vals, counted):
                entry.write(vals)
                if post.get("submit"):
                    entry.action_submit()

        if errors := self._post_once(post, change):
            return self._render_entry(call_off, entry, self._typed(post, errors))
        return self._back(call_off, "submitted" if post.get("submit") else "changed")

    @post_route("entries/<int:entry_id>/delete")
    def post_entry_delete(self, call_off, /, entry_id, **post):
        """Delete a draft of one's own."""
        return self._post_on_entry(
            call_off, entry_id, post, lambda entry: entry.unlink(), "deleted"
        )

    @post_route("entries/<int:entry_id>/submit")
    def post_entry_submit(self, call_off, /, entry_id, **post):
        """Hand in one entry of one's own."""
        return self._post_on_entry(
            call_off,
            entry_id,
            post,
            lambda entry: entry.action_submit(),
            "submitted",
        )

    @post_route("submit")
    def post_submit_all(self, call_off, /, **post):
        """Hand in all drafts of one's own on this order."""

        def submit():
            self._entries().search(
                Domain("call_off_id", "=", call_off.id)
                & Domain("user_id", "=", request.env.uid)
                & Domain("state", "=", "draft")
            ).action_submit()

        if errors := self._post_once(post, submit):
            return self._render_call_off(call_off, entries={"errors": errors})
        return self._back(call_off, "all")

    @post_route("hours")
    def post_hours(self, call_off, /, **post):
        """Ask the office for more hours."""

        def ask():
            minutes, reason = self._read_request(post)
            # sudo: the portal has no rights on requests; the order is the user's own
            call_off.sudo()._request_hours(minutes / 60, reason)

        if errors := self._post_once(post, ask):
            return self._render_call_off(call_off, hours=self._typed(post, errors))
        return self._back(call_off, "hours")

    @post_route("result")
    def post_result(self, call_off, /, **post):
        """Write the short report."""

        def report():
            result = self._text(post, "result")
            if error := self._text_error(result, TEXT_LENGTH):
                raise FormError({"result": error})
            # sudo: the portal only reads orders; this one is the user's own
            call_off.sudo()._set_result(result)

        if errors := self._post_once(post, report):
            return self._render_call_off(call_off, result=self._typed(post, errors))
        return self._back(call_off, "result")

    # -- one post, once ----------------------------------------------------------------

    def _post_on_entry(self, call_off, entry_id, post, job, done):
        """Do ``job`` with an entry of one's own; the form has nothing but a button."""
        entry = self._find_entry(call_off, entry_id)
        if not entry:
            return self._back_from_nothing(call_off, entry_id, post)
        if errors := self._post_once(post, lambda: job(entry)):
            return self._render_call_off(call_off, entries={"errors": errors})
        return self._back(call_off, done)

    def _back(self, call_off, done=None):
        """Redirect after post: the browser's reload repeats nothing."""
        query = f"?done={done}" if done else ""
        return request.redirect(f"/my/call-offs/{call_off.id}{query}", code=303)

    def _back_from_nothing(self, call_off, entry_id, post):
        """Redirect a post on an entry that the user cannot change.

        Back to the order if the entry is shown there or was deleted by this very form
        (a double tap); else to the start, as for an order that is not the user's.
        """
        tokens_sudo = request.env["wohnkoord.form.token"].sudo()
        domain = [("id", "=", entry_id), ("call_off_id", "=", call_off.id)]
        if self._entries().search_count(domain, limit=1) or tokens_sudo._is_taken(
            self._text(post, "form_token"), request.httprequest.path
        ):
            return self._back(call_off)
        return request.redirect("/my")

    # -- what was typed ----------------------------------------------------------------

    def _typed(self, post, errors):
        """A refused form: what was typed stays, next to what is wrong."""
        names = ("date", "duration", "description", "hours", "reason", "result")
        return {
            "values": {name: self._text(post, name) for name in names},
            "errors": errors,
        }

    def _read_entry(self, post):
        """Values of an entry from its form.

        :raise FormError: for each field that is missing or not understood
        """
        errors, minutes = {}, None
        date = self._read_date(self._text(post, "date"))
        if not date:
            errors["date"] = request.env._("Please enter the day of the work.")
        try:
            minutes = parse_duration(self._text(post, "duration"))
        except DurationError as error:
            errors["duration"] = error.explain(request.env)
        description = self._text(post, "description")
        if error := self._text_error(description, ENTRY_LENGTH):
            errors["description"] = error
        if errors:
            raise FormError(errors)
        return {"date": date, "minutes": minutes, "description": description}

    def _read_request(self, post):
        """Minutes and reason of a request for more hours.

        :raise FormError: for each field that is missing or not understood
        """
        errors, minutes = {}, 0
        try:
            minutes = parse_duration(self._text(post, "hours"), maximum=MOST_HOURS)
        except DurationError as error:
            errors["hours"] = error.explain(request.env)
        if minutes % 15:
            errors["hours"] = request.env._(
                "Hours are asked for in steps of a quarter of an hour."
            )
        reason = self._text(post, "reason")
        if error := self._text_error(reason, TEXT_LENGTH):
            errors["reason"] = error
        if errors:
            raise FormError(errors)
        return minutes, reason

    def _blaming(self, call_off, vals, counted=0):
        """Show a refusal of the model at the field that it is about.

        :param dict vals: date and minutes that are to be saved
        :param int counted: minutes of the entry that count already
        """
        order = call_off._portal_values()[0]
        last = min(self._today(), order["date_end"])
        if not order["date_start"] <= vals["date"] <= last:
            return Blame("date")
        if vals["minutes"] - counted > order["minutes_left"]:
            return Blame("duration")
        return Blame("form")


class Blame:
    """Context in which a UserError becomes a FormError of one field."""

    def __init__(self, field):
        self.field = field

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, UserError):
            raise FormError({self.field: error.args[0]}) from error
        return False
