# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
from datetime import timedelta

import openpyxl

from odoo.tests import tagged

from .portal_common import PortalCase

MOST_QUERIES = 54


@tagged("post_install", "-at_install")
class TestPortalHours(PortalCase):
    """All hours of a firm: filters, groups, sums, pages, sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._make_call_off(hours=20)
        long_ago = cls.today - timedelta(days=70)
        cls.draft = cls._make_entry(cls.call_off, 30, description="Entwurf")
        cls.approved = cls._make_approved(cls.call_off, 60, description="Anerkannt")
        cls.old = cls._make_entry(cls.other, 90, description="Früher", date=long_ago)
        cls.colleagues = cls._make_entry(
            cls.other, 120, user=cls.colleague, description="Zu zweit"
        )
        cls.refused = cls._make_entry(
            cls.other, 15, submit=True, description="Zurückgewiesen"
        )
        cls.refused.with_user(cls.manager).action_refuse("Termin fehlt.")
        cls.all = cls.draft | cls.approved | cls.old | cls.colleagues | cls.refused

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    def _rows(self, **params):
        """Description -> duration of the page's rows, and the total."""
        page = self._page("/my/hours", **params)
        rows = {}
        for row in page.xpath("//tbody/tr[not(th)]"):
            cells = [self._text_of(cell) for cell in row.xpath("td")]
            rows[self._text_of(row.xpath("td[2]/div")[0])] = cells[2]
        totals = page.xpath("//tfoot//td")
        return rows, self._text_of(totals[0]) if totals else ""

    def _groups(self, **params):
        page = self._page("/my/hours", **params)
        return {
            self._text_of(row.xpath("th")[0]): self._text_of(row.xpath("td")[0])
            for row in page.xpath("//tbody/tr[th]")
        }

    def _sheet(self, **params):
        """Header, rows and total line of the exported sheet."""
        response = self.url_open("/my/hours.xlsx", params=params)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        lines = [[cell.value for cell in line] for line in book.active.iter_rows()]
        self.assertFalse(
            [
                cell
                for line in book.active.iter_rows()
                for cell in line
                if cell.data_type == "f"
            ],
            "no formulas",
        )
        return lines[0], lines[1:-1], lines[-1]

    def test_everything(self):
        rows, total = self._rows()
        self.assertEqual(
            rows,
            {
                "Entwurf": "0:30",
                "Anerkannt": "1:00",
                "Früher": "1:30",
                "Zu zweit": "2:00",
                "Zurückgewiesen": "0:15",
            },
        )
        self.assertEqual(total, "5:15")
        foot = self._text_of(self._page("/my/hours").xpath("//tfoot")[0])
        self.assertIn("of these refused and not counted: 0:15", foot)

    def test_filters(self):
        month = f"{self.old.date:%Y-%m}"
        self.assertEqual(self._rows(month=month), ({"Früher": "1:30"}, "1:30"))
        self.assertEqual(self._rows(state="approved"), ({"Anerkannt": "1:00"}, "1:00"))
        rows, total = self._rows(call_off=self.call_off.id)
        self.assertEqual(set(rows), {"Entwurf", "Anerkannt"})
        self.assertEqual(total, "1:30")
        rows, total = self._rows(call_off=self.other.id, month=month, state="draft")
        self.assertEqual(set(rows), {"Früher"})
        self.assertEqual(
            self._rows(call_off=self.call_off.id, state="billed"), ({}, "")
        )

    def test_odd_filters(self):
        everything = self._rows()
        for odd in (
            {"month": "2026-13"},
            {"month": "'; DROP"},
            {"month": "9999-12"},
            {"state": "x"},
            {"call_off": "x"},
            {"call_off": "9" * 30},
            {"groupby": "user_id.password"},
            {"foo": "bar"},
        ):
            with self.subTest(odd=odd):
                self.assertEqual(self._rows(**odd), everything)
        for path in ("/my/hours/page/0", "/my/hours/page/99"):
            self.assertEqual(self.url_open(path).status_code, 200)

    def test_groups_and_sums(self):
        self.assertEqual(
            self._groups(groupby="state"),
            {"Draft": "4:00", "Approved": "1:00", "Refused": "0:15"},
        )
        self.assertEqual(
            self._groups(groupby="person"),
            {self.consultant.name: "3:15", self.colleague.name: "2:00"},
        )
        name = self.initiative.name
        self.assertEqual(
            self._groups(groupby="call_off"),
            {
                f"{self.call_off.name} · {name}": "1:30",
                f"{self.other.name} · {name}": "3:45",
            },
        )
        months = self._groups(groupby="month")
        self.assertIn("1:30", months.values())
        self.assertEqual(self._groups(groupby="none"), {})

    def test_pages_in_every_grouping(self):
        """Each entry is on exactly one page; a group's sum is that of all pages."""
        long = self._make_call_off(hours=40)
        many = self._make_many(85, call_off=long)
        for groupby in ("none", "month", "state", "call_off", "person"):
            seen, sums = [], {}
            for number in (1, 2, 3):
                params = {"groupby": groupby, "call_off": long.id}
                rows, total = self._rows_of(f"/my/hours/page/{number}", params)
                seen += rows
                self.assertEqual(total, "1:25")
                for label, value in self._groups_of().items():
                    self.assertEqual(sums.setdefault(label, value), value)
            self.assertEqual(sorted(seen), sorted(many.mapped("description")), groupby)
            if groupby != "none":
                minutes = [value.split(":") for value in sums.values()]
                self.assertEqual(sum(int(h) * 60 + int(m) for h, m in minutes), 85)

    def _rows_of(self, path, params):
        self._last = self._page(path, **params)
        rows = self._last.xpath("//tbody/tr[not(th)]/td[2]/div[1]")
        total = self._text_of(self._last.xpath("//tfoot//td")[0])
        return [self._text_of(row) for row in rows], total

    def _groups_of(self):
        return {
            self._text_of(row.xpath("th")[0]): self._text_of(row.xpath("td")[0])
            for row in self._last.xpath("//tbody/tr[th]")
        }

    def test_nobody_elses(self):
        rival_call_off = self._make_rival_call_off()
        self._make_entry(rival_call_off, 30, user=self.rival, description="Konkurrenz")
        self.assertNotIn("Konkurrenz", self._rows()[0])
        self.assertEqual(self._rows(call_off=rival_call_off.id), ({}, ""))
        self.assertNotIn(rival_call_off.name, self._response.text)
        self.assertEqual(self._sheet(call_off=rival_call_off.id)[1], [])
        self._login(self.rival)
        self.assertEqual(self._rows(), ({"Konkurrenz": "0:30"}, "0:30"))
        self.assertEqual([line[4] for line in self._sheet()[1]], ["Konkurrenz"])
        self._login(self.colleague)
        self.assertEqual(len(self._rows()[0]), 5)
        for user in (self.spokesperson, self.adviser):
            self._login(user)
            self.assertEqual(self._rows(), ({}, ""))
            self.assertEqual(self._sheet()[1], [])
        self._login(self.accountant)
        for path in ("/my/hours", "/my/hours.xlsx", "/my/call-offs"):
            self.assertSentToStart(self.url_open(path, allow_redirects=False))

    def test_sheet(self):
        header, lines, total = self._sheet()
        self.assertEqual(
            header,
            [
                "Date",
                "Order",
                "Initiative",
                "Person",
                "What was done",
                "State",
                "Minutes",
                "Hours",
            ],
        )
        self.assertEqual(len(lines), 5)
        self.assertEqual(sum(line[6] for line in lines), 315)
        self.assertEqual(total[0], "Total")
        self.assertEqual(total[6:], [315, 5.25])
        self.assertEqual(
            [lines[0][0].date(), *lines[0][1:]],
            [
                self.old.date,
                self.other.name,
                self.initiative.name,
                self.consultant.name,
                "Früher",
                "Draft",
                90,
                1.5,
            ],
        )
        self.assertEqual(self._sheet(state="approved")[2][6], 60)

    def test_sheet_has_no_formulas(self):
        attacks = ["=1+1", '=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)"]
        attacks += ["{=1+1}", "http://example.org", "12"]
        for attack in attacks:
            self._make_entry(self.call_off, 1, description=attack)
        _header, lines, _total = self._sheet(call_off=self.call_off.id)
        texts = [line[4] for line in lines]
        for attack in attacks:
            self.assertIn(attack, texts, "as it was typed, as text")

    def test_queries(self):
        """A page costs the same for 10 rows and for 80, and less than core's."""
        paths = ["/my/hours?groupby=none"]
        paths += [f"/my/hours?groupby={name}" for name in ("month", "state", "person")]
        paths += ["/my/hours?groupby=call_off"]
        self._make_many(5)
        few = [self._queries(path) for path in paths]
        self._make_many(70)
        self._make_call_off(hours=5)
        many = [self._queries(path) for path in paths]
        self.assertEqual(few, many)
        self.assertLess(max(many), MOST_QUERIES)
