# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .plot_common import PlotCase

OPTIONS = {
    "has_headers": True,
    "separator": ";",
    "quoting": '"',
    "encoding": "utf-8",
    "float_thousand_separator": ".",
    "float_decimal_separator": ",",
    "date_format": "%d.%m.%Y",
    "datetime_format": "",
    "name_create_enabled_fields": {"partner_id": True},
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePlotImport(PlotCase):
    """A city's list comes in by Odoo's own import: decimal commas and German dates."""

    LINES = """Gothaer Straße 42;Leipzig;Gohlis;Stadt Probe;1.580,5;Gohlis;12/3;1.580,5
Braustraße 22;Leipzig;Zentrum-Süd;Stadt Probe;500;Zentrum;7;180,25
;;;;;Zentrum;8;320
"""
    COLUMNS = [
        "street",
        "city",
        "district_id",
        "partner_id",
        "area",
        "parcel_ids/cadastral_district",
        "parcel_ids/number",
        "parcel_ids/area",
    ]

    def _importer(self, text, lang="de_DE"):
        return (
            self.env["base_import.import"]
            .with_user(self.manager)
            .with_context(lang=lang)
            .create(
                {
                    "res_model": "wohnkoord.plot",
                    "file": text.encode(),
                    "file_name": "grundstuecke.csv",
                    "file_type": "text/csv",
                }
            )
        )

    def test_list_with_parcels(self):
        self.env["wohnkoord.district"].create(
            [{"name": name} for name in ("Gohlis", "Zentrum-Süd")]
        )
        self.env["res.partner"].create({"name": "Stadt Probe", "is_company": True})
        header = ["Adresse", "Stadt", "Ortsteil", "Eigentümerin", "Fläche m²"]
        header += ["Gemarkung", "Flurstück", "Flurstück m²"]
        text = ";".join(header) + "\n" + self.LINES
        result = self._importer(text).execute_import(self.COLUMNS, header, OPTIONS)
        self.assertFalse(result["messages"], result["messages"])
        plots = self.env["wohnkoord.plot"].browse(result["ids"])
        self.assertRecordValues(
            plots,
            [
                {"name": "Gothaer Straße 42", "area": 1580.5, "parcel_area": 1580.5},
                {"name": "Braustraße 22", "area": 500, "parcel_area": 500.25},
            ],
        )
        self.assertEqual(plots.mapped("district_id.name"), ["Gohlis", "Zentrum-Süd"])
        self.assertEqual(plots.partner_id.name, "Stadt Probe")
        self.assertEqual(plots[1].parcel_ids.mapped("area"), [180.25, 320])

    def test_headings_of_the_own_language_are_recognised(self):
        Plot = self.env["wohnkoord.plot"].with_context(lang="de_DE")
        names = ["street", "city", "area", "owner_kind", "zoning"]
        labels = [Plot.fields_get([n], ["string"])[n]["string"] for n in names]
        text = ";".join(labels) + "\nWeg 1;Leipzig;12,5;;\n"
        preview = self._importer(text).parse_preview(OPTIONS)
        matches = {int(k): v for k, v in preview["matches"].items()}
        self.assertEqual([matches.get(i) for i in range(5)], [[n] for n in names])

    def test_import_opens_no_gate(self):
        text = "Adresse;Status\nWeg 1;in_procedure\n"
        result = self._importer(text, "en_US").execute_import(
            ["street", "state"], ["Adresse", "Status"], OPTIONS
        )
        self.assertTrue(result["messages"])
        self.assertFalse(result["ids"])
