# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal
from functools import lru_cache
from statistics import pstdev

from odoo import models


class Juror(models.Model):
    """The plain values of a seat's pages on bids; called with sudo."""

    _inherit = "wohnkoord.juror"

    def _jury_bids(self, user):
        """The bids that the user acts on for this seat, in the seat's own order."""
        self.ensure_one()
        bids = self._acted_on(self.procedure_id._admitted_bids_sudo(), user)
        return self.procedure_id._presentation_order(self, bids)

    def _jury_bid(self, bid_id, user):
        """One of ``_jury_bids``, without a look at the others; or nothing.

        :param int bid_id: as it stands in an address
        """
        self.ensure_one()
        bids = self.procedure_id._admitted_bids_sudo([("id", "=", bid_id)])
        return self._acted_on(bids, user)

    def _acted_on(self, bids, user):
        if self.procedure_id.scoring_state == "not_started":
            return bids.browse()
        return bids.filtered(
            lambda bid: (
                user not in bid.blocked_user_ids and self._acting_for(bid) == user
            )
        )

    def _jury_bid_cards(self, user):
        """The list of bids with the user's own progress; no query per bid."""
        bids = self._jury_bids(user)
        procedure = self.procedure_id
        total = len(procedure._scored_criteria())
        counts = dict(
            self.env["wohnkoord.score"]._read_group(
                [
                    ("juror_id", "=", self.id),
                    ("bid_id", "in", bids.ids),
                    ("user_id", "=", user.id),
                    ("is_complete", "=", True),
                ],
                ["bid_id"],
                ["__count"],
            )
        )
        is_hidden = procedure._is_jury_blinded()
        return [
            {
                "path": f"/my/jury/{self.id}/bids/{bid.id}",
                "label": bid._jury_label(is_hidden),
                "lot": bid.procedure_lot_id.display_name or "",
                "done": counts.get(bid, 0),
                "total": total,
                "progress": self._progress_label(counts.get(bid, 0), total),
            }
            for bid in bids
        ]

    def _progress_label(self, done, total):
        return self.env._("%(done)s of %(total)s", done=done, total=total)

    def _scoring_values(self, bid, user):
        """The scoring form of a bid: criteria with scales, own points; others' if shown."""
        procedure = self.procedure_id
        own, revisions = self._own_scores(bid, user)
        scores = self.env["wohnkoord.score"]
        if procedure.scoring_state in ("consensus", "closed"):
            scores = scores.search(
                [("bid_id", "=", bid.id), ("is_revealed", "=", True)]
            )
        shown = scores.grouped("criterion_key")
        # a scale has few steps, and criteria mostly the same
        label = lru_cache(procedure._decimal_text)
        criteria = []
        for leaf in procedure._scored_criteria():
            score = own.get(leaf["key"], scores.browse())
            given = shown.get(leaf["key"], scores.browse())
            criteria.append(
                {
                    **leaf,
                    "steps": [
                        {
                            **step,
                            "label": label(step["points"]),
                            "is_chosen": score.is_given
                            and Decimal(step["points"])
                            == Decimal(str(score.points)).quantize(Decimal("0.01")),
                        }
                        for step in leaf["steps"]
                    ],
                    "is_not_assessable": bool(score.is_not_assessable),
                    "reason": score.reason or "",
                    "revision": revisions.get(leaf["key"], 0),
                    "is_complete": bool(score.is_complete),
                    "is_shown": bool(score.is_revealed),
                    "others": [
                        {
                            "seat": other.juror_id.name,
                            "points": other.value_label,
                            "reason": other.reason,
                        }
                        for other in given
                        if other.juror_id != self
                    ],
                    "spread": procedure._spread_label(given),
                }
            )
        done = sum(row["is_complete"] for row in criteria)
        is_individual = procedure._scoring_fact("scoring_mode") == "individual"
        return {
            "criteria": criteria,
            "done": done,
            "total": len(criteria),
            "progress": self._progress_label(done, len(criteria)),
            "is_consensus": procedure.scoring_state == "consensus",
            "may_score": is_individual
            and procedure.state == "jury"
            and procedure.scoring_state in ("blind", "consensus"),
        }

    def _own_scores(self, bid, user):
        """What the person may see of the seat's own scores, and what the next save needs.

        :return: (criterion's key -> score, criterion's key -> revision)
        """
        scores = self.env["wohnkoord.score"].search(
            [("bid_id", "=", bid.id), ("juror_id", "=", self.id)]
        )
        # what somebody else gave for this seat is not shown before the reveal either
        own = scores.filtered(lambda score: score.user_id == user or score.is_revealed)
        return (
            {score.criterion_key: score for score in own},
            {score.criterion_key: score.revision for score in scores},
        )

    def _progress_values(self, bid, user):
        """How far the seat is with a bid: ``progress`` in words, ``complete`` keys."""
        own, _revisions = self._own_scores(bid, user)
        keys = [leaf["key"] for leaf in self.procedure_id._scored_criteria()]
        complete = [key for key in keys if key in own and own[key].is_complete]
        return {
            "progress": self._progress_label(len(complete), len(keys)),
            "complete": complete,
        }


class Procedure(models.Model):
    """How far apart the seats are."""

    _inherit = "wohnkoord.procedure"

    def _spread_label(self, scores):
        """Range and standard deviation of shown points; empty for fewer than two."""
        points = [
            Decimal(str(score.points))
            for score in scores
            if score.is_given and score.juror_id.has_vote
        ]
        if len(points) < 2:
            return ""
        return self.env._(
            "%(least)s to %(most)s points, standard deviation %(deviation)s",
            least=self._decimal_text(min(points)),
            most=self._decimal_text(max(points)),
            deviation=self._decimal_text(round(pstdev(points), 2)),
        )
