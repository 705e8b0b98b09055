# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import secrets

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import Stream, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.network_project_draft_picture import MOST_PICTURES
from ..models.network_project_draft_portal import FLAGS, PICTURE_TEXTS, TEXTS
from ..models.network_project_picture_mixin import MOST_BYTES
from .form import FormError, FormPosts

PAGE = "/my/initiatives/<int:initiative_id>/page"
#: longest description, caption and credit of a picture
PICTURE_LENGTH = 200


class PortalProject(FormPosts, CustomerPortal):
    """The spokesperson edits the group's public page and hands it in for release."""

    @http.route(
        PAGE, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def project_draft(self, initiative_id, **_query):
        """The form, as the draft stands."""
        initiative_sudo = self._my_project(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")
        return self._render_project_draft(initiative_sudo)

    @http.route(PAGE, type="http", auth="user", website=True, methods=["POST"])
    def project_draft_post(self, initiative_id, action="save", **post):
        """Save, hand in, or take back what was handed in."""
        initiative_sudo = self._my_project(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")

        def job():
            draft_sudo = initiative_sudo._ensure_project_draft()
            if action == "take_back":
                draft_sudo.action_take_back()
                return
            self._save_project(draft_sudo, post)
            if action == "hand_in":
                draft_sudo.action_hand_in()

        if errors := self._post_once(post, job):
            return self._render_project_draft(initiative_sudo, post, errors)
        done = {"hand_in": "waiting", "take_back": "editing"}.get(action, "saved")
        return request.redirect(
            f"/my/initiatives/{initiative_id}/page?done={done}", code=303
        )

    @http.route(
        f"{PAGE}/preview",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def project_preview(self, initiative_id, **_query):
        """The page as it would look, for the group and the office."""
        draft_sudo = self._seen_draft(initiative_id)
        if not draft_sudo:
            return request.redirect("/my")
        project = draft_sudo._preview_values()
        return request.render(
            "wohnkoord_odoo.public_project",
            {
                "project": project,
                "page_title": project["name"],
                "title": project["name"],
                "preview": True,
                "back_url": f"/my/initiatives/{initiative_id}/page",
            },
        )

    @http.route(
        f"{PAGE}/picture/<int:picture_id>/<string:size>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def project_draft_picture(self, initiative_id, picture_id, size, **_query):
        """A picture of the draft."""
        draft_sudo = self._seen_draft(initiative_id)
        picture_sudo = draft_sudo.picture_ids.filtered(lambda p: p.id == picture_id)
        if not picture_sudo or size not in ("small", "large"):
            raise request.not_found()
        stream = Stream.from_binary_field(
            picture_sudo, "image" if size == "large" else "image_small"
        )
        stream.mimetype, stream.public = "image/jpeg", False
        response = stream.get_response(as_attachment=False)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    # -- who may -----------------------------------------------------------------------

    def _my_project(self, initiative_id):
        """The initiative if the visitor speaks for it today, else an empty one."""
        # sudo: portal users have no rights on initiatives; the domain is the gate
        initiatives_sudo = request.env["wohnkoord.initiative"].sudo()
        return initiatives_sudo.search(
            initiatives_sudo._project_editors_domain(request.env.user)
            & Domain("id", "=", initiative_id)
        )

    def _seen_draft(self, initiative_id):
        """The draft for those who edit it: the group's spokespersons and the office."""
        drafts = request.env["wohnkoord.project.draft"]
        domain = [("initiative_id", "=", initiative_id)]
        if drafts.has_access("read"):
            return drafts.search(domain).sudo()
        return self._my_project(initiative_id).project_draft_ids[:1]

    # -- the form ----------------------------------------------------------------------

    def _render_project_draft(self, initiative_sudo, post=None, errors=None):
        drafts_sudo = request.env["wohnkoord.project.draft"].sudo()
        draft_sudo = drafts_sudo._portal_of(initiative_sudo)
        values = draft_sudo._portal_form_values()
        if post is not None:
            typed = {name: self._text(post, name) for name in values}
            values.update(typed)
            for name in ("picture_alt", "picture_caption", "picture_credit"):
                values[name] = self._text(post, name)
        return request.render(
            "wohnkoord_odoo.portal_project_draft",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "initiative",
                "initiative": {
                    "id": initiative_sudo.id,
                    "name": initiative_sudo.name,
                },
                "status": initiative_sudo._project_portal_status(),
                "draft": draft_sudo._portal_draft_values(),
                "facts": initiative_sudo._project_portal_facts(),
                "form": {"values": values, "errors": errors or {}},
                "form_token": secrets.token_urlsafe(16),
                "done": request.params.get("done") if post is None else None,
                "most_pictures": MOST_PICTURES,
                "most_megabytes": MOST_BYTES // 1024 // 1024,
            },
        )

    def _save_project(self, draft_sudo, post):
        """Write what was posted.

        :raise FormError: something is wrong with a field, or another spokesperson saved
        """
        if draft_sudo.state == "waiting":
            raise FormError({"form": request.env._("The page waits for its release.")})
        if self._text(post, "revision") != str(draft_sudo.revision):
            raise FormError(
                {
                    "form": request.env._(
                        "Somebody else changed the page meanwhile. Please compare, and"
                        " send the form again."
                    )
                }
            )
        vals = self._read_project(draft_sudo, post)
        try:
            with request.env.cr.savepoint():
                draft_sudo.write(vals)
        except ValidationError as error:
            raise FormError({"form": error.args[0]}) from error
        self._save_pictures(draft_sudo, post)

    def _read_project(self, draft_sudo, post):
        errors, vals = {}, {}
        for name, length in TEXTS.items():
            vals[name] = text = self._text(post, name)
            if name == "name" and not text:
                errors[name] = request.env._("Please fill in this field.")
            elif len(text) > length:
                errors[name] = request.env._(
                    "Please write at most %(length)s characters.", length=length
                )
        if vals["website"] and not draft_sudo._is_web_address(vals["website"]):
            errors["website"] = request.env._(
                "Please enter an address that starts with https://"
            )
        vals.update({name: self._text(post, name) == "1" for name in FLAGS})
        vals["year"] = self._read_project_year(post, errors)
        vals.update(self._read_project_point(post, errors))
        vals["contact_id"] = self._read_project_contact(draft_sudo, post)
        if errors:
            raise FormError(errors)
        return vals

    def _read_project_year(self, post, errors):
        text = self._text(post, "year")
        if not text:
            return 0
        if text.isascii() and text.isdigit() and 1850 <= int(text[:5]) <= 2150:
            return int(text[:5])
        errors["year"] = request.env._("Please write a year like 2027.")
        return 0

    def _read_project_point(self, post, errors):
        """Precision and point; a comma is a decimal point as well."""
        vals = {"precision": "district"}
        if self._text(post, "precision") == "exact":
            vals["precision"] = "exact"
        for name, limit in (("latitude", 90), ("longitude", 180)):
            text = self._text(post, name).replace(",", ".")
            try:
                number = float(text or 0)
            except ValueError:
                number = None
            if number is None or not -limit <= number <= limit:
                errors[name] = request.env._("Please write a number like 51.340.")
                number = 0.0
            vals[name] = number
        if vals["precision"] == "exact" and not (vals["latitude"] or vals["longitude"]):
            errors.setdefault(
                "latitude", request.env._("The exact place needs its coordinates.")
            )
        return vals

    def _read_project_contact(self, draft_sudo, post):
        chosen = self._text(post, "contact")
        allowed_sudo = draft_sudo.initiative_id.spokesperson_ids
        return next((p.id for p in allowed_sudo if str(p.id) == chosen), False)

    def _save_pictures(self, draft_sudo, post):
        errors = {}
        for picture_sudo in draft_sudo.picture_ids:
            if self._text(post, f"remove_{picture_sudo.id}") == "1":
                picture_sudo.unlink()
                continue
            texts = {
                name: self._text(post, f"{name}_{picture_sudo.id}")
                for name in PICTURE_TEXTS
            }
            if error := self._picture_text_errors(texts, f"_{picture_sudo.id}"):
                errors.update(error)
            elif any(texts[name] != (picture_sudo[name] or "") for name in texts):
                picture_sudo.write(texts)
        errors.update(self._add_picture(draft_sudo, post))
        if errors:
            raise FormError(errors)

    def _picture_text_errors(self, texts, suffix="", prefix=""):
        errors = {}
        if not texts["alt"]:
            errors[f"{prefix}alt{suffix}"] = request.env._(
                "Please describe what can be seen, for people who do not see it."
            )
        for name, text in texts.items():
            if len(text) > PICTURE_LENGTH:
                errors[f"{prefix}{name}{suffix}"] = request.env._(
                    "Please write at most %(length)s characters.",
                    length=PICTURE_LENGTH,
                )
        return errors

    def _add_picture(self, draft_sudo, post):
        """Add the uploaded picture, if there is one; return what is wrong with it."""
        file = post.get("picture")
        if not getattr(file, "filename", ""):
            return {}
        data = file.read(MOST_BYTES + 1)
        texts = {name: self._text(post, f"picture_{name}") for name in PICTURE_TEXTS}
        if errors := self._picture_text_errors(texts, prefix="picture_"):
            return errors
        try:
            draft_sudo.picture_ids.create(
                {
                    **texts,
                    "draft_id": draft_sudo.id,
                    "sequence": max(
                        draft_sudo.picture_ids.mapped("sequence"), default=0
                    )
                    + 10,
                    "image": base64.b64encode(data),
                }
            )
        except UserError as error:
            return {"picture": error.args[0]}
        return {}
