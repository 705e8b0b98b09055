# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCoreTime(ProcedureCase):
    """Dates in the procedure's zone, on the nights the clocks change too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")

    def _german(self, text):
        return self.procedure.with_context(lang="de_DE")._date_label(
            datetime.fromisoformat(text)
        )

    def test_label_on_the_night_in_spring(self):
        before, after = r"^29\.03\.2026, 01:59", r"^29\.03\.2026, 03:00"
        self.assertRegex(self._german("2026-03-29 00:59"), before + r".* \(MEZ\)$")
        self.assertRegex(self._german("2026-03-29 01:00"), after + r".* \(MESZ\)$")
        self.assertRegex(
            self._german("2026-03-29 10:00"), r"^29\.03\.2026, 12:00.* \(MESZ\)$"
        )

    def test_label_on_the_night_in_autumn(self):
        twice = r"^25\.10\.2026, 02:30"
        self.assertRegex(self._german("2026-10-25 00:30"), twice + r".* \(MESZ\)$")
        self.assertRegex(self._german("2026-10-25 01:30"), twice + r".* \(MEZ\)$")

    def test_label_in_english(self):
        label = self.procedure.with_context(lang="en_US")._date_label
        self.assertEqual(label(datetime(2026, 3, 29, 10)), "Mar 29, 2026, 12:00 (CEST)")
        self.assertEqual(
            label(datetime(2026, 12, 1, 22, 59, 59)), "Dec 1, 2026, 23:59:59 (CET)"
        )
        self.assertEqual(label(False), "")
        self.procedure.tz = "Asia/Tokyo"
        self.assertEqual(label(datetime(2026, 3, 29, 18)), "Mar 30, 2026, 03:00 (JST)")

    def test_label_does_not_ask_the_reader_where_it_is(self):
        procedure = self.procedure.with_context(tz="Asia/Tokyo", lang="en_US")
        self.assertIn("12:00", procedure._date_label(datetime(2026, 3, 29, 10)))

    def test_periods(self):
        label = self.procedure.with_context(lang="en_US")._period_label
        begin = datetime(2026, 3, 30, 10)
        self.assertEqual(
            label(begin, begin + timedelta(hours=2)),
            "Mar 30, 2026, 12:00–14:00 (CEST)",
        )
        # over the change of the clocks, and to another day: both ends in full
        self.assertEqual(
            label(datetime(2026, 10, 25, 0), datetime(2026, 10, 25, 3)),
            "Oct 25, 2026, 02:00 (CEST) – Oct 25, 2026, 04:00 (CET)",
        )
        self.assertEqual(label(begin, begin), label(begin))
        self.assertEqual(label(None), "")

    # -- the timeline --------------------------------------------------------------------

    def _row(self, kind):
        return self.procedure.date_ids.filtered(lambda date: date.kind == kind)

    def test_deadlines_stand_in_the_timeline(self):
        self.assertEqual(self._row("deadline").date, self.deadline)
        self.procedure.date_deadline = self.deadline + timedelta(days=1)
        self.assertEqual(self._row("deadline").date, self.deadline + timedelta(days=1))
        self.procedure.date_questions_until = False
        self.assertFalse(self._row("questions"))
        self.procedure.date_questions_until = self.deadline
        self.assertEqual(len(self._row("questions")), 1)

    def test_every_date_stands_in_the_calendar(self):
        Date = self.env["wohnkoord.procedure.date"]
        arch = Date.get_view(view_type="calendar")["arch"]
        stop = etree.fromstring(arch).get("date_stop")
        # as the calendar asks: it must not lose what has no end
        found = Date.search(
            [
                ("procedure_id", "=", self.procedure.id),
                ("date", "<=", self.deadline),
                (stop, ">=", self.deadline - timedelta(days=60)),
            ]
        )
        self.assertEqual(set(found.mapped("kind")), {"questions", "deadline"})
        jury = Date.create(
            {
                "procedure_id": self.procedure.id,
                "kind": "jury",
                "date": self.deadline + timedelta(days=20),
            }
        )
        jury[stop] = jury.date + timedelta(hours=3)
        self.assertEqual(jury.date_end, jury.date + timedelta(hours=3))
        jury[stop] = jury.date
        self.assertFalse(jury.date_end)

    def test_deadlines_are_changed_in_the_procedure_only(self):
        row = self._row("deadline").with_user(self.adviser)
        for vals in (
            {"date": self.deadline + timedelta(days=9)},
            {"kind": "other"},
        ):
            with self.subTest(**vals), self.assertRefused("in the procedure itself"):
                row.write(vals)
        with self.assertRefused("in the procedure itself"):
            row.unlink()
        Date = self.env["wohnkoord.procedure.date"]
        values = {"procedure_id": self.procedure.id, "date": self.deadline}
        with self.assertRefused("in the procedure itself"):
            Date.create({**values, "kind": "deadline"})
        with self.assertRefused("in the procedure itself"):
            Date.with_context(default_kind="deadline").create(values)
        other = Date.create({**values, "kind": "other"})
        with self.assertRefused("in the procedure itself"):
            other.kind = "questions"
        row.place = "Briefkasten am Rathaus"
        self.assertEqual(self.procedure.date_deadline, self.deadline)

    def test_date_has_a_name_and_an_order(self):
        Date = self.env["wohnkoord.procedure.date"]
        values = {"procedure_id": self.procedure.id, "date": self.deadline}
        jury = Date.create({**values, "kind": "jury"})
        self.assertEqual(jury.name, "Jury session")
        self.assertFalse(jury.is_public)
        self.assertTrue(Date.create({**values, "kind": "colloquium"}).is_public)
        with self.assertRefused():
            jury.date_end = self.deadline - timedelta(hours=1)
