# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import csv
import io

from odoo.tests import tagged

from .project_common import PublicProjectCase


@tagged("post_install", "-at_install")
class TestPublicProjectList(PublicProjectCase):
    """Filters, search, order, pages, and what they cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["wohnkoord.legal.form"].create({"name": "Probeform"})
        cls.group = cls.env["wohnkoord.target.group"].create({"name": "Probegruppe"})
        cls.theme = cls.env["wohnkoord.theme"].create({"name": "Probethema"})
        cls.second = cls._make_public(
            "Ährenfeld",
            stage_id=cls._stage("construction").id,
            legal_form_id=cls.form.id,
            target_group_ids=[(6, 0, cls.group.ids)],
            theme_ids=[(6, 0, cls.theme.ids)],
        )

    def test_filters(self):
        first, second = "Haus Übermut", "Ährenfeld"
        for params, names in (
            ({}, [second, first]),
            ({"status": "construction"}, [second]),
            ({"status": "initiative"}, [first]),
            ({"district": self.district.id}, [first]),
            ({"legal_form": self.form.id}, [second]),
            ({"target_group": self.group.id}, [second]),
            ({"theme": self.theme.id}, [second]),
            ({"seeks": "1"}, [first]),
            ({"seeks": "1", "status": "construction"}, []),
            ({"q": "uebermut"}, [first]),
            ({"q": "ÜBERMUT haus"}, [first]),
            ({"q": "probeviertel"}, [first]),
            ({"q": "aehren"}, [second]),
            ({"q": "nirgends"}, []),
            ({"order": "new"}, [second, first]),
        ):
            self.assertEqual(self._names(**params), names, params)
            self.assertEqual(
                {f["properties"]["name"] for f in self._features(**params)},
                set(names),
                params,
            )

    def test_what_is_no_filter(self):
        for params in (
            {"status": "x"},
            {"district": "0"},
            {"district": "1 OR 1=1"},
            {"district": "99999999999999999999"},
            {"legal_form": "-1"},
            {"theme": ""},
            {"q": "  "},
            {"q": "\0"},
            {"order": "id; DROP"},
            {"page": "x"},
            {"page": "-4"},
            {"page": "99999999999999999999"},
            {"seeks": "yes"},
        ):
            self.assertEqual(len(self._names(**params)), 2, params)
        self.assertEqual(self._names(q="%"), [], "a sign like any other")
        self.assertEqual(self._names(q="_"), [])

    def test_other_offices_choices(self):
        self.env["wohnkoord.district"].create(
            {"name": "Anderswo", "company_id": self.other_company.id}
        )
        self.assertNotIn("Anderswo", self.url_open("/projects").text)

    def test_chips(self):
        page = self._open("/projects?status=construction&q=aehren")
        [first, second, everything] = page.xpath("//main//ul[@aria-label]//a/@href")
        self.assertEqual(first, "/projects?q=aehren")
        self.assertEqual(second, "/projects?status=construction")
        self.assertEqual(everything, "/projects")
        status = page.xpath("//main//*[@role='status']")[0].text_content()
        self.assertIn("1 project", status)
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertEqual(
            page.xpath("//select[@name='status']/option[@selected]/@value"),
            ["construction"],
        )

    def test_pager(self):
        for number in range(24):
            self._make_public(f"Zug {number:02}")
        names = self._names()
        self.assertEqual(len(names), 24)
        self.assertEqual(names[:2], ["Ährenfeld", "Haus Übermut"])
        page = self._open("/projects", order="new")
        links = set(page.xpath("//nav[@aria-label='Pages']//a/@href"))
        self.assertEqual(links, {"/projects?order=new", "/projects?order=new&page=2"})
        self.assertEqual(self._names(page=2), ["Zug 22", "Zug 23"])
        self.assertEqual(self._names(page=77), ["Zug 22", "Zug 23"])

    def _queries(self, path):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.cr.sql_log_count - before

    def test_constant_queries(self):
        """As many queries with 20 projects as with 3, on pages and in data."""
        paths = ("/projects", "/projects.geojson", "/projects.csv")

        def more(count):
            for number in range(count):
                made = self._make_public(
                    f"Menge {number} {count}",
                    district_ids=[(6, 0, self.district.ids)],
                    legal_form_id=self.form.id,
                    theme_ids=[(6, 0, self.theme.ids)],
                )
                draft = made.project_draft_ids
                self._add_picture(draft)
                draft.action_release()

        more(1)
        few = {path: self._queries(path) for path in paths}
        more(17)
        many = {path: self._queries(path) for path in paths}
        self.assertEqual(few, many)
        self.assertLess(many["/projects"], 45)


@tagged("post_install", "-at_install")
class TestPublicProjectData(PublicProjectCase):
    """Open data: valid, harmless, and no more than the pages say."""

    def test_geojson(self):
        response = self.url_open("/projects.geojson")
        self.assertEqual(response.headers["Content-Type"], "application/geo+json")
        self.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response.headers["Cache-Control"], "no-cache")
        collection = response.json()
        self.assertEqual(collection["type"], "FeatureCollection")
        [feature] = collection["features"]
        self.assertEqual((feature["type"], feature["id"]), ("Feature", "haus-uebermut"))
        self.assertEqual(
            feature["geometry"], {"type": "Point", "coordinates": [12.38, 51.33]}
        )
        properties = feature["properties"]
        self.assertEqual(properties["precision"], "district")
        self.assertEqual(properties["status"], "initiative")
        self.assertEqual(properties["districts"], ["Probeviertel"])
        self.assertTrue(properties["url"].endswith(self.path))
        again = self.url_open(
            "/projects.geojson", headers={"If-None-Match": response.headers["ETag"]}
        )
        self.assertEqual(again.status_code, 304)

    def test_no_point(self):
        self.district.write({"latitude": 0, "longitude": 0})
        self.draft.action_release()
        [feature] = self._features()
        self.assertIsNone(feature["geometry"])

    def test_licence(self):
        self.company.wohnkoord_data_licence = "dl-de/by-2-0"
        self.company.wohnkoord_data_licence_url = "https://www.govdata.de/dl-de/by-2-0"
        collection = self.url_open("/projects.geojson").json()
        self.assertEqual(collection["licence"], "dl-de/by-2-0")
        page = self._open("/projects")
        self.assertTrue(page.xpath("//a[@href='https://www.govdata.de/dl-de/by-2-0']"))
        with self.assertRefused("https://"):
            self.company.wohnkoord_data_licence_url = "javascript:alert(1)"

    def test_csv(self):
        self.draft.write(
            {
                "name": '=HYPERLINK("http://x")',
                "teaser": "@SUM(A1), mit Komma",
                "common_rooms": "-2+3",
                "architect": "+49",
            }
        )
        self.draft.action_release()
        self.env.flush_all()
        response = self.url_open("/projects.csv")
        self.assertIn("text/csv", response.headers["Content-Type"])
        self.assertIn("charset=utf-8", response.headers["Content-Type"])
        [row] = csv.DictReader(io.StringIO(response.content.decode()))
        for name in ("name", "teaser", "common_rooms", "architect"):
            self.assertTrue(row[name].startswith("'"), name)
        self.assertEqual(row["latitude"], "51.33")
        self.assertEqual(row["seeks_members"], "true")
        self.assertEqual(row["dwellings"], "9")

    def test_limit(self):
        self._make_public("Zweites Haus")
        self.assertEqual(len(self._features(limit=1)), 1)
        for limit in ("0", "-1", "x", "99999999999"):
            self.assertTrue(self._features(limit=limit))
