# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

#: longest reason
REASON_LENGTH = 5000


class ScoreStale(UserError):
    """The page is older than what is stored."""


class Score(models.Model):
    """How points are given and changed: the one way in, for pages and the office."""

    _inherit = "wohnkoord.score"

    @api.model
    def _save_seat(self, seat, bid, user, entries):
        """Save what the person acting for a seat gives a bid; called with sudo.

        :param dict entries: criterion's key -> dict of ``points`` (text or None),
            ``is_not_assessable``, ``reason``, ``why`` (of a change after the reveal) and
            ``revision`` (the one that the page showed; 0: none)
        :return dict: criterion's key -> score
        :raise UserError: not this person, bid, criterion or step; too late; no reason
        :raise ScoreStale: something newer was saved in between
        """
        procedure = bid.procedure_id
        procedure._lock_scoring()
        if (
            procedure.state != "jury"
            or procedure.scoring_state not in ("blind", "consensus")
            or procedure._scoring_fact("scoring_mode") != "individual"
        ):
            raise UserError(self.env._("Points are not taken at the moment."))
        if (
            seat.procedure_id != procedure
            or bid.state != "admitted"
            or user in bid.blocked_user_ids
            or seat._acting_for(bid) != user
        ):
            raise UserError(self.env._("You do not score this bid."))
        return self._save_entries(seat, bid, user, entries)

    @api.model
    def _save_session(self, bid, user, entries):
        """Save what the session agreed on for a bid; called with sudo.

        :param user: the secretary, who has no conflict with the bidder
        :param dict entries: as for ``_save_seat``
        """
        procedure = bid.procedure_id
        procedure._lock_scoring()
        if (
            procedure.state != "jury"
            or procedure.scoring_state != "consensus"
            or procedure._scoring_fact("scoring_mode") != "joint"
        ):
            raise UserError(self.env._("Points are not taken at the moment."))
        if bid.state != "admitted" or user in bid.blocked_user_ids:
            raise UserError(self.env._("You do not record points of this bid."))
        return self._save_entries(self.env["wohnkoord.juror"], bid, user, entries)

    def _save_entries(self, seat, bid, user, entries):
        procedure = bid.procedure_id
        leaves = {leaf["key"]: leaf for leaf in procedure._scored_criteria()}
        if set(entries) - set(leaves):
            raise UserError(self.env._("This criterion is not part of the procedure."))
        known = {
            score.criterion_key: score
            for score in self.search(
                [("bid_id", "=", bid.id), ("juror_id", "=", seat.id)]
            )
        }
        saved = {}
        for key, entry in entries.items():
            score = known.get(key, self.browse())
            vals = self._read_entry(leaves[key], entry)
            saved[key] = self._save_one(
                seat, bid, user, leaves[key], score, vals, entry
            )
        return saved

    def _read_entry(self, leaf, entry):
        """Checked values of an entry.

        :raise UserError: no step of the scale, or too long
        """
        reason = (entry.get("reason") or "").strip()
        if len(reason) > REASON_LENGTH:
            raise UserError(
                self.env._(
                    "Please write at most %(length)s characters.", length=REASON_LENGTH
                )
            )
        is_not_assessable = bool(entry.get("is_not_assessable"))
        points = entry.get("points")
        is_given = points not in (None, "") and not is_not_assessable
        if is_given and points not in {step["points"] for step in leaf["steps"]}:
            raise UserError(
                self.env._(
                    "%(criterion)s: please choose one of the steps of the scale.",
                    criterion=leaf["name"],
                )
            )
        return {
            "is_given": is_given,
            "points": float(Decimal(points)) if is_given else 0.0,
            "is_not_assessable": is_not_assessable,
            "reason": reason or False,
        }

    def _save_one(self, seat, bid, user, leaf, score, vals, entry):
        # a new person for the seat starts from nothing, as the page showed it
        is_same = score and all(
            (score[name] or False) == (value or False) for name, value in vals.items()
        )
        if is_same and score.user_id == user:
            return score
        if not score and not any(vals.values()):
            return score
        if (entry.get("revision") or 0) != (score.revision or 0):
            raise ScoreStale(
                self.env._(
                    "%(criterion)s: something newer was saved in another window."
                    " Please reload the page; nothing was overwritten.",
                    criterion=leaf["name"],
                )
            )
        moment = bid.procedure_id._now().replace(microsecond=0)
        vals = {
            **vals,
            "user_id": user.id,
            "date": moment,
            "revision": score.revision + 1,
        }
        if not score:
            return self._create_one(seat, bid, leaf, vals)
        is_shown = score.is_revealed or (not seat and score.is_complete)
        if is_shown and not is_same:
            score._keep_change(vals, leaf, self._why(seat, entry))
        score._write_guarded(vals)
        return score

    def _create_one(self, seat, bid, leaf, vals):
        is_late = bool(seat) and bid.procedure_id.scoring_state == "consensus"
        complete = (vals["is_given"] or vals["is_not_assessable"]) and vals["reason"]
        if is_late and not complete:
            raise UserError(self._incomplete_text(leaf))
        row = {
            **vals,
            "bid_id": bid.id,
            "juror_id": seat.id,
            "criterion_key": leaf["key"],
            "criterion_name": leaf["label"],
            "is_revealed": is_late,
        }
        try:
            with self.env.cr.savepoint():
                return self._create_guarded([row])
        except UniqueViolation as error:
            # saved at this very moment from another window: look again
            raise ConcurrencyError(str(error)) from error

    def _why(self, seat, entry):
        if not seat:
            return self.env._("Correction of the record")
        why = (entry.get("why") or "").strip()
        if not why:
            raise UserError(
                self.env._("Points were shown already: please say why they change.")
            )
        return why[:REASON_LENGTH]

    def _incomplete_text(self, leaf):
        return self.env._(
            "%(criterion)s: please choose points or not assessable, and give the reason.",
            criterion=leaf["name"],
        )

    def _keep_change(self, vals, leaf, why):
        """The row without which the database refuses the change."""
        self.ensure_one()
        complete = (vals["is_given"] or vals["is_not_assessable"]) and vals["reason"]
        if not complete:
            raise UserError(self._incomplete_text(leaf))
        self.env["wohnkoord.score.change"]._create_guarded(
            [
                {
                    "score_id": self.id,
                    "bid_id": self.bid_id.id,
                    "procedure_id": self.procedure_id.id,
                    "company_id": self.company_id.id,
                    "juror_id": self.juror_id.id,
                    "criterion_name": self.criterion_name,
                    "revision": vals["revision"],
                    "old_points": self.points,
                    "new_points": vals["points"],
                    "old_is_not_assessable": self.is_not_assessable,
                    "new_is_not_assessable": vals["is_not_assessable"],
                    "old_reason": self.reason,
                    "new_reason": vals["reason"],
                    "reason": why,
                    "user_id": vals["user_id"],
                    "date": vals["date"],
                }
            ]
        )
        # before the score itself: the trigger looks for it
        self.env["wohnkoord.score.change"].flush_model()


class Procedure(models.Model):
    """The turn of those who score: nobody is between a save and the reveal."""

    _inherit = "wohnkoord.procedure"

    def _lock_scoring(self, is_exclusive=False):
        """Wait for a reveal that runs; one that came in between repeats the request."""
        self.ensure_one()
        self.flush_recordset()
        mode = SQL("FOR NO KEY UPDATE") if is_exclusive else SQL("FOR SHARE")
        self.env.cr.execute(
            SQL("SELECT id FROM wohnkoord_procedure WHERE id = %s %s", self.id, mode)
        )
