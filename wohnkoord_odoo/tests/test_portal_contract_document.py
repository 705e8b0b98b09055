# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .document_common import DocumentMixin
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalContractDocument(DocumentMixin, PortalCase):
    """A consultant's own order as a letter and its hours as a time sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_approved(cls.call_off, 90, description="Anerkannt")
        cls._make_entry(cls.call_off, 20, description="Entwurf")
        cls.paths = [
            f"{cls.url}/{name}"
            for name in ("order.pdf", "time-sheet.pdf", "time-sheet.xlsx")
        ]

    def test_links(self):
        self._login(self.consultant)
        page = self._page(self.url)
        self.assertTrue(page.xpath(f"//a[@href='{self.paths[0]}']"))
        (form,) = page.xpath(f"//form[@action='{self.paths[1]}']")
        self.assertEqual(form.get("method"), "get")
        self.assertTrue(form.xpath(f".//button[@formaction='{self.paths[2]}']"))
        (select,) = form.xpath(".//select[@name='month']")
        self.assertTrue(page.xpath(f"//label[@for='{select.get('id')}']"))
        self.assertEqual(len(select.xpath("option")), 2)

    def test_downloads(self):
        self._login(self.colleague)
        letter, page, book = (self.url_open(path) for path in self.paths)
        self.assertIn(self.initiative.name, letter.text)
        self.assertIn(self.call_off.name, letter.headers["Content-Disposition"])
        self.assertIn("Anerkannt", page.text)
        self.assertNotIn("Entwurf", page.text)
        self.assertIn("Anerkannt", {row[4] for row in self._cells(book.content)})
        for answer in (letter, page, book):
            self.assertEqual(answer.status_code, 200)
            self.assertIn("no-store", answer.headers["Cache-Control"])
        empty = self.url_open(f"{self.paths[1]}?month=2001-01")
        self.assertNotIn("Anerkannt", empty.text)

    def test_only_this_order(self):
        """Not the firm's other orders, whatever the query says."""
        other = self._make_call_off(2)
        self._make_approved(other, 30, description="Andere")
        self._login(self.consultant)
        page = self.url_open(f"{self.paths[1]}?orders={other.id}&order={other.id}")
        self.assertNotIn("Andere", page.text)

    def test_nothing_for_others(self):
        draft = self._make_call_off(1, confirm=False)
        foreign = self._make_rival_call_off()
        for user, base in (
            (self.consultant, f"/my/call-offs/{draft.id}"),
            (self.consultant, f"/my/call-offs/{foreign.id}"),
            (self.consultant, "/my/call-offs/999999999"),
            (self.rival, self.url),
            (self.spokesperson, self.url),
        ):
            self._login(user)
            for path in self.paths:
                with self.subTest(user=user.login, path=path):
                    url = path.replace(self.url, base)
                    answer = self.url_open(url, allow_redirects=False)
                    self.assertSentToStart(answer)

    def test_flat_fee_has_no_time_sheet(self):
        study = self._make_call_off(
            0, kind="flat_fee", flat_amount=900.0, deliverable="Studie"
        )
        self._login(self.consultant)
        page = self._page(f"/my/call-offs/{study.id}")
        self.assertFalse(page.xpath("//select[@name='month']"))
        self.assertIn("Order letter", self._text_of(page))
