# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Measurement of the open data over all procedures: time, and that memory stays small."""

import time
import tracemalloc

from odoo.tools import SQL

#: all procedures in a fresh process may take so long, and so much memory beside the rows
MOST_SECONDS, MOST_MB = 20, 32
#: releases of each procedure, as after a whole course
RELEASES = 10


class OpenDataBench:
    """:param procedure: a published one, whose release is copied to all others"""

    def __init__(self, bench, report, procedure):
        self.bench, self.report = bench, report
        self.env, self.procedure = bench.data.env, procedure

    def run(self):
        self.bench.note("open data")
        count = self.fill()
        office = self.procedure.company_id
        procedures = self.env["wohnkoord.procedure"].sudo()
        rows = [
            (
                "/procedures/ocds.json",
                lambda: procedures._ocds_all_records(office, "https://x.example"),
            ),
            ("/procedures.csv", lambda: map(str, procedures._ocds_csv_all(office))),
        ]
        self.report.title(
            f"Open data of {count:,} procedures",
            f"{RELEASES} releases each; made in batches, piece by piece. Memory: the most"
            " that Python held beside what was there before.",
            ("file", "MB", "queries", "seconds", "peak MB"),
        )
        for name, pieces in rows:
            self.measure(name, pieces)

    def measure(self, name, pieces):
        self.env.invalidate_all()
        cr, size = self.env.cr, 0
        before, started = cr.sql_log_count, time.perf_counter()
        for piece in pieces():
            size += len(piece.encode())
        seconds, queries = time.perf_counter() - started, cr.sql_log_count - before
        tracemalloc.start()
        for _piece in pieces():
            pass
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        if not self.bench.quick and seconds > MOST_SECONDS:
            self.bench.is_slow(f"{name} takes {seconds:.0f} s")
        assert peak < MOST_MB, f"{name}: memory grows: {peak:.0f} MB"
        self.report.row(
            name,
            f"{size / 2**20:.1f}",
            queries,
            f"{seconds:.1f}",
            f"{peak:.1f}",
        )

    def fill(self):
        """Give each copied procedure a version and releases, as the first one's.

        :return: how many procedures there are
        """
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                INSERT INTO wohnkoord_procedure_version
                    (procedure_id, company_id, number, date, date_deadline, content, hash)
                SELECT p.id, p.company_id, 1, v.date, v.date_deadline, v.content, v.hash
                FROM wohnkoord_procedure p, wohnkoord_procedure_version v
                WHERE v.id = %s AND p.version_id IS NULL AND p.state != 'preparation'
                    AND NOT EXISTS (
                        SELECT FROM wohnkoord_procedure_version w
                        WHERE w.procedure_id = p.id)
                """,
                self.procedure.version_id.id,
            )
        )
        cr.execute(
            """
            UPDATE wohnkoord_procedure p SET version_id = v.id
            FROM wohnkoord_procedure_version v
            WHERE v.procedure_id = p.id AND p.version_id IS NULL
                AND p.state != 'preparation'
            """
        )
        cr.execute(
            SQL(
                """
                INSERT INTO wohnkoord_ocds_release
                    (procedure_id, company_id, number, release_id, kind, date, tags,
                     content, hash)
                SELECT p.id, p.company_id, i, p.uuid || '-' || i, r.kind,
                    r.date + i * INTERVAL '1 day', r.tags, r.content, r.hash
                FROM wohnkoord_procedure p, wohnkoord_ocds_release r,
                    generate_series(1, %s) i
                WHERE r.id = %s AND p.version_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM wohnkoord_ocds_release s WHERE s.procedure_id = p.id)
                """,
                RELEASES,
                self.procedure.ocds_release_ids[:1].id,
            )
        )
        cr.commit()
        self.env.invalidate_all()
        office = self.procedure.company_id
        return self.env["wohnkoord.procedure"].search_count(
            self.env["wohnkoord.procedure"]._ocds_public_domain(office)
        )
