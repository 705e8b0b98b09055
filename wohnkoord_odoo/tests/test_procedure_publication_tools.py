# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import copy
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.freezing import decimal_text
from ..tools.procedure_dates import add_days, earliest_deadline, local
from ..tools.procedure_diff import compare

CONTENT = {
    "schema": 1,
    "procedure": "p",
    "name": "Probe",
    "timezone": "Europe/Berlin",
    "deadline": "2026-06-01 10:00:00",
    "questions_until": None,
    "facts": {"aim": "Ziel", "amendment_days": 14},
    "resolution_file": None,
    "dates": [{"uuid": "d", "name": "Kolloquium", "date": "2026-04-01 10:00:00"}],
    "lots": [
        {
            "uuid": "l1",
            "number": 1,
            "price_fixed": "2.50",
            "plot": {"id": 1, "name": "Probestraße 1", "area": "580.00"},
        },
        {"uuid": "l2", "number": 2, "price_fixed": "2.50", "plot": {"name": "Zwei"}},
    ],
    "criteria": [
        {
            "uuid": "c1",
            "name": "Soziales",
            "weight": "100.00",
            "steps": [],
            "children": [
                {
                    "uuid": "c2",
                    "name": "Miete",
                    "weight": "30.00",
                    "steps": [{"points": "5.00", "name": "gut"}],
                    "children": [],
                }
            ],
        }
    ],
    "requirements": [
        {"uuid": "r1", "name": "Form", "legal_form_ids": [{"id": 1, "name": "eG"}]}
    ],
    "documents": [
        {
            "uuid": "f1",
            "name": "Exposé",
            "kind": "expose",
            "file_name": "e.pdf",
            "sha256": "a",
            "number": 1,
            "size": 3,
            "file": 7,
        }
    ],
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureDiff(BaseCase):
    def _changes(self, change):
        new = copy.deepcopy(CONTENT)
        change(new)
        return [
            (c["area"], c["kind"], c["label"], c["field"], c["old"], c["new"])
            for c in compare(CONTENT, new)
        ]

    def test_same_says_nothing(self):
        self.assertEqual(compare(CONTENT, copy.deepcopy(CONTENT)), [])

    def test_weight_of_a_sub_criterion(self):
        def change(new):
            new["criteria"][0]["children"][0]["weight"] = "35.00"

        self.assertEqual(
            self._changes(change),
            [("criterion", "changed", "Soziales › Miete", "weight", "30.00", "35.00")],
        )

    def test_criterion_moved_out_of_its_group(self):
        def change(new):
            new["criteria"].append(new["criteria"][0]["children"].pop())

        [row] = self._changes(change)
        self.assertEqual(
            row[:4], ("criterion", "changed", "Soziales › Miete", "parent")
        )

    def test_scale(self):
        def text(new):
            new["criteria"][0]["children"][0]["steps"][0]["name"] = "sehr gut"

        def points(new):
            new["criteria"][0]["children"][0]["steps"][0]["points"] = "4.00"

        self.assertEqual(self._changes(text)[0][:2], ("scale", "changed"))
        self.assertEqual(
            [c[:2] for c in self._changes(points)],
            [("scale", "removed"), ("scale", "added")],
        )

    def test_lots_and_plots(self):
        def change(new):
            new["lots"][0]["price_fixed"] = "3.00"
            new["lots"][0]["plot"]["area"] = "600.00"
            new["lots"].pop()

        self.assertEqual(
            {(c[0], c[1], c[3]) for c in self._changes(change)},
            {
                ("lot", "removed", None),
                ("lot", "changed", "price_fixed"),
                ("plot", "changed", "area"),
            },
        )

    def test_order_shows(self):
        self.assertEqual(
            self._changes(lambda new: new["lots"].reverse())[0][:2], ("lot", "order")
        )

    def test_dates(self):
        def change(new):
            new["deadline"] = "2026-06-08 10:00:00"
            new["dates"][0]["date"] = "2026-04-02 10:00:00"

        self.assertEqual(
            {(c[0], c[3]) for c in self._changes(change)},
            {("deadline", "date_deadline"), ("date", "date")},
        )

    def test_documents(self):
        def replace(new):
            new["documents"][0] |= {"sha256": "b", "number": 2, "size": 4}

        def rename(new):
            new["documents"][0]["file_name"] = "f.pdf"

        self.assertEqual(
            self._changes(replace)[0][:3], ("document", "replaced", "Exposé")
        )
        self.assertEqual(len(self._changes(replace)), 1)
        self.assertEqual(self._changes(rename)[0][3], "file_name")
        self.assertEqual(
            self._changes(lambda new: new["documents"].clear())[0][1], "removed"
        )

    def test_renamed_legal_form_is_the_same(self):
        def rename(new):
            new["requirements"][0]["legal_form_ids"][0]["name"] = "Genossenschaft"

        def other(new):
            new["requirements"][0]["legal_form_ids"][0]["id"] = 2

        self.assertEqual(self._changes(rename), [])
        self.assertEqual(self._changes(other)[0][3], "legal_form_ids")

    def test_no_change_is_overlooked(self):
        """Whatever text or number changes, wherever, the comparison says something."""
        for path in self._paths(CONTENT):
            if path[-1] in ("id", "file", "size", "number", "schema", "uuid"):
                continue
            if path[-2:] == (0, "name") and "legal_form_ids" in path:
                continue
            new = copy.deepcopy(CONTENT)
            place = new
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = "other"
            self.assertTrue(compare(CONTENT, new), path)

    def _paths(self, value, path=()):
        if isinstance(value, (dict, list)):
            keys = value if isinstance(value, dict) else range(len(value))
            for key in keys:
                yield from self._paths(value[key], (*path, key))
        else:
            yield path

    def test_decimals(self):
        for value, places, text in (
            (2.5, 2, "2.50"),
            (0.1 + 0.2, 2, "0.30"),
            (1.005, 2, "1.01"),
            (-0.001, 2, "0.00"),
            (12.3456789, 7, "12.3456789"),
            (1e16, 2, "10000000000000000.00"),
        ):
            self.assertEqual(decimal_text(value, places), text)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureDates(BaseCase):
    tz = "Europe/Berlin"

    def test_days_over_the_change_of_the_clock(self):
        """28 March 2026, noon, and a day later: 23 hours, noon again."""
        noon = datetime(2026, 3, 28, 11, 0)
        self.assertEqual(add_days(noon, 1, self.tz), datetime(2026, 3, 29, 10, 0))
        autumn = datetime(2026, 10, 24, 10, 0)
        self.assertEqual(add_days(autumn, 1, self.tz), datetime(2026, 10, 25, 11, 0))

    def test_hours_that_are_not_there_or_twice(self):
        spring = datetime(2026, 3, 28, 1, 30)  # 2:30; a day later there is none
        self.assertEqual(add_days(spring, 1, self.tz), datetime(2026, 3, 29, 1, 30))
        autumn = datetime(2026, 10, 24, 0, 30)  # 2:30; a day later there are two
        self.assertEqual(add_days(autumn, 1, self.tz), datetime(2026, 10, 25, 1, 30))

    def test_earliest_deadline(self):
        deadline = datetime(2026, 4, 1, 10, 0)
        for now, days, expected in (
            (datetime(2026, 3, 25, 11, 0), 7, deadline),
            (
                datetime(2026, 3, 25, 11, 0, 0, 1),
                7,
                datetime(2026, 4, 2, 10, 0),
            ),
            (datetime(2026, 3, 30, 9, 0), 7, datetime(2026, 4, 6, 10, 0)),
            (datetime(2026, 3, 1, 9, 0), 7, deadline),
        ):
            self.assertEqual(earliest_deadline(now, days, deadline, self.tz), expected)

    def test_earliest_deadline_always_leaves_enough(self):
        start = datetime(2026, 3, 20, 0, 30)
        for hours in range(0, 24 * 14, 5):
            now = start + timedelta(hours=hours, microseconds=1)
            deadline = datetime(2026, 3, 29, 1, 15)
            found = earliest_deadline(now, 7, deadline, self.tz)
            self.assertGreaterEqual(found, add_days(now, 7, self.tz))
            self.assertGreaterEqual(found, deadline)
            self.assertLess(
                found, max(deadline, add_days(now, 7, self.tz)) + timedelta(hours=26)
            )
            self.assertEqual(local(found, self.tz).minute, 15)
