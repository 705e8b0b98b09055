# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Somebody who speaks for a group and bids for it in the portal."""

import hashlib
import re

from .clicks import post
from .office import day

INITIATIVE, REGISTRATION = "wohnkoord.initiative", "wohnkoord.registration"
HASH = re.compile(r"\b[0-9a-f]{64}\b")


def pdf(words):
    """A small PDF file with these words in it."""
    text = f"BT /F1 18 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1"
        b" /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


class Bidder:
    """A group of the tests' own, its spokesperson, and that person's browser."""

    def __init__(self, office, mailbox, group, person):
        self.office, self.mailbox = office, mailbox
        self.group, self.person = group, person
        self.initiative = office.admin.create(
            INITIATIVE, {"name": group, "user_id": office.adviser.uid}
        )
        partner = office.admin.create("res.partner", {"name": person})
        office.admin.create(
            "wohnkoord.initiative.member",
            {
                "initiative_id": self.initiative,
                "partner_id": partner,
                "role": "spokesperson",
                "date_from": day(-365),
            },
        )
        self.client = office.make_user(
            "sprecherin", ["base.group_portal"], partner_id=partner, name=person
        )
        self.address = f"{self.client.login}@example.org"
        self.seen = 0
        self.page = None

    def sit_down(self, page):
        self.page = page
        return self

    @property
    def path(self):
        return f"/my/procedures/{self.registration}"

    # -- taking part ---------------------------------------------------------------------

    def register(self, procedure):
        self.page.goto("/my/procedures")
        form = (
            "main form[action$='/my/procedures/register']"
            f":has(input[name='procedure'][value='{procedure}'])"
        )
        post(self.page, form)
        self.registration = self.office.admin.search(
            REGISTRATION,
            [("procedure_id", "=", procedure), ("initiative_id", "=", self.initiative)],
        )[0]

    def ask(self, text):
        self.page.goto(self.path)
        self.page.fill("#field-text", text)
        post(self.page, "form[action$='/questions']")
        assert not self.page.locator("main .o_wohnkoord_error").count()

    def letters(self):
        """The letters that came since the last look, oldest first."""
        letters = self.mailbox.to(self.address)[self.seen :]
        self.seen += len(letters)
        return letters

    # -- bids ----------------------------------------------------------------------------

    def write(self, lot, values, files):
        """Start a bid on a plot, fill it in, add the files, and go to the check.

        :param dict values: field -> text; a bool ticks, an int chooses by position
        :param dict files: kind -> (name, content)
        """
        self.page.goto(f"{self.path}/bids")
        row = self.page.locator("li.list-group-item", has_text=lot)
        with self.page.expect_navigation():
            row.locator("form[action$='/new'] button").click()
        self.fill(values)
        self.save()
        for kind, (name, content) in files.items():
            self.upload(kind, name, content)
        return self.page.url

    def fill(self, values):
        for name, value in values.items():
            field = f"#field-{name}"
            if value is True:
                self.page.check(field)
            elif isinstance(value, int):
                self.page.select_option(field, index=value)
            elif self.page.locator(f"select{field}").count():
                self.page.select_option(field, value)
            else:
                self.page.fill(field, value)

    def save(self):
        post(self.page, "form[action$='/save']", "button[name='save']")
        self.assert_no_error()

    def upload(self, kind, name, content):
        self.page.select_option("#upload-kind", kind)
        self.page.set_input_files(
            "#upload-file",
            {"name": name, "mimeType": "application/pdf", "buffer": content},
        )
        post(self.page, "form.o_wohnkoord_bid_upload:has(#upload-kind)")
        self.assert_no_error()
        assert hashlib.sha256(content).hexdigest() in self.page.inner_text("main")

    def assert_no_error(self):
        alerts = self.page.locator("main [role='alert']").all_inner_texts()
        # one is empty: it waits for a file that is too large
        assert not "".join(alerts).strip(), alerts

    def review(self, url=None):
        """Check the saved draft."""
        if url:
            self.page.goto(url)
        with self.page.expect_navigation():
            self.page.locator("main a[href$='/review']").click()
        return self.page.inner_text("main")

    def submit(self):
        """Seal it.

        :return dict: the receipt: number, hash, the own data as downloaded, and url
        """
        with self.page.expect_download() as download:
            self.page.locator("main a[href$='/bid.json']").click()
        data = download.value.path().read_bytes()
        post(self.page, "form[action$='/submit']")
        assert self.page.url.endswith("/receipt"), self.page.inner_text("main")
        words = self.page.inner_text("main")
        number = int(re.search(r"\d+", self.page.inner_text("main h1")).group())
        own = hashlib.sha256(data).hexdigest()
        assert own in HASH.findall(words)
        return {
            "number": number,
            "hash": own,
            "data": data,
            "url": self.page.url.removesuffix("/receipt"),
        }

    def confirm(self, receipt):
        self.page.goto(receipt["url"])
        post(self.page, "form[action$='/confirm']")
        assert not self.page.locator("form[action$='/confirm']").count()

    def replace(self, receipt):
        self.page.goto(receipt["url"])
        post(self.page, "form[action$='/replace']")

    def withdraw(self, receipt):
        self.page.goto(receipt["url"])
        with self.page.expect_navigation():
            self.page.locator("main a[href$='/withdraw']").click()
        post(self.page, "main form[action$='/withdraw']")
