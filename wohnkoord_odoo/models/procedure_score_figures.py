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

    def _valid_rows(self, is_joint):
        """Complete scores, without those of somebody who now has a conflict.

        :return: dicts of what the ranking needs; records would be slow at 100,000
        """
        # sudo: figures over all; the callers show numbers of seats only
        scores_sudo = self.env["wohnkoord.score"].sudo()
        names = ["bid_id", "juror_id", "user_id", "criterion_key", "is_given", "points"]
        blocked = {
            bid.id: set(bid.blocked_user_ids.ids) for bid in self._admitted_bids_sudo()
        }
        return [
            row
            for row in scores_sudo.search_read(
                self._valid_domain(is_joint), names, load=None
            )
            if row["user_id"] not in blocked[row["bid_id"]]
        ]

    def _valid_domain(self, is_joint):
        return [
            ("procedure_id", "=", self.id),
            ("is_complete", "=", True),
            ("juror_id", "=" if is_joint else "!=", False),
            ("bid_id.state", "=", "admitted"),
        ]

    def _scores_open_count(self, seat):
        """How many scores of a seat are missing."""
        return self._open_counts(seat.sudo())[seat.id]

    def _open_counts(self, seats):
        """How many scores are missing, by seat.

        :return: Counter of ids of seats
        """
        done = self._complete_counts(is_joint=False)
        total = len(self._scored_criteria())
        counts = Counter()
        for (seat, bid), user in self._acting_map(seats=seats).items():
            if user:
                counts[seat] += total - done[seat, bid]
        return counts

    def _complete_counts(self, is_joint):
        """As ``_valid_rows``, counted by the database: there may be 100,000.

        :return: Counter of (seat's id, or False, and bid's id)
        """
        keys = [leaf["key"] for leaf in self._scored_criteria()]
        # sudo: figures over all; the callers show numbers of seats only
        groups_sudo = (
            self.env["wohnkoord.score"]
            .sudo()
            ._read_group(
                [*self._valid_domain(is_joint), ("criterion_key", "in", keys)],
                ["juror_id", "bid_id", "user_id"],
                ["__count"],
            )
        )
        counts = Counter()
        for seat, bid, user, count in groups_sudo:
            if user not in bid.blocked_user_ids:
                counts[seat.id, bid.id] += count
        return counts

    def _scores_incomplete(self):
        """What is missing before the reveal or the end, as sentences."""
        if self._scoring_fact("scoring_mode") == "joint":
            total = len(self._admitted_bids_sudo()) * len(self._scored_criteria())
            # a record stays the session's, whoever took it down
            open_count = total - self._complete_counts(is_joint=True).total()
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
        for row in self._valid_rows(is_joint):
            seat, bid = row["juror_id"], row["bid_id"]
            if is_joint or acting.get((seat, bid)):
                figures[bid][row["criterion_key"]][seat or 0] = (
                    Decimal(decimal_text(row["points"])) if row["is_given"] else None
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
