# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .network_common import PublicCase
from .test_procedure_publication import FIRST, SECOND, PublicationCase

HOSTILE = '<script>alert("x")</script> & \x0b Ü'


class PublicProcedureCase(PublicationCase, PublicCase):
    """``procedure`` is published; its plot has a point and a district."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district = cls.env["wohnkoord.district"].create({"name": "Probeviertel"})
        cls.plot.write(
            {
                "street": "Probestraße 1",
                "zip": "04177",
                "city": "Leipzig",
                "district_id": cls.district.id,
                "latitude": 51.337,
                "longitude": 12.32,
            }
        )
        cls._publish()
        cls.path = f"/procedures/{cls.procedure.slug}"

    @classmethod
    def _make_published(cls, name, **values):
        plot = cls.env["wohnkoord.plot"].create(
            {
                "name": f"Grundstück {name}",
                "street": "Probestraße 2",
                "city": "Leipzig",
                "area": 500,
                "company_id": cls.company.id,
                "district_id": cls.district.id,
            }
        )
        lot = {"number": 1, "plot_id": plot.id, "price_fixed": 2, "lease_years": 60}
        procedure = cls._make_procedure(
            name=name, lot_ids=[Command.create(lot)], **values
        )
        return cls._publish(procedure)

    def _text(self, page):
        return " ".join(page.xpath("//main")[0].text_content().split())

    def _change(self, procedure=None, **values):
        procedure = procedure or self.procedure
        amendment = self._amend(procedure, **values)
        procedure.criterion_ids[:1].description = "Genauer gesagt."
        amendment.action_publish()
        self.env.flush_all()


@tagged("post_install", "-at_install")
class TestPublicProcedure(PublicProcedureCase):
    def test_page(self):
        page = self._open(self.path)
        text = self._text(page)
        for words in (
            "Konzeptverfahren Probe",
            "Bids are possible",
            "Probestraße 1, 04177 Leipzig",
            "580",
            "Probeviertel",
            "51.3370000, 12.3200000",
            "fixed: 2.5 % ground rent a year",
            "60 years",
            "Gemeinschaft: 100 %",
            "überzeugt",
            hashlib.sha256(FIRST).hexdigest(),
            "No question has been answered yet.",
            self.procedure.version_id.hash,
        ):
            self.assertIn(words, text)
        self.assertRegex(text, r"Bids until \w+, .*\d\d:\d\d.* \((CET|CEST)\)")
        self.assertEqual(len(page.xpath("//h1")), 1)
        [canonical] = page.xpath("//link[@rel='canonical']/@href")
        self.assertTrue(canonical.endswith(self.path))
        self.assertFalse(page.xpath("//meta[@name='robots']"))
        self.assertTrue(page.xpath("//main//a[@href='/my/procedures']"))

    def test_nothing_but_what_is_published(self):
        self._amend()
        self.procedure.criterion_ids.name = "Heimlich geändert"
        self.procedure.name = "Anderer Name"
        self.plot.name = "Andere Straße"
        self._add_document("Heimlich", SECOND)
        self.env.flush_all()
        for path in (self.path, "/procedures", f"{self.path}/feed.rss"):
            text = self.url_open(path).text
            for words in ("Heimlich", "Anderer Name", "Andere Straße"):
                self.assertNotIn(words, text, path)
            self.assertIn("Konzeptverfahren Probe", text)

    def test_not_there(self):
        draft = self._make_procedure(name="Entwurf", lot_ids=[])
        template = self._make_procedure(name="Vorlage", lot_ids=[], is_template=True)
        self.env.flush_all()
        for path in (
            f"/procedures/{draft.slug}",
            f"/procedures/{template.slug}",
            "/procedures/gibt-es-nicht",
            "/procedures/%00",
            f"{self.path}/documents/999999",
            f"{self.path}/versions/2.json",
            f"/procedures/{draft.slug}/feed.rss",
            f"/procedures/{draft.slug}/calendar.ics",
            f"/procedures/{draft.slug}/lots.geojson",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        listed = self.url_open("/procedures").text
        self.assertNotIn("Entwurf", listed)
        self.assertNotIn("Vorlage", listed)

    def test_other_office(self):
        """On the other office's host nothing of this office's is there."""
        self.company.wohnkoord_host = "eins.example"
        file = self.env["wohnkoord.procedure.file"].search(
            [("procedure_id", "=", self.procedure.id)]
        )
        self.env.flush_all()
        with patch.object(
            self.env.registry["res.company"],
            "_wohnkoord_of_host",
            lambda companies, host: companies.browse(self.other_company.id),
        ):
            for tail in (
                "",
                f"/documents/{file.id}",
                "/versions/1.json",
                "/feed.rss",
                "/calendar.ics",
                "/lots.geojson",
            ):
                status = self.url_open(self.path + tail).status_code
                self.assertEqual(status, 404, tail)
            for path in ("/procedures", "/procedures/feed.rss", "/sitemap.xml"):
                self.assertNotIn(self.procedure.slug, self.url_open(path).text, path)

    def test_documents_of_all_versions(self):
        files = self.env["wohnkoord.procedure.file"]
        amendment = self._amend()
        self.form.write(
            {"file": base64.b64encode(SECOND), "file_name": "formblatt.txt"}
        )
        amendment.action_publish()
        self.env.flush_all()
        first, second = files.search(
            [("procedure_id", "=", self.procedure.id)], order="number"
        )
        for file, content in ((first, FIRST), (second, SECOND)):
            response = self.url_open(f"{self.path}/documents/{file.id}")
            self.assertEqual(response.content, content)
            self.assertIn("attachment", response.headers["Content-Disposition"])
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        links = self._open(self.path).xpath("//main//a/@href")
        for file in (first, second):
            self.assertIn(f"{self.path}/documents/{file.id}", links)
        other = self._make_published("Anderes")
        self.env.flush_all()
        response = self.url_open(f"/procedures/{other.slug}/documents/{first.id}")
        self.assertEqual(response.status_code, 404)

    def test_version_can_be_checked(self):
        response = self.url_open(f"{self.path}/versions/1.json")
        self.assertEqual(
            hashlib.sha256(response.content).hexdigest(), self.procedure.version_id.hash
        )

    def test_change_shows(self):
        self._change(is_material=True)
        text = self._text(self._open(self.path))
        for words in (
            "Version 2",
            "Reason: Ein Fehler im Plan.",
            "Genauer gesagt.",
            "Who has already bid is asked to confirm",
        ):
            self.assertIn(words, text)

    def test_cancelled(self):
        self.procedure.with_user(self.manager).action_cancel("Das Grundstück ist weg.")
        self.env.flush_all()
        text = self._text(self._open(self.path))
        self.assertIn("This procedure was cancelled.", text)
        self.assertIn("Das Grundstück ist weg.", text)
        self.assertNotIn("How to take part", text)
        calendar = self.url_open(f"{self.path}/calendar.ics").text
        self.assertIn("STATUS:CANCELLED", calendar)

    def test_after_the_deadline(self):
        with self._at(self.deadline + timedelta(seconds=1)):
            text = self._text(self._open(self.path))
        self.assertIn("Concepts are being compared", text)
        self.assertNotIn("How to take part", text)

    def test_html_is_text(self):
        hostile = HOSTILE.replace("\x0b", "")
        other = self._make_published(
            hostile, description=hostile, slug="hostile", aim=hostile
        )
        amendment = self._amend(other, reason=hostile)
        other.criterion_ids.description = hostile
        self._add_document(hostile, FIRST, other)
        amendment.action_publish()
        self.env.flush_all()
        for path in ("/procedures", f"/procedures/{other.slug}"):
            text = self.url_open(path).text
            self.assertNotIn("<script>alert", text)
            self.assertIn("&lt;script&gt;alert", text)

    def test_questions_and_hashes(self):
        Procedure = self.env.registry["wohnkoord.procedure"]
        question = {
            "number": 1,
            "text": "Wo <b>liegt</b> es?",
            "answer": "Im Westen.\n\nGanz hinten.",
            "date": self.procedure.version_id.date,
        }
        hashes = {
            "root": "f" * 64,
            "count": 1,
            "date": self.procedure.version_id.date,
            "entries": [{"number": 1, "hash": "a" * 64}],
        }
        with (
            patch.object(Procedure, "_published_questions", lambda p: [question]),
            patch.object(Procedure, "_published_hashes", lambda p: hashes),
        ):
            page = self._open(self.path)
        text = self._text(page)
        for words in ("Wo <b>liegt</b> es?", "Ganz hinten.", "f" * 64, "a" * 64):
            self.assertIn(words, text)
        self.assertFalse(page.xpath("//main//b"))

    def test_hash_of_the_log(self):
        """From the publication on, and the newest one that everybody may know."""
        for kind in ("published", "anchored"):
            if kind == "anchored":
                self.procedure._log(kind, actor="system")
                # says that something happened, and so it is not told
                self.procedure._log("registered", {"party": 1}, actor="party 1")
            events = self.procedure.event_ids.sorted("number")
            known = events.filtered(lambda event, kind=kind: event.kind == kind)[-1]
            text = self._text(self._open(self.path))
            self.assertIn(known.hash, text)
            for event in events - known:
                self.assertNotIn(event.hash, text)

    def test_map_only_with_the_offices_tiles(self):
        page = self._open(self.path)
        self.assertFalse(page.xpath("//*[contains(@class, 'o_wohnkoord_map')]"))
        project_map = {
            "tiles": "https://karten.example/{z}/{x}/{y}.png",
            "attribution": "Stadt",
            "script": "/x.js",
            "style": "/x.css",
        }
        with patch.object(
            self.env.registry["res.company"], "_wohnkoord_map", lambda c: project_map
        ):
            page = self._open(self.path)
        [place] = page.xpath("//*[@data-tiles]")
        feature = self.url_open(place.get("data-source")).json()["features"][0]
        self.assertEqual(feature["geometry"]["coordinates"], [12.32, 51.337])
