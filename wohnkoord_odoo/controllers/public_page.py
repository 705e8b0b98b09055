# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from .form import FormError
from .public_form import PublicForms

TEXT_LENGTH, PAGE_LENGTH = 5000, 300


class PublicPage(PublicForms):
    """What every public site must have: the accessibility statement and feedback."""

    @http.route(
        "/accessibility",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def accessibility_page(self, **_params):
        """The accessibility statement (BITV 2.0, section 7)."""
        office_sudo = self._office()
        return self._render_public(
            "public_accessibility",
            request.env._("Accessibility statement"),
            statement={
                "date": office_sudo.wohnkoord_accessibility_date,
                "limits": office_sudo.wohnkoord_accessibility_limits,
                "body": office_sudo.wohnkoord_enforcement_body,
                "email": office_sudo.email,
                "phone": office_sudo.phone,
            },
        )

    @http.route(
        "/feedback",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def feedback_page(self, done="", page="", **_params):
        """The form with which anybody reports a barrier."""
        if done:
            return self._render_public(
                "public_message",
                request.env._("Thank you"),
                message=request.env._(
                    "Your message has reached us. We answer if you gave an address."
                ),
                noindex=True,
            )
        values = {"page": self._text({"page": page}, "page")[:PAGE_LENGTH]}
        return self._render_feedback({"values": values, "errors": {}})

    @http.route("/feedback", type="http", auth="public", website=True, methods=["POST"])
    def feedback_post(self, **post):
        """Keep the report; the office finds it in its list."""
        errors = self._post_public("feedback", post, lambda: self._save_feedback(post))
        if errors:
            names = ("kind", "page", "text", "email")
            return self._render_feedback(self._typed_public(post, names, errors))
        return request.redirect("/feedback?done=1", code=303)

    def _save_feedback(self, post):
        kind = self._text(post, "kind")
        if kind not in dict(self._feedback_kinds()):
            kind = "other"
        if error := self._text_error(self._text(post, "text"), TEXT_LENGTH):
            raise FormError({"text": error})
        email = self._read_email(post, required=False)
        self._office_env()["wohnkoord.feedback"].create(
            {
                "company_id": self._office().id,
                "kind": kind,
                "page": self._text(post, "page")[:PAGE_LENGTH],
                "text": self._text(post, "text"),
                "email": email,
            }
        )

    def _render_feedback(self, form):
        return self._render_public(
            "public_feedback",
            request.env._("Report a barrier"),
            form=form,
            kinds=self._feedback_kinds(),
            **self._form_start("feedback"),
        )

    def _feedback_kinds(self):
        kind = request.env["wohnkoord.feedback"]._fields["kind"]
        return kind._description_selection(request.env)
