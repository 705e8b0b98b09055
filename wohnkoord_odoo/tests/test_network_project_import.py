# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .project_common import ProjectCase

#: lines of a city's own list, without the columns that we have no field for
LIST = """Name;Adresse;Ortsteil;Rechtsform;Gebäude;Erwachsene;Kinder;Wohnfläche m²;Status
Wolfgang-Heinze-Straße 43;Wolfgang-Heinze-Straße 43;Connewitz;e.V.;Bestand;;;;bewohnt
SoWo Ludwigstraße 104;Ludwigstraße 104;Volkmarsdorf;eG;Bestand;11;11;670,5;bewohnt
WE forever – gemeinsam Wohnen;Gothaer Straße 42;Gohlis;Mietshäuser Syndikat;Neubau;;;;Bau
Wi 55;Wittenberger Straße 55;Eutritzsch;GmbH & Co. KG;Neubau;;;;Planung und Finanzierung
HolzBrau Süd;Braustraße 22;Zentrum-Süd;GbR/WEG;Neubau;;;;Planung und Finanzierung
"""
COLUMNS = [
    "name",
    False,
    "district_ids",
    "legal_form_id",
    "building_type",
    "adult_count",
    "child_count",
    "floor_area",
    "stage_id",
]
OPTIONS = {
    "has_headers": True,
    "separator": ";",
    "quoting": '"',
    "encoding": "utf-8",
    "float_thousand_separator": ".",
    "float_decimal_separator": ",",
    "date_format": "",
    "datetime_format": "",
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkProjectImport(ProjectCase):
    """A city's list of projects comes in by Odoo's own import, and stays unpublished."""

    def test_list_of_projects(self):
        names = ("Connewitz", "Volkmarsdorf", "Gohlis", "Eutritzsch", "Zentrum-Süd")
        self.env["wohnkoord.district"].create([{"name": name} for name in names])
        building = self.env["wohnkoord.initiative"]._fields["building_type"]
        german = self.env(context={**self.env.context, "lang": "de_DE"})
        labels = dict(building._description_selection(german))
        lines = LIST.replace(";Bestand;", f";{labels['existing']};")
        importer = (
            self.env["base_import.import"]
            .with_user(self.manager)
            .with_context(lang="de_DE")
            .create(
                {
                    "res_model": "wohnkoord.initiative",
                    "file": lines.encode(),
                    "file_name": "projekte.csv",
                    "file_type": "text/csv",
                }
            )
        )
        header = LIST.split("\n", 1)[0].split(";")
        result = importer.execute_import(COLUMNS, header, OPTIONS)
        self.assertFalse(result["messages"], result["messages"])
        made = self.env["wohnkoord.initiative"].browse(result["ids"])
        self.assertEqual(len(made), 5)
        self.assertFalse(any(made.mapped("is_published")))
        self.assertRecordValues(
            made[1],
            [
                {
                    "name": "SoWo Ludwigstraße 104",
                    "legal_form_id": self.env.ref("wohnkoord_odoo.legal_form_eg").id,
                    "building_type": "existing",
                    "adult_count": 11,
                    "floor_area": 670.5,
                    "stage_code": "occupied",
                }
            ],
        )
        self.assertEqual(made[4].legal_form_id.short_name, "GbR/WEG")
        self.assertEqual(made[2].district_ids.name, "Gohlis")
