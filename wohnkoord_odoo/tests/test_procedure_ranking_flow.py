# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_score_common import ScoreCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRankingFlow(ScoreCase):
    """From the seats' own scores to the ranking, with nothing replaced in between."""

    def _close(self):
        office = self.procedure.with_user(self.adviser)
        office.action_reveal_scores()
        office.action_close_scoring()
        return office

    def test_not_before_scoring_is_closed(self):
        with self.assertRaises(UserError):
            self.procedure.with_user(self.adviser).action_rank()
        self.assertFalse(self.procedure.ranking_ids)

    def test_recused_seat_does_not_count(self):
        # one seat has a conflict with the third bid and no deputy
        self._block(self.third_bid, self.second_juror)
        for seat in self.seat | self.second_seat | self.head_seat:
            for bid in self.procedure._admitted_bids_sudo():
                if seat._acting_for(bid):
                    best = "10.00" if bid == self.bid else "5.00"
                    self._give(seat, bid, best, self.keys[0])
                    self._give(seat, bid, "4.00", self.keys[1])
        office = self._close()
        office.action_rank()
        ranking = office._current_ranking(self.procedure_lot)
        self.assertEqual(ranking.line_ids[0].bid_id, self.bid)
        seats = ranking._content()["input"]["scores"]
        self.assertEqual(
            set(seats[str(self.third_bid.number)][self.keys[0]]),
            {str(self.seat.id), str(self.head_seat.id)},
        )
        self.assertEqual(len(seats[str(self.bid.number)][self.keys[0]]), 3)
        # the advising seat has no vote
        counting = {
            seat for keys in seats.values() for own in keys.values() for seat in own
        }
        self.assertNotIn(str(self.adviser_seat.id), counting)
        self.assertEqual(ranking.with_user(self.adviser)._defects(), [])
        self.assertEqual(office._verify_log(), [])

    def test_companies_are_apart(self):
        self._give_all()
        office = self._close()
        office.action_rank()
        other = self.env["res.company"].create({"name": "Anderes Amt"})
        foreign = self.env["res.users"].create(
            {
                "name": "Fremd",
                "login": "test_ranking_foreign",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
                "group_ids": [
                    Command.link(self.env.ref("wohnkoord_odoo.group_manager").id)
                ],
            }
        )
        for model in ("ranking", "ranking.line", "draw", "allocation"):
            records = self.env[f"wohnkoord.{model}"].with_user(foreign)
            self.assertFalse(records.search([("procedure_id", "=", self.procedure.id)]))
        with self.assertRaises(AccessError):
            self.procedure.with_user(foreign)._rank()

    def test_queries_do_not_grow_with_the_bids(self):
        self._give_all()
        office = self._close()
        counts = []
        for states in ({self.third_bid: "opened"}, {self.third_bid: "admitted"}):
            for bid, state in states.items():
                bid.sudo()._write_guarded({"state": state})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            (data,) = office._ranking_inputs().values()
            counts.append((len(data["bids"]), self.env.cr.sql_log_count - before))
        (few, queries), (many, more) = counts
        self.assertEqual((few, many), (2, 3))
        self.assertLessEqual(more, queries)
