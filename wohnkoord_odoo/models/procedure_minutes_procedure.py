# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.freezing import decimal_text
from .procedure_core_checklist import _blocker

#: there is a jury, or there was one
JURY_STATES = ("jury", "recommended", "decided", "reserved", "contracted")


class Procedure(models.Model):
    """The minutes of a procedure's jury, and what they are made from."""

    _inherit = "wohnkoord.procedure"

    minutes_ids = fields.One2many(
        "wohnkoord.minutes",
        "procedure_id",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )

    def action_draft_minutes(self):
        """Open the draft of the minutes; make it if there is none.

        After final minutes it is a correction of the last ones.

        :raise AccessError: somebody with a conflict of interest
        """
        self.ensure_one()
        self._check_minutes_act()
        self.lock_for_update()
        draft = self.env["wohnkoord.minutes"].search(
            [("procedure_id", "=", self.id), ("state", "=", "draft")]
        )
        if not draft:
            # sudo: nobody may create minutes but by this act
            draft = self.env["wohnkoord.minutes"].sudo()
            draft = draft._create_guarded([self._minutes_values()]).sudo(False)
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.minutes",
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def _minutes_values(self):
        last = self._final_minutes()[:1]
        if last:
            names = ("date", "place", "chair_name", "keeper_name", "text")
            names += ("recommendation",)
            values = {name: last[name] for name in names}
            return {**values, "procedure_id": self.id, "previous_id": last.id}
        session = self.env["wohnkoord.jury.session"].search(
            [("procedure_id", "=", self.id)], order="date desc", limit=1
        )
        return {
            "procedure_id": self.id,
            "date": session.date,
            "place": session.place,
            "chair_name": self.juror_ids.filtered("is_chair")[:1].name,
            "keeper_name": self.env.user.name,
        }

    def _final_minutes(self):
        """The final minutes, the newest first."""
        self.ensure_one()
        return self.env["wohnkoord.minutes"].search(
            [("procedure_id", "=", self.id), ("state", "=", "frozen")],
            order="number desc",
        )

    def _check_minutes_act(self):
        self.ensure_one()
        self.check_access("write")
        if self._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._("With a conflict of interest you take no part in this.")
            )
        if self.state not in JURY_STATES:
            raise UserError(self.env._("There is no jury now."))

    # -- what is missing, and the log ------------------------------------------------------

    def _missing(self, step):
        found = super()._missing(step)
        if step == "recommend" and not self.sudo()._final_minutes():
            found.append(
                _blocker(self.env._("The final minutes of the jury."), "minutes_ids")
            )
        return found

    def _log_frozen(self):
        frozen = super()._log_frozen()
        if self._blocked_initiatives(self.env.user):
            return frozen
        # sudo: only read here, after the check above
        return frozen + [
            {
                "name": f"minutes_{minutes.number}",
                "content": minutes.content,
                "hash": minutes.hash,
            }
            for minutes in self.sudo()._final_minutes().sorted("number")
        ]

    # -- data ----------------------------------------------------------------------------

    def _minutes_data(self):
        """Seats, points and rankings, for those without any conflict here.

        Reasons of a conflict are not among them.
        """
        self.ensure_one()
        return {
            "seats": self._minutes_seats(),
            "scores": self._minutes_scores(),
            "rankings": self._minutes_rankings(),
            "draws": self._minutes_draws(),
        }

    def _minutes_seats(self):
        # sudo: who acted, without reasons; bids by their numbers
        bids_sudo = self._admitted_bids_sudo().sorted("number")
        acting = self._acting_map(bids_sudo) if bids_sudo else {}
        rows = []
        for seat in self.sudo().juror_ids.sorted(lambda seat: (seat.sequence, seat.id)):
            who = [(bid.number, acting.get((seat.id, bid.id))) for bid in bids_sudo]
            rows.append(
                {
                    "name": seat.name,
                    "kind": seat.kind,
                    "vote": seat.has_vote,
                    "recused": [number for number, user in who if not user],
                    "deputy": [
                        number
                        for number, user in who
                        if user and user == seat.deputy_id
                    ],
                }
            )
        return rows

    def _minutes_scores(self):
        if self.scoring_state != "closed":
            return []
        scores = self._final_scores()
        # sudo: the callers have asked for conflicts
        bids_sudo = self._admitted_bids_sudo().sorted("number")
        seats = {seat.id: seat.name for seat in self.sudo().juror_ids}
        return [
            {
                "bid": bid.number,
                "points": [
                    {
                        "criterion": leaf["label"],
                        "seat": seats.get(seat_id),
                        "points": None if points is None else decimal_text(points),
                    }
                    for leaf in self._scored_criteria()
                    for seat_id, points in sorted(
                        scores.get(bid.id, {}).get(leaf["key"], {}).items()
                    )
                ],
            }
            for bid in bids_sudo
        ]

    def _minutes_rankings(self):
        return [
            {
                "lot": ranking.procedure_lot_id.number,
                "sha256": ranking.hash,
                "lines": [
                    {
                        "place": line.rank,
                        "bid": line.bid_id.number,
                        "concept": decimal_text(line.concept_points, 4),
                        "price": decimal_text(line.price_points, 4),
                        "points": decimal_text(line.points, 4),
                        "note": line.note or None,
                    }
                    for line in ranking.line_ids.sorted(
                        lambda line: (not line.rank, line.rank, line.id)
                    )
                ],
            }
            for ranking in self._current_rankings_sudo()
        ]

    def _minutes_draws(self):
        # sudo: bids by their numbers; the callers have asked for conflicts
        return [
            {
                "lot": draw.procedure_lot_id.number,
                "date": fields.Datetime.to_string(draw.date),
                "place": draw.place,
                "drawer": draw.drawer_name,
                "witness": draw.witness_name,
                "role": draw.witness_role or None,
                "order": json.loads(draw.content)["order"],
            }
            for draw in self.sudo().lot_ids.sorted("number").draw_ids
        ]
