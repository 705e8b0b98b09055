# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Measurement of the open data over all procedures: time, and that memory stays small.

One procedure is led from publication to contracts; its releases are copied to the others.
"""

import resource
import threading
import time
import tracemalloc
from datetime import timedelta

from pages import ADDRESS, HEADERS, HOST, Browser
from procedure_data import LOTS, ProcedureData

from odoo.tools import SQL

from odoo.addons.wohnkoord_odoo.models.procedure_ocds_package import BATCH

PROCEDURES = 1_000
#: all procedures in a fresh process may take so long, and so much memory beside the rows
MOST_SECONDS, MOST_MB = 20, 32
#: releases of each procedure, as after a whole course
RELEASES = 10
QUESTIONS = 15


class OpenDataBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report = bench, report
        self.env = bench.data.env
        # the procedure that is led is the first
        self.filled = 1
        self.count = PROCEDURES // (5 if bench.quick else 1)

    def run(self, cr):
        self.bench.note("open data")
        if not hasattr(self.bench.data, "first_initiative"):
            self.bench.data.fill_initiatives(2 * LOTS)
        self.data = ProcedureData(self.bench.data)
        self.procedure = self.data.make_procedure("Messung der offenen Daten")
        self.play()
        cr.commit()
        batches = self.fill(BATCH)
        few = {name: self.measure(make) for name, make in self.files()}
        batches = self.fill(self.count) / batches
        self.report.title(
            "Packages over all procedures",
            f"{self.count:,} procedures that are over: {LOTS} lots with contracts,"
            f" {QUESTIONS} answers, {RELEASES} releases each; beside it {BATCH}, which are"
            " one batch. Made piece by piece; memory: the most that Python held beside"
            " what was there before.",
            ("file", f"queries at {BATCH}", "queries")
            + (
                f"seconds at {BATCH}",
                "seconds",
                f"peak MB at {BATCH}",
                "peak MB",
                "MB",
            ),
        )
        for name, make in self.files():
            self.row(name, few[name], self.measure(make), batches)
        self.report.title(
            "Whole requests",
            "Through Odoo's application in this process. Memory: how much the process"
            " grew, answer included, which waits in a file for a slow reader.",
            ("page", "queries", "seconds", "grown MB", "MB"),
        )
        for page in ("/procedures/ocds.json", "/procedures.csv", self.own_page()):
            self.page(page)

    # -- what is measured ----------------------------------------------------------------

    def files(self):
        office = self.procedure.company_id
        procedures = self.env["wohnkoord.procedure"].sudo()
        return [
            (
                "/procedures/ocds.json",
                lambda: procedures._ocds_all_records(office, "https://x.example"),
            ),
            (
                "/procedures.csv",
                lambda: (
                    ";".join(map(str, row.values()))
                    for row in procedures._ocds_csv_all(office)
                ),
            ),
        ]

    def measure(self, make):
        """:return: (queries, seconds, most MB, MB) of the pieces that ``make()`` yields"""
        self.env.invalidate_all()
        cr, size = self.env.cr, 0
        before, started = cr.sql_log_count, time.perf_counter()
        for piece in make():
            size += len(piece.encode())
        seconds, queries = time.perf_counter() - started, cr.sql_log_count - before
        self.env.invalidate_all()
        tracemalloc.start()
        for _piece in make():
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return queries, seconds, peak / 2**20, size / 2**20

    def row(self, name, few, many, batches):
        queries, seconds, peak, size = many
        assert queries <= few[0] * batches, f"{name}: queries grow: {few[0]}, {queries}"
        assert peak < MOST_MB, f"{name}: memory grows: {few[2]:.0f}, {peak:.0f} MB"
        if not self.bench.quick and seconds > MOST_SECONDS:
            self.bench.is_slow(f"{name} takes {seconds:.0f} s")
        self.report.row(
            name,
            few[0],
            queries,
            f"{few[1]:.2f}",
            f"{seconds:.1f}",
            f"{few[2]:.1f}",
            f"{peak:.1f}",
            f"{size:.1f}",
        )

    def page(self, page):
        """Read a whole answer, piece by piece, as a visitor's connection does."""
        client, size = Browser().client, 0
        before, started = _grown(), time.perf_counter()
        answer = client.get(page, base_url=HOST, headers=HEADERS, environ_base=ADDRESS)
        queries = threading.current_thread().query_count
        assert answer.status_code == 200, (page, answer.status_code)
        for piece in answer.response:
            size += len(piece)
        seconds, grown = time.perf_counter() - started, _grown() - before
        answer.close()
        assert size == int(answer.headers["Content-Length"]), page
        if not self.bench.quick and seconds > MOST_SECONDS:
            self.bench.is_slow(f"{page} takes {seconds:.0f} s")
        self.report.row(
            page.replace(self.procedure.slug, "<slug>"),
            queries,
            f"{seconds:.2f}",
            f"{grown:.0f}",
            f"{size / 2**20:.1f}",
        )

    def own_page(self):
        return f"/procedures/{self.procedure.slug}/ocds.json"

    # -- data ----------------------------------------------------------------------------

    def play(self):
        """Lead the procedure to contracts, as its acts leave the rows behind."""
        procedure, moment = self.procedure, self.data.deadline
        questions = self.env["wohnkoord.question"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "text": f"Frage {number}: Ist ein Keller möglich? " * 3,
                    "answer": "Ja, nach dem Bebauungsplan und dem Bodengutachten. " * 5,
                }
                for number in range(QUESTIONS)
            ]
        )
        questions.action_publish()
        first = self.bench.data.first_initiative
        parties = self.env["wohnkoord.registration"].create(
            [
                {"procedure_id": procedure.id, "initiative_id": first + number}
                for number in range(LOTS)
            ]
        )
        rows = zip(procedure.lot_ids, parties, strict=True)
        bids = self.env["wohnkoord.bid"]._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "state": "admitted",
                    "number": number,
                    "date_submitted": moment - timedelta(days=1),
                    "receipt_hash": "0" * 64,
                    "version_id": procedure.version_id.id,
                    "registration_id": party.id,
                    "initiative_id": party.initiative_id.id,
                    "procedure_lot_id": lot.id,
                    "content": "{}",
                }
                for number, (lot, party) in enumerate(rows, 1)
            ]
        )
        for number, party in enumerate(parties, 1):
            party._write_guarded({"number": number})
        self.env["wohnkoord.commitment"].create(
            [{"bid_id": bid.id, "kind": "dwellings", "value": 12} for bid in bids]
        )
        awards = self.env["wohnkoord.award"]._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "procedure_lot_id": bid.procedure_lot_id.id,
                    "bid_id": bid.id,
                    "state": "contracted",
                    "resolution_body": "Stadtrat",
                    "resolution_number": "VII-DS-00077",
                    "resolution_date": moment.date(),
                    "date_decided": moment,
                }
                for bid in bids
            ]
        )
        contracts = self.env["wohnkoord.procedure.contract"]._create_guarded(
            [
                {
                    "award_id": award.id,
                    "state": "signed",
                    "tenure": "leasehold",
                    "date_signed": moment.date(),
                    "date_start": moment.date(),
                    "date_end": moment.date() + timedelta(days=365 * 60),
                    "ground_rent": 1234.5,
                }
                for award in awards
            ]
        )
        procedure._write_guarded({"state": "contracted"})
        self.env.flush_all()
        procedure._public_event("contract", contracts[:1], moment)
        self.env.flush_all()

    def fill(self, count):
        """Copies until there are so many procedures, each with its releases.

        :return: how many batches they are
        """
        self.data.procedure = self.procedure
        self.data.sizes = {"procedures": count - self.filled}
        self.data.fill_procedures()
        self.filled = count
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO wohnkoord_ocds_release
                    (procedure_id, company_id, number, release_id, kind, date, tags,
                     content, hash)
                SELECT p.id, p.company_id, i, p.uuid || '-' || i, r.kind,
                    r.date + i * INTERVAL '1 day', r.tags, r.content, r.hash
                FROM wohnkoord_procedure p, wohnkoord_ocds_release r,
                    generate_series(1, %s) i
                WHERE r.id = %s AND p.id >= %s
                """,
                RELEASES,
                max(self.procedure.ocds_release_ids.ids),
                self.data.first,
            )
        )
        self.bench.data._done("wohnkoord_ocds_release")
        procedures = self.env["wohnkoord.procedure"]
        domain = procedures._ocds_public_domain(self.procedure.company_id)
        found = procedures.search_count(domain)
        assert found >= count, f"{found} procedures"
        return -(-found // BATCH)


def _grown():
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
