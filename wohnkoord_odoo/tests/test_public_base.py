# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestPublicBase(WohnkoordCase):
    """Offices by host, and links that act for one record."""

    def test_office_of_host(self):
        other = self.env["res.company"].create(
            {"name": "Zweite Stelle", "wohnkoord_host": " Zwei.Example "}
        )
        Company = self.env["res.company"].with_user(self.env.ref("base.public_user"))
        self.assertEqual(Company._wohnkoord_of_host("zwei.example:8069"), other)
        for host in ("anders.example", "", None, "localhost:8069"):
            self.assertEqual(Company._wohnkoord_of_host(host), self.company)
        other.wohnkoord_host = "drei.example"
        self.assertEqual(Company._wohnkoord_of_host("zwei.example"), self.company)
        self.assertEqual(Company._wohnkoord_of_host("drei.example"), other)

    def test_host_is_a_name(self):
        for host in ("https://zwei.example", "zwei.example/pfad", "a b"):
            with self.assertRefused("no host name"):
                self.company.wohnkoord_host = host

    def test_token_names_one_record_and_purpose(self):
        link = self.env["wohnkoord.signed.link"]
        consent = self.env["wohnkoord.consent"].create(
            {"partner_id": self.firm.id, "purpose": "newsletter"}
        )
        token = link._token("consent", consent, hours=1)
        self.assertEqual(link._record("consent", "wohnkoord.consent", token), consent)
        for purpose, model, forged in (
            ("other", "wohnkoord.consent", token),
            ("consent", "res.partner", token),
            ("consent", "wohnkoord.consent", token[:-2] + "AA"),
            ("consent", "wohnkoord.consent", ""),
            ("consent", "wohnkoord.consent", None),
            ("consent", "wohnkoord.consent", "ä%&"),
            ("consent", "wohnkoord.consent", "A" * 5),
        ):
            self.assertFalse(link._record(purpose, model, forged), forged)

    def test_consent_is_confirmed_and_withdrawn_once(self):
        Consent = self.env["wohnkoord.consent"]
        consent = Consent._request(self.firm, "newsletter", self.company, send=False)
        live = Consent._live_domain("newsletter", self.company)
        self.assertFalse(Consent.search_count(live))
        consent._confirm()
        self.assertEqual(Consent.search(live), consent)
        self.assertGreater(
            consent.date_expires, fields.Datetime.now() + timedelta(days=600)
        )
        consent.action_withdraw()
        consent._confirm()
        self.assertFalse(Consent.search_count(live))
        self.assertEqual(consent.state, "withdrawn")
