# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A month's end at scale: approving, billing, paying out, the consultant's own pages."""

import resource
import time
import tracemalloc
from datetime import timedelta

from data import TODAY
from pages import Browser

from odoo import Command
from odoo.fields import Date

ENTRY = "wohnkoord.time.entry"
PASSWORD = "messung-des-monats"
CORE_PAGE = "/my"
#: a portal page stays under what core's page of time sheets asks for (design, section 7)
PORTAL_QUERIES = 54
#: days whose hours are billed: 20,000 entries of 200 contracts at full size
PERIOD = 35
SELF_BILLED = 0.4
OWN_ENTRIES = 20_000
APPROVED_AT_ONCE = 1_000
#: seconds that an act may take, and megabytes that an export may hold at once
ACT, MOST_MB = 60, 32


class MonthBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report, self.data = bench, report, bench.data
        self.env = bench.data.env
        self.share = 100 if bench.quick else 1

    def run(self, cr):
        self.people()
        self.own_hours(cr)
        self.report.title(
            "A month's end",
            "Each act in one transaction, with an empty cache.",
            ("what", "how many", "queries", "seconds"),
        )
        self.approve()
        bills = self.make_bills()
        self.act("the same bills copied (core)", len(bills), bills.sudo().copy)
        self.sign_and_post(bills)
        self.export(bills)
        self.data.assert_balanced()
        cr.rollback()

    def people(self):
        """Accounting, an office that can bill, and contracts with self-billing."""
        self.accountant = self.data.make_user(
            "bench.accounting", "account.group_account_manager", "base.group_user"
        )
        company = self.env.company
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("de_skr03", company)
        count = round(len(self.data.contracts) * SELF_BILLED)
        self.contracts = self.data.contracts[:count]
        self.contracts.write({"self_billing": True})
        self.env.flush_all()
        self.env.cr.commit()

    # -- the consultant ------------------------------------------------------------------

    def own_hours(self, cr):
        """``/my/hours`` with each grouping, at a handful and at many own entries."""
        few, many = self.data.consultants[1], self.data.consultants[0]
        own = self.env[ENTRY].search_count([("partner_id", "=", many.partner_id.id)])
        count = OWN_ENTRIES // self.share
        self.data.fill_own_entries(max(count - own, 1))
        self.data.assert_balanced()
        for user in few | many:
            user.password = PASSWORD
        cr.commit()
        less = self.env[ENTRY].search_count([("partner_id", "=", few.partner_id.id)])
        self.report.title(
            "The consultant's hours",
            f"Whole requests through Odoo's application in this process, as a consultant"
            f" with {count:,} own entries; beside it one with {less:,}. Ratio: to core's"
            f" portal page {CORE_PAGE}.",
            ("page", f"queries at {less:,}", "queries")
            + (f"ms at {less:,}", "ms", "p95 ms", "kB", "ratio"),
        )
        browsers = [Browser().login(user.login, PASSWORD) for user in (few, many)]
        runs = 3 if self.bench.quick else 15
        core = browsers[1].timings(CORE_PAGE, runs)
        for page in (
            *(
                f"/my/hours?groupby={name}"
                for name in ("none", "month", "state", "call_off", "person")
            ),
            "/my/hours/page/100?groupby=month",
            "/my/call-offs",
            "/my/invoices",
        ):
            self.bench.note(page)
            small = browsers[0].timings(page, runs)
            queries, median, most, size = browsers[1].timings(page, runs)
            assert queries <= PORTAL_QUERIES, f"{page}: {queries} queries"
            assert queries <= small[0] + 2, f"{page}: queries grow with entries"
            self.report.row(
                page,
                small[0],
                queries,
                f"{small[1]:.0f}",
                f"{median:.0f}",
                f"{most:.0f}",
                f"{size:.0f}",
                f"{median / core[1]:.1f}",
            )
        self.sheet(browsers[1], count)

    def sheet(self, browser, count):
        """All own entries as XLSX: time, and how much the process grows."""
        browser.get("/my/hours.xlsx?month=2020-01")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tracemalloc.start()
        answer, queries, seconds = browser.get("/my/hours.xlsx")
        held = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        self.check_memory("the sheet of hours", held)
        self.report.title(
            "Export of the own hours",
            "Memory: the most that Python held at once, the answer included, and how much"
            " the process grew. Tracing makes it slower than it is.",
            ("file", "rows", "queries", "seconds", "held MB", "grown MB", "MB"),
        )
        self.report.row(
            "/my/hours.xlsx",
            f"{count:,}",
            queries,
            f"{seconds:.1f}",
            f"{held:.1f}",
            f"{grown:.0f}",
            f"{len(answer.get_data()) / 2**20:.1f}",
        )

    # -- the office ----------------------------------------------------------------------

    def approve(self):
        """Hours of many orders at once, as the head of the office."""
        entries = self.env[ENTRY].search(
            [("state", "=", "submitted")], limit=APPROVED_AT_ONCE // self.share
        )
        self.act(
            "hours approved",
            len(entries),
            entries.with_user(self.data.adviser).action_approve,
        )
        assert set(entries.mapped("state")) == {"approved"}

    def make_bills(self):
        """All contracts with self-billing; one of them cannot be billed."""
        broken = self.contracts[-1]
        self.break_taxes(broken)
        start = TODAY - timedelta(days=PERIOD)
        hours = self.env[ENTRY].search_count(
            [
                ("contract_id", "in", self.contracts.ids),
                ("state", "=", "approved"),
                ("date", ">=", start),
                ("date", "<=", TODAY),
            ]
        )
        contracts = self.contracts.with_user(self.data.adviser)
        bills, problems = self.act(
            f"hours billed, {len(contracts)} contracts, one broken",
            f"{hours:,}",
            lambda: contracts._run_bills(start, TODAY),
        )
        assert len(bills) == len(contracts) - 1
        assert [contract.id for contract in problems] == [broken.id], problems
        return bills

    def break_taxes(self, contract):
        """Its taxes are included in the price, which the bill's rate is not."""
        tax = self.env.company.account_purchase_tax_id
        gross = tax.copy({"name": "Im Preis", "price_include_override": "tax_included"})
        position = self.env["account.fiscal.position"].create({"name": "Messung"})
        gross.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(tax.ids)],
            }
        )
        contract.partner_id.property_account_position_id = position

    def sign_and_post(self, bills):
        self.act(
            "bills signed as factually right",
            len(bills),
            bills.with_user(self.data.adviser).action_wohnkoord_sign_factual,
        )
        own = bills.with_user(self.accountant)
        self.act(
            "bills signed as arithmetically right",
            len(bills),
            own.action_wohnkoord_sign_arithmetic,
        )
        self.act("bills posted (core)", len(bills), own.action_post)

    def export(self, bills):
        wizard = self.env["wohnkoord.treasury.export"].with_user(self.accountant)
        wizard = wizard.create({"date_from": Date.start_of(TODAY, "year")})
        assert bills <= wizard.bill_ids
        tracemalloc.start()
        self.act("bills exported for the treasury", len(bills), wizard.action_export)
        held = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        self.check_memory("the treasury's export", held)

    def act(self, title, count, work):
        """:return: what ``work`` returns"""
        self.bench.note(title)
        self.env.flush_all()
        self.env.invalidate_all()
        before, started = self.env.cr.sql_log_count, time.perf_counter()
        result = work()
        self.env.flush_all()
        seconds = time.perf_counter() - started
        if seconds > ACT and not self.bench.quick:
            self.bench.is_slow(f"{title}: {seconds:.0f} s")
        self.report.row(
            title, count, self.env.cr.sql_log_count - before, f"{seconds:.2f}"
        )
        return result

    def check_memory(self, what, megabytes):
        if megabytes > MOST_MB:
            self.bench.is_slow(f"{what} holds {megabytes:.0f} MB")
