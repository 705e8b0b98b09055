# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from decimal import Decimal
from unittest.mock import patch

from psycopg2.errors import IntegrityConstraintViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import ranking as tool
from ..tools.canonical import canonical, digest
from .procedure_jury_common import JuryCase


class RankingCase(JuryCase):
    """A jury whose points are what ``points`` says: (bid, criterion's place) -> values.

    A value per seat; None is "not assessable".
    """

    def setUp(self):
        super().setUp()
        self._to_state("jury")
        self._declare_all()
        self.points = {
            (bid, index): ("5", "5", "5")
            for bid in self.bid | self.rival_bid | self.third_bid
            for index in range(2)
        }
        self.points[self.bid, 0] = ("10", "10", "5")
        self.points[self.rival_bid, 1] = ("8", "4", "8")
        Procedure = self.env.registry["wohnkoord.procedure"]
        for name, method in (
            ("_final_scores", lambda procedure: self._scores()),
            ("_scores_missing", lambda procedure: self.lacking),
        ):
            self.startPatcher(patch.object(Procedure, name, method, create=True))
        self.lacking = []

    def _scores(self):
        seats = self.seat, self.second_seat, self.head_seat
        found = {}
        for (bid, index), values in self.points.items():
            found.setdefault(bid.id, {})[self.criteria[index]["uuid"]] = {
                seat.id: None if value is None else Decimal(value)
                for seat, value in zip(seats, values, strict=True)
            }
        return found

    def _all_equal(self):
        self.points = dict.fromkeys(self.points, ("5", "5", "5"))

    def _rank(self, user=None, **values):
        return self.procedure.with_user(user or self.adviser)._rank(**values)

    def _block(self, bid, user):
        """As a declared conflict leaves it behind."""
        self.env.cr.execute(
            "INSERT INTO wohnkoord_bid_blocked_rel (bid_id, user_id) VALUES (%s, %s)",
            [bid.id, user.id],
        )
        self.env.invalidate_all()

    @contextmanager
    def _refused_by_database(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityConstraintViolation),
            self.env.cr.savepoint(),
        ):
            yield


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRanking(RankingCase):
    def test_places(self):
        ranking = self._rank()
        self.assertEqual(
            [(line.bid_id, line.rank, line.points) for line in ranking.line_ids],
            [
                (self.bid, 1, 75.0),
                (self.rival_bid, 2, 63.3333),
                (self.third_bid, 3, 55.0),
            ],
        )
        first = ranking.line_ids.filtered(lambda line: line.bid_id == self.bid)
        # 60 % of 25/3 of 10, and 40 % of 5 of 8
        self.assertEqual(first.concept_points, 75.0)
        self.assertEqual(first.points, 75.0)
        self.assertEqual(first.rank, 1)
        self.assertTrue(ranking.is_current)
        self.assertEqual(self.procedure._current_ranking(self.procedure_lot), ranking)

    def test_log_names_the_hash_and_gives_the_ranking_again(self):
        ranking = self._rank()
        (event,) = self._events("ranked")
        self.assertEqual(json.loads(event.content)["sha256"], ranking.hash)
        # from the exported log alone
        (frozen,) = self.procedure.with_user(self.adviser)._log_frozen()
        content = json.loads(frozen["content"])
        again = canonical(tool.document(content["input"]))
        self.assertEqual(digest(again), ranking.hash)
        self.assertEqual(digest(again), frozen["hash"])
        self.assertEqual(self.procedure.with_user(self.adviser)._verify_log(), [])

    def test_process_and_order_do_not_matter(self):
        """Another process with another seed of hashes computes the same document."""
        ranking = self._rank()
        folder = os.path.dirname(os.path.dirname(tool.__file__))
        code = (
            "import sys, json, importlib, types;"
            "pack = types.ModuleType('t'); pack.__path__ = [sys.argv[1]];"
            "sys.modules['t'] = pack;"
            "r = importlib.import_module('t.ranking');"
            "c = importlib.import_module('t.canonical');"
            "print(c.digest(r.document(json.load(sys.stdin)['input'])))"
        )
        for seed in ("0", "1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", code, os.path.join(folder, "tools")],
                input=ranking.content,
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            )
            self.assertEqual(done.stdout.strip(), ranking.hash)

    def test_same_input_keeps_the_ranking(self):
        ranking = self._rank()
        self.assertFalse(self._rank())
        self.assertEqual(self.procedure.ranking_ids, ranking)

    def test_new_input_needs_a_reason_and_replaces(self):
        before = self._rank()
        self.points[self.third_bid, 0] = ("10", "10", "10")
        with self.assertRaises(UserError):
            self._rank()
        before.with_user(self.adviser).action_renew("Schreibfehler")
        after = self.procedure._current_ranking(self.procedure_lot)
        self.assertNotEqual(after, before)
        self.assertEqual(
            (after.number, after.reason, before.is_current), (2, "Schreibfehler", False)
        )
        self.assertEqual(len(self._events("ranked")), 2)

    def test_missing(self):
        self.assertEqual(len(self.procedure._rankings_missing()), 1)
        texts = [item["text"] for item in self.procedure._missing("recommend")]
        self.assertEqual(texts.count(self.procedure._rankings_missing()[0]), 1)
        self._rank()
        self.assertEqual(self.procedure._rankings_missing(), [])
        self.lacking = ["Sitz 1 fehlt."]
        with self.assertRaisesRegex(UserError, "Sitz 1"):
            self._rank()

    def test_not_assessable_is_not_zero(self):
        self.points[self.third_bid, 0] = (None, None, "10")
        ranking = self._rank()
        line = ranking.line_ids.filtered(lambda line: line.bid_id == self.third_bid)
        self.assertEqual(line.points, 85.0)
        self.points[self.third_bid, 0] = (None, None, None)
        with self.assertRaisesRegex(UserError, "bid 3"):
            self._rank(reason="Nachtrag")

    def test_stale_ranking_stops_the_recommendation(self):
        self._rank()
        self.points[self.third_bid, 0] = ("10", "10", "10")
        with patch.object(
            self.env.registry["wohnkoord.procedure"], "_missing", lambda *args: []
        ):
            with self.assertRaisesRegex(UserError, "rank again"):
                self.procedure._check_step("recommend")
            self._rank(reason="Neue Punkte")
            self.procedure._check_step("recommend")

    def test_only_at_the_jury(self):
        self._to_state("recommended")
        with self.assertRaises(UserError):
            self._rank()

    def test_live_rows_do_not_count(self):
        """Weights are those that were published, whatever the table says now."""
        ranking = self._rank()
        self.env.cr.execute(
            "UPDATE wohnkoord_criterion SET weight = 50 WHERE procedure_id = %s",
            [self.procedure.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.procedure._stale_rankings())
        self.assertFalse(self._rank())
        self.assertTrue(ranking.is_current)

    # -- nobody changes it ---------------------------------------------------------------

    def test_database_refuses(self):
        ranking = self._rank()
        for statement in (
            "UPDATE wohnkoord_ranking SET content = '{}' WHERE id = %s",
            "UPDATE wohnkoord_ranking SET hash = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_ranking WHERE id = %s",
            "UPDATE wohnkoord_ranking_line SET rank = 1 WHERE ranking_id = %s",
            "DELETE FROM wohnkoord_ranking_line WHERE ranking_id = %s",
        ):
            with self._refused_by_database():
                self.env.cr.execute(statement, [ranking.id])

    def test_office_writes_nothing(self):
        ranking = self._rank()
        for user in (self.adviser, self.manager):
            for record, vals in (
                (ranking, {"is_current": False}),
                (ranking.line_ids[0], {"rank": 1}),
            ):
                record = record.with_user(user)
                # assertRaises takes one class: an AccessError is a UserError
                with self.assertRaises(UserError):
                    record.write(vals)
                with self.assertRaises(AccessError):
                    record.check_access("write")
                with self.assertRaises(AccessError):
                    record.unlink()
                with self.assertRaises(AccessError):
                    record.create({})
        with self.assertRaises(UserError):
            ranking.sudo().write({"hash": "x"})

    def test_verify_finds_a_forged_ranking(self):
        ranking = self._rank()
        self.assertEqual(
            ranking.with_user(self.adviser).action_verify()["params"]["type"], "success"
        )
        content = ranking._content()
        content["result"]["places"][0]["points"] = "99.0000"
        forged = canonical(content).decode()
        self.env.cr.execute("ALTER TABLE wohnkoord_ranking DISABLE TRIGGER USER")
        for values in (
            (forged, ranking.hash),
            (forged, digest(forged.encode())),
        ):
            self.env.cr.execute(
                "UPDATE wohnkoord_ranking SET content = %s, hash = %s WHERE id = %s",
                [*values, ranking.id],
            )
            ranking.invalidate_recordset()
            self.assertTrue(ranking._defects())
            with self.assertRaises(UserError):
                ranking.with_user(self.adviser).action_verify()

    def test_verify_finds_a_forged_place(self):
        ranking = self._rank()
        self.assertEqual(ranking._defects(), [])
        self.env.cr.execute("ALTER TABLE wohnkoord_ranking_line DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE wohnkoord_ranking_line SET rank = 1 WHERE id = %s",
            [ranking.line_ids[1].id],
        )
        self.env.invalidate_all()
        self.assertTrue(ranking._defects())

    # -- who may see it ------------------------------------------------------------------

    def test_conflict_closes_all(self):
        ranking = self._rank()
        self.procedure.with_user(self.adviser).action_propose_allocation()
        self._block(self.third_bid, self.manager)
        for model in ("ranking", "ranking.line", "allocation", "draw"):
            found = self.env[f"wohnkoord.{model}"].with_user(self.manager)
            self.assertFalse(
                found.search([("procedure_id", "=", self.procedure.id)]), model
            )
        own = ranking.with_user(self.manager)
        procedure = self.procedure.with_user(self.manager)
        for act in (
            lambda: own.content,
            own.action_verify,
            own.action_record_draw,
            lambda: own.action_renew("x"),
            procedure.action_rank,
            procedure.action_propose_allocation,
            procedure.action_toggle_robustness,
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(self.procedure.with_user(self.manager)._log_frozen(), [])
        self.assertTrue(ranking.with_user(self.adviser).content)

    def test_others_see_nothing(self):
        ranking = self._rank()
        for user in (self.juror, self.spokesperson):
            with self.assertRaises(AccessError):
                ranking.with_user(user).read(["content"])
            with self.assertRaises(AccessError):
                self._rank(user=user)

    # -- the view of the office ----------------------------------------------------------

    def test_robustness_is_off_and_leaves_no_trace(self):
        ranking = self._rank().with_user(self.adviser)
        self.assertFalse(ranking.robustness_page)
        count = self.procedure.log_count
        ranking.procedure_id.action_toggle_robustness()
        self.assertIn("Stadtrat", ranking.robustness_page)
        self.assertEqual(self.procedure.log_count, count)
        self.assertNotIn("robust", str(self.procedure._log_frozen()).lower())
        ranking.procedure_id.action_toggle_robustness()
        self.assertFalse(ranking.robustness_page)
        self.assertTrue(ranking.is_current)
