# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Scoring in a large procedure: the seats' pages and saves, the office's acts and views."""

import json
import statistics
import time
from datetime import datetime

from pages import Browser
from views import open_form, open_list

from odoo import Command, api
from odoo.tools import SQL

PASSWORD = "messung-der-punkte"
#: milliseconds that a page of a seat, one save, and a view of the office may take; its
#: views count all points
PAGE_MS, SAVE_MS, VIEW_MS = 300, 200, 1000
#: seconds that an act over all points may take
ACT = 60
CORE_PAGE = "/my"
SCORES = "wohnkoord.score"


class ScoringBench:
    """:param jury: the measurements of the ranking, whose procedures are used"""

    def __init__(self, jury, seats):
        self.jury, self.bench, self.env = jury, jury.bench, jury.env
        self.report, self.quick = jury.report, jury.bench.quick
        self.runs = 1 if self.quick else 20
        self.seat_count = seats

    def run(self, cr):
        self.bench.note("scoring: filling")
        few = self.prepare(max(self.jury.bids // 10, 2), self.users("few"))
        many = self.prepare(self.jury.bids, self.users("many"))
        cr.commit()
        pages = [self.seat_pages(*few), self.seat_pages(*many)]
        self.go_on(cr)
        self.rows, self.pages = [], []
        self.page_rows("before the points are shown", pages)
        for procedure, _seat in (few, many):
            self.fill(procedure)
        self.go_on(cr)
        blind = [self.office_pages(*few), self.office_pages(*many)]
        self.act("all points shown at once", many[0], "action_reveal_scores")
        few[0].with_user(self.bench.data.adviser).action_reveal_scores()
        self.go_on(cr)
        pages = [self.seat_pages(*few), self.seat_pages(*many)]
        self.go_on(cr)
        self.page_rows("while the points are talked over", pages)
        office = [self.office_pages(*few), self.office_pages(*many)]
        self.page_rows("office, before they are shown", blind)
        self.page_rows("office, while they are talked over", office)
        self.act("scoring closed", many[0], "action_close_scoring")
        self.act("ranked from the points, and kept", many[0], "_rank")
        self.tables(len(many[0].bid_ids), pages[1][CORE_PAGE])

    def go_on(self, cr):
        """Others see what was done here, and what they did is seen here."""
        cr.commit()
        self.env.invalidate_all()

    # -- filling -----------------------------------------------------------------------------

    def users(self, name):
        users = self.env["res.users"]
        for number in range(self.seat_count):
            users += self.bench.data.make_user(
                f"bench.seat.{name}.{number}", "base.group_portal"
            )
        users[0].password = PASSWORD
        return users

    def prepare(self, count, users):
        """A procedure whose scoring has begun.

        :return: (procedure, its first seat)
        """
        procedure = self.jury.procedure(count)
        procedure._write_guarded({"state": "opened"})
        procedure.juror_ids = [
            Command.create({"name": f"Sitz {number:02}", "user_id": user.id})
            for number, user in enumerate(users, 1)
        ]
        procedure._write_guarded({"state": "jury"})
        for bid in procedure.bid_ids:
            text = {"statement": "Wir bauen gemeinsam und bleiben. " * 150}
            bid._write_guarded({"content": json.dumps(text)})
        self.declare(procedure)
        procedure.with_user(self.bench.data.adviser).action_start_scoring()
        return procedure, procedure.juror_ids[0]

    def declare(self, procedure):
        """No seat has a conflict with any bidder."""
        self.env["wohnkoord.conflict"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "juror_id": seat.id,
                    "user_id": seat.user_id.id,
                    "initiative_id": initiative.id,
                    "kind": "none",
                    "date": datetime.utcnow().replace(microsecond=0),
                }
                for seat in procedure.juror_ids
                for initiative in procedure.bid_ids.initiative_id
            ]
        )
        procedure._sync_blocked()

    def fill(self, procedure):
        """All seats have scored all bids: points by chance, a reason for each."""
        leaves = procedure._scored_criteria()
        steps = [float(step["points"]) for step in leaves[0]["steps"]]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO wohnkoord_score
                    (bid_id, procedure_id, company_id, juror_id, user_id, criterion_key,
                     criterion_name, is_given, points, reason, date, revision,
                     is_complete)
                SELECT b.id, b.procedure_id, b.company_id, j.id, j.user_id, c.key, c.label,
                       true, (%s::numeric[])[1 + (b.id + j.id * 7 + c.place * 3) %% %s],
                       'Ein Satz, der die Punkte begründet, wie ihn jeder Sitz schreibt.',
                       now() AT TIME ZONE 'UTC', 1, true
                  FROM wohnkoord_bid b
                  JOIN wohnkoord_juror j ON j.procedure_id = b.procedure_id
                 CROSS JOIN unnest(%s, %s) WITH ORDINALITY AS c (key, label, place)
                 WHERE b.procedure_id = %s
                ON CONFLICT DO NOTHING
                """,
                steps,
                len(steps),
                [leaf["key"] for leaf in leaves],
                [leaf["label"] for leaf in leaves],
                procedure.id,
            )
        )
        self.env.cr.execute("ANALYZE wohnkoord_score")
        self.env.invalidate_all()

    # -- pages of a seat -----------------------------------------------------------------------

    def seat_pages(self, procedure, seat):
        """:return dict: page -> (queries, p50 ms, p95 ms, kB)"""
        browser = Browser().login(seat.user_id.login, PASSWORD)
        path = f"/my/jury/{seat.id}"
        bid = f"{path}/bids/{procedure.bid_ids[0].id}"
        found = {}
        for name, page in (
            ("/my/jury/<id>", path),
            ("/my/jury/<id>/bids/<id>", bid),
            (CORE_PAGE, CORE_PAGE),
        ):
            self.bench.note(f"page {name}")
            found[name] = browser.timings(page, self.runs)
        name = "saving one criterion as it is typed"
        self.bench.note(name)
        found[name] = self.saves(browser, procedure, seat, bid)
        return found

    def saves(self, browser, procedure, seat, path):
        """Points of one criterion, given again and again."""
        leaf = procedure._scored_criteria()[0]
        token = browser.token(path)
        answers, visits = [], []
        for number in range(self.runs + 2):
            with self.bench.registry.cursor() as cr:
                env = api.Environment(cr, api.SUPERUSER_ID, {})
                score = env[SCORES].search(
                    [
                        ("bid_id", "=", procedure.bid_ids[0].id),
                        ("juror_id", "=", seat.id),
                        ("criterion_key", "=", leaf["key"]),
                    ]
                )
                revision = score.revision
            answer, queries, seconds = browser.post(
                f"{path}/autosave",
                {
                    "csrf_token": token,
                    f"points_{leaf['key']}": leaf["steps"][number % 2]["points"],
                    f"reason_{leaf['key']}": f"Begründung {number}",
                    f"why_{leaf['key']}": "Im Gespräch geändert",
                    f"revision_{leaf['key']}": str(revision),
                },
            )
            assert "revisions" in answer.get_json(), answer.get_json()
            answers.append(len(answer.get_data()) / 1024)
            if number >= 2:  # the first ones warm the caches
                visits.append((queries, 1000 * seconds))
        times = sorted(visit[1] for visit in visits)
        return (
            max(visit[0] for visit in visits),
            statistics.median(times),
            times[int(len(times) * 0.95)],
            answers[-1],
        )

    # -- the office ------------------------------------------------------------------------------

    def office_pages(self, procedure, _seat):
        """:return dict: view -> (queries, p50 ms, "", "")"""
        self.bench.note("views of the office")
        found = {
            "the procedure's form": open_form(
                self.bench.registry,
                self.bench.uid,
                "wohnkoord.procedure",
                None,
                procedure.id,
                runs=self.runs,
            )
        }
        if procedure.scoring_state != "blind":  # nobody sees points before
            found["list of scores (first 80)"] = open_list(
                self.bench.registry,
                self.bench.uid,
                SCORES,
                "wohnkoord_odoo.score_view_list",
                domain=[("procedure_id", "=", procedure.id)],
                runs=self.runs,
            )
            found["scores, bids by seats"] = self.measured(self.pivot, procedure)
        return {name: (*figures, "", "") for name, figures in found.items()}

    def measured(self, act, procedure):
        """:return: (queries, p50 ms), as the adviser and with an empty cache"""
        times, queries = [], 0
        with self.bench.registry.cursor() as cr:
            env = api.Environment(cr, self.bench.uid, {"lang": "de_DE"})
            for _run in range(self.runs + 1):
                env.invalidate_all()
                before, started = cr.sql_log_count, time.perf_counter()
                act(env, procedure.id)
                times.append(1000 * (time.perf_counter() - started))
                queries = cr.sql_log_count - before
        return queries, statistics.median(times[1:])

    def pivot(self, env, procedure_id):
        env[SCORES].formatted_read_grouping_sets(
            [("procedure_id", "=", procedure_id)],
            [[], ["bid_id"], ["juror_id"], ["bid_id", "juror_id"]],
            ["__count"],
        )

    def act(self, title, procedure, method):
        """An act over all points, of the adviser."""
        self.bench.note(title)
        acting = procedure.with_user(self.bench.data.adviser)
        self.env.flush_all()
        self.env.invalidate_all()
        before, started = self.env.cr.sql_log_count, time.perf_counter()
        getattr(acting, method)()
        self.env.flush_all()
        seconds = time.perf_counter() - started
        self.rows.append((title, self.env.cr.sql_log_count - before, f"{seconds:.2f}"))
        if seconds > ACT and not self.quick:
            self.bench.is_slow(f"{title}: {seconds:.0f} s")

    # -- tables ----------------------------------------------------------------------------------

    def page_rows(self, when, pages):
        few, many = pages
        for name in many:
            if name != CORE_PAGE:
                self.pages.append((name, when, few[name], many[name]))

    def tables(self, bids, core):
        few_bids = max(self.jury.bids // 10, 2)
        criteria = len(self.jury.values(1)["criterion_ids"])
        self.report.title(
            "Scoring",
            f"{bids} bids, {self.seat_count} seats, {criteria} criteria:"
            f" {bids * self.seat_count * criteria:,} points with reasons; beside it at"
            f" {few_bids} bids. Whole requests of a seat through Odoo's application in this"
            " process, and what the web client asks for in the office, with an empty"
            f" cache. Core's portal page {CORE_PAGE}: {core[0]} queries, {core[1]:.0f} ms.",
            ("page", "when", f"queries at {few_bids}", "queries")
            + (f"p50 ms at {few_bids}", "p50 ms", "p95 ms", "kB"),
        )
        for name, when, few, many in self.pages:
            assert many[0] <= few[0] + 5, f"{name}: queries: {few[0]}, {many[0]}"
            limit = PAGE_MS if name.startswith("/my") else VIEW_MS
            limit = SAVE_MS if name.startswith("saving") else limit
            if many[1] > limit and not self.quick:
                self.bench.is_slow(f"{name}, {when}: {many[1]:.0f} ms")
            self.report.row(
                name,
                when,
                few[0],
                many[0],
                f"{few[1]:.0f}",
                f"{many[1]:.0f}",
                *(f"{value:.0f}" if value != "" else "" for value in many[2:]),
            )
        self.report.title(
            "Acts over all points",
            "In the same procedure, one after the other.",
            ("what", "queries", "seconds"),
        )
        for row in self.rows:
            self.report.row(*row)
