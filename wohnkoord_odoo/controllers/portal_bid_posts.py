# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools

from odoo import http
from odoo.http import request

from ..tools.upload import UploadError
from .form import FormError
from .portal_bid import PortalBids
from .portal_procedure import request_arrival


def bid_post(path, in_turn=False):
    """A form's address below a party's bids, for spokespersons.

    The moment at which the body was there is taken before anything else, and only once:
    a repeated request keeps it. The method gets registration and bid.

    :param bool in_turn: one after the other in a procedure; for what gets a number
    """

    def decorate(method):
        @http.route(
            f"/my/procedures/<int:registration_id>/bids/{path}",
            type="http",
            auth="user",
            methods=["POST"],
            website=True,
        )
        @functools.wraps(method)
        def post(self, registration_id, bid_uuid=None, **kwargs):
            arrival = request_arrival()
            registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
            if not registration_sudo or not self._may_bid(registration_sudo):
                return request.redirect("/my", code=303)
            if bid and in_turn:
                registration_sudo.procedure_id._take_turn()
                # as it is by now
                registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
            if bid_uuid and not bid:
                return request.redirect("/my", code=303)
            return method(self, registration_sudo, bid, arrival, **kwargs)

        return post

    return decorate


class PortalBidPosts(PortalBids):
    """What a party does with its bids; the rules are in the models' methods."""

    @bid_post("new")
    def post_bid_new(self, registration_sudo, bid, arrival, /, **post):
        """Start a draft for a plot."""
        made = []

        def start():
            self._check_party(registration_sudo)
            made.append(bid._start_draft(registration_sudo, self._text(post, "lot")))

        if errors := self._post_once(post, start):
            return self._render_bids(registration_sudo, alert=errors["form"])
        if not made:
            return self._bids_done(registration_sudo, "start")
        return self._bid_done(registration_sudo, made[0], "start")

    @bid_post("<string:bid_uuid>/save")
    def post_bid_save(self, registration_sudo, bid, arrival, /, **post):
        """Keep what is typed; then go on to the check if that was the button."""
        values = self._typed_bid(post)
        revision = self._text(post, "revision")

        def save():
            self._check_party(registration_sudo)
            bid._save_draft(values, revision)

        if errors := self._post_once(post, save):
            return self._render_bid(
                registration_sudo, bid, alert=errors["form"], values=values
            )
        if "review" in post:
            path = self._bid_path(registration_sudo, bid)
            return request.redirect(f"{path}/review", code=303)
        return self._bid_done(registration_sudo, bid, "save")

    @bid_post("<string:bid_uuid>/files")
    def post_bid_file(self, registration_sudo, bid, arrival, /, **post):
        """Seal a file, perhaps in place of another."""
        kind = self._text(post, "kind")
        replaced = bid.document_ids.filtered(
            lambda document: document.uuid == self._text(post, "replaces")
        )
        megabytes = bid.procedure_id._bid_limits()["max_file_mb"]
        name, content = self._bid_upload(post.get("file"), megabytes)

        def upload():
            self._check_party(registration_sudo)
            try:
                bid.document_ids._upload(bid, kind, name, content, replaced)
            except UploadError as error:
                message = bid.document_ids._explain(error, megabytes)
                raise FormError({"file": message, "kind": error.kind}) from error

        if errors := self._post_once(post, upload):
            # past the savepoint, so that the log keeps it: neither who nor which file
            reason = errors.pop("kind", "refused")
            registration_sudo._log_refused_upload({"reason": reason})
            return self._render_bid(
                registration_sudo, bid, alert=errors.get("form"), upload_errors=errors
            )
        return self._bid_done(registration_sudo, bid, "file", "#files")

    @bid_post("<string:bid_uuid>/files/<string:document_uuid>/remove")
    def post_bid_file_remove(
        self, registration_sudo, bid, arrival, /, document_uuid, **post
    ):
        """Take a file out of a draft."""
        document = bid.document_ids.filtered(lambda d: d.uuid == document_uuid)
        job = document._remove if document else lambda: None
        if errors := self._post_once(post, job):
            return self._render_bid(registration_sudo, bid, alert=errors["form"])
        return self._bid_done(registration_sudo, bid, "remove", "#files")

    @bid_post("<string:bid_uuid>/discard")
    def post_bid_discard(self, registration_sudo, bid, arrival, /, **post):
        """Delete a draft."""
        if errors := self._post_once(post, bid._discard_draft):
            return self._render_bid(registration_sudo, bid, alert=errors["form"])
        return self._bids_done(registration_sudo, "discard")

    @bid_post("<string:bid_uuid>/submit", in_turn=True)
    def post_bid_submit(self, registration_sudo, bid, arrival, /, **post):
        """Seal and hand in."""
        if bid.state != "draft":  # the second tap, or another tab
            return request.redirect(self._bid_path(registration_sudo, bid), code=303)

        def submit():
            self._check_party(registration_sudo)
            bid._submit(registration_sudo, arrival, self._text(post, "revision"))
            bid._mail_receipt(request.env.user.email)

        if errors := self._post_once(post, submit):
            bid.invalidate_recordset()
            return self._render_bid_review(registration_sudo, bid, alert=errors["form"])
        path = self._bid_path(registration_sudo, bid)
        return request.redirect(f"{path}/receipt", code=303)

    @bid_post("<string:bid_uuid>/replace")
    def post_bid_replace(self, registration_sudo, bid, arrival, /, **post):
        """Start a draft that takes this bid's place."""
        made = []

        def replace():
            self._check_party(registration_sudo)
            made.append(bid._start_replacement(registration_sudo, arrival))

        if errors := self._post_once(post, replace):
            return self._render_bid(registration_sudo, bid, alert=errors["form"])
        if not made:
            return self._bids_done(registration_sudo, "replace")
        return self._bid_done(registration_sudo, made[0], "replace")

    @bid_post("<string:bid_uuid>/withdraw", in_turn=True)
    def post_bid_withdraw(self, registration_sudo, bid, arrival, /, **post):
        """Take a bid back."""
        if errors := self._post_once(post, lambda: bid._withdraw(arrival)):
            return self._render_bid(registration_sudo, bid, alert=errors["form"])
        return self._bid_done(registration_sudo, bid, "withdraw")

    @bid_post("<string:bid_uuid>/confirm", in_turn=True)
    def post_bid_confirm(self, registration_sudo, bid, arrival, /, **post):
        """Keep a bid as it is after a material change."""
        if errors := self._post_once(post, lambda: bid._confirm(arrival)):
            return self._render_bid(registration_sudo, bid, alert=errors["form"])
        return self._bid_done(registration_sudo, bid, "confirm")

    # -- what was posted -----------------------------------------------------------------

    def _check_party(self, registration_sudo):
        """Who has withdrawn from the procedure makes no bids.

        :raise FormError:
        """
        if registration_sudo.date_withdrawn:
            raise FormError(
                {
                    "form": request.env._(
                        "Your group has withdrawn from the procedure. Please register"
                        " again to bid."
                    )
                }
            )

    def _typed_bid(self, post):
        Form = request.env["wohnkoord.bid.form"]
        values = {name: self._text(post, name)[:20000] for name in Form._field_names()}
        # the words that were ticked are what is sealed
        for name, text in Form._declaration_texts().items():
            field = f"declaration_{name}"
            values[field] = text if values[field] else ""
        return values

    def _bid_upload(self, upload, megabytes):
        """Name and content of a posted file; one byte more than allowed is enough."""
        if not hasattr(upload, "read"):
            return "", b""
        return upload.filename, upload.read(megabytes * 1024**2 + 1)

    def _bid_done(self, registration_sudo, bid, done, anchor=""):
        path = self._bid_path(registration_sudo, bid)
        return request.redirect(f"{path}?done={done}{anchor}", code=303)

    def _bids_done(self, registration_sudo, done):
        path = f"/my/procedures/{registration_sudo.id}/bids"
        return request.redirect(f"{path}?done={done}", code=303)
