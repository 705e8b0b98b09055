# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.http import request
from odoo.tools import format_date

from .portal_jury import PortalJury
from .public import calendar_response


class PortalJurySessions(PortalJury):
    """Sessions on a seat's page, and the answer whether the person comes."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters and "jury_count" not in counters:
            return values
        values["jury_count"] = len(self._my_seats_sudo())
        if not counters:
            values["has_jury"] = bool(values["jury_count"])
        return values

    @http.route(
        "/my/jury/<int:juror_id>/sessions/<int:session_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_jury_session_answer(self, juror_id, session_id, **post):
        """The seat's person says whether she or he comes; else the deputy acts."""
        seat_sudo = self._find_seat(juror_id)
        row_sudo = seat_sudo and self._jury_rows_sudo(seat_sudo).filtered(
            lambda row: row.session_id.id == session_id
        )
        answer = self._text(post, "answer")
        if not row_sudo or answer not in ("accepted", "declined"):
            return request.redirect("/my")
        if not self._jury_may_answer(seat_sudo, row_sudo):
            return request.redirect(f"/my/jury/{juror_id}")
        errors = self._post_once(post, lambda: row_sudo._answer(answer))
        if errors:
            return self._render_jury_seat(seat_sudo, error=errors["form"])
        return request.redirect(f"/my/jury/{juror_id}?done=answered", code=303)

    @http.route(
        "/my/jury/<int:juror_id>/sessions/<int:session_id>.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_jury_session_ics(self, juror_id, session_id, **_params):
        """One session for the own calendar: when, where and what, nobody's address."""
        seat_sudo = self._find_seat(juror_id)
        row_sudo = seat_sudo and self._jury_rows_sudo(seat_sudo).filtered(
            lambda row: row.session_id.id == session_id
        )
        if not row_sudo:
            return request.redirect("/my")
        return calendar_response(row_sudo.session_id._session_ics(), "session.ics")

    def _jury_rows_sudo(self, seat_sudo):
        return (
            seat_sudo.env["wohnkoord.jury.attendance"]
            .search([("juror_id", "=", seat_sudo.id)])
            .filtered(lambda row: row.session_id.state != "cancelled")
            .sorted(lambda row: row.session_id.date)
        )

    def _jury_may_answer(self, seat_sudo, row_sudo):
        session_sudo = row_sudo.session_id
        return (
            session_sudo.state == "planned"
            and session_sudo.date > session_sudo.procedure_id._now()
            and seat_sudo.user_id == request.env.user
        )

    def _jury_done_texts(self):
        return {
            **super()._jury_done_texts(),
            "answered": request.env._("Thank you, your answer is noted."),
        }

    def _jury_seat_values(self, seat_sudo):
        values = super()._jury_seat_values(seat_sudo)
        procedure_sudo = seat_sudo.procedure_id
        rows_sudo = self._jury_rows_sudo(seat_sudo)
        labels = dict(rows_sudo._fields["answer"]._description_selection(request.env))
        return {
            **values,
            "form_token": secrets.token_urlsafe(24),
            "sessions": [
                {
                    "id": row.session_id.id,
                    "name": row.session_id.name,
                    "date": procedure_sudo._period_label(
                        row.session_id.date, row.session_id.date_end
                    ),
                    "place": row.session_id.place or "",
                    "video_url": row.session_id.video_url or "",
                    "is_planned": row.session_id.state == "planned",
                    # the deputy learns here that the person does not come
                    "acts_as_deputy": seat_sudo.user_id != request.env.user
                    and row._is_person_away(),
                    "has_deputy": bool(seat_sudo.deputy_id),
                    "is_own": seat_sudo.user_id == request.env.user,
                    "papers": row.session_id.paper_deadline
                    and format_date(request.env, row.session_id.paper_deadline),
                    "answer_label": labels.get(row.answer, ""),
                    "may_answer": self._jury_may_answer(seat_sudo, row),
                }
                for row in rows_sudo
            ],
        }
