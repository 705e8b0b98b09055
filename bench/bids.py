# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Bids with large files: handed in over HTTP, then opened by two officers."""

import multiprocessing
import os
import statistics
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bidders import MEGABYTE, WORKERS, Bidder, Refused, Server, memory, random_pdf
from procedure_data import PASSWORD, ProcedureData
from race import own_registry

from odoo import api

PORT = int(os.environ.get("WOHNKOORD_BENCH_PORT", "8184"))
#: (parallel bidders, share of the bids whose files they send); the other bids get theirs
#: from this process, by the method that the page calls, as 5 GB take long to send
UPLOADS = ((2, 0.04), (10, 0.16))
SUBMITS = ((2, 0.2), (10, 0.3), (40, 0.5))
FILES = 5
KIND = "concept"
FULL = {"bids": 200, "megabytes": 5, "bidders": 40}
QUICK = {"bids": 40, "megabytes": 0.1, "bidders": 10}
#: Odoo's own limits: a request (limit_time_real), a worker (limit_memory_soft)
REQUEST_SECONDS, WORKER_MB = 120, 2048
VALUES = {
    "priority": "1",
    "household_count": "12",
    "adult_count": "20",
    "child_count": "9",
    "complete_share": "60",
    "commitment_dwellings": "14",
    "statement": "Ein Haus für viele. " * 50,
    "declaration_requirements": "Ja.",
    "declaration_accuracy": "Ja.",
}
_fork = multiprocessing.get_context("fork")


class BidBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report = bench, report
        self.env, self.db = bench.data.env, bench.db
        self.sizes = QUICK if bench.quick else FULL
        self.data = ProcedureData(bench.data)

    def run(self, cr):
        """:return: the procedure and the users who bid in it"""
        self.bench.note("bids: parties")
        procedure = self.data.make_procedure("Messung der Bewerbungen")
        users = self.data.make_bidders(self.sizes["bidders"])
        parties = self.data.make_parties(procedure, users, self.sizes["bids"])
        values = {**VALUES, "legal_form_id": str(self.data.legal_form().id)}
        cr.commit()
        with Server(self.db, PORT) as server:
            self.hand_in(server, users, parties, values)
        cr.rollback()
        self.env.invalidate_all()
        self.check(procedure)
        self.open(procedure)
        cr.rollback()
        self.env.invalidate_all()
        return procedure, users

    # -- over HTTP -------------------------------------------------------------------------

    def hand_in(self, server, users, parties, values):
        count, size = self.sizes["bids"], self.sizes["megabytes"]
        self.bench.note("bids: drafts")
        with ThreadPoolExecutor(4) as pool:
            logins = {user: user.login for user in users}
            bidders = dict(
                pool.map(
                    lambda user: (user, Bidder(server.url, logins[user], PASSWORD)),
                    users,
                )
            )
            # one after the other, as a person's clicks are
            jobs = [
                (bidders[user], draft)
                for (user, _party), draft in zip(
                    parties,
                    pool.map(
                        lambda pair: bidders[pair[0]].start(pair[1], values), parties
                    ),
                    strict=True,
                )
            ]
        idle = server.memory()
        self.report.title(
            "Handing in bids",
            f"{count} bids with {FILES} files of {size} MB each, over HTTP, to a server"
            f" with {WORKERS} workers on the same machine, where the bidders' own work is"
            " done, too. Without a mail server each submission also logs that its receipt"
            " could not be mailed. Refused: the bidder did not get through, for whatever"
            " reason. Memory is that of the largest worker, at its peak since the start;"
            f" after drafts without files it was {idle[1]:.0f} MB.",
            ("step", "parallel", "times", "refused", "p50 s", "p95 s", "most s")
            + ("worker MB",),
        )
        for parallel, batch in _batches(jobs, UPLOADS):
            self.step(server, "upload", parallel, batch, self.upload)
        self.seal([draft for _bidder, draft in jobs])
        for parallel, batch in _batches(jobs, SUBMITS):
            self.step(server, "submit", parallel, batch, self.submit)

    def step(self, server, name, parallel, batch, work):
        """Let the bidders work at the same time."""
        self.bench.note(f"bids: {name}, {parallel} parallel, {len(batch)} bids")
        with ThreadPoolExecutor(parallel) as pool:
            rows = [row for rows in pool.map(work, batch) for row in rows]
        refused = [row for row in rows if isinstance(row, str)]
        seconds = sorted(row for row in rows if not isinstance(row, str))
        peak = server.memory()[1]
        self.report.row(
            name,
            parallel,
            len(rows),
            len(refused),
            f"{statistics.median(seconds):.2f}",
            f"{seconds[int(len(seconds) * 0.95)]:.2f}",
            f"{seconds[-1]:.2f}",
            f"{peak:.0f}",
        )
        assert not refused, f"{len(refused)} refused, e.g. {refused[0]}"
        assert peak < WORKER_MB, f"a worker takes {peak:.0f} MB"

    def upload(self, job):
        bidder, draft = job
        return [_tried(bidder.upload, draft, self.size()) for _file in range(FILES)]

    def size(self):
        return int(self.sizes["megabytes"] * MEGABYTE)

    def seal(self, drafts):
        """Give the files to those drafts that have none yet."""
        self.bench.note("bids: files of the others")
        self.env.cr.commit()
        self.env.invalidate_all()
        bids = self.env["wohnkoord.bid"].search(
            [("uuid", "in", [draft.rsplit("/", 1)[-1] for draft in drafts])]
        )
        for bid in bids.filtered(lambda bid: not bid.document_ids):
            for name, content in map(random_pdf, [self.size()] * FILES):
                bid.document_ids._upload(bid, KIND, name, content)
            self.env.cr.commit()
            self.env.invalidate_all()

    def submit(self, job):
        bidder, draft = job
        return [_tried(bidder.submit, draft, bidder.look(draft))]

    def check(self, procedure):
        """Numbers without gaps, every bid logged once, the chain whole."""
        count = self.sizes["bids"]
        bids = self.env["wohnkoord.bid"].search(
            [("procedure_id", "=", procedure.id), ("state", "=", "submitted")]
        )
        assert sorted(bids.mapped("number")) == list(range(1, count + 1))
        files = self.env["wohnkoord.bid.document"].search_count(
            [("bid_id", "in", bids.ids)]
        )
        assert files == count * FILES, files
        events = procedure.event_ids.sorted("number")
        assert events.mapped("number") == list(range(1, len(events) + 1))
        for before, event in zip(events, events[1:], strict=False):
            assert event.previous_hash == before.hash
        logged = events.filtered(lambda event: event.kind == "bid_submitted")
        assert len(logged) == count

    # -- opening ---------------------------------------------------------------------------

    def open(self, procedure):
        """Two officers open all of them, in a process of its own as in a worker."""
        count, size = self.sizes["bids"], self.sizes["megabytes"]
        self.bench.note(f"bids: opening of {count}")
        officers = self.data.officers.ids
        self.env.cr.commit()
        queue = _fork.Queue()
        process = _fork.Process(
            target=_open, args=(self.db, procedure.id, officers, queue)
        )
        process.start()
        found = queue.get(timeout=900)
        process.join()
        assert isinstance(found, dict), found
        self.report.title(
            "Opening",
            f"All {count} bids and their {count * FILES:,} files of {size} MB are"
            " decrypted and checked against their hashes in one request, which may take"
            f" {REQUEST_SECONDS} s.",
            (
                "bids",
                "files",
                "GB",
                "seconds",
                "queries",
                "MB before",
                "MB at its peak",
            ),
        )
        self.report.row(
            found["bids"],
            f"{count * FILES:,}",
            f"{count * FILES * size / 1024:.1f}",
            f"{found['seconds']:.1f}",
            f"{found['queries']:,}",
            f"{found['before']:.0f}",
            f"{found['peak']:.0f}",
        )
        assert (found["bids"], found["defects"]) == (count, 0), found
        assert found["seconds"] < REQUEST_SECONDS, found
        # one file at a time, as file, as ciphertext and on the way from one to the other
        room = 100 + 6 * size
        assert found["peak"] - found["before"] < room, found


def _open(db, procedure_id, officers, queue):
    try:
        queue.put(_opened(db, procedure_id, officers))
    except Exception:
        queue.put(traceback.format_exc())
    queue.close()
    queue.join_thread()


def _opened(db, procedure_id, officers):
    registry = own_registry(db)
    with registry.cursor() as cr:
        env = api.Environment(cr, officers[0], {"lang": "de_DE"})
        procedure = env["wohnkoord.procedure"].browse(procedure_id)
        late = procedure._closing_moment() + timedelta(seconds=1)
        registry["wohnkoord.procedure"]._clock = lambda self: late
        first, second = env["res.users"].browse(officers)
        queries, before = cr.sql_log_count, memory()[0]
        started = time.perf_counter()
        protocol = procedure._open_bids(first, second)
        env.flush_all()
        cr.commit()
        return {
            "seconds": time.perf_counter() - started,
            "queries": cr.sql_log_count - queries,
            "before": before,
            "peak": memory()[1],
            "bids": protocol.bid_count,
            "defects": protocol.defect_count,
        }


def _batches(jobs, shares):
    """Deal out the jobs: pairs of parallel bidders and their part."""
    begin = 0
    for parallel, share in shares:
        end = begin + round(share * len(jobs))
        yield parallel, jobs[begin:end]
        begin = end


def _tried(work, *args):
    """Its seconds, or as text why it was refused."""
    try:
        return work(*args)
    except Refused as error:
        return str(error)
