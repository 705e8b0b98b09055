# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The measurements; started by bench/run.

Usage: measure.py DATABASE [--quick] [--only PART]
"""

# before the rest: it puts names like Command into the package
import odoo.init  # noqa: F401  # isort: skip

import argparse
import logging
import os
import platform
import statistics
import sys
import time
from datetime import date, timedelta

import data as bench_data
from race import race
from report import PARTS, Report
from views import ROWS, open_list

from odoo import api, release
from odoo.modules.registry import Registry
from odoo.tools import config

CALL_OFF, ENTRY = "wohnkoord.call.off", "wohnkoord.time.entry"
CAP, ATTEMPTS = 20, 50
#: a list may cost so much of core's at the same size (design, section 7)
RATIO = 1.5
FULL = {
    "initiatives": 10_000,
    "cases": 100_000,
    "contracts": 500,
    "call_offs": 20_000,
    "entries": 1_000_000,
    "few": 1_000,
}
CONTACTS = ("res.partner", "base.view_partner_tree")
LINES = ("account.analytic.line", "analytic.view_account_analytic_line_tree")


RACE = ("case", "writers", "accepted", "overshoot", "refused", "lost")


def note(text):
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


class Bench:
    race_columns = (*RACE, "p50 s", "p95 s", "tries", "most tries")
    contacts, lines = CONTACTS, LINES
    note = staticmethod(note)

    def __init__(self, db, quick, parts):
        self.db, self.quick, self.parts = db, quick, parts
        self.sizes = {k: v // 100 if quick else v for k, v in FULL.items()}
        if quick:
            self.sizes.update(few=100, contracts=100)
        self.runs = 3 if quick else 30
        config.parse_config(["-d", db, "--no-http", "--log-level=error"])
        # each lost try would be a line
        logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
        # core's own calls of what it deprecates
        logging.getLogger("py.warnings").setLevel(logging.ERROR)
        self.registry = Registry(db)
        self.reports, self.slow = {}, False

    def run(self):
        """:return: the report of the parts"""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"lang": "en_US"})
            self.data = bench_data.Data(env, self.sizes["contracts"])
            self.uid = self.data.adviser.id
            self.reports = {part: Report(part, self.origin(env)) for part in self.parts}
            # their controllers need the addons, which are there by now
            if "office" in self.parts:
                self.races(cr)
                self.at_size(cr)
            if "day" in self.parts:
                from day import DayBench

                DayBench(self, self.reports["day"]).run(cr)
            if "network" in self.parts:
                from network import NetworkBench

                NetworkBench(self, self.reports["network"]).run(cr)
            if "procedure" in self.parts:
                from procedures import ProcedureBench

                ProcedureBench(self, self.reports["procedure"]).run(cr)
            if "jury" in self.parts:
                from jury import JuryBench

                JuryBench(self, self.reports["jury"]).run(cr)
            if "opendata" in self.parts:
                from opendata import OpenDataBench

                OpenDataBench(self, self.reports["opendata"]).run(cr)
        return "\n".join(report.text() for report in self.reports.values())

    def is_slow(self, text):
        note(f"SLOW: {text}")
        self.slow = True

    # -- parallel writers -------------------------------------------------------------------

    def races(self, cr):
        report = self.reports["office"]
        report.title(
            "Parallel writers at a cap",
            f"{ATTEMPTS} attempts of 1 hour where {CAP} hours are left, by operating"
            " system processes through the ORM and Odoo's own repetition (five tries)."
            " *Lost* are those who were beaten five times and read 'please save again';"
            " times are of the accepted ones.",
            self.race_columns,
        )
        for writers in (2, 10, 40):
            for case in (self.one_call_off, self.one_contract, self.fifty, self.spread):
                self.race_row(report, cr, writers, *case())

    def race_row(self, report, cr, writers, title, cap, jobs, attempt):
        cr.commit()
        note(f"race: {title}, {writers} writers")
        figures = race(self.db, writers, jobs, attempt)
        cr.rollback()
        self.data.env.invalidate_all()
        self.data.assert_balanced()
        overshoot = max(figures["accepted"] - cap, 0)
        assert not overshoot, f"{title}: {figures}"
        if writers <= 10:
            assert not figures["lost"], f"{title}: refused for concurrency: {figures}"
            assert figures["accepted"] == cap, f"{title}: {figures}"
        report.row(
            title,
            writers,
            figures["accepted"],
            overshoot,
            figures["refused"],
            figures["lost"],
            f"{figures['p50']:.2f}",
            f"{figures['p95']:.2f}",
            f"{figures['tries']:.2f}",
            figures["most_tries"],
        )

    def entry_jobs(self, call_offs):
        users = {user.partner_id.parent_id: user.id for user in self.data.consultants}
        return [
            (
                users[call_offs[n % len(call_offs)].commercial_partner_id],
                {
                    "call_off_id": call_offs[n % len(call_offs)].id,
                    "minutes": 60,
                    "date": date.today() - timedelta(days=1 + n),
                    "description": "Messung",
                },
            )
            for n in range(ATTEMPTS)
        ]

    def one_call_off(self):
        call_off = self.data.make_call_offs(self.data.contracts[0], 1, CAP)
        return "entries on one order", CAP, self.entry_jobs(call_off), save_entry

    def one_contract(self):
        contract = self.data.make_contract(self.data.lot, 0, max_hours=CAP)
        return "orders on one contract", CAP, *self.order_jobs([contract])

    def fifty(self):
        _framework, lot = self.data.make_framework(max_hours=CAP)
        contracts = [self.data.make_contract(lot, number) for number in range(5)]
        return "50 orders of one framework", CAP, *self.order_jobs(contracts)

    def spread(self):
        _framework, lot = self.data.make_framework()
        contract = self.data.make_contract(lot, 1)
        call_offs = self.data.make_call_offs(contract, ATTEMPTS, 1)
        jobs = self.entry_jobs(call_offs)
        return "entries on 50 orders (no cap met)", ATTEMPTS, jobs, save_entry

    def order_jobs(self, contracts):
        jobs = []
        for contract in contracts:
            count = ATTEMPTS // len(contracts)
            call_offs = self.data.make_call_offs(contract, count, 1, confirm=False)
            jobs += [(self.uid, call_off.id) for call_off in call_offs]
        return jobs, confirm

    # -- at size ------------------------------------------------------------------------------

    def at_size(self, cr):
        data = self.data
        data.fill_initiatives(self.sizes["initiatives"])  # each brings a contact
        small = [self.list_pair("initiatives", "wohnkoord.initiative", CONTACTS)]
        self.fill_cases()
        data.fill_entries(self.sizes["few"])
        few = self.save_times(cr, "few")
        self.fill_work(self.sizes["entries"] - self.sizes["few"])
        many = self.save_times(cr, "many")
        data.assert_balanced()
        self.save_table(few, many)
        pairs = small + [
            self.list_pair("cases", "wohnkoord.advisory", CONTACTS),
            self.list_pair("call_offs", CALL_OFF, CONTACTS),
            self.list_pair("entries", ENTRY, LINES),
        ]
        self.list_table(self.reports["office"], pairs)

    def fill(self):
        """An office after years of work, unless it is there already."""
        if hasattr(self.data, "first_call_off"):
            return
        self.data.fill_initiatives(self.sizes["initiatives"])
        self.fill_cases()
        self.fill_work(self.sizes["entries"])

    def fill_cases(self):
        note("filling: contacts, cases, orders")
        self.data.fill_contacts(self.sizes["cases"] - self.sizes["initiatives"])
        self.data.fill_cases(self.sizes["cases"])
        self.data.fill_call_offs(self.sizes["call_offs"])

    def fill_work(self, entries):
        note("filling: entries, analytic lines")
        self.data.fill_entries(entries)
        self.data.fill_analytic_lines(self.sizes["entries"])
        self.data.assert_balanced()

    def save_times(self, cr, which):
        """Save entries one by one as a consultant.

        :return: (queries, seconds of each)
        """
        note(f"saving one entry: {which}")
        call_off = self.data.make_call_offs(self.data.contracts[0], 1, 100)
        cr.commit()
        seconds, queries = [], []
        jobs = self.entry_jobs(call_off) * (1 if self.quick else 4)
        for number, (uid, vals) in enumerate(jobs):
            with self.registry.cursor() as own:
                env = api.Environment(own, uid, {"lang": "de_DE"})
                started = time.perf_counter()
                env[ENTRY].create({**vals, "minutes": 5})
                env.flush_all()
                own.commit()
                if number >= 5:  # the first ones warm the caches
                    seconds.append(time.perf_counter() - started)
                    queries.append(own.sql_log_count)
        cr.rollback()
        self.data.env.invalidate_all()
        return max(queries), seconds

    def save_table(self, few, many):
        assert few[0] == many[0], f"queries of one save grow: {few[0]}, {many[0]}"
        report = self.reports["office"]
        report.title(
            "Saving one time entry",
            "As a consultant, one after the other, each in a transaction of its own.",
            ("entries there", "queries", "p50 ms", "p95 ms"),
        )
        for count, (queries, seconds) in (
            (self.sizes["few"], few),
            (self.sizes["entries"], many),
        ):
            ordered = sorted(seconds)
            report.row(
                f"{count:,}",
                queries,
                f"{1000 * statistics.median(ordered):.1f}",
                f"{1000 * ordered[int(len(ordered) * 0.95)]:.1f}",
            )

    def list_pair(self, size, model, core, **options):
        """Our list and core's, measured one after the other.

        :param options: ``view``, ``domain`` and ``context`` of our list
        """
        note(f"list of {model}")
        options = {"view": None, **options}
        ours = open_list(self.registry, self.uid, model, runs=self.runs, **options)
        # half the rows: with fewer not every kind of row is among them
        less = open_list(self.registry, self.uid, model, rows=40, runs=1, **options)
        assert ours[0] <= less[0] + 1, (
            f"{model}: queries grow with rows: {less}, {ours}"
        )
        theirs = open_list(self.registry, self.uid, *core, runs=self.runs)
        return self.sizes[size], model, ours, core[0], theirs

    def list_table(self, report, pairs):
        report.title(
            f"Opening a list (first {ROWS} rows)",
            "The request that the web client makes, with every field of the list view and"
            " an empty cache; core's own list at the same number of records, in the same"
            " run.",
            ("list", "records", "queries", "ms")
            + ("core's list", "queries", "ms", "ratio"),
        )
        for size, model, ours, core, theirs in pairs:
            ratio = ours[1] / theirs[1]
            if ratio > RATIO and not self.quick:
                self.is_slow(f"the list of {model} takes {ratio:.2f} of core's")
            report.row(
                model,
                f"{size:,}",
                ours[0],
                f"{ours[1]:.0f}",
                core,
                theirs[0],
                f"{theirs[1]:.0f}",
                f"{ratio:.2f}",
            )

    # -- words ---------------------------------------------------------------------------------

    def origin(self, env):
        """When, how and where it was measured."""
        env.cr.execute("SHOW server_version")
        postgres = env.cr.fetchone()[0].split()[0]
        env.cr.execute("SHOW fsync")
        fsync = env.cr.fetchone()[0]
        command = "bench/run" + (" --quick" if self.quick else "")
        if len(self.parts) == 1:
            command += f" --only {self.parts[0]}"
        return (
            f"{date.today():%Y-%m-%d}, `{command}`,"
            f" {machine()}; Odoo {release.version}, PostgreSQL {postgres}"
            f" (fsync {fsync}), Python {platform.python_version()}. Compare shapes and"
            " ratios rather than absolute times."
        )


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB"


def save_entry(env, job):
    uid, vals = job
    env(user=uid)[ENTRY].create(vals)


def confirm(env, job):
    uid, call_off = job
    env(user=uid)[CALL_OFF].browse(call_off).action_confirm()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("database")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--only", choices=PARTS)
    chosen = options.parse_args()
    parts = [chosen.only] if chosen.only else list(PARTS)
    bench = Bench(chosen.database, chosen.quick, parts)
    sys.stdout.write(bench.run())
    return 2 if bench.slow else 0


if __name__ == "__main__":
    sys.exit(main())
