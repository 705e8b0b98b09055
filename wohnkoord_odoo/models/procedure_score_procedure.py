# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..tools.canonical import canonical, digest
from ..tools.freezing import decimal_text

SCORING_STATES = [
    ("not_started", "Not Started"),
    ("blind", "Each by Itself"),
    ("consensus", "Shown, Talked over"),
    ("closed", "Closed"),
]


class Procedure(models.Model):
    """Scoring: start, reveal of all points at once, end."""

    _inherit = "wohnkoord.procedure"

    scoring_state = fields.Selection(
        SCORING_STATES,
        "Scoring Step",
        required=True,
        readonly=True,
        copy=False,
        default="not_started",
    )
    date_scores_revealed = fields.Datetime("Points Shown on", readonly=True, copy=False)
    date_scoring_closed = fields.Datetime(
        "Scoring Closed on", readonly=True, copy=False
    )
    scoring_seed = fields.Char(readonly=True, copy=False)
    revealed_content = fields.Text(readonly=True, copy=False, groups=NO_ACCESS)
    scoring_content = fields.Text(readonly=True, copy=False, groups=NO_ACCESS)
    score_exception_ids = fields.One2many(
        "wohnkoord.score.exception",
        "procedure_id",
        "Seats That Do Not Count",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    score_count = fields.Integer(
        "Scores", compute="_compute_score_count", groups="wohnkoord_odoo.group_user"
    )
    scores_open = fields.Text(
        "Still Missing",
        compute="_compute_scores_open",
        groups="wohnkoord_odoo.group_user",
    )

    @property
    def _guarded_fields(self):
        return (
            *super()._guarded_fields,
            "scoring_state",
            "date_scores_revealed",
            "date_scoring_closed",
            "scoring_seed",
            "revealed_content",
            "scoring_content",
        )

    def _compute_score_count(self):
        self._count_rows({"score_count": "wohnkoord.score"})

    @api.depends("scoring_state", "score_exception_ids")
    @api.depends_context("lang")
    def _compute_scores_open(self):
        for procedure in self:
            running = procedure.scoring_state in ("blind", "consensus")
            found = procedure._origin._scores_incomplete() if running else []
            procedure.scores_open = "\n".join(found)

    # -- buttons -------------------------------------------------------------------------

    def action_start_scoring(self):
        """Open the bids to the jury: cover numbers, the order per seat, then points.

        :raise UserError: not with the jury, or started already
        """
        for procedure in self:
            procedure.check_access("write")
            procedure._lock_scoring(is_exclusive=True)
            if procedure.state != "jury" or procedure.scoring_state != "not_started":
                raise UserError(
                    self.env._("Scoring starts once, when the jury has its turn.")
                )
            # sudo: whoever starts may have a conflict with a bidder
            bids_sudo = procedure.sudo()._admitted_bids_sudo()
            if not bids_sudo:
                raise UserError(self.env._("There is no admitted bid to score."))
            bids_sudo._give_cover_numbers()
            mode = procedure._scoring_fact("scoring_mode")
            seed = secrets.token_hex(16)
            procedure._write_guarded(
                {
                    "scoring_state": "blind" if mode == "individual" else "consensus",
                    "scoring_seed": seed,
                }
            )
            procedure._log(
                "scoring_started",
                {
                    "mode": mode,
                    "bids": len(bids_sudo),
                    "order": "by SHA-256 of seed, seat and bid",
                    "seed": seed,
                    "seats": {str(s.id): s.name for s in procedure.juror_ids},
                },
            )

    def action_reveal_scores(self):
        """Show all points to all at once, and begin to talk them over.

        :raise UserError: a voting seat has not scored everything
        """
        for procedure in self:
            procedure.check_access("write")
            procedure._lock_scoring(is_exclusive=True)
            if procedure.state != "jury" or procedure.scoring_state != "blind":
                raise UserError(self.env._("There is nothing to show at the moment."))
            procedure._refuse_missing_scores()
            moment = procedure._now().replace(microsecond=0)
            content = procedure._show_scores()
            # sudo: nobody reads the frozen scores as a field
            procedure.sudo()._write_guarded(
                {
                    "scoring_state": "consensus",
                    "date_scores_revealed": moment,
                    "revealed_content": content,
                }
            )
            exceptions = procedure.score_exception_ids.juror_id.mapped("name")
            data = {"sha256": digest(content.encode()), "not_counted": exceptions}
            procedure._log("scores_revealed", data, moment=moment)

    def action_close_scoring(self):
        """End the talk: from now on no point changes.

        :raise UserError: not shown yet, or something is missing
        """
        for procedure in self:
            procedure.check_access("write")
            procedure._lock_scoring(is_exclusive=True)
            if procedure.state != "jury" or procedure.scoring_state != "consensus":
                raise UserError(self.env._("Scoring cannot be closed at the moment."))
            procedure._refuse_missing_scores()
            moment = procedure._now().replace(microsecond=0)
            content = procedure._show_scores()
            # sudo: a count over all, which says nothing of a bid
            changes_sudo = self.env["wohnkoord.score.change"].sudo()
            # sudo: nobody reads the frozen scores as a field
            procedure.sudo()._write_guarded(
                {
                    "scoring_state": "closed",
                    "date_scores_revealed": procedure.date_scores_revealed or moment,
                    "date_scoring_closed": moment,
                    "scoring_content": content,
                }
            )
            changes = changes_sudo.search_count([("procedure_id", "=", procedure.id)])
            data = {"sha256": digest(content.encode()), "changes": changes}
            procedure._log("scoring_closed", data, moment=moment)

    def action_view_scores(self):
        """The scores that the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.score_action"
        )
        return {**action, "domain": [("procedure_id", "=", self.id)]}

    # -- parts ---------------------------------------------------------------------------

    def _refuse_missing_scores(self):
        if missing := self._scores_incomplete():
            raise UserError(
                self.env._(
                    "Something is missing yet:\n%(list)s",
                    list="\n".join(f"– {text}" for text in missing),
                )
            )

    def _show_scores(self):
        """Mark all complete scores as shown.

        :return str: all shown scores in canonical form
        """
        # sudo: shown are the scores of all, also those nobody of the office may see
        own_sudo = self.sudo()
        scores_sudo = own_sudo.env["wohnkoord.score"]
        complete = [("procedure_id", "=", self.id), ("is_complete", "=", True)]
        hidden_sudo = scores_sudo.search([*complete, ("is_revealed", "=", False)])
        hidden_sudo._write_guarded({"is_revealed": True})
        seats = {seat.id: seat.name for seat in own_sudo.juror_ids}
        numbers = {bid.id: bid.number for bid in own_sudo.bid_ids}
        names = ["bid_id", "juror_id", "criterion_key", "is_given", "points", "reason"]
        rows = [
            {
                "bid": numbers[row["bid_id"]],
                "seat": seats.get(row["juror_id"], ""),
                "seat_id": row["juror_id"] or 0,
                "criterion": row["criterion_key"],
                "points": decimal_text(row["points"]) if row["is_given"] else None,
                "reason": row["reason"],
            }
            # records would be slow at 100,000
            for row in scores_sudo.search_read(complete, names, load=None)
        ]
        rows.sort(key=lambda row: (row["bid"], row["criterion"], row["seat_id"]))
        return canonical({"procedure": self.uuid, "scores": rows}).decode()

    def _presentation_order(self, seat, bids):
        """The bids in the seat's own order, drawn at the start and for good."""
        seed = self.scoring_seed or ""

        def place(bid):
            return hashlib.sha256(f"{seed} {seat.id} {bid.uuid}".encode()).hexdigest()

        return bids.sorted(place)

    def _log_frozen(self):
        """The scores as shown and as closed, for those without any conflict here."""
        frozen = super()._log_frozen()
        if self._blocked_initiatives(self.env.user):
            return frozen
        own_sudo = self.sudo()  # sudo: only read here, after the check above
        for name in ("revealed_content", "scoring_content"):
            if content := own_sudo[name]:
                frozen.append(
                    {
                        "name": name.replace("content", "scores"),
                        "content": content,
                        "hash": digest(content.encode()),
                    }
                )
        return frozen
