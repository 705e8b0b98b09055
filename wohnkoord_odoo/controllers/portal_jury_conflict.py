# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.http import request

from ..models.procedure_conflict import CONFLICT_KINDS
from .form import FormError
from .portal_jury import PortalJury

NOTE_LENGTH = 2000


class PortalJuryConflicts(PortalJury):
    """A seat's person and deputy declare on all bidders, before any bid is shown."""

    @http.route(
        "/my/jury/<int:juror_id>/declarations",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_jury_declarations(self, juror_id, **post):
        """The visitor's answers on all bidders, in one transaction."""
        seat_sudo = self._find_seat(juror_id)
        if not seat_sudo:
            return request.redirect("/my")
        errors = self._post_once(post, lambda: self._jury_declare(seat_sudo, post))
        if not errors:
            return request.redirect(f"/my/jury/{juror_id}?done=declared", code=303)
        form = {"errors": errors, "values": self._jury_answers(seat_sudo, post)}
        return self._render_jury_seat(
            seat_sudo,
            declaration_form=form,
            alert=errors.get("form")
            or request.env._("Please answer for every group; nothing was saved yet."),
        )

    def _jury_answers(self, seat_sudo, post):
        """What was typed, for the bidders there are and no others."""
        names = [
            f"{field}_{bidder.id}"
            for bidder in seat_sudo.procedure_id._bidders()
            for field in ("kind", "note")
        ]
        return {name: self._text(post, name) for name in names if name in post}

    def _jury_declare(self, seat_sudo, post):
        procedure_sudo = seat_sudo.procedure_id
        if not procedure_sudo._takes_declarations():
            raise FormError(
                {"form": request.env._("Declarations are not taken at the moment.")}
            )
        user = request.env.user
        before = procedure_sudo._latest_declarations(user)
        answers, errors = [], {}
        for bidder in procedure_sudo._bidders():
            last = before.get((user.id, bidder.id))
            if last and last.kind != "none":
                continue  # not taken back here, whatever is posted
            kind = self._text(post, f"kind_{bidder.id}")
            note = self._text(post, f"note_{bidder.id}")
            if kind not in dict(CONFLICT_KINDS):
                text = request.env._("Please choose one of the answers.")
                errors[f"kind_{bidder.id}"] = text
            if error := self._jury_note_error(kind, note):
                errors[f"note_{bidder.id}"] = error
            if not last or (last.kind, last.note or "") != (kind, note):
                answers.append((bidder, kind, note))
        if errors:
            raise FormError(errors)
        for bidder, kind, note in answers:
            seat_sudo.env["wohnkoord.conflict"]._declare(
                seat_sudo, user, bidder, kind, note
            )
        if answers:
            seat_sudo._confirm_declarations(user)

    def _jury_note_error(self, kind, note):
        if kind == "other" and not note:
            return request.env._("Please say in words what it is.")
        return self._text_error(note, NOTE_LENGTH) if note else None

    def _jury_done_texts(self):
        return {
            **super()._jury_done_texts(),
            "declared": request.env._(
                "Thank you, your declarations are on record. You get a confirmation by"
                " mail."
            ),
        }

    def _jury_seat_values(self, seat_sudo):
        values = super()._jury_seat_values(seat_sudo)
        user = request.env.user
        procedure_sudo = seat_sudo.procedure_id
        bidders = procedure_sudo._bidders().sorted("name")
        latest = procedure_sudo._latest_declarations(user)
        declared = [bidder for bidder in bidders if (user.id, bidder.id) in latest]
        is_complete = len(declared) == len(bidders)
        hints = procedure_sudo._conflict_hints(user) if bidders else {}
        rows = [
            self._jury_bidder(bidder, latest.get((user.id, bidder.id)), hints)
            for bidder in bidders
        ]
        # who knows the names already must not meet them beside nameless concepts
        is_hidden = is_complete and procedure_sudo._is_jury_blinded()
        return {
            **values,
            "form_token": values.get("form_token") or secrets.token_urlsafe(24),
            "declaration_form": {"errors": {}, "values": {}},
            "declarations": {
                "path": f"/my/jury/{seat_sudo.id}/declarations",
                "is_open": bool(bidders) and procedure_sudo._takes_declarations(),
                "is_complete": bool(bidders) and is_complete,
                "conflicts": [row for row in rows if row["is_conflict"]],
                "rows": [
                    row for row in rows if not row["is_conflict"] and not is_hidden
                ],
                "count": len(rows),
                "kinds": self._jury_kinds(),
                "note_length": NOTE_LENGTH,
            },
        }

    def _jury_bidder(self, bidder, last, hints):
        """One bidder with what was declared, or what speaks for a look."""
        kind, hint = hints.get(bidder.id, ("", ""))
        labels = {row["value"]: row["label"] for row in self._jury_kinds()}
        return {
            "id": bidder.id,
            "name": bidder.name,
            "kind": last.kind if last else kind,
            "kind_label": labels[last.kind] if last else "",
            "note": (last.note or "") if last else "",
            "hint": "" if last else hint,
            "is_conflict": bool(last) and last.kind != "none",
        }

    def _jury_kinds(self):
        _ = request.env._
        texts = {
            "none": _("No conflict: nothing connects me with this group."),
            "own": _(
                "Own interest: I, or my firm, gain or lose by what happens to this bid."
            ),
            "relative": _(
                "Relative: that is true of my spouse, partner, a relative or in-law."
            ),
            "employment": _("Employment: I work for the group or for a member's firm."),
            "membership": _(
                "Membership: I am a member, contact or on the board of the group."
            ),
            "adviser": _("Adviser: I, or my firm, have advised this group."),
            "other": _("Another reason, which I describe below."),
        }
        return [{"value": kind, "label": texts[kind]} for kind, _name in CONFLICT_KINDS]
