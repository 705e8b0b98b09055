# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .import_common import ImportCase

CASE = "wohnkoord.advisory"
HEADS = (
    "Nummer;Initiative;Person;Stufe;Status;Angefragt am;Erstkontakt;Erledigt am;"
    "Minuten;Ergebnis;Ausnahme\n"
)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestOfficeImportCase(ImportCase):
    """Old cases arrive as they ended, on the way that every case goes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls._make_initiative("Hof am Bach")
        cls.start = date(2024, 1, 1)

    def _line(self, number, level, state, days="01.02.2024;;15.02.2024", **extra):
        cells = {"minutes": "60", "outcome": "Beraten.", "waiver": "", **extra}
        group = cells.get("group", "Hof am Bach")
        return (
            f"{number};{group};;{level};{state};{days};{cells['minutes']};"
            f"{cells['outcome']};{cells['waiver']}\n"
        )

    def test_old_cases_in_any_order(self):
        text = HEADS
        text += self._line("A-3", "Fachberatung", "Abgeschlossen")
        text += self._line("A-2", "Konzept", "Abgeschlossen", "02.01.2024;;31.01.2024")
        text += self._line(
            "A-1", "Orientierung", "Abgeschlossen", "01.01.2024;05.01.2024;01.02.2024"
        )
        made = self._imported(CASE, text, self.adviser)
        self.assertRecordValues(
            made,
            [
                {
                    "name": "A-3",
                    "level": "specialist",
                    "state": "done",
                    "date_requested": date(2024, 2, 1),
                    "date_first_contact": False,
                    "date_done": date(2024, 2, 15),
                    "minutes_staff": 60,
                    "outcome": "Beraten.",
                },
                {
                    "name": "A-2",
                    "level": "concept",
                    "state": "done",
                    "date_requested": date(2024, 1, 2),
                    "date_first_contact": False,
                    "date_done": date(2024, 1, 31),
                    "minutes_staff": 60,
                    "outcome": "Beraten.",
                },
                {
                    "name": "A-1",
                    "level": "orientation",
                    "state": "done",
                    "date_requested": date(2024, 1, 1),
                    "date_first_contact": date(2024, 1, 5),
                    "date_done": date(2024, 2, 1),
                    "minutes_staff": 60,
                    "outcome": "Beraten.",
                },
            ],
        )
        self.assertEqual(made[2].days_to_contact, 4)
        self.assertEqual(self.group.date_last_contact, date(2024, 2, 15))

    def test_last_contact_is_never_moved_back(self):
        self.group.date_last_contact = self.today
        text = HEADS + self._line("A-1", "Orientierung", "Abgeschlossen")
        self._imported(CASE, text)
        self.assertEqual(self.group.date_last_contact, self.today)

    def test_every_state(self):
        self._imported(CASE, HEADS + self._line("A-0", "Orientierung", "Abgeschlossen"))
        open_days = "01.02.2024;;"
        states = {
            "Angefragt": "requested",
            "Bewilligt": "approved",
            "Laufend": "running",
            "Abgelehnt": "rejected",
            "Abgebrochen": "cancelled",
            "": "requested",
        }
        text = HEADS + "".join(
            self._line(f"B-{index}", "Konzept", state, open_days)
            for index, state in enumerate(states)
        )
        made = self._imported(CASE, text, self.adviser)
        self.assertEqual(made.mapped("state"), list(states.values()))
        self.assertEqual(made[2].date_first_contact, self.today)
        self.assertEqual(set(made.mapped("outcome")), {"Beraten."})

    def test_skipped_level_is_refused_by_row(self):
        text = HEADS + self._line("A-1", "Orientierung", "Abgeschlossen")
        text += self._line("A-2", "Fachberatung", "Abgeschlossen")
        [(row, message)] = self._refused(CASE, text, self.manager)
        self.assertEqual(row, 3)
        self.assertIn("A-2", message)

    def test_waiver_is_the_managers_with_a_reason(self):
        line = self._line("A-1", "Konzept", "Abgeschlossen", waiver="Schon erfahren")
        [(row, _text)] = self._refused(CASE, HEADS + line, self.adviser)
        self.assertEqual(row, 2)
        case = self._imported(CASE, HEADS + line, self.manager)
        self.assertEqual(case.state, "done")
        self.assertEqual(case.waiver_reason, "Schon erfahren")
        self.assertEqual(case.waiver_user_id, self.manager)
        requested = self._line("A-2", "Konzept", "", "01.02.2024;;", waiver="Erfahren")
        case = self._imported(CASE, HEADS + requested, self.manager)
        self.assertEqual(case.state, "requested")
        self.assertEqual(case.waiver_reason, "Erfahren")

    def test_who_waives_is_never_imported(self):
        result = (
            self.env[CASE]
            .with_user(self.manager)
            .load(
                ["level", "initiative_id/.id", "waiver_user_id/.id"],
                [["concept", str(self.group.id), str(self.manager.id)]],
            )
        )
        self.assertFalse(result["ids"])

    def test_days_that_cannot_be(self):
        tomorrow = f"{self.today + timedelta(days=1):%d.%m.%Y}"
        for state, days in (
            ("Abgeschlossen", "01.02.2024;;"),
            ("Abgeschlossen", "01.02.2024;;31.01.2024"),
            ("Abgeschlossen", "01.02.2024;10.02.2024;05.02.2024"),
            ("Abgeschlossen", f"01.02.2024;;{tomorrow}"),
            ("Laufend", "01.02.2024;;15.02.2024"),
        ):
            with self.subTest(state=state, days=days):
                text = HEADS + self._line("A-1", "Orientierung", state, days)
                [(row, _text)] = self._refused(CASE, text)
                self.assertEqual(row, 2)

    def test_concept_needs_a_group(self):
        text = HEADS + self._line("A-1", "Konzept", "Abgeschlossen", group="")
        self.assertEqual([row for row, _text in self._refused(CASE, text)], [2])
        text = HEADS + self._line("A-1", "Orientierung", "Abgeschlossen", group="")
        self.assertEqual(self._imported(CASE, text).state, "done")

    def test_number_once(self):
        text = HEADS + self._line("A-1", "Orientierung", "Abgeschlossen")
        self._imported(CASE, text)
        [(row, message)] = self._refused(CASE, text)
        self.assertEqual(row, 2)
        self.assertIn("A-1", message)
        twice = HEADS + 2 * self._line("A-5", "Orientierung", "Abgeschlossen")
        self.assertEqual([row for row, _text in self._refused(CASE, twice)], [3])

    def test_without_number_the_next_one(self):
        text = HEADS + self._line("", "Orientierung", "Abgeschlossen")
        first, second = self._imported(CASE, text), self._imported(CASE, text)
        self.assertNotEqual(first.name, second.name)

    def test_urgent_old_case_has_no_new_deadline(self):
        text = "Nummer;Stufe;Status;Angefragt am;Erledigt am;Dringend\n"
        text += "A-1;Orientierung;Abgeschlossen;01.02.2024;15.02.2024;ja\n"
        self.assertFalse(self._imported(CASE, text).date_deadline)

    def test_state_of_a_case_that_is_there(self):
        """An update goes the way of write: one action, under its rules."""
        case = self._make_case("orientation", "requested")

        def load(state):
            return (
                self.env[CASE]
                .with_user(self.adviser)
                .load([".id", "state"], [[str(case.id), state]])
            )

        self.assertFalse(load("done")["ids"])
        self.assertEqual(case.state, "requested")
        self.assertTrue(load("running")["ids"])
        self.assertEqual(case.date_first_contact, self.today)
        self.assertTrue(load("done")["ids"])
        self.assertEqual(case.date_done, self.today)

    def test_create_opens_no_gate(self):
        Case = self.env[CASE].with_user(self.manager)
        keys = {"import_file": True, "wohnkoord_import_noted": {"rows": {}, "last": 0}}
        with self.assertRefused():
            Case.with_context(**keys).create({"level": "orientation", "state": "done"})
        case = Case.with_context(**keys).create({"level": "orientation"})
        loaded = Case.with_context(**keys).load(
            [".id", "waiver_reason"], [[str(case.id), "Frei"]]
        )
        self.assertFalse(loaded["ids"])
        loaded = Case.with_context(**keys).load(
            [".id", "subject"], [[str(case.id), "x"]]
        )
        self.assertTrue(loaded["ids"])

    def test_steering_imports_no_cases(self):
        text = HEADS + self._line("A-1", "Orientierung", "Abgeschlossen")
        self.steering.lang = "de_DE"
        with self.assertRaises(AccessError):
            self._import(CASE, text, self.steering)
