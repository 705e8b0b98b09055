# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Processes that write at the same moment, each as Odoo's server does a request."""

import multiprocessing
import random
import statistics
import time
import traceback

from odoo import api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying

_fork = multiprocessing.get_context("fork")


def race(db, writers, jobs, attempt):
    """Let the writers do the jobs, all starting at once.

    :param list jobs: dealt out in turn; each is passed to ``attempt``
    :param attempt: function of an environment (superuser) and a job
    :return: dict of figures
    """
    gate, queue = _fork.Barrier(writers), _fork.Queue()
    processes = [
        _fork.Process(target=_write, args=(db, jobs[n::writers], attempt, gate, queue))
        for n in range(writers)
    ]
    for process in processes:
        process.start()
    rows = [row for _process in processes for row in queue.get(timeout=900)]
    for process in processes:
        process.join()
    assert len(rows) == len(jobs), "a writer died"
    broken = [row["error"] for row in rows if row["end"] == "broken"]
    assert not broken, broken[0]
    seconds = sorted(row["seconds"] for row in rows if row["end"] == "accepted")
    return {
        "writers": writers,
        "attempts": len(rows),
        **{
            end: sum(row["end"] == end for row in rows)
            for end in ("accepted", "refused", "lost")
        },
        "p50": statistics.median(seconds),
        "p95": seconds[int(len(seconds) * 0.95)] if len(seconds) > 1 else seconds[0],
        "tries": sum(row["tries"] for row in rows) / len(rows),
        "most_tries": max(row["tries"] for row in rows),
    }


def _write(db, jobs, attempt, gate, queue):
    random.seed()  # else all wait equally long and meet again
    rows = []
    registry = own_registry(db)
    with registry.cursor() as cr:  # connected and warm before the start
        cr.execute("SELECT 1")
    gate.wait(timeout=300)
    for job in jobs:
        rows.append(_try(registry, job, attempt))
    queue.put(rows)
    queue.close()
    queue.join_thread()


def own_registry(db):
    """The registry of the parent, with connections of this process's own."""
    sql_db._Pool = sql_db._Pool_readonly = None
    registry = Registry(db)
    registry._db = sql_db.db_connect(db)
    return registry


def _try(registry, job, attempt):
    row = {"tries": 0, "error": ""}
    started = time.monotonic()
    with registry.cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})

        def once():
            row["tries"] += 1
            return attempt(env, job)

        try:
            retrying(once, env)
            row["end"] = "accepted"
        except UserError:
            row["end"] = "refused"
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            row["end"] = "lost"
        except Exception:
            row["end"], row["error"] = "broken", traceback.format_exc()
        if row["end"] != "accepted":
            cr.rollback()
    row["seconds"] = time.monotonic() - started
    return row
