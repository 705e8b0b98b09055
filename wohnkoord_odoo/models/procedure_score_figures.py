# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import Counter, defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..tools.freezing import decimal_text


class Procedure(models.Model):
    """What is scored, what is missing, and the figures for the ranking."""

    _inherit = "wohnkoord.procedure"

    def _scoring_fact(self, name):
        """A frozen setting; versions from before the setting: the procedure's own."""
        facts = self._version_content().get("facts") or {}
        return facts[name] if name in facts else self[name]

    def _scored_criteria(self):
        """The frozen criteria that are scored, in reading order.

        :return list: dicts of ``key``, ``name``, ``label`` (with its number), ``description``,
            ``group`` and ``steps`` (dicts of ``points`` as text, ``name``), most points last
        """
        self.ensure_one()
        return list(_leaves(self._version_content().get("criteria") or [], "", ""))

    def _counting_seats(self):
        """Voting seats without those that are recorded as not counting."""
        # sudo: seats are no secret
        own_sudo = self.sudo()
        voting = own_sudo.juror_ids.filtered("has_vote")
        return voting - own_sudo.score_exception_ids.juror_id

    def _valid_scores(self, is_joint):
        """Complete scores, without those of somebody who now has a conflict."""
        # sudo: figures over all; the callers show numbers of seats only
        scores_sudo = self.env["wohnkoord.score"].sudo()
        scores_sudo = scores_sudo.search(
            [
                ("procedure_id", "=", self.id),
                ("is_complete", "=", True),
                ("juror_id", "=" if is_joint else "!=", False),
                ("bid_id.state", "=", "admitted"),
            ]
        )
        return scores_sudo.filtered(
            lambda score: score.user_id not in score.bid_id.blocked_user_ids
        )

    def _scores_open_count(self, seat):
        """How many scores of a seat are missing."""
        return self._open_counts(seat.sudo())[seat.id]

    def _open_counts(self, seats):
        keys = {leaf["key"] for leaf in self._scored_criteria()}
        needed = {
            (*pair, key)
            for pair, user in self._acting_map(seats=seats).items()
            if user
            for key in keys
        }
        needed -= {
            (score.juror_id.id, score.bid_id.id, score.criterion_key)
            for score in self._valid_scores(is_joint=False)
        }
        return Counter(seat_id for seat_id, _bid, _key in needed)

    def _scores_incomplete(self):
        """What is missing before the reveal or the end, as sentences."""
        if self._scoring_fact("scoring_mode") == "joint":
            total = len(self._admitted_bids_sudo()) * len(self._scored_criteria())
            # a record stays the session's, whoever took it down
            open_count = total - len(self._valid_scores(is_joint=True))
            if open_count <= 0:
                return []
            return [
                self.env._(
                    "The session: %(count)s scores are not complete.", count=open_count
                )
            ]
        seats = self._counting_seats()
        if not seats:
            return [self.env._("No voting seat counts.")]
        counts = self._open_counts(seats)
        return [
            self.env._(
                "%(seat)s: %(count)s scores are not complete.",
                seat=seat.name,
                count=counts[seat.id],
            )
            for seat in seats
            if counts[seat.id]
        ]

    def _scores_missing(self):
        """What is missing before a ranking, as sentences."""
        is_drawn = self._scoring_fact("weight_model") == "lot_only"
        if is_drawn or self.scoring_state == "closed":
            return []
        return [
            *(self._scores_incomplete() if self.scoring_state != "not_started" else []),
            self.env._("Scoring is not closed yet."),
        ]

    def _missing(self, step):
        """Before the recommendation scoring is closed."""
        found = super()._missing(step)
        if step == "recommend":
            found += [
                {"severity": "blocker", "field": "scoring_state", "text": text}
                for text in self._scores_missing()
            ]
        return found

    def _final_scores(self):
        """The points that count, once scoring is closed.

        :return dict: bid id -> criterion's key -> seat id (0: the session) -> Decimal, or
            None for what is not assessable
        :raise UserError: scoring is not closed
        """
        self.ensure_one()
        if self.scoring_state != "closed":
            raise UserError(self.env._("Scoring is not closed yet."))
        is_joint = self._scoring_fact("scoring_mode") == "joint"
        acting = {} if is_joint else self._acting_map(seats=self._counting_seats())
        figures = defaultdict(lambda: defaultdict(dict))
        for score in self._valid_scores(is_joint):
            seat, bid = score.juror_id.id, score.bid_id.id
            if is_joint or acting.get((seat, bid)):
                figures[bid][score.criterion_key][seat or 0] = (
                    Decimal(decimal_text(score.points)) if score.is_given else None
                )
        return {
            bid: {key: dict(points) for key, points in by_key.items()}
            for bid, by_key in figures.items()
        }


def _leaves(rows, group, prefix):
    for number, row in enumerate(rows, 1):
        values, outline = row.get("fields") or row, f"{prefix}{number}"
        if row.get("children"):
            yield from _leaves(row["children"], values["name"], f"{outline}.")
            continue
        steps = [
            {"points": step["points"], "name": step.get("name") or ""}
            for step in row.get("steps") or ()
        ]
        yield {
            "key": row["uuid"],
            "name": values["name"],
            "label": f"{outline} {values['name']}",
            "description": values.get("description") or "",
            "group": group,
            "steps": sorted(steps, key=lambda step: Decimal(step["points"])),
        }
