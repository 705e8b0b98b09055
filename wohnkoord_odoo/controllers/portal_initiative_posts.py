# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request

from ..tools.upload import MAX_BYTES, UploadError
from .form import FormError, FormPosts
from .portal_initiative import PortalInitiative

#: longest line and longest text that a group may write
LINE_LENGTH, TEXT_LENGTH = 200, 10000


def initiative_post(path):
    """A form's address below an initiative; the answer is a redirect or the form again.

    The method gets the initiative itself; one that is not the user's leads back to the
    start, as a missing one does.
    """

    def decorate(method):
        @http.route(
            f"/my/initiatives/<int:initiative_id>/{path}",
            type="http",
            auth="user",
            methods=["POST"],
            website=True,
        )
        @functools.wraps(method)
        def post(self, initiative_id, **kwargs):
            initiative_sudo = self._find_initiative(initiative_id)
            if not initiative_sudo:
                return request.redirect("/my", code=303)
            return method(self, initiative_sudo, **kwargs)

        return post

    return decorate


class PortalInitiativePosts(FormPosts, PortalInitiative):
    """What a group does in its portal; the rules are in the models' methods."""

    @initiative_post("milestones/<int:milestone_id>/done")
    def post_initiative_tick(self, initiative_sudo, /, milestone_id, **post):
        """Tick off a milestone, with a line for the office if one likes."""
        milestone_sudo = self._find_initiative_milestone(initiative_sudo, milestone_id)
        if not milestone_sudo:
            return request.redirect("/my", code=303)

        def tick():
            note = self._text(post, "note")
            if error := note and self._text_error(note, LINE_LENGTH):
                raise FormError({"note": error})
            milestone_sudo._group_tick(note)

        if errors := self._post_once(post, tick):
            form = self._initiative_typed(post, errors, "note")
            return self._render_initiative(
                initiative_sudo, milestone={**form, "id": milestone_id}
            )
        return self._initiative_done(initiative_sudo, "tick")

    @initiative_post("milestones/<int:milestone_id>/undo")
    def post_initiative_untick(self, initiative_sudo, /, milestone_id, **post):
        """Take back what the group ticked off."""
        milestone_sudo = self._find_initiative_milestone(initiative_sudo, milestone_id)
        if not milestone_sudo:
            return request.redirect("/my", code=303)
        if errors := self._post_once(post, milestone_sudo._group_untick):
            return self._render_initiative(
                initiative_sudo, milestone=self._initiative_typed(post, errors)
            )
        return self._initiative_done(initiative_sudo, "untick")

    @initiative_post("messages")
    def post_initiative_message(self, initiative_sudo, /, **post):
        """Write to the adviser."""

        def send():
            body = self._text(post, "body")
            if error := self._text_error(body, TEXT_LENGTH):
                raise FormError({"body": error})
            initiative_sudo._portal_send_message(body)

        if errors := self._post_once(post, send):
            return self._render_initiative_messages(
                initiative_sudo, message=self._initiative_typed(post, errors, "body")
            )
        return self._initiative_done(initiative_sudo, "message", "messages")

    @initiative_post("read")
    def post_initiative_read(self, initiative_sudo, /, **_post):
        """Mark as read what is new from the office; twice is as good as once."""
        initiative_sudo._mark_portal_read()
        return self._initiative_done(initiative_sudo, "read")

    @initiative_post("documents")
    def post_initiative_document(self, initiative_sudo, /, **post):
        """Send the office a file."""

        def send():
            note = self._text(post, "note")
            if error := note and self._text_error(note, LINE_LENGTH):
                raise FormError({"note": error})
            name, content = self._read_upload(post.get("file"))
            try:
                initiative_sudo._portal_upload(name, content, note)
            except UploadError as error:
                raise FormError({"file": error.explain(request.env)}) from error

        if errors := self._post_once(post, send):
            return self._render_initiative_documents(
                initiative_sudo, document=self._initiative_typed(post, errors, "note")
            )
        return self._initiative_done(initiative_sudo, "document", "documents")

    @initiative_post("advice")
    def post_initiative_request(self, initiative_sudo, /, **post):
        """Ask for the next level of advice."""

        def ask():
            values = self._read_advice_request(initiative_sudo, post)
            initiative_sudo._portal_request(self._text(post, "level"), values)

        if errors := self._post_once(post, ask):
            names = ("subject", "text", "urgency_reason", "date_deadline")
            form = self._initiative_typed(post, errors, *names)
            form["values"]["topics"] = self._posted_topics()
            return self._render_initiative_advice(initiative_sudo, request=form)
        return self._initiative_done(initiative_sudo, "request", "advice")

    @initiative_post("notices")
    def post_initiative_notices(self, initiative_sudo, /, **post):
        """Switch the short notes by mail on or off, for oneself."""
        wanted = self._text(post, "wanted") == "1"
        initiative_sudo._set_portal_mail(wanted)
        return self._initiative_done(
            initiative_sudo, "mail_on" if wanted else "mail_off"
        )

    # -- what was posted ---------------------------------------------------------------

    def _find_initiative_milestone(self, initiative_sudo, milestone_id):
        """The milestone, if it stands in this initiative's plan; else nothing."""
        return initiative_sudo.env["wohnkoord.milestone"].search(
            Domain("id", "=", milestone_id)
            & Domain("initiative_id", "=", initiative_sudo.id)
        )

    def _initiative_done(self, initiative_sudo, done, path=""):
        """Redirect after post: the browser's reload repeats nothing."""
        return request.redirect(
            f"{initiative_sudo._portal_path(path)}?done={done}", code=303
        )

    def _initiative_typed(self, post, errors, *names):
        """A refused form: what was typed stays, next to what is wrong."""
        return {
            "values": {name: self._text(post, name) for name in names},
            "errors": errors,
        }

    def _read_upload(self, upload):
        """Name and content of a posted file; one byte more than allowed is enough."""
        if not hasattr(upload, "read"):
            return "", b""
        return upload.filename, upload.read(MAX_BYTES + 1)

    def _posted_topics(self):
        return {
            int(value)
            for value in request.httprequest.form.getlist("topics")
            if value.isdecimal() and len(value) < 10
        }

    def _read_advice_request(self, initiative_sudo, post):
        """Values of a request from its form.

        :raise FormError: for each field that is missing or not understood
        """
        errors = {}
        values = {
            name: self._text(post, name)
            for name in ("subject", "text", "urgency_reason")
        }
        for name, length in (("subject", LINE_LENGTH), ("text", TEXT_LENGTH)):
            if error := self._text_error(values[name], length):
                errors[name] = error
        urgency = values["urgency_reason"]
        if error := urgency and self._text_error(urgency, TEXT_LENGTH):
            errors["urgency_reason"] = error
        text = self._text(post, "date_deadline")
        values["date_deadline"] = self._read_date(text) if text else False
        if text and not values["date_deadline"]:
            errors["date_deadline"] = request.env._("Please enter a day.")
        elif text and values["date_deadline"] < fields.Date.context_today(
            initiative_sudo
        ):
            errors["date_deadline"] = request.env._("Please enter a day to come.")
        allowed = set(initiative_sudo._portal_topics().ids)
        values["topic_ids"] = self._posted_topics() & allowed
        if not values["topic_ids"]:
            errors["topics"] = request.env._("Please choose at least one topic.")
        if errors:
            raise FormError(errors)
        return values
