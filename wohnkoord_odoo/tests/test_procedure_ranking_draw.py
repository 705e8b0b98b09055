# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools.redaction import Redactor
from .test_procedure_ranking import RankingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRankingDraw(RankingCase):
    def setUp(self):
        super().setUp()
        self._all_equal()
        self.ranking = self._rank()
        self.tied = self.bid | self.rival_bid | self.third_bid
        self.order = self.third_bid + self.bid + self.rival_bid

    def _values(self, **values):
        return {
            "date": self.procedure._now() - timedelta(minutes=1),
            "place": "Rathaus, Raum 1",
            "drawer_name": "Anke Probe",
            "witness_name": "Norbert Notar",
            **values,
        }

    def _record(self, order=None, user=None, **values):
        draws = self.env["wohnkoord.draw"].with_user(user or self.adviser)
        ranking = self.ranking.with_user(user or self.adviser)
        return draws._record(
            ranking, self.order if order is None else order, self._values(**values)
        )

    def _check_minutes(self, draw):
        """The minutes say who drew, who watched, where, when, and what came of it."""
        (row,) = self.procedure._minutes_draws()
        self.assertEqual(row["order"], json.loads(draw.content)["order"])
        self.assertEqual(row["date"], str(draw.date.replace(microsecond=0)))
        for name in ("place", "drawer_name", "witness_name"):
            self.assertEqual(row[name], draw[name])
        self.assertEqual(row["sha256"], draw.hash)
        redacted = Redactor({}).data(row)
        self.assertNotIn(draw.drawer_name, str(redacted))
        self.assertNotIn(draw.witness_name, str(redacted))

    def test_equal_bids_share_the_place_and_wait_for_a_draw(self):
        self.assertEqual(self.ranking.line_ids.mapped("rank"), [1, 1, 1])
        self.assertEqual(self.ranking.open_tie_count, 1)
        self.assertEqual(len(self.procedure._rankings_missing()), 1)
        with self.assertRaises(UserError):
            self.procedure.with_user(self.adviser).action_propose_allocation()

    def test_draw_decides(self):
        draw = self._record()
        self._check_minutes(draw)
        current = self.procedure._current_ranking(self.procedure_lot)
        self.assertEqual(current.line_ids.bid_id.ids, self.order.ids)
        self.assertEqual(current.line_ids.mapped("rank"), [1, 2, 3])
        self.assertEqual(self.procedure._rankings_missing(), [])
        (event,) = self._events("drawn")
        data = json.loads(event.content)
        self.assertEqual((data["order"], data["sha256"]), ([3, 1, 2], draw.hash))
        names = {
            item["name"]
            for item in self.procedure.with_user(self.adviser)._log_frozen()
        }
        self.assertEqual(
            names, {"ranking-1-1.json", "ranking-1-2.json", "draw-1-1.json"}
        )
        self.assertEqual(self.procedure.with_user(self.adviser)._verify_log(), [])

    def test_draw_stands_in_the_minutes(self):
        self._record(witness_role="Notar")
        [draw] = self.procedure._minutes_data()["draws"]
        self.assertEqual((draw["lot"], draw["order"]), (1, [3, 1, 2]))
        minutes = self.env["wohnkoord.minutes"].new({"procedure_id": self.procedure.id})
        blocks = str(list(minutes._draw_tables({"draws": [draw]})))
        for word in ("Norbert Notar, Notar", "Anke Probe", "3, 1, 2"):
            self.assertIn(word, blocks)
        # minutes that were final before have no draws in them
        self.assertFalse(list(minutes._draw_tables({})))

    def test_nobody_draws_again(self):
        self._record()
        with self.assertRaises(UserError):
            self._record(order=self.rival_bid + self.bid + self.third_bid)
        self.ranking = self.procedure._current_ranking(self.procedure_lot)
        with self.assertRaises(UserError):
            self._record(order=self.rival_bid + self.bid + self.third_bid)

    def test_refused(self):
        for order in (self.bid + self.rival_bid, self.bid, self.tied + self.bid):
            with self.assertRaises(UserError):
                self._record(order=order)
        for values in (
            {"witness_name": " anke PROBE "},
            {"witness_name": ""},
            {"place": " "},
            {"drawer_name": None},
            {"date": self.procedure._now() + timedelta(hours=1)},
            {"date": None},
        ):
            with self.assertRaises(UserError):
                self._record(**values)
        self.assertFalse(self.procedure.draw_ids)

    def test_access(self):
        with self.assertRaises(AccessError):
            self._record(user=self.juror)
        self._block(self.bid, self.manager)
        with self.assertRaises(AccessError):
            self._record(user=self.manager)
        draw = self._record()
        self.assertFalse(self.env["wohnkoord.draw"].with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            draw.with_user(self.adviser).create({})
        with self.assertRaises(AccessError):
            draw.with_user(self.adviser).unlink()
        for act in (draw.sudo().write, draw.sudo().create):
            with self.assertRaises(UserError):
                act({"place": "Anderswo"})
        for statement in (
            "UPDATE wohnkoord_draw SET place = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_draw WHERE id = %s",
            "DELETE FROM wohnkoord_draw_bid_rel WHERE draw_id = %s",
        ):
            with self._refused_by_database():
                self.env.cr.execute(statement, [draw.id])

    def test_who_has_a_conflict_does_not_learn_of_the_tie(self):
        (told,) = self.procedure.with_user(self.adviser)._rankings_missing()
        self._block(self.bid, self.manager)
        (hidden,) = self.procedure.with_user(self.manager)._rankings_missing()
        self.assertIn("equal", told)
        self.assertNotIn("equal", hidden)

    def test_dialog(self):
        action = self.ranking.with_user(self.adviser).action_record_draw()
        dialog = self.env["wohnkoord.draw.dialog"].with_user(self.adviser)
        dialog = dialog.browse(action["res_id"])
        self.assertEqual(dialog.line_ids.bid_id, self.tied)
        with Form(dialog) as form:
            form.place, form.witness_name = "Rathaus", "Norbert Notar"
        for sequence, bid in enumerate(self.order):
            line = dialog.line_ids.filtered(lambda line, bid=bid: line.bid_id == bid)
            line.sequence = sequence
        with self._at(self.procedure._now() + timedelta(minutes=1)):
            result = dialog.action_record()
        ranking = self.env["wohnkoord.ranking"].browse(result["res_id"])
        self.assertEqual(ranking.line_ids.bid_id.ids, self.order.ids)

    def test_allocation_is_a_proposal(self):
        self._record()
        action = self.procedure.with_user(self.adviser).action_propose_allocation()
        allocation = self.env["wohnkoord.allocation"].browse(action["res_id"])
        self.assertEqual(json.loads(allocation.content)["lots"][0]["bid"], 3)
        self.assertIn("Dritte im Bunde", allocation.page)
        (event,) = self._events("allocation_proposed")
        self.assertEqual(json.loads(event.content)["sha256"], allocation.hash)
        with self._refused_by_database():
            self.env.cr.execute(
                "DELETE FROM wohnkoord_allocation WHERE id = %s", [allocation.id]
            )
