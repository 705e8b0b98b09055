# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..tools.upload import MAX_BYTES, UPLOAD_TYPES, UploadError
from .form import FormError
from .portal_procedure import PortalProcedures, request_arrival
from .public import download_response

#: longest answer, and files taken in one go
ANSWER_LENGTH, FILES_AT_ONCE = 5000, 10
CURE_PATH = "/my/procedures/<int:registration_id>/cure/<int:cure_id>"


def cure_page(*paths):
    """The address of a cure request's page, or of one below it."""
    return http.route(
        [f"{CURE_PATH}/{path}" for path in paths] or CURE_PATH,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )


class PortalCure(PortalProcedures):
    """What is missing at a party's own bids, and its answer."""

    @cure_page()
    def portal_my_cure(self, registration_id, cure_id, done=None, **_params):
        """The request: text, deadline and the missing things of the own bids."""
        registration_sudo, cure_sudo = self._find_cure(registration_id, cure_id)
        if not cure_sudo:
            return request.redirect("/my")
        return self._render_cure(registration_sudo, cure_sudo, done=done)

    @cure_page("documents/<int:document_id>")
    def portal_my_cure_document(self, registration_id, cure_id, document_id, **_params):
        """A file that the party handed in: a download, never kept by the browser."""
        registration_sudo, cure_sudo = self._find_cure(registration_id, cure_id)
        documents_sudo = cure_sudo._portal_lines(registration_sudo).document_ids
        document_sudo = documents_sudo.filtered(lambda file: file.id == document_id)
        if not document_sudo:
            return request.redirect("/my")
        return download_response(document_sudo)

    @cure_page("<path:_rest>")
    def portal_my_cure_elsewhere(self, registration_id, cure_id, **_params):
        """Where only posts are answered, e.g. after a login in between."""
        return request.redirect(f"/my/procedures/{registration_id}/cure/{cure_id}")

    @http.route(
        f"{CURE_PATH}/lines/<int:line_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def post_cure_answer(self, registration_id, cure_id, line_id, **post):
        """Hand in files or a text for one missing thing."""
        # the whole body is here: this is the moment that counts, also in a retry
        arrival = request_arrival()
        registration_sudo, cure_sudo = self._find_cure(registration_id, cure_id)
        lines_sudo = cure_sudo._portal_lines(registration_sudo)
        line_sudo = lines_sudo.filtered(lambda line: line.id == line_id)
        if not line_sudo:
            return request.redirect("/my", code=303)
        done = {"done": "answer"}

        def answer():
            text, files = self._read_cure_answer(line_sudo, post)
            if not registration_sudo._speaks_for(request.env.user):
                raise UserError(
                    request.env._("A spokesperson of your group can answer here.")
                )
            try:
                if not line_sudo._answer(text, files, arrival):
                    done["done"] = "late"
            except UploadError as error:
                raise FormError(
                    {f"files_{line_id}": error.explain(request.env)}
                ) from error

        if errors := self._post_once(post, answer):
            name = f"answer_{line_id}"
            form = {"values": {name: self._text(post, name)}, "errors": errors}
            return self._render_cure(registration_sudo, cure_sudo, form=form)
        path = cure_sudo._portal_path(registration_sudo)
        return request.redirect(f"{path}?done={done['done']}", code=303)

    # -- the gate ------------------------------------------------------------------------

    def _find_cure(self, registration_id, cure_id):
        """The visitor's registration and a request that concerns it, or nothing."""
        registration_sudo = self._find_registration(registration_id)
        cures_sudo = registration_sudo.env["wohnkoord.cure.request"]
        if not registration_sudo:
            return registration_sudo, cures_sudo
        return registration_sudo, cures_sudo.search(
            cures_sudo._portal_domain(registration_sudo) & Domain("id", "=", cure_id)
        )

    # -- what was posted -----------------------------------------------------------------

    def _read_cure_answer(self, line_sudo, post):
        """Text and files of an answer.

        :raise FormError: neither, or too much of it
        """
        name = f"answer_{line_sudo.id}"
        text = self._text(post, name)
        if error := text and self._text_error(text, ANSWER_LENGTH):
            raise FormError({name: error})
        uploads = [
            upload
            for upload in request.httprequest.files.getlist("files")
            if upload.filename
        ]
        if len(uploads) > FILES_AT_ONCE:
            raise FormError(
                {
                    f"files_{line_sudo.id}": request.env._(
                        "Please send at most %(count)s files at once.",
                        count=FILES_AT_ONCE,
                    )
                }
            )
        if not text and not uploads:
            raise FormError(
                {
                    f"files_{line_sudo.id}": request.env._(
                        "Please choose a file or write an answer."
                    )
                }
            )
        # one byte more than allowed is enough to know that it is too large
        return text, [(file.filename, file.read(MAX_BYTES + 1)) for file in uploads]

    # -- the page ------------------------------------------------------------------------

    def _render_cure(self, registration_sudo, cure_sudo, done=None, form=None):
        form = form or {"values": {}, "errors": {}}
        done_texts = {
            "answer": request.env._("Thank you, this arrived in time."),
            "late": request.env._(
                "This arrived after the deadline. It is kept, but cannot be counted."
            ),
        }
        moment = cure_sudo.procedure_id._now(request_arrival())
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "procedure_cure",
            "cure": cure_sudo._portal_values(registration_sudo, moment),
            "may_answer": registration_sudo._speaks_for(request.env.user),
            "form": form,
            "alert": form["errors"].get("form"),
            "done": done_texts.get(done),
            "done_late": done == "late",
            "form_token": secrets.token_urlsafe(24),
            "accept": ",".join(UPLOAD_TYPES),
        }
        response = request.render("wohnkoord_odoo.portal_my_cure", values)
        response.headers["Cache-Control"] = "private, no-store"
        return response
