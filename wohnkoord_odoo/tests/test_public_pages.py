# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import HttpCase, tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install")
class TestPublicPages(WohnkoordCase, HttpCase):
    """The frame of the pages without a login, on the smallest of them."""

    def test_forged_link(self):
        page = self.url_open("/consent/nonsense")
        self.assertEqual(page.status_code, 404)
        root = html.fromstring(page.text)
        self.assertIn(self.company.name, root.xpath("//title")[0].text)
        self.assertEqual(root.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertTrue(root.get("lang"))

    def test_consent_by_link(self):
        consent = self.env["wohnkoord.consent"]._request(
            self.firm, "newsletter", self.company, send=False
        )
        path = f"/consent/{consent._link_token()}"
        page = html.fromstring(self.url_open(path).text)
        self.assertEqual(consent.state, "requested", "opening the page gives nothing")
        form = page.xpath("//main//form")[0]
        button = form.xpath(".//button")[0]
        self.url_open(
            form.get("action"),
            data={**dict(form.fields), button.get("name"): button.get("value")},
        )
        self.assertEqual(consent.state, "confirmed")
        self.url_open(
            f"/consent/{consent._link_token()}",
            data={"csrf_token": form.fields["csrf_token"], "action": "withdraw"},
        )
        self.assertEqual(consent.state, "withdrawn")
