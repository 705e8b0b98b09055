# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal
from statistics import pstdev

from odoo import models


class Juror(models.Model):
    """The plain values of a seat's pages on bids; called with sudo."""

    _inherit = "wohnkoord.juror"

    def _jury_bids(self, user):
        """The bids that the user acts on for this seat, in the seat's own order."""
        self.ensure_one()
        procedure = self.procedure_id
        if procedure.scoring_state == "not_started":
            return self.env["wohnkoord.bid"]
        bids = procedure._scored_bids().filtered(
            lambda bid: (
                user not in bid.blocked_user_ids and self._acting_for(bid) == user
            )
        )
        return procedure._presentation_order(self, bids)

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
        is_shown = procedure.scoring_state in ("consensus", "closed")
        seat_scores = self.env["wohnkoord.score"].search(
            [("bid_id", "=", bid.id), ("juror_id", "=", self.id)]
        )
        # what somebody else gave for this seat is not shown before the reveal either
        own = {
            score.criterion_key: score
            for score in seat_scores
            if score.user_id == user or score.is_revealed
        }
        revisions = {score.criterion_key: score.revision for score in seat_scores}
        scores = self.env["wohnkoord.score"]
        if is_shown:
            scores = scores.search(
                [("bid_id", "=", bid.id), ("is_revealed", "=", True)]
            )
        criteria = []
        for leaf in procedure._scored_criteria():
            score = own.get(leaf["key"], scores.browse())
            given = [
                other
                for other in scores
                if other.criterion_key == leaf["key"] and other.is_revealed
            ]
            criteria.append(
                {
                    **leaf,
                    "steps": [
                        {
                            **step,
                            "label": procedure._decimal_text(step["points"]),
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
