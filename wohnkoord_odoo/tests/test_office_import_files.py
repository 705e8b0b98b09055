# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import json

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .import_common import ImportCase

MODELS = (
    "wohnkoord.initiative",
    "res.partner",
    "wohnkoord.advisory",
    "wohnkoord.framework",
    "wohnkoord.contract",
)
URL = "/wohnkoord/import-template/"


def read_sheets(content):
    """The sheets of a workbook as lists of rows, formulas as what they are."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[list(row) for row in sheet.values] for sheet in book]


@tagged("post_install", "-at_install")
class TestOfficeImportFiles(ImportCase, HttpCase):
    """The files that the office downloads: templates, and exports to import again."""

    def _login(self, user):
        self.authenticate(user.login, user.login)

    # -- templates -------------------------------------------------------------------

    def test_template_imports_as_it_is(self):
        self._login(self.adviser)
        options = {"name_create_enabled_fields": {"partner_id": True}}
        for model in MODELS:
            with self.subTest(model=model):
                answer = self.url_open(URL + model)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("attachment", answer.headers["Content-Disposition"])
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                data, hints = read_sheets(answer.content)
                heads = data[0]
                self.assertEqual(len(heads), len(set(heads)))
                self.assertEqual([row[0] for row in hints[1:]], heads)
                result = self._import(model, answer.content, self.adviser, **options)
                self.assertFalse(result["messages"], result["messages"])
                self.assertNotIn(None, result["matches"].values(), result["matches"])
                fields = [path for path, *_rest in self._columns(model)]
                self.assertEqual(list(result["matches"].values()), fields)
                self.assertEqual(len(result["ids"]), 1)

    def _columns(self, model):
        return self.env[model].with_user(self.adviser)._import_columns()

    def test_template_speaks_the_users_language(self):
        self._login(self.adviser)
        data, _hints = read_sheets(self.url_open(URL + "wohnkoord.initiative").content)
        self.assertIn("Ortsteile", data[0])
        self.assertIn("Wohnfläche (m²)", data[0])
        self.adviser.lang = "en_US"
        self._login(self.adviser)
        data, _hints = read_sheets(self.url_open(URL + "wohnkoord.initiative").content)
        self.assertIn("Districts", data[0])

    def test_template_names_the_possible_values(self):
        self._login(self.adviser)
        _data, hints = read_sheets(self.url_open(URL + "wohnkoord.initiative").content)
        values = {row[0]: row[3] or "" for row in hints[1:]}
        required = {row[0] for row in hints[1:] if row[1]}
        self.assertEqual(required, {"Name"})
        self.assertIn("Neubau", values["Gebäude"])
        self.assertIn("eG", values["Rechtsform"])

    def test_no_template_is_a_404(self):
        self._login(self.steering)
        for model in MODELS[:1] + MODELS[2:]:
            self.assertEqual(self.url_open(URL + model).status_code, 404, model)
        self.assertEqual(self.url_open(URL + "res.partner").status_code, 404)
        self._login(self.spokesperson)
        for model in MODELS:
            self.assertEqual(self.url_open(URL + model).status_code, 404, model)
        self._login(self.adviser)
        for model in ("nothing", "res.users", "wohnkoord.topic", "base"):
            self.assertEqual(self.url_open(URL + model).status_code, 404, model)
        self.authenticate(None, None)
        answer = self.url_open(URL + MODELS[0], allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))

    def test_dialog_offers_the_templates(self):
        for model in MODELS:
            for user, expected in ((self.adviser, True), (self.steering, False)):
                offered = [
                    template["template"]
                    for template in self.env[model]
                    .with_user(user)
                    .get_import_templates()
                ]
                self.assertEqual(URL + model in offered, expected, (model, user.login))
        contract = self.env["wohnkoord.contract"].with_user(self.adviser)
        self.assertEqual(
            [template["template"] for template in contract.get_import_templates()],
            [URL + "wohnkoord.framework", URL + "wohnkoord.contract"],
        )

    # -- exports ---------------------------------------------------------------------

    def _export(self, records, names, kind="xlsx", compatible=True, groupby=()):
        """What the export dialog sends, as the manager."""
        data = {
            "model": records._name,
            "fields": [{"name": n, "label": n, "type": "char"} for n in names],
            "ids": records.ids,
            "domain": [],
            "groupby": list(groupby),
            "context": {"lang": "de_DE"},
            "import_compat": compatible,
        }
        answer = self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def _stored(self, records):
        names = [
            name
            for name, field in records._fields.items()
            if field.store and name not in ("write_date", "write_uid")
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        return records.read(names, load=False)

    def assertRoundTrip(self, records, names):
        """Exporting and importing again changes nothing, in both kinds of file."""
        self._login(self.manager)
        for kind in ("xlsx", "csv"):
            content = self._export(records, ["id", *names], kind)
            before = self._stored(records)
            count = self.env[records._name].search_count([])
            if kind == "csv":
                content = content.decode()
            again = self._imported(records._name, content)
            self.assertEqual(again, records)
            self.assertEqual(self._stored(records), before)
            self.assertEqual(self.env[records._name].search_count([]), count)

    def test_initiatives_again(self):
        district = self.env["wohnkoord.district"].create({"name": "Nord, Ost"})
        theme = self.env["wohnkoord.theme"].search([], limit=2)
        group = self._make_initiative(
            '=HYPERLINK("https://evil.example")',
            building_type="new",
            tenure="leasehold",
            district_ids=district.ids,
            theme_ids=theme.ids,
            floor_area=1580.25,
            adult_count=4,
            seeks_members=True,
            move_in_date="2028-06-30",
        )
        names = ["name", "partner_id/id", "stage_id/id", "building_type", "tenure"]
        names += ["district_ids/id", "theme_ids/id", "floor_area", "adult_count"]
        names += ["seeks_members", "move_in_date", "user_id/id", "email"]
        self.assertRoundTrip(self.initiative | group, names)

    def test_actors_again(self):
        self.firm.write(
            {
                "actor_category_ids": self.env.ref(
                    "wohnkoord_odoo.actor_category_cooperative"
                ).ids,
                "actor_topic_ids": self.topic.ids,
                "city": "Leipzig",
                "phone": "+49 341 1",
                "is_network_member": True,
            }
        )
        names = ["name", "is_company", "actor_category_ids/id", "actor_topic_ids/id"]
        names += ["city", "phone", "email", "is_network_member", "network_date_from"]
        self.assertRoundTrip(self.firm | self.rival_firm, names)

    def test_cases_again(self):
        self.orientation.write({"outcome": "-2 Termine\nzweite Zeile"})
        names = ["name", "subject", "initiative_id/id", "partner_id/id", "level"]
        names += ["state", "topic_ids/id", "user_id/id", "date_requested", "date_done"]
        names += ["date_first_contact", "minutes_staff", "outcome", "is_urgent"]
        self.assertRoundTrip(self.orientation | self.concept | self.case, names)

    def test_contracts_again(self):
        draft = self._make_contract(self.rival_firm, activate=False, max_hours=37.125)
        names = ["name", "lot_id/id", "partner_id/id", "rank", "hourly_rate", "state"]
        names += ["max_hours", "date_start", "date_end", "self_billing"]
        self.assertRoundTrip(self.contract | draft, names)
        names = ["name", "regime", "date_start", "date_end", "max_amount", "state"]
        self.assertRoundTrip(self.framework, names)

    def test_no_export_holds_a_formula(self):
        evil = '=HYPERLINK("https://evil.example";"klick")'
        group = self._make_initiative(evil)
        self._login(self.manager)
        for options in ({}, {"compatible": False, "groupby": ["name"]}):
            content = self._export(group, ["name", "description"], **options)
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [cell for row in book.active.iter_rows() for cell in row]
            self.assertTrue(any(evil in str(cell.value) for cell in cells))
            self.assertFalse([cell for cell in cells if cell.data_type == "f"])
            self.assertFalse([cell for cell in cells if cell.hyperlink])
