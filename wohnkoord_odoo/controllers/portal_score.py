# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..models.procedure_score_save import ScoreStale
from ..tools.file_metadata import MetadataError, strip_metadata
from ..tools.sealing import SealBroken
from .form import FormError
from .portal_jury import PortalJury

SCORE_PATH = "/my/jury/<int:juror_id>/bids/<int:bid_id>"
PARTS = ("points", "reason", "why", "revision")


class PortalScore(PortalJury):
    """Bids as a seat reads and scores them."""

    def _jury_seat_values(self, seat_sudo):
        values = super()._jury_seat_values(seat_sudo)
        values["bids"] = seat_sudo._jury_bid_cards(request.env.user)
        values["scoring_state"] = seat_sudo.procedure_id.scoring_state
        return values

    @http.route(
        SCORE_PATH,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_jury_bid(self, juror_id, bid_id, done=None, **_params):
        """A bid with its documents, and the scale of each criterion."""
        seat_sudo, bid_sudo = self._find_jury_bid(juror_id, bid_id)
        if not bid_sudo:
            return request.redirect("/my")
        return self._render_jury_bid(seat_sudo, bid_sudo, done=bool(done))

    @http.route(
        f"{SCORE_PATH}/documents/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_jury_document(self, juror_id, bid_id, document_id, **_params):
        """A file of the bid: a download; in the anonymous stage without its metadata."""
        seat_sudo, bid_sudo = self._find_jury_bid(juror_id, bid_id)
        document_sudo = bid_sudo.document_ids.filtered(lambda d: d.id == document_id)
        if not document_sudo:
            return request.redirect("/my")
        is_hidden = seat_sudo.procedure_id._is_jury_blinded()
        name = document_sudo.name or "file"
        try:
            content = document_sudo._plain_content()
            if is_hidden:
                content = strip_metadata(name, content)
        except (SealBroken, MetadataError):
            return self._render_jury_bid(
                seat_sudo,
                bid_sudo,
                alert=request.env._(
                    "This file cannot be shown now. Please ask the office for it."
                ),
            )
        if is_hidden:
            shown = {d["id"]: d["name"] for d in bid_sudo._jury_documents(True)}
            ending = name.rpartition(".")[2].lower()
            name = (
                f"{shown[document_id]}.{ending}" if "." in name else shown[document_id]
            )
        return request.make_response(
            content,
            [
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    @http.route(
        f"{SCORE_PATH}/scores",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def post_jury_scores(self, juror_id, bid_id, **post):
        """Save the whole form, without JavaScript."""
        seat_sudo, bid_sudo = self._find_jury_bid(juror_id, bid_id)
        if not bid_sudo:
            return request.redirect("/my", code=303)

        def save():
            self._save_jury_scores(seat_sudo, bid_sudo, post)

        if errors := self._post_once(post, save):
            return self._render_jury_bid(
                seat_sudo, bid_sudo, alert=errors.get("form"), typed=post
            )
        path = f"/my/jury/{juror_id}/bids/{bid_id}"
        return request.redirect(f"{path}?done=1", code=303)

    @http.route(
        f"{SCORE_PATH}/autosave",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def post_jury_autosave(self, juror_id, bid_id, **post):
        """Save one criterion as it is typed; the answer is JSON.

        :return: ``revision`` and ``progress``, or ``error`` (a sentence) and ``stale``
        """
        seat_sudo, bid_sudo = self._find_jury_bid(juror_id, bid_id)
        if not bid_sudo:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                saved = self._save_jury_scores(seat_sudo, bid_sudo, post)
        except FormError as error:
            return request.make_json_response({"error": error.errors["form"]})
        except UserError as error:
            stale = isinstance(error, ScoreStale)
            return request.make_json_response({"error": error.args[0], "stale": stale})
        except IntegrityError as error:
            return request.make_json_response({"error": self._integrity_message(error)})
        return request.make_json_response(
            {
                "revisions": {key: score.revision for key, score in saved.items()},
                **seat_sudo._progress_values(bid_sudo, request.env.user),
            }
        )

    # -- parts ---------------------------------------------------------------------------

    def _find_jury_bid(self, juror_id, bid_id):
        """The visitor's seat and a bid on which the visitor acts for it, or nothing."""
        seat_sudo = self._find_seat(juror_id)
        if not seat_sudo:
            return seat_sudo, request.env["wohnkoord.bid"].sudo()
        return seat_sudo, seat_sudo._jury_bid(bid_id, request.env.user)

    def _save_jury_scores(self, seat_sudo, bid_sudo, post):
        entries = self._read_jury_scores(seat_sudo, post)
        return seat_sudo.env["wohnkoord.score"]._save_seat(
            seat_sudo, bid_sudo, request.env.user, entries
        )

    def _read_jury_scores(self, seat_sudo, post):
        """The posted points by criterion.

        :raise FormError: a criterion that is none of this procedure
        """
        known = {leaf["key"] for leaf in seat_sudo.procedure_id._scored_criteria()}
        entries = {}
        for field in post:
            part, _mark, key = field.partition("_")
            if part not in PARTS or field.startswith("form_"):
                continue
            if key not in known:
                raise FormError(
                    {
                        "form": request.env._(
                            "This criterion is not part of the procedure."
                        )
                    }
                )
            entries.setdefault(key, {})[part] = self._text(post, field)
        for entry in entries.values():
            revision = entry.get("revision") or "0"
            entry["revision"] = int(revision) if revision.isdecimal() else -1
            entry["is_not_assessable"] = entry.get("points") == "none"
            if entry["is_not_assessable"]:
                entry["points"] = None
        return entries

    def _render_jury_bid(self, seat_sudo, bid_sudo, alert=None, done=False, typed=None):
        procedure_sudo = seat_sudo.procedure_id
        bid = bid_sudo._jury_values(procedure_sudo._is_jury_blinded())
        path = f"/my/jury/{seat_sudo.id}/bids/{bid_sudo.id}"
        scoring = seat_sudo._scoring_values(bid_sudo, request.env.user)
        for row in scoring["criteria"]:
            row["why"] = ""
            if typed is not None:
                # what was typed stays, with the revision that it was typed over
                self._keep_typed(row, typed)
        response = request.render(
            "wohnkoord_odoo.portal_jury_bid",
            {
                "page_name": "jury_seat",
                "subpage": bid["label"],
                "card": self._jury_card(seat_sudo),
                "bid": bid,
                "path": path,
                "scoring": scoring,
                "alert": alert,
                "done": request.env._("Saved.") if done else None,
                "form_token": secrets.token_urlsafe(24),
            },
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _keep_typed(self, row, typed):
        points = self._text(typed, f"points_{row['key']}")
        row["reason"] = self._text(typed, f"reason_{row['key']}")
        row["why"] = self._text(typed, f"why_{row['key']}")
        row["is_not_assessable"] = points == "none"
        for step in row["steps"]:
            step["is_chosen"] = step["points"] == points
