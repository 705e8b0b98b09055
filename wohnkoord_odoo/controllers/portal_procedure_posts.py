# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools

from odoo import http
from odoo.http import request

from .form import FormError
from .portal_procedure import PortalProcedures, request_arrival

#: longest question
QUESTION_LENGTH = 10000


def procedure_post(path):
    """A form's address below a party's page; the answer is a redirect or the form again.

    The method gets the registration itself; one that is not the user's leads back to the
    start, as a missing one does.
    """

    def decorate(method):
        @http.route(
            f"/my/procedures/<int:registration_id>/{path}",
            type="http",
            auth="user",
            methods=["POST"],
            website=True,
        )
        @functools.wraps(method)
        def post(self, registration_id, **kwargs):
            registration_sudo = self._find_registration(registration_id)
            if not registration_sudo:
                return request.redirect("/my", code=303)
            return method(self, registration_sudo, **kwargs)

        return post

    return decorate


class PortalProcedurePosts(PortalProcedures):
    """What a party does in its portal; the rules are in the models' methods."""

    @http.route(
        "/my/procedures/register",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def post_procedure_register(self, **post):
        """Register a group for an open procedure."""
        groups_sudo = self._my_groups_sudo()
        group_sudo = groups_sudo.filtered(
            lambda group: str(group.id) == self._text(post, "initiative")
        )
        # also a procedure that closed meanwhile: the model says so
        procedure_sudo = self._open_or_closed_procedure(groups_sudo, post)
        if not group_sudo or not procedure_sudo:
            return request.redirect("/my", code=303)

        def register():
            self._registrations_sudo()._portal_register(
                procedure_sudo, group_sudo, self._procedure_arrival(procedure_sudo)
            )

        if errors := self._post_once(post, register):
            return self._render_my_procedures(alert=errors.get("form"))
        registration_sudo = self._registrations_sudo().search(
            [
                ("procedure_id", "=", procedure_sudo.id),
                ("initiative_id", "=", group_sudo.id),
            ]
        )
        return self._procedure_done(registration_sudo, "registered")

    @procedure_post("return")
    def post_procedure_return(self, registration_sudo, /, **post):
        """Take part again, under the old number."""

        def register():
            procedure_sudo = registration_sudo.procedure_id
            self._registrations_sudo()._portal_register(
                procedure_sudo,
                registration_sudo.initiative_id,
                self._procedure_arrival(procedure_sudo),
            )

        if errors := self._post_once(post, register):
            return self._procedure_refused(registration_sudo, errors)
        return self._procedure_done(registration_sudo, "registered")

    @procedure_post("withdraw")
    def post_procedure_withdraw(self, registration_sudo, /, **post):
        """Withdraw from the procedure."""

        def withdraw():
            registration_sudo._portal_withdraw(
                self._procedure_arrival(registration_sudo.procedure_id)
            )

        if errors := self._post_once(post, withdraw):
            return self._procedure_refused(registration_sudo, errors)
        return self._procedure_done(registration_sudo, "withdrawn")

    @procedure_post("questions")
    def post_procedure_question(self, registration_sudo, /, **post):
        """Ask a question."""
        procedure_sudo = registration_sudo.procedure_id

        def ask():
            text = self._text(post, "text")
            if error := self._text_error(text, QUESTION_LENGTH):
                raise FormError({"text": error})
            request.env["wohnkoord.question"].sudo()._ask(
                registration_sudo,
                text,
                self._posted_procedure_lot(procedure_sudo, post),
                self._procedure_arrival(procedure_sudo),
            )

        if errors := self._post_once(post, ask):
            typed = {name: self._text(post, name) for name in ("text", "lot")}
            return self._render_procedure(
                registration_sudo, question={"values": typed, "errors": errors}
            )
        return self._procedure_done(registration_sudo, "asked")

    @procedure_post("read")
    def post_procedure_read(self, registration_sudo, /, **_post):
        """Mark as read what one was told; twice is as good as once."""
        registration_sudo._unread_deliveries()._mark_read()
        return self._procedure_done(registration_sudo, "read")

    # -- what was posted -----------------------------------------------------------------

    def _procedure_arrival(self, procedure_sudo):
        """The procedure's time when this request had arrived."""
        return procedure_sudo._now(request_arrival())

    def _open_or_closed_procedure(self, groups_sudo, post):
        """The posted procedure of an office of the groups, if the public knows it."""
        number = self._text(post, "procedure")
        procedures_sudo = groups_sudo.env["wohnkoord.procedure"]
        if not number.isdecimal() or len(number) > 9:
            return procedures_sudo
        return procedures_sudo.search(
            [
                ("id", "=", int(number)),
                ("company_id", "in", groups_sudo.company_id.ids),
                ("state", "!=", "preparation"),
            ]
        )

    def _posted_procedure_lot(self, procedure_sudo, post):
        """The chosen plot of this procedure, or none."""
        uuid = self._text(post, "lot")
        return procedure_sudo.lot_ids.filtered(lambda lot: lot.uuid == uuid)

    def _procedure_refused(self, registration_sudo, errors):
        return self._render_procedure(
            registration_sudo, party={"values": {}, "errors": errors}
        )

    def _procedure_done(self, registration_sudo, done):
        """Redirect after post: the browser's reload repeats nothing."""
        return request.redirect(
            f"{registration_sudo._portal_path()}?done={done}", code=303
        )
