# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Measurements of procedures: bids with files, the opening, pages, lists, the log."""

import statistics
import time

from bids import BidBench
from pages import Browser
from procedure_data import LOTS, PASSWORD

from odoo import api

FEW = {
    "procedures": 30,
    "registrations": 300,
    "bids": 300,
    "questions": 150,
    "events": 600,
}
MANY = {
    "procedures": 1_000,
    "registrations": 17_000,
    "bids": 17_000,
    "questions": 5_000,
    "events": 200_000,
}
INITIATIVES, CONTACTS = 10_000, 20_000
PAGES = (
    "/procedures",
    "/procedures?page=2",
    "/procedures?status=open",
    "/procedures?district=%(district)s",
    "/procedures/%(slug)s",
    "/procedures/%(slug)s/lots.geojson",
    "/procedures/%(slug)s/feed.rss",
    "/procedures/%(slug)s/calendar.ics",
    "/procedures/feed.rss",
    "/procedures/calendar.ics",
)
PORTAL = (
    "/my/procedures",
    "/my/procedures/%(party)s",
    "/my/procedures/%(party)s/bids",
)
#: 200 procedures as a whole: not held to a page's time
WHOLE = "/procedures/calendar.ics"
PAGE_MS, CORE_PAGE = 150, "/my"
OFFICE = "wohnkoord_odoo."
LISTS = (
    ("procedures", "wohnkoord.procedure", "procedure_view_list"),
    ("plots", "wohnkoord.plot", "plot_view_list"),
    ("lots", "wohnkoord.procedure.lot", "procedure_lot_view_list"),
    ("bids", "wohnkoord.bid", "bid_view_list"),
    ("registrations", "wohnkoord.registration", "registration_view_list"),
    ("questions", "wohnkoord.question", "question_view_list"),
    ("events", "wohnkoord.procedure.event", "procedure_event_view_list"),
)


class ProcedureBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report = bench, report
        self.quick, self.env = bench.quick, bench.data.env
        self.runs = 1 if self.quick else 20

    def run(self, cr):
        bench, data = self.bench, self.bench.data
        share = 30 if self.quick else 1
        if not hasattr(data, "first_initiative"):
            data.fill_initiatives(INITIATIVES // share)
        if not hasattr(data, "first_contact"):
            data.fill_contacts(CONTACTS // share)
        bids = BidBench(bench, self.report)
        self.data = bids.data
        self.procedure, self.users = bids.run(cr)
        self.parties = self.procedure.registration_ids
        # a second one, as the first is opened
        bench.note("filling: procedures")
        self.running = self.data.make_procedure("Messung der Seiten")
        self.env["wohnkoord.registration"].create(
            {
                "procedure_id": self.running.id,
                "initiative_id": self.parties[0].initiative_id.id,
            }
        )
        cr.commit()
        sizes = FEW
        self.data.fill(self.running, FEW)
        few = self.pages(), self.log()
        if not self.quick:
            bench.note("filling: procedures, many")
            sizes = {name: count - FEW[name] for name, count in MANY.items()}
            self.data.fill(self.running, sizes)
            sizes = MANY
        many = (self.pages(), self.log()) if not self.quick else few
        self.page_table(sizes, few[0], many[0])
        self.log_table(sizes, few[1], many[1])
        self.lists({**sizes, "plots": sizes["procedures"] * LOTS})

    # -- pages -----------------------------------------------------------------------------

    def pages(self):
        """:return: dict of page to (queries, p50 ms, p95 ms, kB)"""
        names = self.names()
        visitor = Browser()
        bidder = Browser().login(self.users[0].login, PASSWORD)
        found = {}
        for browser, pages in ((visitor, PAGES), (bidder, (*PORTAL, CORE_PAGE))):
            for page in pages:
                self.bench.note(f"page {page}")
                found[page] = browser.timings(page % names, self.runs)
        return found

    def names(self):
        return {
            "slug": self.running.slug,
            "district": self.env["wohnkoord.district"].search([], limit=1).id,
            "party": self.parties[0].id,
        }

    def page_table(self, sizes, few, many):
        core = many[CORE_PAGE]
        self.report.title(
            "Public pages and portal of procedures",
            f"Whole requests at {sizes['procedures']:,} procedures of {LOTS} lots, through"
            f" Odoo's application in this process; beside it at {FEW['procedures']}."
            f" Ratio: to core's portal page {CORE_PAGE} ({core[0]} queries,"
            f" {core[1]:.0f} ms).",
            ("page", f"queries at {FEW['procedures']}", "queries")
            + (f"p50 ms at {FEW['procedures']}", "p50 ms", "p95 ms", "kB", "ratio"),
        )
        names = {"slug": "<slug>", "district": "<id>", "party": "<id>"}
        for page in (*PAGES, *PORTAL):
            queries, median, most, size = many[page]
            if page != WHOLE:
                assert queries <= few[page][0] + 2, f"{page}: queries: {few[page]}"
                if median > PAGE_MS and not self.quick:
                    self.bench.is_slow(f"{page} takes {median:.0f} ms")
            self.report.row(
                page % names,
                few[page][0],
                queries,
                f"{few[page][1]:.0f}",
                f"{median:.0f}",
                f"{most:.0f}",
                f"{size:.0f}",
                f"{median / core[1]:.1f}",
            )

    # -- the log ---------------------------------------------------------------------------

    def log(self):
        """Append to the log, each in a transaction of its own.

        :return: (queries, seconds of each)
        """
        self.bench.note("saving in the log")
        seconds, queries = [], []
        for number in range(10 if self.quick else 100):
            with self.bench.registry.cursor() as cr:
                env = api.Environment(cr, self.bench.uid, {"lang": "de_DE"})
                procedure = env["wohnkoord.procedure"].browse(self.data.first)
                before, started = cr.sql_log_count, time.perf_counter()
                procedure._log("measured", {"number": number})
                env.flush_all()
                cr.commit()
                if number >= 5:  # the first ones warm the caches
                    seconds.append(time.perf_counter() - started)
                    queries.append(cr.sql_log_count - before)
        return max(queries), sorted(seconds)

    def log_table(self, sizes, few, many):
        assert few[0] == many[0], f"queries of an entry grow: {few[0]}, {many[0]}"
        self.report.title(
            "Saving one entry in the log",
            "One after the other, each in a transaction of its own.",
            ("entries there", "queries", "p50 ms", "p95 ms"),
        )
        for count, (queries, seconds) in ((FEW, few), (sizes, many)):
            self.report.row(
                f"{count['events']:,}",
                queries,
                f"{1000 * statistics.median(seconds):.1f}",
                f"{1000 * seconds[int(len(seconds) * 0.95)]:.1f}",
            )

    # -- lists -----------------------------------------------------------------------------

    def lists(self, sizes):
        self.bench.sizes.update({**sizes, "lots": sizes["plots"]})
        pairs = [
            self.bench.list_pair(size, model, self.bench.contacts, view=OFFICE + view)
            for size, model, view in LISTS
            # core asks for a whole page of rows
            if sizes.get(size, 100) >= 80
        ]
        self.bench.list_table(self.report, pairs)
