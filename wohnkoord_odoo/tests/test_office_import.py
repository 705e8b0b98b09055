# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import ImportCase, workbook

INITIATIVE = "wohnkoord.initiative"
#: a city's own list: public facts, German headings, empty lines, decimal commas
PROJECTS = """Name;Adresse;Ortsteil;Rechtsform;Gebäude;Eigentumsform;Erwachsene;Wohnfläche m²;Status;Einzug
SoWo Ludwigstraße 104;Ludwigstraße 104;Probeort;eG;Bestand;;11;670,5;bewohnt;01.03.2023

HolzBrau Süd;Braustraße 22;probeort, Anderort;GbR/WEG;Neubau;Erbbaurecht;;1.580,25;Planung & Finanzierung;31.12.27
"""


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestOfficeImport(ImportCase):
    """What the dialog makes of an office's spreadsheet, and what it refuses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["wohnkoord.district"].create(
            [{"name": "Probeort"}, {"name": "Anderort"}]
        )

    # -- values ----------------------------------------------------------------------

    def test_the_citys_own_list(self):
        result = self._import(INITIATIVE, PROJECTS, self.adviser)
        self.assertFalse(result["messages"], result["messages"])
        self.assertEqual(
            [head for head, field in result["matches"].items() if not field],
            ["Adresse"],
        )
        first, second = result["records"]
        self.assertRecordValues(
            first + second,
            [
                {
                    "building_type": "existing",
                    "floor_area": 670.5,
                    "adult_count": 11,
                    "move_in_date": date(2023, 3, 1),
                    "tenure": False,
                },
                {
                    "building_type": "new",
                    "floor_area": 1580.25,
                    "adult_count": 0,
                    "move_in_date": date(2027, 12, 31),
                    "tenure": "leasehold",
                },
            ],
        )
        self.assertEqual(first.stage_id.code, "occupied")
        self.assertEqual(second.stage_id.code, "planning")
        self.assertEqual(
            set(second.district_ids.mapped("name")), {"Probeort", "Anderort"}
        )
        self.assertEqual(second.partner_id.name, "HolzBrau Süd")

    def test_workbook_numbers_are_numbers(self):
        rows = [["Name", "Wohnfläche (m²)", "Haushalte", "Einzug"]]
        rows += [["Blatt A", 670.5, 8, date(2028, 6, 30)]]
        rows += [["Blatt B", "1.580,25", 9, "30.06.2028"]]
        made = self._imported(INITIATIVE, workbook(rows))
        self.assertEqual(made.mapped("floor_area"), [670.5, 1580.25])
        self.assertEqual(made.mapped("household_count"), [8, 9])
        self.assertEqual(set(made.mapped("move_in_date")), {date(2028, 6, 30)})

    def test_number_that_may_be_two_is_refused(self):
        rows = [["Name", "Wohnfläche (m²)"], ["Blatt A", "1.580"]]
        [(row, text)] = self._refused(INITIATIVE, workbook(rows))
        self.assertEqual(row, 2)
        self.assertIn("1.580", text)
        self.assertEqual(
            self._imported(
                INITIATIVE, "Name;Wohnfläche (m²)\nBlatt A;1.580\n"
            ).floor_area,
            1580,
        )

    def test_decimal_point_where_it_cannot_be_anything_else(self):
        text = "Name;Wohnfläche (m²)\nA;670.5\nB;1580.25\nC;12.345,5\nD;12.345\n"
        made = self._imported(INITIATIVE, text)
        self.assertEqual(made.mapped("floor_area"), [670.5, 1580.25, 12345.5, 12345])

    def test_yes_and_no(self):
        ticks = {"ja": True, "Ja": True, "x": True, "1": True, "nein": False, "": False}
        text = "Name;Sucht Mitglieder\n" + "".join(
            f"Gruppe {index};{tick}\n" for index, tick in enumerate(ticks)
        )
        made = self._imported(INITIATIVE, text)
        self.assertEqual(made.mapped("seeks_members"), list(ticks.values()))

    def test_not_a_number_is_none(self):
        for text in ("nan", "inf", "viel", "1,2,3"):
            [(row, message)] = self._refused(
                INITIATIVE, f"Name;Wohnfläche (m²)\nBlatt;{text}\n"
            )
            self.assertEqual(row, 2)
            self.assertIn("Wohnfläche", message)

    def test_quoted_formula_of_an_export_is_the_text(self):
        made = self._imported(INITIATIVE, "Name;Telefon\n'=Haus;'+49 341 1\n'Haus';\n")
        self.assertEqual(made.mapped("name"), ["=Haus", "'Haus'"])
        self.assertEqual(made[0].phone, "+49 341 1")

    def test_lists_of_names(self):
        District = self.env["wohnkoord.district"]
        District.create({"name": "Nord, Ost"})
        text = 'Name;Ortsteile\nA;"Probeort; Anderort,"\nB;"Anderort, nord, ost,Probeort"\n'
        made = self._imported(INITIATIVE, text)
        self.assertEqual(
            [set(group.district_ids.mapped("name")) for group in made],
            [{"Probeort", "Anderort"}, {"Probeort", "Anderort", "Nord, Ost"}],
        )

    def test_umlauts_of_any_spreadsheet(self):
        text = "Name;Telefon\nGrüne Höfe;1\n"
        for encoding in ("utf-8", "utf-8-sig", "windows-1252", "utf-16"):
            with self.subTest(encoding=encoding), self.cr.savepoint() as savepoint:
                made = self._imported(INITIATIVE, text, encoded=encoding)
                self.assertEqual(made.name, "Grüne Höfe")
                savepoint.rollback()

    # -- rows ------------------------------------------------------------------------

    def test_rows_are_those_of_the_spreadsheet(self):
        text = (
            "Name;Haushalte;Einzug;Phase\n"
            "Gruppe A;8;30.06.2028;\n"
            ";;;\n"
            "\n"
            "Gruppe B;acht;31.02.2028;\n"
            "Gruppe C;8;;Unbekanntes\n"
            "Gruppe D;8;;Unbekanntes\n"
        )
        result = self._import(INITIATIVE, text)
        self.assertFalse(result["ids"])
        rows = {m["message"]: m for m in result["messages"]}
        at = {m.get("record") for m in result["messages"]}
        self.assertEqual(at, {5, 6}, rows)
        unknown = next(m for m in result["messages"] if m.get("field") == "stage_id")
        self.assertIn("6, 7", unknown["message"])
        self.assertEqual(unknown["value"], "Unbekanntes (6, 7)")
        self.assertEqual(result["name"][4], "Gruppe B")

    def test_workbook_rows_too(self):
        rows = [["Name", "Haushalte"], ["Gruppe A", 8], ["", ""], ["Gruppe B", "acht"]]
        [(row, _text)] = self._refused(INITIATIVE, workbook(rows))
        self.assertEqual(row, 4)

    def test_row_that_the_model_refuses(self):
        """Odoo names the first row of the file for the fault of any other."""
        rows = "".join(f"Gruppe {index};{index}\n" for index in range(30))
        text = f"Name;Haushalte\n{rows}Gruppe X;-1\nGruppe Y;4\n"
        with mute_logger("odoo.sql_db"):
            [(row, _text)] = self._refused(INITIATIVE, text)
        self.assertEqual(row, 32)

    def test_refusal_of_the_model_in_words(self):
        self.env[INITIATIVE].create({"name": "Gruppe 20"})
        rows = "".join(f"Gruppe {index}\n" for index in range(30))
        [(row, text)] = self._refused(INITIATIVE, f"Name\n{rows}")
        self.assertEqual(row, 22)
        self.assertIn("Gruppe 20", text)

    def test_list_imported_twice_makes_nothing_twice(self):
        self._imported(INITIATIVE, PROJECTS)
        messages = self._refused(INITIATIVE, PROJECTS)
        self.assertEqual([row for row, _text in messages], [2, 4])

    def test_all_or_nothing_beyond_a_batch(self):
        rows = "".join(f"Reihe {index};1\n" for index in range(30))
        text = f"Name;Haushalte\n{rows}Schlecht;-1\n"
        with mute_logger("odoo.sql_db"):
            self.assertTrue(self._refused(INITIATIVE, text, limit=10))
        made = self._imported(INITIATIVE, f"Name;Haushalte\n{rows}", limit=10)
        self.assertEqual(len(made), 30)

    def test_test_run_leaves_nothing(self):
        before = self.env[INITIATIVE].search_count([])
        result = self._import(INITIATIVE, PROJECTS, dryrun=True)
        self.assertFalse(result["messages"])
        self.assertEqual(self.env[INITIATIVE].search_count([]), before)

    # -- names -----------------------------------------------------------------------

    def test_unknown_name_offers_a_way_out(self):
        text = "Name;Ortsteil\nGruppe;Nirgendwo\n"
        result = self._import(INITIATIVE, text)
        [message] = result["messages"]
        self.assertEqual(message["field"], "district_ids")
        self.assertEqual(message["value"], "Nirgendwo")
        create = {"name_create_enabled_fields": {"district_ids": True}}
        made = self._imported(INITIATIVE, text, **create)
        self.assertEqual(made.district_ids.name, "Nirgendwo")

    def test_adviser_adds_nothing_to_a_catalogue(self):
        text = "Name;Ortsteil\nGruppe;Nirgendwo\n"
        create = {"name_create_enabled_fields": {"district_ids": True}}
        [(row, message)] = self._refused(INITIATIVE, text, self.adviser, **create)
        self.assertEqual(row, 2)
        self.assertIn("Nirgendwo", message)
        self.assertIn("Ortsteile", message)
        self.assertFalse(
            self.env["wohnkoord.district"].search([("name", "=", "Nirgendwo")])
        )

    def test_name_that_two_bear_is_refused(self):
        Partner = self.env["res.partner"]
        one, _other = Partner.create(
            [
                {"name": "Doppelt", "email": f"{i}@example.org", "is_company": True}
                for i in "ab"
            ]
        )
        heads = "Name;Kontakt\n"
        [(row, message)] = self._refused(INITIATIVE, f"{heads}Gruppe;doppelt\n")
        self.assertEqual(row, 2)
        self.assertIn("doppelt", message)
        made = self._imported(INITIATIVE, f"{heads}Gruppe;A@example.org\n")
        self.assertEqual(made.partner_id, one)

    def test_contact_of_a_group_is_found(self):
        partner = self.env["res.partner"].create(
            {"name": "Hof am Bach", "is_company": True}
        )
        made = self._imported(INITIATIVE, "Name\nHof am Bach\nHof am See\n")
        self.assertEqual(made[0].partner_id, partner)
        self.assertEqual(made[1].partner_id.name, "Hof am See")
        self.env["res.partner"].create(
            [{"name": "Hof im Tal", "is_company": True} for _i in range(2)]
        )
        [(row, message)] = self._refused(INITIATIVE, "Name\nHof im Tal\n")
        self.assertEqual(row, 2)
        self.assertIn("Hof im Tal", message)

    def test_other_offices_names_are_not_ours(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.manager.company_ids |= other
        self.env["wohnkoord.district"].create(
            {"name": "Fremdort", "company_id": other.id}
        )
        self.env["res.partner"].create({"name": "Fremde", "company_id": other.id})
        text = "Name;Ortsteil;Kontakt\nGruppe;Fremdort;Fremde\n"
        both = {"allowed_company_ids": [self.company.id, other.id]}
        messages = self._refused(INITIATIVE, text, context=both)
        self.assertEqual(len(messages), 2)

    def test_adviser_is_one_of_the_office(self):
        self.spokesperson.name = "Kim Beispiel"
        text = "Name;Zuständig\nGruppe;Kim Beispiel\n"
        self.assertTrue(self._refused(INITIATIVE, text))
        self.adviser.name = "Kim Beispiel"
        self.assertEqual(self._imported(INITIATIVE, text).user_id, self.adviser)

    def test_thousand_rows_in_reasonable_time(self):
        def queries(count):
            text = "Name;Ortsteil;Haushalte\n" + "".join(
                f"Viele {count} {index};Probeort;3\n" for index in range(count)
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            self._imported(INITIATIVE, text)
            return self.cr.sql_log_count - before

        queries(3)
        few, many = queries(10), queries(110)
        self.assertLess((many - few) / 100, 12)
