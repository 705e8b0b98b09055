# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import HttpCase, tagged

from .bill_common import BillMixin
from .common import WohnkoordCase


@tagged("post_install", "-at_install")
class TestPortalBill(BillMixin, WohnkoordCase, HttpCase):
    """A consultant's firm follows its bills; nobody else sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bills()
        cls._approve(90)
        cls.bill = cls._bill()
        cls.bill.action_post()
        cls._approve(60)
        cls.draft = cls._bill()

    def _page(self, user, path="/my/consultant-bills"):
        self.authenticate(user.login, user.login)
        return self.url_open(path, allow_redirects=False)

    def test_own_firm(self):
        for user in (self.consultant, self.colleague):
            page = self._page(user)
            self.assertEqual(page.status_code, 200)
            self.assertIn(self.bill.name, page.text)
            self.assertIn("142", page.text)  # net
            self.assertIn("169", page.text)  # gross
            self.assertIn(self.contract.name, page.text)
            self.assertEqual(page.text.count("list-group-item"), 1, "no drafts")
            self.assertNotIn(self.initiative.name, page.text)

    def test_foreign_firm(self):
        for user in (self.rival, self.spokesperson):
            page = self._page(user)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn(self.bill.name, page.text)
            self.assertNotIn("list-group-item", page.text)
            pdf = self._page(user, f"/my/consultant-bills/{self.bill.id}/pdf")
            self.assertEqual(pdf.status_code, 404)

    def test_draft_and_unknown_bill(self):
        for bill_id in (self.draft.id, 0, 2**31 - 1):
            page = self._page(self.consultant, f"/my/consultant-bills/{bill_id}/pdf")
            self.assertEqual(page.status_code, 404)

    def test_nobody(self):
        page = self.url_open("/my/consultant-bills")  # first to the visitor's language
        self.assertIn("/web/login", page.url)

    def test_home_card(self):
        self.assertIn("/my/consultant-bills", self._page(self.consultant, "/my").text)
        self.assertNotIn("/my/consultant-bills", self._page(self.rival, "/my").text)

    def test_pages(self):
        """The list is paged, and its queries do not grow with the rows."""
        for _number in range(3):
            self._approve(10)
            self._bill().action_post()
        page = self._page(self.consultant)
        self.assertEqual(page.text.count("list-group-item"), 4)

    def test_credit_note(self):
        note = self._credit(self.bill)
        page = self._page(self.consultant)
        self.assertIn(note.name, page.text)
        self.assertIn("-142.50", page.text.replace("\ufeff", ""))
        self.assertEqual(page.text.count("list-group-item"), 2)
