# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Measurements of the network and the public side."""

import time

from network_data import NetworkData
from pages import Browser

from odoo.exceptions import UserError

from odoo.addons.wohnkoord_odoo.models.network_booking_actions import SlotTaken

FULL = {
    "consents": 50_000,
    "bookings": 10_000,
    "registrations": 20_000,
    "profiles": 10_000,
    "duplicates": 5_000,
    "actors": 10_000,
    "letters": 1_000,
}
SEATS, ATTEMPTS = 10, 50
#: a page of the public may take the server so long at full size
PAGE_MS = 150
#: pages without a limit of rows: their queries grow with the batches they are read in
EXPORTS = ("/projects.geojson", "/projects.csv", "/sitemap.xml")
PAGES = (
    "/projects",
    "/projects?page=100",
    "/projects?status=planning&seeks=1",
    "/projects?district=%(district)s",
    "/projects?q=neun+wohnungen",
    "/projects?order=new",
    "/projects/%(slug)s",
    "/find-a-group",
    "/find-a-group?district=%(district)s",
    "/find-a-group?page=100",
    "/events",
    "/booking",
    *EXPORTS,
)
CORE_PAGE = "/my"
RECIPIENT = "wohnkoord.mailing.recipient"
PASSWORD = "messung-des-portals"


class NetworkBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report = bench, report
        self.registry, self.quick = bench.registry, bench.quick
        self.data, self.env = bench.data, bench.data.env
        self.sizes = {
            k: max(v // 100, 100) if self.quick else v for k, v in FULL.items()
        }
        self.sizes["letters"] = 120 if self.quick else FULL["letters"]
        self.network = None

    def run(self, cr):
        bench = self.bench
        bench.note("filling: network")
        if not hasattr(self.data, "first_initiative"):
            self.data.fill_initiatives(bench.sizes["initiatives"])
        if not hasattr(self.data, "first_contact"):
            self.data.fill_contacts(bench.sizes["cases"] - bench.sizes["initiatives"])
        self.network = NetworkData(self.data, self.sizes)
        self.races(cr)
        self.network.fill()
        self.duplicates()
        mailing = self.mailing(cr)
        self.lists(mailing)
        self.pages(cr)

    # -- parallel writers ------------------------------------------------------------------

    def races(self, cr):
        self.report.title(
            "Parallel bookings",
            f"{ATTEMPTS} visitors at {SEATS} free times of one adviser, and at the"
            f" {SEATS} seats of one event, by operating system processes as above.",
            self.bench.race_columns,
        )
        for number, writers in enumerate((2, 10, 40)):
            for race in (self.appointments, self.seats):
                self.bench.race_row(self.report, cr, writers, *race(number))

    def appointments(self, number):
        adviser = self.data.make_user(
            f"bench.slots.{number}", "wohnkoord_odoo.group_user"
        )
        kind = self.network.make_kind(adviser).sudo()
        slots = list(kind._free_slots())[:SEATS]
        assert len(slots) == SEATS
        jobs = [
            (kind.id, slots[n % SEATS], f"rennen{number}.{n}@example.org")
            for n in range(ATTEMPTS)
        ]
        return "appointments", SEATS, jobs, book

    def seats(self, number):
        event = self.network.make_event(
            seats_limited=True, seats_max=SEATS, has_waiting_list=False
        )
        jobs = [(event.id, f"sitz{n}@example.org") for n in range(ATTEMPTS)]
        return "seats of an event", SEATS, jobs, register

    # -- mailing ---------------------------------------------------------------------------

    def mailing(self, cr):
        """:return: the mailing, still to be sent to most"""
        self.bench.note("mailing")
        env = self.env(user=self.bench.uid)
        mailing = env["mailing.mailing"].create(
            {
                "subject": "Neues aus der Stelle",
                "body_arch": "<div><p>Guten Tag</p></div>",
                "body_html": "<div><p>Guten Tag</p></div>",
                "mailing_domain": "[]",
            }
        )
        cr.commit()
        contacts = env["res.partner"].search_count([])
        self.report.title(
            "Mailing",
            f"A newsletter to {mailing.total:,} who agreed, of {contacts:,}"
            " contacts. Letters are made ready in the queue; none is sent.",
            ("step", "queries", "seconds"),
        )
        rows = (
            ("count of recipients", lambda m: m.total),
            ("dry run: by reason", self.dry_run_groups),
            ("dry run: first 80 rows", self.dry_run_rows),
            ("list of all recipients", lambda m: m.sudo()._get_remaining_recipients()),
        )
        for name, job in rows:
            self.report.row(name, *self.measured(mailing, job))
        self.queue(cr, mailing)
        return mailing

    def measured(self, mailing, job, runs=3):
        """:return: (queries, seconds) of the fastest of some runs, each with an empty
        cache"""
        cr, best = mailing.env.cr, None
        for _run in range(1 if self.quick else runs):
            mailing.env.invalidate_all()
            before, started = cr.sql_log_count, time.perf_counter()
            job(mailing)
            seconds = time.perf_counter() - started
            best = min(best or seconds, seconds)
        return cr.sql_log_count - before, f"{best:.2f}"

    def dry_run_groups(self, mailing):
        rows = self.recipients(mailing).formatted_read_group(
            [], ["reason"], ["__count"]
        )
        counts = {row["reason"]: row["__count"] for row in rows}
        assert counts["gets"] > self.sizes["consents"], counts

    def dry_run_rows(self, mailing):
        self.recipients(mailing).web_search_read(
            [], {"name": {}, "email": {}, "reason": {}}, limit=80, count_limit=10001
        )

    def recipients(self, mailing):
        return mailing.env[RECIPIENT].with_context(mailing_id=mailing.id)

    def queue(self, cr, mailing):
        """A small batch, a larger one, and many of core's size."""
        ids = mailing.sudo()._get_remaining_recipients()
        parameters = self.env["ir.config_parameter"].sudo()
        # leave all letters to the queue: core sends few ones at once
        parameters.set_param("mail.mail.force.send.limit", 1)
        counts = {}
        # each size twice, as the first one warms the caches that a new parameter empties;
        # above 100 core splits its INSERTs
        for size in (20, 20, 90, 90):
            batch, ids = ids[:size], ids[size:]
            parameters.set_param("mail.batch_size", size)
            counts[size], _seconds = self.queued(cr, mailing, batch)
        assert counts[90] <= counts[20] + 2, f"queries of a batch: {counts}"
        for size, queries in counts.items():
            self.report.row(f"queueing one batch of {size}", queries, "")
        parameters.set_param("mail.batch_size", False)
        count = min(self.sizes["letters"], len(ids))
        queries, seconds = self.queued(cr, mailing, ids[:count])
        self.report.row(
            f"queueing {count:,} in batches of 50", queries, f"{seconds:.2f}"
        )

    def queued(self, cr, mailing, ids):
        mailing.env.flush_all()
        cr.commit()
        mailing.env.invalidate_all()
        mailing_sudo = mailing.sudo()
        before, started = cr.sql_log_count, time.perf_counter()
        mailing_sudo._action_send_mail(ids)
        queries, seconds = cr.sql_log_count - before, time.perf_counter() - started
        made = self.env["mailing.trace"].search_count(
            [
                ("mass_mailing_id", "=", mailing.id),
                ("res_id", "in", ids),
                ("trace_status", "=", "outgoing"),
            ]
        )
        assert made == len(ids), f"{made} letters of {len(ids)}"
        return queries, seconds

    # -- lists -----------------------------------------------------------------------------

    def duplicates(self):
        started, before = time.perf_counter(), self.env.cr.sql_log_count
        self.network.find_duplicates()
        queries = self.env.cr.sql_log_count - before
        self.duplicate_search = queries, time.perf_counter() - started
        self.data._done("wohnkoord_duplicate")

    def lists(self, mailing):
        office = "wohnkoord_odoo."
        actors = [("actor_category_ids", "!=", False)]
        views = (
            ("actors", "res.partner", "actor_view_list", {"domain": actors}),
            ("consents", "wohnkoord.consent", "consent_view_list", {}),
            (
                "consents",
                RECIPIENT,
                "mailing_recipient_view_list",
                {"context": {"mailing_id": mailing.id}},
            ),
            ("bookings", "wohnkoord.booking", "booking_view_list", {}),
            (
                "registrations",
                "event.registration",
                "event_registration_view_list",
                {},
            ),
            ("profiles", "wohnkoord.search.profile", "search_profile_view_list", {}),
            ("duplicates", "wohnkoord.duplicate", "duplicate_view_list", {}),
            ("projects", "wohnkoord.project.page", "project_page_view_list", {}),
            ("projects", "wohnkoord.project.draft", "project_draft_view_list", {}),
        )
        sizes = {**self.sizes, "projects": self.data.initiatives}
        self.bench.sizes.update(sizes)
        pairs = [
            self.bench.list_pair(
                size, model, self.bench.contacts, view=office + view, **options
            )
            for size, model, view, options in views
        ]
        self.bench.list_table(self.report, pairs)
        queries, seconds = self.duplicate_search
        self.report.lines += [
            "",
            f"The nightly search for duplicates over all contacts: {queries} queries,"
            f" {seconds:.1f} s for {self.sizes['duplicates']:,} found.",
        ]

    # -- pages -----------------------------------------------------------------------------

    def pages(self, cr):
        self.data.consultants[0].password = PASSWORD
        self.env.flush_all()
        names = {
            "slug": f"initiative-{self.data.first_initiative + 1}",
            "district": self.env["wohnkoord.district"].search([], limit=1).id,
        }
        self.network.show_projects(60)
        few = self.measure_pages(names)
        self.network.show_projects()
        many = self.measure_pages(names)
        login = self.data.consultants[0].login
        self.bench.note(f"page {CORE_PAGE}")
        core = Browser().login(login, PASSWORD).measure(CORE_PAGE, self.runs())
        self.page_table(names, few, many, core)

    def runs(self):
        return 1 if self.quick else 10

    def measure_pages(self, names):
        visitor, found = Browser(), {}
        for page in PAGES:
            self.bench.note(f"page {page}")
            found[page] = visitor.measure(page % names, self.runs())
        return found

    def page_table(self, names, few, many, core):
        self.report.title(
            "Public pages",
            f"Whole requests at {self.data.initiatives:,} public projects, a third of"
            " which seek members, through Odoo's application in this process. Ratio: to"
            f" core's portal page {CORE_PAGE} ({core[0]} queries, {core[1]:.0f} ms).",
            ("page", "queries at 60", "queries", "ms at 60", "ms", "kB", "ratio"),
        )
        for page, (queries, milliseconds, size) in many.items():
            if page not in EXPORTS:
                assert queries <= few[page][0] + 2, f"{page}: queries grow: {few[page]}"
                if milliseconds > PAGE_MS and not self.quick:
                    self.bench.is_slow(f"{page} takes {milliseconds:.0f} ms")
            self.report.row(
                page % {**names, "slug": "<slug>", "district": "<id>"},
                few[page][0],
                queries,
                f"{few[page][1]:.0f}",
                f"{milliseconds:.0f}",
                f"{size:.0f}",
                f"{milliseconds / core[1]:.1f}",
            )


def book(env, job):
    kind_id, start, email = job
    kind = env["wohnkoord.booking.type"].browse(kind_id)
    vals = {"email": email, "concern": "Messung", "channel": "desk"}
    try:
        assert env["wohnkoord.booking"]._book(kind, start, vals)
    except SlotTaken:
        raise UserError("taken") from None


def register(env, job):
    event_id, email = job
    values = {"name": "Messung", "email": email, "person_count": 1}
    env["event.event"].browse(event_id)._book(values, [])
