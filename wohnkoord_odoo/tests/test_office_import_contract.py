# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo.tests import tagged

from .import_common import ImportCase, workbook

FRAMEWORK = "wohnkoord.framework"
CONTRACT = "wohnkoord.contract"
FRAMEWORKS = [
    ["Name", "Vergaberecht", "Beginn", "Ende", "Höchstbetrag (netto)", "Zustand"],
    ["Rahmen 25", "VOL/A", date(2025, 1, 1), date(2028, 12, 31), 96000.5, "Aktiv"],
    ["", "", "", "", "", ""],
]


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestOfficeImportContract(ImportCase):
    """Frameworks with their lots, then the contracts in them."""

    def _frameworks(self, **changes):
        heads = [*FRAMEWORKS[0], "Fachlose/Name", "Fachlose/Beratungsstufe"]
        cells = dict(zip(FRAMEWORKS[0], FRAMEWORKS[1], strict=True))
        first = [*{**cells, **changes}.values(), "Los Konzept", "Konzept"]
        second = [*FRAMEWORKS[2], "Los Recht", "Fachberatung"]
        return workbook([heads, first, second])

    def test_framework_with_lots(self):
        made = self._imported(FRAMEWORK, self._frameworks(), self.adviser)
        self.assertRecordValues(
            made,
            [{"state": "active", "regime": "vola", "max_amount": 96000.5}],
        )
        self.assertEqual(made.lot_ids.mapped("level"), ["concept", "specialist"])
        [(row, text)] = self._refused(FRAMEWORK, self._frameworks())
        self.assertEqual(row, 2)
        self.assertIn("Rahmen 25", text)

    def test_active_framework_obeys_the_rules(self):
        no_maximum = self._frameworks(**{"Höchstbetrag (netto)": ""})
        [(row, text)] = self._refused(FRAMEWORK, no_maximum)
        self.assertEqual(row, 2)
        self.assertIn("Rahmen 25", text)
        too_long = self._frameworks(Ende=date(2030, 12, 31))
        [(row, _text)] = self._refused(FRAMEWORK, too_long)
        self.assertEqual(row, 2)

    def _contracts(self, *lines):
        heads = "Nummer;Fachlos;Beratungsbüro;Stundensatz;Stundenkontingent;Zustand\n"
        return heads + "".join(f"{line}\n" for line in lines)

    def test_contracts(self):
        self._imported(FRAMEWORK, self._frameworks())
        text = self._contracts(
            "RV-1;Los Recht;Planbüro Probe GmbH;85,50;1.200,5;Aktiv",
            "RV-2;Los Konzept / Rahmen 25;Neues Büro;95;;Entwurf",
            "RV-3;los recht;Muster & Partner;100;40;Beendet",
        )
        result = self._import(CONTRACT, text, self.adviser)
        self.assertEqual([m["value"] for m in result["messages"]], ["Neues Büro"])
        create = {"name_create_enabled_fields": {"partner_id": True}}
        made = self._imported(CONTRACT, text, self.adviser, **create)
        self.assertRecordValues(
            made,
            [
                {"state": "active", "hourly_rate": 85.5, "max_hours": 1200.5},
                {"state": "draft", "hourly_rate": 95.0, "max_hours": 0.0},
                {"state": "ended", "hourly_rate": 100.0, "max_hours": 40.0},
            ],
        )
        self.assertEqual(made[0].partner_id, self.firm)
        self.assertEqual(made[0].lot_id.name, "Los Recht")
        self.assertEqual(made[1].partner_id.name, "Neues Büro")
        self.assertEqual(made[0].date_end, date(2028, 12, 31))
        self.assertIn(self.company, self.consultant.company_ids)
        messages = self._refused(CONTRACT, text, **create)
        self.assertEqual([row for row, _text in messages], [2, 3, 4])

    def test_same_lot_in_two_frameworks(self):
        self._make_framework(name="Zweite Vereinbarung")
        line = "RV-9;{};Planbüro Probe GmbH;85,50;;"
        [(row, text)] = self._refused(
            CONTRACT, self._contracts(line.format("Fachlos Probe"))
        )
        self.assertEqual(row, 2)
        self.assertIn("Fachlos Probe", text)
        made = self._imported(
            CONTRACT,
            self._contracts(line.format("Fachlos Probe / Zweite Vereinbarung")),
        )
        self.assertEqual(made.framework_id.name, "Zweite Vereinbarung")

    def test_active_contract_obeys_the_rules(self):
        self._make_framework(activate=False, name="Entwurf 26")
        lot = "Fachlos Probe / Entwurf 26"
        for line in (
            f"RV-9;{lot};Planbüro Probe GmbH;85,50;;Aktiv",
            "RV-9;Fachlos Probe / Rahmenvereinbarung Probe;Planbüro Probe GmbH;0;;Aktiv",
        ):
            [(row, _text)] = self._refused(CONTRACT, self._contracts(line))
            self.assertEqual(row, 2)

    def test_counters_are_never_imported(self):
        result = (
            self.env[CONTRACT]
            .with_user(self.manager)
            .load(
                [
                    "name",
                    "lot_id/.id",
                    "partner_id/.id",
                    "hourly_rate",
                    "minutes_called_off",
                ],
                [["RV-9", str(self.lot.id), str(self.rival_firm.id), "80", "60"]],
            )
        )
        self.assertFalse(result["ids"])
