# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What an office opens every day, beside core's own views at the same size."""

from copies import clone
from month import MonthBench
from views import open_form, open_kanban

from odoo.tools import SQL

#: rows of what stands beside cases and orders
SHARES = {
    "short_contacts": 5,  # one for each so many cases
    "milestones": 2,
}
FORM_RATIO = 1.5


class DayBench:
    """:param bench: the measurements of the office, whose means are used here"""

    def __init__(self, bench, report):
        self.bench, self.report, self.data = bench, report, bench.data
        self.env, self.sizes = bench.data.env, bench.sizes

    def run(self, cr):
        self.bench.fill()
        self.fill_more()
        cr.commit()
        self.lists()
        self.kanbans()
        self.forms()
        MonthBench(self.bench, self.report).run(cr)

    # -- data ----------------------------------------------------------------------------

    def fill_more(self):
        """What an office has besides: contacts, plans, and core's events to compare."""
        self.bench.note("filling: short contacts, milestones, events")
        sizes = self.sizes
        sizes["short_contacts"] = sizes["cases"] // SHARES["short_contacts"]
        sizes["milestones"] = sizes["cases"] // SHARES["milestones"]
        adviser = self.data.adviser
        contact = self.env["wohnkoord.short.contact"].create(
            {"channel": "phone", "minutes": 10, "user_id": adviser.id}
        )
        milestone = self.env["wohnkoord.milestone"].create(
            {"name": "Messung", "initiative_id": self.data.initiative.id}
        )
        event = self.env["event.event"].create(
            {
                "name": "Messung",
                "user_id": adviser.id,
                "date_begin": "2026-03-01 10:00:00",
                "date_end": "2026-03-01 12:00:00",
            }
        )
        self.env.flush_all()
        clone(
            self.env.cr,
            "wohnkoord_short_contact",
            contact.id,
            sizes["short_contacts"],
            date="current_date - i %% 1500",
        )
        clone(
            self.env.cr,
            "wohnkoord_milestone",
            milestone.id,
            sizes["milestones"],
            initiative_id=f"{self.data.first_initiative} + i %% {self.data.initiatives}",
            date_due="current_date + 200 - i %% 1500",
        )
        clone(
            self.env.cr,
            "event_event",
            event.id,
            sizes["initiatives"],
            slug="'kanban-' || i",
        )
        self._spread("wohnkoord_initiative", "wohnkoord.initiative.stage")
        self._spread("event_event", "event.stage")
        self.data._done("wohnkoord_short_contact", "wohnkoord_milestone", "event_event")

    def _spread(self, table, stages):
        """Over all stages."""
        stages = self.env[stages].search([]).ids
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET stage_id = (%s::int[])[1 + id %% %s]",
                SQL.identifier(table),
                stages,
                len(stages),
            )
        )

    # -- views ---------------------------------------------------------------------------

    def lists(self):
        pair, contacts = self.bench.list_pair, self.bench.contacts
        self.bench.list_table(
            self.report,
            [
                pair("initiatives", "wohnkoord.initiative", contacts),
                pair("cases", "wohnkoord.advisory", contacts),
                pair("short_contacts", "wohnkoord.short.contact", contacts),
                pair("milestones", "wohnkoord.milestone", contacts),
                pair("contracts", "wohnkoord.contract", contacts),
                pair("call_offs", "wohnkoord.call.off", contacts),
                pair("entries", "wohnkoord.time.entry", self.bench.lines),
            ],
        )

    def kanbans(self):
        self.report.title(
            "Opening a kanban, grouped",
            "The first groups unfolded with 80 cards each, and the bars above them; beside"
            " it core's kanban of events by stage, as many as there are initiatives.",
            ("kanban", "records", "queries", "ms", "core's", "queries", "ms", "ratio"),
        )
        for model, size in (
            ("wohnkoord.initiative", "initiatives"),
            ("wohnkoord.advisory", "cases"),
            ("wohnkoord.call.off", "call_offs"),
        ):
            ours = self._open(open_kanban, model, None)
            core = self._open(
                open_kanban,
                "event.event",
                "event.view_event_kanban",
                groupby="stage_id",
            )
            self._row(model, f"{self.sizes[size]:,}", ours, "event.event", core)

    def forms(self):
        self.report.title(
            "Opening a form",
            "Every field of the form and the first rows of its tables; beside it core's"
            " form of a contact.",
            ("form", "what", "queries", "ms", "core's", "queries", "ms", "ratio"),
        )
        data = self.data
        for model, what, record in (
            ("wohnkoord.initiative", "10 cases", data.first_initiative),
            ("wohnkoord.advisory", "one order", data.first_case),
            ("wohnkoord.call.off", "50 entries", data.first_call_off),
            ("wohnkoord.contract", "40 orders", data.contracts[1].id),
            ("wohnkoord.framework", "all contracts", data.framework.id),
        ):
            ours = self._open(open_form, model, None, record)
            core = self._open(
                open_form, "res.partner", "base.view_partner_form", data.first_contact
            )
            self._row(model, what, ours, "res.partner", core)

    def _open(self, opening, *args, **options):
        self.bench.note(f"{opening.__name__} {args[0]}")
        return opening(
            self.bench.registry, self.bench.uid, *args, runs=self.bench.runs, **options
        )

    def _row(self, model, what, ours, core, theirs):
        ratio = ours[1] / theirs[1]
        if ratio > FORM_RATIO and not self.bench.quick:
            self.bench.is_slow(f"{model} takes {ratio:.2f} of core's {core}")
        self.report.row(
            model,
            what,
            ours[0],
            f"{ours[1]:.0f}",
            core,
            theirs[0],
            f"{theirs[1]:.0f}",
            f"{ratio:.2f}",
        )
