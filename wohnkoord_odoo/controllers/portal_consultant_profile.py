# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.network_consultant_profile_portal import TEXTS
from .form import FormError, FormPosts

PATH = "/my/consultant-profile"
#: references of one profile, and the longest part of one
MOST_REFERENCES = 30
REFERENCE_LENGTH = 300


class PortalConsultantProfile(FormPosts, CustomerPortal):
    """A consultant keeps the own profile: languages, fields of advice, references."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            values["has_consultant_profile"] = bool(self._my_consultant_profiles())
        return values

    def _my_consultant_profiles(self):
        """The own firm's profiles as superuser, one per office."""
        # sudo: the portal has no rights on profiles; the domain is the gate
        profiles_sudo = request.env["wohnkoord.consultant.profile"].sudo()
        return profiles_sudo.search(profiles_sudo._portal_domain(request.env.user))

    def _find_consultant_profile(self, profile_id):
        return self._my_consultant_profiles().filtered_domain(
            Domain("id", "=", profile_id)
        )

    @http.route(
        PATH, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def my_consultant_profile(self, **_query):
        """The profile, or a choice of offices where there are several."""
        profiles_sudo = self._my_consultant_profiles()
        if not profiles_sudo:
            return request.redirect("/my")
        return self._render_consultant_profile(profiles_sudo[0], profiles_sudo)

    @http.route(
        f"{PATH}/<int:profile_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def my_consultant_profile_office(self, profile_id, **_query):
        """The profile at one office."""
        profile_sudo = self._find_consultant_profile(profile_id)
        if not profile_sudo:
            return request.redirect("/my")
        return self._render_consultant_profile(
            profile_sudo, self._my_consultant_profiles()
        )

    @http.route(
        f"{PATH}/<int:profile_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def my_consultant_profile_post(self, profile_id, **post):
        """Save the profile."""
        profile_sudo = self._find_consultant_profile(profile_id)
        if not profile_sudo:
            return request.redirect("/my", code=303)

        def job():
            self._save_consultant_profile(profile_sudo, post)

        if errors := self._post_once(post, job):
            return self._render_consultant_profile(
                profile_sudo, self._my_consultant_profiles(), post, errors
            )
        return request.redirect(f"{PATH}/{profile_id}?done=saved", code=303)

    def _render_consultant_profile(
        self, profile_sudo, profiles_sudo, post=None, errors=None
    ):
        profile = profile_sudo._portal_values()
        values = profile.pop("values")
        if post is not None:
            values = {name: self._text(post, name) for name in {*values, *post}}
        errors = errors or {}
        return request.render(
            "wohnkoord_odoo.portal_consultant_profile",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "consultant_profile",
                "profile": profile,
                "offices": [(p.id, p.company_id.name) for p in profiles_sudo],
                "form": {"values": values, "errors": errors},
                "alert": errors.get("form")
                or (errors and request.env._("Please check the marked fields.")),
                "form_token": secrets.token_urlsafe(16),
                "done": post is None and request.params.get("done") == "saved",
                "texts": TEXTS,
            },
        )

    def _save_consultant_profile(self, profile_sudo, post):
        """Write what was posted.

        :raise FormError: something is wrong with a field
        """
        errors, vals = {}, {}
        for name, length in TEXTS.items():
            vals[name] = self._text(post, name)
            if len(vals[name]) > length:
                errors[name] = self._text_error(vals[name], length)
        vals["availability"] = self._text(post, "availability")
        choices = profile_sudo._fields["availability"].get_values(request.env)
        if vals["availability"] not in choices:
            errors["availability"] = request.env._("Please choose one of the list.")
        references = self._read_consultant_references(profile_sudo, post, errors)
        if errors:
            raise FormError(errors)
        profile_sudo._portal_save(
            vals,
            self._posted_profile_ids(post, "topic"),
            self._posted_profile_ids(post, "language"),
            references,
        )

    def _posted_profile_ids(self, post, kind):
        """The ids of the ticks ``kind-<id>``; what may be chosen, the model decides."""
        names = (name.split("-", 1) for name in post if name.startswith(f"{kind}-"))
        return {
            int(number)
            for _kind, number in names
            if number.isascii() and number.isdigit() and len(number) < 10
        }

    def _read_consultant_references(self, profile_sudo, post, errors):
        """References line by line, or None when nothing was changed."""
        text = self._text(post, "references")
        if text == "\n".join(profile_sudo._portal_references()):
            return None
        rows = []
        for number, line in enumerate(
            filter(None, map(str.strip, text.split("\n"))), 1
        ):
            parts = [part.strip() for part in line.split(";", 2)] + [""]
            year, name = parts[0], parts[1]
            fits = year.isascii() and year.isdigit() and 1950 <= int(year[:5]) <= 2100
            if not fits or not name or len(line) > REFERENCE_LENGTH:
                errors["references"] = request.env._(
                    "Line %(number)s: please write year; project; what was done, e.g."
                    " 2024; House on the Park; moderation. At most %(length)s"
                    " characters.",
                    number=number,
                    length=REFERENCE_LENGTH,
                )
                return None
            rows.append((int(year), name, parts[2]))
        if len(rows) > MOST_REFERENCES:
            errors["references"] = request.env._(
                "Please name at most %(count)s references.", count=MOST_REFERENCES
            )
        return rows
