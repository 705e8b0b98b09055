# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.tests import tagged

from .project_common import PublicProjectCase, encoded, picture

LEAFLET = "odoo.addons.wohnkoord_odoo.models.network_project_company.file_path"


@tagged("post_install", "-at_install")
class TestPublicProject(PublicProjectCase):
    """The overview and its pages as a visitor sees them."""

    def _addresses(self):
        """Everything at which a public project can be read."""
        [released] = self.page.picture_ids
        image = f"{self.path}/picture/{released.id}"
        return [self.path, f"{image}/small", f"{image}/large"]

    def _release_picture(self, **values):
        self._add_picture(**values)
        self.draft.action_release()
        self.env.flush_all()

    def _without_address(self, response):
        """The page's text without what differs from request to request."""
        text = response.text.replace(urlsplit(response.url).path, "")
        # the token's second, and the address in the other languages' links
        return re.sub(r'csrf_token: "\w+"', "", text)

    def assertHidden(self, addresses, office=None):
        self.env.flush_all()
        missing = self.url_open("/projects/gibt-es-nicht")
        self.assertEqual(missing.status_code, 404)
        for address in addresses:
            response = self.url_open(address)
            self.assertEqual(response.status_code, 404, address)
            self.assertNotIn("Übermut", response.text)
            if "picture" not in address:
                self.assertEqual(
                    self._without_address(response),
                    self._without_address(missing),
                    "hidden reads like missing",
                )
        self.assertEqual(self._names(), [])
        self.assertEqual(self._features(), [])
        self.assertNotIn("Übermut", self.url_open("/projects.csv").text)
        sitemap = str((office or self.company)._wohnkoord_sitemap_urls())
        self.assertNotIn("uebermut", sitemap)

    def test_public(self):
        self._release_picture()
        self.assertEqual(self._names(), ["Haus Übermut"])
        for address in self._addresses():
            self.assertEqual(self.url_open(address).status_code, 200, address)
        self.assertEqual(len(self._features()), 1)
        urls = [e["url"] for e in self.company._wohnkoord_sitemap_urls()]
        self.assertEqual(
            [url for url in urls if "/projects" in url], ["/projects", self.path]
        )

    def test_withdrawn_is_offline_at_once(self):
        self._release_picture()
        addresses = self._addresses()
        self.assertEqual(self._names(), ["Haus Übermut"])
        self.consent.action_withdraw()
        self.assertHidden(addresses)

    def test_offline_archived_dissolved(self):
        self._release_picture()
        addresses = self._addresses()
        self.initiative.action_unpublish()
        self.assertHidden(addresses)
        self.initiative.action_publish()
        self.initiative.active = False
        self.assertHidden(addresses)
        self.initiative.active = True
        self.initiative.stage_id = self._stage("dissolved")
        self.assertHidden(addresses)

    def test_other_office_by_host(self):
        self._release_picture()
        self.company.wohnkoord_host = "eins.example"
        self.other_company.wohnkoord_host = "127.0.0.1"
        self.assertHidden(self._addresses(), self.other_company)

    def test_page(self):
        self.draft.write(
            {
                "architect": "Büro Beispiel",
                "website": "https://probe.example.org/haus",
                "contact_id": self.speaker.id,
            }
        )
        self._give_consent(self.speaker, "contact_sharing")
        self._release_picture(credit="A. Fotografin")
        page = self._open(self.path)
        self.assertEqual(page.xpath("//main//h1")[0].text_content(), "Haus Übermut")
        main = " ".join(page.xpath("//main")[0].text_content().split())
        for text in ("Büro Beispiel", "Probeviertel", "A. Fotografin", "seeks members"):
            self.assertIn(text, main)
        paragraphs = [p.text_content().strip() for p in page.xpath("//main//p")]
        self.assertIn("Erster Absatz.", paragraphs)
        self.assertIn("Zweiter Absatz.", paragraphs)
        [link] = page.xpath("//main//a[@href='https://probe.example.org/haus']")
        self.assertEqual(link.get("rel"), "nofollow noopener")
        self.assertTrue(page.xpath(f"//main//a[@href='mailto:{self.speaker.email}']"))
        [image] = page.xpath("//meta[@property='og:image']/@content")
        base_url = self.company._wohnkoord_base_url()
        self.assertTrue(image.startswith(f"{base_url}{self.path}/picture/"))
        [canonical] = page.xpath("//link[@rel='canonical']/@href")
        self.assertEqual(canonical, base_url + self.path)
        self.assertTrue(page.xpath("//main//nav//a[@href='/projects']"))

    def test_without_contact(self):
        self.draft.contact_id = self.speaker
        self.draft.action_release()
        self.env.flush_all()
        text = self.url_open(self.path).text
        self.assertNotIn(self.speaker.email, text)
        self.assertNotIn(self.speaker.name, text)
        self.assertIn("coordination office", text)

    def test_internal_values_stay_inside(self):
        self.initiative.write(
            {"description": "<p>Vermerk: schwierig</p>", "email": "intern@example.org"}
        )
        self.draft.write({"latitude": 51.345678, "longitude": 12.387654})
        self.draft.action_release()
        self.env.flush_all()
        for path in (self.path, "/projects", "/projects.geojson", "/projects.csv"):
            text = self.url_open(path).text
            for secret in ("schwierig", "intern@", "51.345", "12.387", "spokesperson"):
                self.assertNotIn(secret, text, path)

    def test_script_is_text(self):
        attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
        self.draft.write(
            {
                "name": attack,
                "teaser": attack,
                "text": attack,
                "common_rooms": attack,
                "architect": attack,
            }
        )
        self._release_picture(alt=attack, caption=attack, credit=attack)
        self.district.name = attack
        self.env.flush_all()
        for path in (self.path, "/projects", f"/projects?q={attack}"):
            text = self.url_open(path).text
            self.assertNotIn("<script>alert", text)
            self.assertNotIn("<img src=x", text)

    def test_pictures_of_others(self):
        self._release_picture()
        other = self._make_public("Andere Gruppe")
        draft = other.project_draft_ids
        self._add_picture(draft, image=encoded(picture((9, 9, 9))))
        draft.action_release()
        [foreign] = other.project_page_ids.picture_ids
        [own] = self.page.picture_ids
        unreleased = self._add_picture(image=encoded(picture((1, 99, 9))))
        self.env.flush_all()
        for path in (
            f"{self.path}/picture/{foreign.id}/small",
            f"{self.path}/picture/{own.id}/original",
            f"{self.path}/picture/{own.id}/image",
            f"{self.path}/picture/{unreleased.id + 100000}/small",
            f"{self.path}/picture/..%2f..%2fetc/small",
            f"{self.path}/picture/0/small",
            "/projects/..%2f..%2fetc%2fpasswd",
            "/projects/HAUS-UEBERMUT",
            "/projects/" + "a" * 2000,
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "wohnkoord.project.picture"),
                ("res_id", "=", own.id),
                ("res_field", "=", "image"),
            ]
        )
        self.assertTrue(attachment)
        self.assertFalse(attachment.public)
        for path in (
            f"/web/image/{attachment.id}",
            f"/web/content/{attachment.id}",
            f"/web/image/wohnkoord.project.picture/{own.id}/image",
        ):
            response = self.url_open(path)
            self.assertFalse(response.content.startswith(b"\xff\xd8"), path)

    def test_picture_headers(self):
        self._release_picture()
        address = self._addresses()[1]
        response = self.url_open(address)
        self.assertEqual(response.headers["Content-Type"], "image/jpeg")
        self.assertEqual(response.headers["Cache-Control"], "no-cache")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        again = self.url_open(
            address, headers={"If-None-Match": response.headers["ETag"]}
        )
        self.assertEqual(again.status_code, 304)
        self.consent.action_withdraw()
        self.env.flush_all()
        gone = self.url_open(
            address, headers={"If-None-Match": response.headers["ETag"]}
        )
        self.assertEqual(gone.status_code, 404)

    def test_menu(self):
        page = self._open("/projects")
        self.assertTrue(page.xpath("//header//a[@href='/projects']"))

    def test_empty(self):
        self.initiative.action_unpublish()
        page = self._open("/projects")
        self.assertIn("No project is shown here yet", page.text_content())

    def test_map_needs_tiles_and_leaflet(self):
        self.assertFalse(self._open("/projects").xpath("//*[@data-tiles]"))
        self.company.wohnkoord_tile_url = "https://karten.example.org/{z}/{x}/{y}.png"
        with patch(LEAFLET, side_effect=FileNotFoundError):
            self.assertFalse(self._open("/projects").xpath("//*[@data-tiles]"))
        with patch(LEAFLET):
            page = self._open("/projects")
        self.assertTrue(page.xpath("//*[@data-tiles]"))
        self.assertNotIn("leaflet", str(page.xpath("//script/@src | //link/@href")))
        for address in ("javascript:{z}{x}{y}", "https://karten.example.org/", "x"):
            with self.assertRefused("tiles"):
                self.company.wohnkoord_tile_url = address
