# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import csv
import io
from unittest.mock import patch

from odoo.tests import tagged

from ..models import procedure_ocds_package as package_module
from ..models.procedure_ocds_csv import COLUMNS
from ..tools.ocds import loads
from .network_common import PublicCase
from .ocds_schema import RECORD_PACKAGE, RELEASE_PACKAGE, defects
from .procedure_ocds_common import OcdsCase

TABLES = ("lots", "criteria", "bids", "awards", "contracts")


@tagged("post_install", "-at_install")
class TestPublicProcedureOcds(OcdsCase, PublicCase):
    def setUp(self):
        super().setUp()
        self._start()
        self.path = f"/procedures/{self.procedure.slug}"
        self.env.flush_all()

    def _get(self, path, status=200, **headers):
        response = self.url_open(path, headers=headers)
        self.assertEqual(response.status_code, status, path)
        return response

    def _csv(self, path):
        response = self._get(path)
        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        text = response.content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def test_packages(self):
        for path, schema in (
            (f"{self.path}/ocds.json", RECORD_PACKAGE),
            (f"{self.path}/ocds.json?releases", RELEASE_PACKAGE),
            (f"{self.path}/ocds/releases.json", RELEASE_PACKAGE),
            ("/procedures/ocds.json", RECORD_PACKAGE),
        ):
            with self.subTest(path):
                response = self._get(path)
                self.assertEqual(defects(loads(response.text), schema), [])
                self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
                self.assertEqual(
                    response.headers["Content-Type"], "application/json; charset=utf-8"
                )
                self.assertIn("Last-Modified", response.headers)
                self.assertEqual(
                    int(response.headers["Content-Length"]), len(response.content)
                )

    def test_known_already(self):
        for path in (f"{self.path}/ocds.json", "/procedures/ocds.json"):
            with self.subTest(path):
                etag = self._get(path).headers["ETag"]
                again = self._get(path, 304, **{"If-None-Match": etag})
                self.assertFalse(again.content)
        with self._act():
            self.procedure.with_user(self.manager).action_cancel("Schluss")
        self.env.flush_all()
        self._get(path, 200, **{"If-None-Match": etag})

    def test_not_for_everybody(self):
        """Unknown, hidden, without releases: the same 404, on each route."""
        hidden = self._make_procedure(name="Noch geheim", slug="noch-geheim")
        self.env.flush_all()
        files = ("ocds.json", "ocds/releases.json", *(f"{name}.csv" for name in TABLES))
        for slug in ("gibt-es-nicht", hidden.slug, "Ä", "x%0a"):
            for file in files:
                self._get(f"/procedures/{slug}/{file}", 404)
        for path in ("/procedures/ocds.json", "/procedures.csv"):
            self.assertNotIn("Noch geheim", self._get(path).text)

    def test_other_office(self):
        other = self.env["res.company"].create(
            {"name": "Anderswo", "wohnkoord_host": "anderswo.example"}
        )
        foreign = self._make_procedure(name="Fremdes Verfahren")
        self._start(foreign)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wohnkoord_procedure SET company_id = %s WHERE id = %s",
            [other.id, foreign.id],
        )
        self.env.invalidate_all()
        for file in ("ocds.json", "ocds/releases.json", "lots.csv"):
            self._get(f"/procedures/{foreign.slug}/{file}", 404)
        for path in ("/procedures/ocds.json", "/procedures.csv"):
            self.assertNotIn("Fremdes Verfahren", self._get(path).text)

    def test_tables(self):
        self._close()
        self._open()
        self._sign(self._award())
        self.env.flush_all()
        for table in TABLES:
            rows = self._csv(f"{self.path}/{table}.csv")
            self.assertEqual(list(rows[0]), COLUMNS[table].split(), table)
            self.assertTrue(rows[0]["ocid"].startswith("test-"))
        self.assertEqual(rows[0]["amount"], "1234.50")
        self.assertEqual(
            self._csv(f"{self.path}/awards.csv")[0]["group_name"], self.initiative.name
        )
        rows = [
            row
            for row in self._csv("/procedures.csv")
            if row["url"].endswith(self.path)
        ]
        self.assertEqual((rows[0]["bids"], rows[0]["contracts"]), ("2", "1"))

    def test_page_names_the_result(self):
        self._close()
        self._open()
        award = self._award()
        self.env.flush_all()
        page = self._open_page(self.path)
        self.assertIn('id="results"', page)
        self.assertIn(self.initiative.name, page)
        self.assertNotIn("The contract is signed.", page)
        self._sign(award)
        self.env.flush_all()
        self.assertIn("The contract is signed.", self._open_page(self.path))

    def test_every_result_has_words(self):
        states = (
            ("pending", "pending"),
            *(("active", state) for state in ("pending", "active", "terminated", None)),
            ("cancelled", "cancelled"),
            ("unsuccessful", None),
        )
        texts = {
            self.procedure._ocds_result_text(
                {"status": award}, {"status": contract} if contract else {}
            )
            for award, contract in states
        }
        self.assertEqual(len(texts), len(states))

    def test_empty_table(self):
        self.assertEqual(self._csv(f"{self.path}/awards.csv"), [])

    def test_formulas_stay_text(self):
        hostile = '=HYPERLINK("http://x";"y")'
        other = self._make_procedure(name=hostile)
        self._start(other)
        self.env.flush_all()
        row = self._csv("/procedures.csv")[0]
        self.assertEqual(row["title"], f"'{hostile}")

    def test_page_leads_there(self):
        page = self._open_page(self.path)
        self.assertIn(f"{self.path}/ocds.json", page)
        self.assertIn(f"{self.path}/lots.csv", page)
        self.assertNotIn(f"{self.path}/awards.csv", page)
        self.assertNotIn('id="results"', page)
        self.assertIn("/procedures/ocds.json", self._open_page("/procedures"))

    def _open_page(self, path):
        return self._get(path).text

    def test_queries_do_not_grow(self):
        """Per batch, not per procedure."""
        procedures = self.env["wohnkoord.procedure"].sudo()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            "".join(procedures._ocds_all_records(self.company, "https://x.example"))
            "".join(map(str, procedures._ocds_csv_all(self.company)))
            return self.env.cr.sql_log_count - before

        first = queries()
        for number in range(8):
            self._publish(self._make_procedure(name=f"Weiteres {number}"))
        self.assertLessEqual(queries(), first + 2)
        with patch.object(package_module, "BATCH", 4):
            text = "".join(procedures._ocds_all_records(self.company, "https://x.org"))
        package = loads(text)
        self.assertEqual(defects(package, RECORD_PACKAGE), [])
        self.assertGreaterEqual(len(package["records"]), 9)
