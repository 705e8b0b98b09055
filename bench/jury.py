# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The ranking of a large procedure: computed alone, and kept through the ORM."""

import random
import statistics
import time
from datetime import datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

from scoring import ScoringBench

from odoo import Command

from odoo.addons.wohnkoord_odoo.tools import ranking as tool
from odoo.addons.wohnkoord_odoo.tools.ranking_robustness import variants

BIDS, SEATS, CRITERIA = 200, 15, 30
POINTS = [Decimal(text) for text in ("0.00", "2.50", "5.00", "7.50", "10.00")]
#: seconds that a ranking may take
LIMIT = 5


class JuryBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report = bench, report
        self.env = bench.data.env
        share = 10 if bench.quick else 1
        self.bids = BIDS // share
        self.runs = 1 if bench.quick else 5

    def run(self, cr):
        data = self.bench.data
        if not hasattr(data, "first_initiative"):
            data.fill_initiatives(self.bids)
        self.officers = data.adviser + data.make_user(
            "bench.ranking", "wohnkoord_odoo.group_manager"
        )
        self.bench.note("ranking: filling")
        procedure, few = self.procedure(self.bids), self.procedure(self.bids // 10)
        queries_few, _seconds = self.rank(few)
        queries, kept = self.rank(procedure)
        # rows are inserted a thousand at a time, however many there are
        assert queries <= queries_few + 5, f"queries grow: {queries_few}, {queries}"
        content = procedure.ranking_ids._content()["input"]
        alone = self.seconds(lambda: tool.document(content))
        again = self.seconds(procedure.ranking_ids._defects)
        changes = self.seconds(lambda: variants(content))
        self.report.title(
            "Ranking",
            f"{self.bids} bids on one plot, {SEATS} seats, {CRITERIA} criteria; the"
            " points are handed over, not read from their table.",
            ("what", "queries", "p50 s"),
        )
        for title, count, seconds in (
            ("computed alone, exact fractions", "", alone),
            ("ranked and kept, with places and log", queries, kept),
            ("checked again from what was kept", "", again),
            ("robustness, each small change", "", changes),
        ):
            self.report.row(title, count, f"{seconds:.2f}")
            if seconds > LIMIT and not self.bench.quick:
                self.bench.is_slow(f"{title}: {seconds:.1f} s")
        ScoringBench(self, SEATS if not self.bench.quick else 2).run(cr)

    def seconds(self, act):
        found = []
        for _run in range(self.runs):
            started = time.perf_counter()
            act()
            found.append(time.perf_counter() - started)
        return statistics.median(found)

    def rank(self, procedure):
        """:return: (queries, seconds)"""
        chance = random.Random(5)
        keys = [row["uuid"] for row in procedure._version_content()["criteria"]]
        scores = {
            bid.id: {
                key: {seat: chance.choice(POINTS) for seat in range(1, SEATS + 1)}
                for key in keys
            }
            for bid in procedure.bid_ids
        }
        Procedure = self.bench.registry["wohnkoord.procedure"]
        self.env.flush_all()
        self.env.invalidate_all()
        with (
            patch.object(Procedure, "_final_scores", lambda own: scores),
            patch.object(Procedure, "_scores_missing", lambda own: []),
        ):
            before, started = self.env.cr.sql_log_count, time.perf_counter()
            procedure._rank()
            self.env.flush_all()
            seconds = time.perf_counter() - started
        return self.env.cr.sql_log_count - before, seconds

    def procedure(self, count):
        """A procedure in the jury with so many admitted bids on one plot."""
        procedure = self.env["wohnkoord.procedure"].create(self.values(count))
        procedure.with_user(self.bench.data.adviser).action_publish()
        first = self.bench.data.first_initiative
        parties = self.env["wohnkoord.registration"].create(
            [
                {"procedure_id": procedure.id, "initiative_id": first + number}
                for number in range(count)
            ]
        )
        self.env["wohnkoord.bid"]._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "state": "admitted",
                    "number": number,
                    "date_submitted": datetime.utcnow().replace(microsecond=0),
                    "version_id": procedure.version_id.id,
                    "registration_id": party.id,
                    "initiative_id": party.initiative_id.id,
                    "procedure_lot_id": procedure.lot_ids.id,
                    "price": 100 + number,
                }
                for number, party in enumerate(parties, 1)
            ]
        )
        procedure._write_guarded({"state": "jury"})
        return procedure

    def values(self, count):
        company = self.env.company
        deadline = datetime.utcnow().replace(microsecond=0) + timedelta(days=90)
        plot = self.env["wohnkoord.plot"].create(
            {"name": f"Rangfolge {count}", "area": 580, "company_id": company.id}
        )
        steps = [
            Command.create({"points": float(points), "name": f"Stufe {points}"})
            for points in POINTS
        ]
        return {
            "name": f"Messung der Rangfolge {count}",
            "company_id": company.id,
            "user_id": self.bench.data.adviser.id,
            "weight_model": "points",
            "date_questions_until": deadline - timedelta(days=30),
            "date_deadline": deadline,
            "resolution_body": "Stadtrat",
            "resolution_number": "VII-DS-00001",
            "resolution_date": datetime.utcnow().date() - timedelta(days=10),
            "officer_ids": [Command.set(self.officers.ids)],
            "lot_ids": [
                Command.create(
                    {
                        "number": 1,
                        "plot_id": plot.id,
                        "tenure": "sale",
                        "price_model": "bid",
                        "price_weight": 20,
                    }
                )
            ],
            "criterion_ids": [
                Command.create({"name": f"Kriterium {number}", "step_ids": steps})
                for number in range(CRITERIA)
            ],
        }
