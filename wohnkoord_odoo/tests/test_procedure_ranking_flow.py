# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

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
        self._give_all()
        self._give(self.seat, self.bid, "10.00", self.keys[0])
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
        self.assertNotIn(str(self.adviser_seat.id), json.dumps(seats))
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
        for number in (2, 3):
            (self.third_bid if number == 2 else self.bid).invalidate_recordset()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.env.cr.savepoint(flush=False) as savepoint:
                if number == 2:
                    self.third_bid.sudo().write({"state": "opened"})
                    self.env.flush_all()
                start = self.env.cr.sql_log_count
                data = office._ranking_inputs()
                counts.append(self.env.cr.sql_log_count - start)
                self.assertEqual(len(next(iter(data.values()))["bids"]), number)
                savepoint.rollback()
            self.env.invalidate_all()
            self.assertGreater(self.env.cr.sql_log_count, before)
        self.assertLessEqual(counts[1] - counts[0], 2)
