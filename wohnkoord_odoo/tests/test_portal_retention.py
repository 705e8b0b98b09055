# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from lxml import html

from odoo.tests import HttpCase, tagged

from .procedure_case_file_common import RIVAL, CaseFileCase


@tagged("post_install", "-at_install")
class TestPortalRetention(CaseFileCase, HttpCase):
    """What a bidder reads in the portal when the concept is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        key = cls.procedure._bidder_key(cls.rival_initiative)
        cls._tamper("wohnkoord_bid", {"bidder_key": key}, cls.rival_bid)
        cls._decide()
        cls._award(cls.bid, state="contracted")
        over = cls.late + timedelta(days=10)
        with cls._at(over):
            cls.procedure._write_guarded({"state": "contracted"})
            cls.env.flush_all()
        with cls._at(over + relativedelta(months=12, days=1)):
            cls.procedure.with_user(cls.manager)._erase_concepts()
        cls.env.flush_all()

    def test_page(self):
        user = self.rival_spokesperson
        user.password = user.login
        self.authenticate(user.login, user.login)
        path = f"/my/procedures/{self.rival_party.id}/bids"
        found = self.env["wohnkoord.bid"]._of_registration(self.rival_party.sudo())
        self.assertEqual(found, self.rival_bid)
        for page, text in (
            (f"/my/procedures/{self.rival_party.id}", "Documents and texts deleted"),
            (f"{path}/{self.rival_bid.uuid}", "deleted the documents and texts"),
        ):
            answer = self.url_open(page)
            self.assertEqual(answer.status_code, 200)
            main = html.fromstring(answer.text).xpath("//main")[0].text_content()
            self.assertIn(text, " ".join(main.split()))
            self.assertNotIn(RIVAL["statement"], answer.text)
        receipt = self.url_open(f"{path}/{self.rival_bid.uuid}/receipt")
        self.assertEqual(receipt.status_code, 200)
        main = html.fromstring(receipt.text).xpath("//main")[0].text_content()
        self.assertIn(self.rival_bid.receipt_hash, "".join(main.split()))
        for name in ("bid.json", "bid.html"):
            answer = self.url_open(
                f"{path}/{self.rival_bid.uuid}/{name}", allow_redirects=False
            )
            self.assertEqual(answer.status_code, 303)
