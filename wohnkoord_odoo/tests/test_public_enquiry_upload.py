# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .enquiry_common import PDF, PublicEnquiryCase

UPLOAD = "odoo.addons.wohnkoord_odoo.controllers.public_enquiry_read"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 200


def archive(*names, mimetype=None):
    """A zip file with these entries, as office documents are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "<x/>")
    return buffer.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
DOCM = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODT_MACRO = archive(
    "content.xml",
    "Basic/Standard/Module1.xml",
    mimetype="application/vnd.oasis.opendocument.text",
)
ODP = archive("x.xml", mimetype="application/vnd.oasis.opendocument.presentation")


@tagged("post_install", "-at_install")
class TestPublicEnquiryUpload(PublicEnquiryCase):
    """Files: what is taken, what is refused, and who reads them."""

    def setUp(self):
        super().setUp()
        self._step(1, who="person")

    def _upload(self, *files, subject="Mit Datei", **values):
        sent = [("files", (name, raw, "application/pdf")) for name, raw in files]
        return self._step(2, sent, subject=subject, **values)

    def _names(self):
        page = self._open("/advice/step/2")
        return [
            " ".join(item.text_content().split())
            for item in page.xpath("//main//li[.//button[@name='remove']]/span")
        ]

    def test_every_allowed_kind(self):
        for name, raw, kept in (
            ("plan.pdf", PDF, "plan.pdf"),
            ("foto.JPEG", JPEG, "foto.jpg"),
            ("brief.docx", DOCX, "brief.docx"),
            ("zahlen.xlsx", XLSX, "zahlen.xlsx"),
            ("text.odt", ODT, "text.odt"),
            ("notiz.txt", "Grüße aus dem Osten".encode(), "notiz.txt"),
            ("alt.txt", "Grüße aus dem Osten".encode("cp1252"), "alt.txt"),
            ("falsch.exe", PDF, "falsch.pdf"),
            ("../../etc/passwd\r\n.pdf", PDF, "passwd.pdf"),
            ("böse\u202efdp.pdf", PDF, "bösefdp.pdf"),
            ('a<b>"c.pdf', PDF, "a b c.pdf"),
            (".htaccess", PDF, "Fi"),
        ):
            upload = self._intake().env["wohnkoord.enquiry.upload"]
            mimetype = upload._type_of(raw)
            self.assertTrue(mimetype, name)
            self.assertIn(kept, upload._clean_name(name, mimetype))

    def test_what_is_refused(self):
        for name, raw in (
            ("rechnung.pdf", EXE),
            ("bild.png", SVG),
            ("bild.svg", SVG),
            ("seite.txt", HTML),
            ("seite.txt", b"Hallo " + HTML),
            ("seite.pdf", HTML),
            ("daten.xml", b"<?xml version='1.0'?><a/>"),
            ("makro.docx", DOCM),
            ("makro.odt", ODT_MACRO),
            ("folien.odp", ODP),
            ("archiv.zip", archive("a.txt")),
            ("kaputt.docx", b"PK\x03\x04" + b"\0" * 50),
            ("bild.gif", b"GIF89a" + b"\0" * 20),
            ("leer.txt", b""),
            ("nichts.txt", b"  \n "),
            ("null.txt", b"abc\0def"),
        ):
            response = self._upload((name, raw))
            self.assertFieldError(response, "files", name)
            self.assertIn("Mit Datei", response.text, "what was typed stays")
        self.assertFalse(self._names())

    def test_one_bad_file_does_not_take_the_others(self):
        response = self._upload(
            ("gut.pdf", PDF), ("boese.pdf", EXE), ("auch.txt", b"ja")
        )
        self.assertFieldError(response, "files", "boese.pdf")
        self.assertEqual(self._names(), ["gut.pdf", "auch.txt"])
        self.assertGoesTo(self._upload(), "/advice/step/3")

    def test_limits(self):
        response = self._upload(("gross.pdf", PDF + b"\0" * 10 * 1024 * 1024))
        self.assertFieldError(response, "files", "too large")
        with patch(f"{UPLOAD}.MOST_BYTES_TOTAL", len(PDF)):
            response = self._upload(("a.pdf", PDF), ("b.pdf", PDF))
        self.assertFieldError(response, "files", '"b.pdf" is too large')
        self.assertEqual(self._names(), ["a.pdf"])
        response = self._upload(*[(f"{n}.pdf", PDF) for n in range(3)])
        self.assertFieldError(response, "files", "At most 3")
        self.assertEqual(len(self._names()), 3)
        with patch(f"{UPLOAD}.FILES_PER_HOUR", 0):
            self._upload(remove=self._upload_ids()[0])
            response = self._upload(("viel.pdf", PDF))
        self.assertFieldError(response, "files", "Too many files")

    def _upload_ids(self):
        page = self._open("/advice/step/2")
        return page.xpath("//main//button[@name='remove']/@value")

    def test_remove(self):
        self._upload(("a.pdf", PDF), ("b.pdf", PDF), go="back")
        ids = self._upload_ids()
        uploads = self.env["wohnkoord.enquiry.upload"].browse(int(i) for i in ids)
        attachments = uploads.attachment_id
        self.assertGoesTo(self._upload(remove=ids[0]), "/advice/step/2")
        self.assertEqual(self._names(), ["b.pdf"])
        self.env.invalidate_all()
        self.assertEqual(len(attachments.exists()), 1)
        foreign = (
            self._intake()
            .env["wohnkoord.enquiry.upload"]
            ._keep("fremd.pdf", PDF, "application/pdf")
        )
        self._upload(remove=str(foreign.id))
        self.assertTrue(foreign.exists(), "another visitor's file")

    def test_files_of_the_case(self):
        self._upload(("plan.pdf", PDF), ("notiz.txt", b"Hallo"))
        uploads = self.env["wohnkoord.enquiry.upload"].search([])
        pending = uploads.attachment_id[:1]
        self.assertEqual(self.url_open(f"/web/content/{pending.id}").status_code, 404)
        self._step(3, name="Ada Klein")
        self.assertGoesTo(self._submit(), "/advice/sent")
        case = self._last_case()
        files = self.env["ir.attachment"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)], order="name"
        )
        self.assertRecordValues(
            files,
            [
                {"name": "notiz.txt", "mimetype": "text/plain", "public": False},
                {"name": "plan.pdf", "mimetype": "application/pdf", "public": False},
            ],
        )
        self.assertFalse(uploads.exists())
        self.assertEqual(files.with_user(self.adviser).mapped("raw")[1], PDF)
        for user in (self.other_adviser, self.steering, self.consultant):
            with self.assertRaises(AccessError):
                files.with_user(user).read(["raw"])
        for attachment in files:
            self.assertEqual(
                self.url_open(f"/web/content/{attachment.id}").status_code, 404
            )
        self.authenticate(self.adviser.login, self.adviser.login)
        response = self.url_open(f"/web/content/{files[0].id}")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_never_sent_files_go(self):
        self._upload(("plan.pdf", PDF))
        upload = self.env["wohnkoord.enquiry.upload"].search([])
        attachment = upload.attachment_id
        self.cr.execute(
            "UPDATE wohnkoord_enquiry_upload"
            " SET create_date = now() - interval '13 hours',"
            " write_date = now() - interval '13 hours'"
        )
        self.env.invalidate_all()
        upload._transient_vacuum()
        self.assertFalse(upload.exists())
        self.assertFalse(attachment.exists())

    def test_forgotten_files_go(self):
        self._upload(("plan.pdf", PDF))
        attachment = self.env["wohnkoord.enquiry.upload"].search([]).attachment_id
        fields = self._fields(self._open("/advice/step/3"), "/advice/forget")
        self._send("/advice/forget", fields)
        self.env.invalidate_all()
        self.assertFalse(attachment.exists())
