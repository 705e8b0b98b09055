# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A consultant who sends invoices in the portal and follows them."""

from .axe import violations, width_overflow
from .clicks import post

PATH = "/my/invoices"
TYPES = {"pdf": "application/pdf", "xml": "text/xml"}


class Biller:
    """``page`` is the consultant's browser, logged in.

    Each page that the consultant comes to keeps nobody out (WCAG 2.1 AA).
    """

    def __init__(self, page, files, axe_path):
        self.page, self.files, self.axe_path = page, files, axe_path

    def check(self):
        assert not violations(self.page, self.axe_path), self.page.url
        assert width_overflow(self.page) <= 0, self.page.url

    @property
    def text(self):
        return self.page.inner_text("main")

    @property
    def badge(self):
        """What the open invoice's state is called."""
        return self.page.locator("main .badge").first.inner_text()

    @property
    def received(self):
        """The id of the invoice that is open."""
        return int(self.page.url.split("/received/")[1].split("?")[0])

    def list(self):
        self.page.goto(PATH)
        self.check()
        return self.text

    def row(self, invoice):
        """The words about the invoice with that id in the list."""
        self.list()
        link = f"a[href$='/received/{invoice}']"
        row = self.page.locator(f"main li.list-group-item:has({link})")
        row.evaluate("one => one.scrollIntoView({block: 'center'})")
        return row.inner_text()

    def choose(self, name):
        """Choose the file; it is not sent yet."""
        self.page.goto(PATH)
        self.page.set_input_files(
            "#field-file",
            {
                "name": name,
                "mimeType": TYPES[name.rsplit(".", 1)[1]],
                "buffer": self.files[name],
            },
        )

    def send(self, name):
        """Send a file and come to the page of the invoice.

        :return: the page's words
        """
        self.choose(name)
        post(self.page, f"form[action='{PATH}/upload']")
        assert "/received/" in self.page.url, self.text
        self.check()
        return self.text

    def withdraw(self):
        post(self.page, "form[action$='/withdraw']")
        assert self.page.url.endswith("done=withdrawn"), self.text
        self.check()
        return self.text
