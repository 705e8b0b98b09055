# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from decimal import Decimal

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.procedure_score_save import ScoreStale
from ..tools.canonical import digest
from .procedure_score_common import ScoreCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestScore(ScoreCase):
    """Points by seat: scale, reason, blindness, reveal, changes, end."""

    def _seen(self, user):
        return self.env["wohnkoord.score"].with_user(user)

    def test_scale_and_completeness(self):
        for points in ("3.00", "11.00", "-5.00"):
            with self.assertRaisesRegex(UserError, "steps of the scale"):
                self._give(self.seat, self.bid, points)
        score = self._give(self.seat, self.bid, reason="")
        self.assertFalse(score.is_complete)
        score = self._give(self.seat, self.bid, revision=1)
        self.assertTrue(score.is_complete)
        none = self._give(
            self.seat, self.bid, None, self.keys[1], is_not_assessable=True
        )
        self.assertTrue(none.is_complete)
        self.assertFalse(none.is_given)
        with self.assertRaisesRegex(UserError, "not part of the procedure"):
            self._give(self.seat, self.bid, key="0" * 8)

    def test_who_may(self):
        with self.assertRaisesRegex(UserError, "do not score"):
            self._give(self.seat, self.bid, user=self.second_juror)
        with self.assertRaisesRegex(UserError, "do not score"):
            self._give(self.seat, self.bid, user=self.deputy)
        self._block(self.bid, self.juror)
        with self.assertRaisesRegex(UserError, "do not score"):
            self._give(self.seat, self.bid)
        self.assertTrue(self._give(self.seat, self.bid, user=self.deputy))
        self.assertNotIn(self.bid, self.seat.sudo()._jury_bids(self.juror))
        self.assertIn(self.bid, self.seat.sudo()._jury_bids(self.deputy))

    def test_older_page_overwrites_nothing(self):
        self._give(self.seat, self.bid)
        with self.assertRaises(ScoreStale):
            self._give(self.seat, self.bid, "10.00", revision=0)
        score = self._give(self.seat, self.bid, "10.00", revision=1)
        self.assertEqual((score.points, score.revision), (10, 2))

    def test_blind_on_every_path(self):
        self._give_all(self.seat)
        own = self._give(self.head_seat, self.bid)
        for user in (self.adviser, self.manager):
            scores = self._seen(user)
            expected = own if user == self.manager else own.browse()
            self.assertEqual(scores.search([]), expected)
            self.assertEqual(scores.search([], order="points desc"), expected)
            self.assertEqual(scores.search_count([]), len(expected))
            groups = scores._read_group([], ["bid_id"], ["__count"])
            self.assertEqual(sum(row[1] for row in groups), len(expected))
            self.assertEqual(len(scores.name_search("")), len(expected))
            self.assertFalse(scores.search([("juror_id", "=", self.seat.id)]))
            hidden = self.env["wohnkoord.score"].search(
                [("juror_id", "=", self.seat.id)]
            )
            with self.assertRaises(AccessError):
                hidden.with_user(user).read(["points"])
            with self.assertRaises(AccessError):
                hidden.with_user(user)._export_rows([["points"]])
            procedure = self.procedure.with_user(user)
            self.assertEqual(procedure.score_count, len(expected))
            seat = self.seat.with_user(user)
            self.assertFalse(seat.score_ids & hidden)
            found = seat.search([("score_ids.points", ">=", 5)])
            self.assertNotIn(self.seat, found)
        with self.assertRaises(AccessError):
            self._seen(self.juror).search([])

    def test_reveal_needs_all_or_a_reason(self):
        self._give_all(self.seat | self.head_seat)
        procedure = self.procedure.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "Stadtrat: 6 scores"):
            procedure.action_reveal_scores()
        exceptions = self.env["wohnkoord.score.exception"].with_user(self.adviser)
        values = {"procedure_id": procedure.id, "reason": "Krank"}
        with self.assertRaisesRegex(UserError, "scored everything"):
            exceptions.create({**values, "juror_id": self.seat.id})
        exceptions.create({**values, "juror_id": self.second_seat.id})
        procedure.action_reveal_scores()
        self.assertEqual(len(self._seen(self.adviser).search([])), 12)
        event = self._events("scores_revealed")
        data = json.loads(event.content)
        content = self.procedure.sudo().revealed_content
        self.assertEqual(data["sha256"], digest(content.encode()))
        procedure.action_close_scoring()
        seats = {
            seat
            for by_key in procedure._final_scores().values()
            for points in by_key.values()
            for seat in points
        }
        self.assertEqual(seats, {self.seat.id, self.head_seat.id})
        self.assertFalse(self.procedure._verify_log())

    def test_change_after_the_reveal_keeps_all(self):
        self._give_all()
        self.procedure.with_user(self.adviser).action_reveal_scores()
        with self.assertRaisesRegex(UserError, "say why"):
            self._give(self.seat, self.bid, "10.00", revision=1)
        score = self._give(
            self.seat, self.bid, "10.00", revision=1, why="Nach dem Gespräch"
        )
        change = score.change_ids
        self.assertEqual((change.old_points, change.new_points), (5, 10))
        self.assertEqual(
            (change.reason, change.user_id), ("Nach dem Gespräch", self.juror)
        )
        for query in (
            "UPDATE wohnkoord_score SET points = 0 WHERE id = %s",
            "UPDATE wohnkoord_score SET is_revealed = false WHERE id = %s",
            "DELETE FROM wohnkoord_score WHERE id = %s",
        ):
            self._refused(query, score.id)
        self._refused("DELETE FROM wohnkoord_score_change WHERE id = %s", change.id)
        with self.assertRaises(AccessError):
            score.with_user(self.manager).write({"points": 1})

    @mute_logger("odoo.sql_db")
    def _refused(self, query, record_id):
        self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(query, [record_id])

    def test_closed_is_closed(self):
        self._give_all()
        procedure = self.procedure.with_user(self.adviser)
        self.assertTrue(procedure._scores_missing())
        with self.assertRaises(UserError):
            procedure._final_scores()
        with self.assertRaises(UserError):
            procedure.action_close_scoring()
        procedure.action_reveal_scores()
        procedure.action_close_scoring()
        self.assertFalse(procedure._scores_missing())
        with self.assertRaises(UserError):
            self._give(self.seat, self.bid, "10.00", revision=1, why="Zu spät")
        score = self.env["wohnkoord.score"].search([], limit=1)
        self._refused(
            "UPDATE wohnkoord_score SET reason = 'x', revision = 9 WHERE id = %s",
            score.id,
        )
        figures = procedure._final_scores()
        self.assertEqual(len(figures), 3)
        self.assertEqual(figures[self.bid.id][self.keys[0]][self.seat.id], Decimal(5))
        self.assertNotIn(self.adviser_seat.id, figures[self.bid.id][self.keys[0]])

    def test_recused_seats_count_nothing(self):
        self._give_all()
        self._block(self.bid, self.second_juror)
        procedure = self.procedure.with_user(self.adviser)
        procedure.action_reveal_scores()
        procedure.action_close_scoring()
        points = procedure._final_scores()[self.bid.id][self.keys[0]]
        self.assertEqual(set(points), {self.seat.id, self.head_seat.id})
        self._block(self.bid, self.manager)
        self.assertFalse(
            self._seen(self.manager).search([("bid_id", "=", self.bid.id)])
        )
        self.assertTrue(self._seen(self.manager).search([]))
        frozen = {row["name"] for row in self.procedure._log_frozen()}
        self.assertIn("scoring_scores", frozen)
        blocked = self.procedure.with_user(self.manager)._log_frozen()
        self.assertNotIn("scoring_scores", {row["name"] for row in blocked})

    def test_guarded(self):
        for name, value in (("scoring_state", "closed"), ("scoring_seed", "1")):
            with self.assertRaises(UserError):
                self.procedure.with_user(self.manager).write({name: value})
        with self.assertRaisesRegex(UserError, "starts once"):
            self.procedure.with_user(self.manager).action_start_scoring()
        with self.assertRaises(AccessError):
            self.procedure.with_user(self.steering).action_reveal_scores()

    def test_pages_ask_a_fixed_number_of_queries(self):
        seat = self.seat.sudo()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            seat._jury_bid_cards(self.juror)
            seat._scoring_values(self.bid.sudo(), self.juror)
            self.procedure.sudo()._scores_incomplete()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(27):
            bid = self._make_opened_bid(self.party, field_state="admitted")
            bid._write_guarded({"cover_number": 100 + number})
        self.assertEqual(len(seat._jury_bid_cards(self.juror)), 30)
        self.assertLessEqual(count(), few)

    def test_order_is_recorded(self):
        bids = self.procedure._admitted_bids_sudo()
        order = self.procedure._presentation_order(self.seat, bids)
        self.assertEqual(order, self.procedure._presentation_order(self.seat, bids))
        data = json.loads(self._events("scoring_started").content)
        self.assertEqual(data["seed"], self.procedure.scoring_seed)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestScoreJoint(ScoreCase):
    """The secretary records what the session agreed on."""

    scoring_mode = "joint"

    def _record(self, bid, user, points=("5", "4,00")):
        joint = self.env["wohnkoord.score.joint"].with_user(user)
        joint = joint.create({"procedure_id": self.procedure.id, "bid_id": bid.id})
        for line, value in zip(joint.line_ids, points, strict=True):
            line.write({"points": value, "reason": "Einstimmig"})
        joint.action_save()

    def test_session(self):
        with self.assertRaisesRegex(UserError, "not taken"):
            self._give(self.seat, self.bid)
        self._record(self.bid, self.adviser)
        self._block(self.rival_bid, self.adviser)
        with self.assertRaises(AccessError):
            self._record(self.rival_bid, self.adviser)
        procedure = self.procedure.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "4 scores"):
            procedure.action_close_scoring()
        self._record(self.rival_bid, self.manager)
        self._record(self.third_bid, self.manager)
        self._record(self.bid, self.adviser, ("10", "4"))
        change = self.env["wohnkoord.score.change"].search([])
        self.assertEqual((change.old_points, change.new_points), (5, 10))
        procedure.action_close_scoring()
        points = procedure._final_scores()[self.bid.id]
        self.assertEqual(points[self.keys[0]], {0: Decimal(10)})
