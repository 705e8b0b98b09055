# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
import tempfile
from urllib.parse import quote

import xlsxwriter
from dateutil.relativedelta import relativedelta
from werkzeug.wsgi import wrap_file

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import Response, request
from odoo.tools import format_date, split_every

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.duration import format_minutes
from .portal_contract import ENTRY_BADGES, PortalContract

#: grouping -> what is grouped by, and the order that keeps a group together
GROUPINGS = {
    "none": (None, "date desc, id desc"),
    "month": ("date:month", "date desc, id desc"),
    "state": ("state", "state, date desc, id desc"),
    "call_off": ("call_off_id", "call_off_id, date desc, id desc"),
    "person": ("partner_id", "partner_id, date desc, id desc"),
}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTH = re.compile(r"2[0-9]{3}-(?:0[1-9]|1[0-2])")
ID = re.compile(r"[1-9][0-9]{0,8}")
#: most characters in a cell
CELL_LENGTH = 32767
#: rows read at once for the export
BATCH = 1000


class PortalHours(PortalContract):
    """All time entries of the user's firm, with sums, and as a sheet."""

    _hours_per_page = 40

    @http.route(
        ["/my/hours", "/my/hours/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_hours(self, page=1, groupby=None, **query):
        """The firm's entries: filtered, grouped, with sums over all pages."""
        if not self._is_consultant():
            return request.redirect("/my")
        groupby = groupby if groupby in GROUPINGS else "month"
        filters = self._hours_filters(query)
        domain = self._hours_domain(filters)
        sums = self._hours_sums(domain)
        pager = portal_pager(
            url="/my/hours",
            url_args={**filters, "groupby": groupby},
            total=sum(count for _minutes, count in sums.values()),
            page=page,
            step=self._hours_per_page,
        )
        entries = self._entries().search(
            domain,
            order=GROUPINGS[groupby][1],
            limit=self._hours_per_page,
            offset=pager["offset"],
        )
        refused, _count = sums.get("refused", (0, 0))
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "hours",
            "groups": self._hours_groups(domain, groupby, entries),
            "total": format_minutes(sum(minutes for minutes, _count in sums.values())),
            "refused": format_minutes(refused) if refused else "",
            "pager": pager,
            "filters": filters,
            "is_filtered": any(filters.values()),
            "groupby": groupby,
            "choices": self._hours_choices(),
            "badges": ENTRY_BADGES,
        }
        return request.render("wohnkoord_odoo.portal_my_hours", values)

    @http.route(
        "/my/hours.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_hours_xlsx(self, **query):
        """The entries of the same filters as a sheet, written row by row to disk."""
        if not self._is_consultant():
            return request.redirect("/my")
        filters = self._hours_filters(query)
        file = tempfile.TemporaryFile()  # closed by the response
        self._write_hours(file, self._hours_domain(filters))
        size = file.tell()
        file.seek(0)
        name = "-".join(filter(None, (request.env._("hours"), filters["month"])))
        return Response(
            wrap_file(request.httprequest.environ, file),
            headers=[
                ("Content-Type", XLSX_TYPE),
                ("Content-Length", size),
                (
                    "Content-Disposition",
                    f"attachment; filename*=UTF-8''{quote(name)}.xlsx",
                ),
                ("X-Content-Type-Options", "nosniff"),
            ],
            direct_passthrough=True,
        )

    # -- filters -----------------------------------------------------------------------

    def _hours_filters(self, query):
        """The filters that are understood; anything else is no filter."""
        state, call_off = query.get("state"), query.get("call_off")
        month = self._month_start(query.get("month"))
        return {
            "month": f"{month:%Y-%m}" if month else "",
            "state": state if state in ENTRY_BADGES else "",
            # as text: it is compared with the options of the page
            "call_off": call_off if ID.fullmatch(call_off or "") else "",
        }

    def _month_start(self, text):
        """First day of a month written as 2026-05, or None."""
        return (
            fields.Date.to_date(f"{text}-01") if MONTH.fullmatch(text or "") else None
        )

    def _hours_domain(self, filters):
        domain = self._entries()._portal_domain(request.env.user)
        if month := self._month_start(filters["month"]):
            domain &= Domain("date", ">=", month)
            domain &= Domain("date", "<", month + relativedelta(months=1))
        if filters["state"]:
            domain &= Domain("state", "=", filters["state"])
        if filters["call_off"]:
            domain &= Domain("call_off_id", "=", int(filters["call_off"]))
        return domain

    def _hours_choices(self):
        """Options of the filters and groupings: lists of (value, label)."""
        months = self._entries()._read_group(
            self._entries()._portal_domain(request.env.user),
            ["date:month"],
            order="date:month desc",
        )
        call_offs = self._call_offs().search_fetch(
            self._call_off_domain(), ["name"], order="name desc"
        )
        return {
            "month": [
                (f"{month:%Y-%m}", self._month_label(month)) for (month,) in months
            ],
            "state": list(self._state_labels().items()),
            "call_off": [(str(call_off.id), call_off.name) for call_off in call_offs],
            "groupby": [
                ("month", request.env._("Month")),
                ("state", request.env._("State")),
                ("call_off", request.env._("Order")),
                ("person", request.env._("Person")),
                ("none", request.env._("No grouping")),
            ],
        }

    def _state_labels(self):
        entries = self._entries()
        return dict(entries._fields["state"]._description_selection(entries.env))

    def _month_label(self, month):
        return format_date(request.env, month, date_format="LLLL yyyy")

    # -- sums and groups ---------------------------------------------------------------

    def _hours_sums(self, domain):
        """State -> (minutes, number of entries), over all pages."""
        return {
            state: (minutes, count)
            for state, minutes, count in self._entries()._read_group(
                domain, ["state"], ["minutes:sum", "__count"]
            )
        }

    def _hours_groups(self, domain, groupby, entries):
        """The page's rows by group, each with the sum of the whole group.

        A fixed number of queries, whatever the number of rows and groups.
        """
        rows = entries._portal_values()
        spec = GROUPINGS[groupby][0]
        if not spec:
            return [{"label": "", "total": "", "rows": rows}] if rows else []
        sums = dict(self._entries()._read_group(domain, [spec], ["minutes:sum"]))
        groups = {}
        for entry, row in zip(entries, rows, strict=True):
            key = self._group_key(groupby, entry)
            if key not in groups:
                groups[key] = {
                    "label": self._group_label(groupby, key, row),
                    "total": format_minutes(sums.get(key, 0)),
                    "rows": [],
                }
            groups[key]["rows"].append(row)
        return list(groups.values())

    def _group_key(self, groupby, entry):
        if groupby == "month":
            return entry.date.replace(day=1)
        return entry[GROUPINGS[groupby][0]]

    def _group_label(self, groupby, key, row):
        if groupby == "month":
            return self._month_label(key)
        if groupby == "call_off":
            return " · ".join(filter(None, (row["call_off"], row["initiative"])))
        return row["state_label"] if groupby == "state" else row["person"]

    # -- sheet -------------------------------------------------------------------------

    def _write_hours(self, file, domain):
        """Write the entries of ``domain`` to ``file``; memory does not grow with them."""
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet(request.env._("Hours"))
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        hours = book.add_format({"num_format": "#,##0.00"})
        total = book.add_format({"num_format": "#,##0.00", "bold": True})
        for column, (title, width) in enumerate(
            (
                (request.env._("Date"), 12),
                (request.env._("Order"), 14),
                (request.env._("Initiative"), 28),
                (request.env._("Person"), 24),
                (request.env._("What was done"), 60),
                (request.env._("State"), 14),
                (request.env._("Minutes"), 10),
                (request.env._("Hours"), 10),
            )
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        line, minutes = 1, 0
        for row in self._hours_rows(domain):
            sheet.write_datetime(line, 0, row["date"], day)
            # write_string: a text that starts with = stays a text
            for column, name in enumerate(
                ("call_off", "initiative", "person", "description", "state_label"), 1
            ):
                sheet.write_string(line, column, row[name][:CELL_LENGTH])
            sheet.write_number(line, 6, row["minutes"])
            sheet.write_number(line, 7, row["minutes"] / 60, hours)
            minutes += row["minutes"]
            line += 1
        sheet.write_string(line, 0, request.env._("Total"), bold)
        sheet.write_number(line, 6, minutes, bold)
        sheet.write_number(line, 7, minutes / 60, total)
        book.close()

    def _hours_rows(self, domain):
        """Yield the entries' plain values, oldest first, a batch at a time."""
        entries = self._entries().search(domain, order="date, id")
        for batch in split_every(BATCH, entries.ids, self._entries().browse):
            yield from batch._portal_values()
            batch.invalidate_recordset(flush=False)
