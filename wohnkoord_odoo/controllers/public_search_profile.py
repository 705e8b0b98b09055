# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import Command, http
from odoo.http import request

from .form import FormError
from .public import reads
from .public_find_group import PublicFindGroup

PROFILES_PER_HOUR = 5
#: fields of the form with several choices -> field of the profile
LISTS = {
    "district": "district_ids",
    "target_group": "target_group_ids",
    "theme": "theme_ids",
    "legal_form": "legal_form_ids",
}
TEXTS = (
    "name",
    "email",
    "adult_count",
    "child_count",
    "building_type",
    "tenure",
    "needs_accessible",
    "needs_subsidised",
    "date_move_in",
    "text",
)
MOST_PEOPLE = 20


class PublicSearchProfile(PublicFindGroup):
    """The form of a search profile, and the page at which its owner rules over it."""

    @http.route(
        "/find-a-group/profile",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def search_profile_form(self, **post):
        """What somebody looks for; nothing is compared before the link in the mail."""
        env = self._office_env()
        choices = env["wohnkoord.project.page"]._public_choices(env.company)
        form = {"values": {"adult_count": "1", "child_count": "0"}, "errors": {}}
        if request.httprequest.method == "POST":
            errors = self._post_public(
                "search profile",
                post,
                lambda: self._search_profile_save(env, choices, post),
                limit=PROFILES_PER_HOUR,
            )
            if not errors:
                return request.redirect("/find-a-group/sent", code=303)
            names = [*TEXTS, *(f"{name}[]" for name in LISTS)]
            form = self._typed_public(post, names, errors)
        text = env["wohnkoord.consent.text"]._current("search_profile", env.company)
        return self._render_public(
            "public_search_profile_form",
            request.env._("Search profile"),
            description=request.env._(
                "Tell us what you look for. We compare it with groups that seek members."
            ),
            choices=choices,
            consent=text.text,
            form=form,
            **self._form_start("search profile"),
        )

    @http.route(
        "/find-a-group/profile/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def search_profile_own(self, token, **post):
        """The owner's page: confirm, pause, use again, delete."""
        profile_sudo = self._find_group_record(
            "search profile", "wohnkoord.search.profile", token
        )
        if not profile_sudo or (
            profile_sudo.state == "requested" and profile_sudo._is_stale()
        ):
            return self._find_group_gone()
        if request.httprequest.method == "POST":
            return self._search_profile_act(profile_sudo, token, post.get("action"))
        return self._render_public(
            "public_search_profile",
            request.env._("Your search profile"),
            profile=profile_sudo._public_values(),
            token=token,
            noindex=True,
        )

    @http.route(
        "/find-a-group/match/<string:side>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def find_group_match(self, side, token, **post):
        """One of both answers the question whether to get in touch."""
        match_sudo = side in ("person", "initiative") and self._find_group_record(
            f"match {side}", "wohnkoord.match", token
        )
        if not match_sudo:
            return self._find_group_gone()
        if request.httprequest.method == "POST":
            if post.get("action") in ("yes", "no"):
                match_sudo._answer(side, post["action"] == "yes")
            return request.redirect(request.httprequest.path, code=303)
        return self._render_public(
            "public_find_group_match",
            request.env._("Do you want to get in touch?"),
            match=match_sudo._public_values(side),
            noindex=True,
        )

    # -- helpers -----------------------------------------------------------------------

    def _search_profile_act(self, profile_sudo, token, action):
        if action == "confirm":
            profile_sudo._confirm_by_link()
        elif action == "pause" and profile_sudo.state == "active":
            profile_sudo.action_pause()
        elif action == "resume" and profile_sudo.state == "paused":
            if profile_sudo.has_consent:
                profile_sudo.action_activate()
        elif action == "delete":
            profile_sudo._withdraw_by_link()
            return request.redirect("/find-a-group/deleted", code=303)
        return request.redirect(f"/find-a-group/profile/{token}", code=303)

    @http.route(
        "/find-a-group/deleted",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def search_profile_deleted(self, **_params):
        """What the owner reads after deleting."""
        return self._render_public(
            "public_message",
            request.env._("Search profile deleted"),
            message=request.env._(
                "Your search profile is deleted and your consent withdrawn. We compare"
                " nothing any more."
            ),
            next_url="/find-a-group",
            next_label=request.env._("Back to the groups"),
            noindex=True,
        )

    def _search_profile_save(self, env, choices, post):
        errors = {}
        vals = {
            "company_id": env.company.id,
            "contact_name": " ".join(self._text(post, "name").split()),
            "email": self._find_group_email(post, errors),
            "lang": request.env.context.get("lang"),
            "text": self._text(post, "text") or False,
            "date_move_in": self._search_profile_date(post, errors),
            "state": "requested",
        }
        if message := self._text_error(vals["contact_name"], 80):
            errors["name"] = message
        if vals["text"] and (message := self._text_error(vals["text"], 1000)):
            errors["text"] = message
        for name, least in (("adult_count", 1), ("child_count", 0)):
            vals[name] = self._search_profile_count(post, name, least, errors)
        for name in ("needs_accessible", "needs_subsidised"):
            vals[name] = self._text(post, name) == "1"
        for name in ("building_type", "tenure"):
            value = self._text(post, name)
            vals[name] = value if value in dict(choices[name]) else False
        for name, field in LISTS.items():
            posted = set(request.httprequest.form.getlist(name))
            ids = [int(value) for value, _label in choices[name] if value in posted]
            vals[field] = [Command.set(ids)]
        if errors:
            raise FormError(errors)
        if self._find_group_may_mail(vals["email"]):
            profile = env["wohnkoord.search.profile"]._create_guarded([vals])
            profile._send("mail_template_search_profile_confirm")

    def _search_profile_count(self, post, name, least, errors):
        text = self._text(post, name) or str(least)
        number = int(text) if text.isdecimal() and len(text) < 4 else -1
        if not least <= number <= MOST_PEOPLE:
            errors[name] = request.env._(
                "Please enter a number from %(least)s to %(most)s.",
                least=least,
                most=MOST_PEOPLE,
            )
        return number

    def _search_profile_date(self, post, errors):
        text = self._text(post, "date_move_in")
        if not text:
            return False
        day = self._read_date(text)
        if not day or not date.today().year <= day.year < date.today().year + 30:
            errors["date_move_in"] = request.env._(
                "Please enter a day to come, like 31.12.2030."
            )
        return day
