# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import zipfile

from odoo.tests import BaseCase, tagged

from ..tools.upload import MAX_BYTES, UploadError, check_upload, clean_name

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\0\0\x01" * 2 + b"\x08\x06\0\0\0"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def zipped(**files):
    """A zip file; double underscores in names are slashes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def office_file(folder):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return target.getvalue()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestUpload(BaseCase):
    """Files by their content, and names that are safe."""

    def assertUploadError(self, kind, name, content):
        with self.assertRaises(UploadError) as caught:
            check_upload(name, content)
        self.assertEqual(caught.exception.kind, kind, name)

    def test_kinds_that_are_taken(self):
        odt = zipped(mimetype="application/vnd.oasis.opendocument.text")
        for name, content, mimetype in (
            ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
            ("A.PDF", b"%PDF-1.7 ...", "application/pdf"),
            ("a.png", PNG, "image/png"),
            ("a.jpeg", JPEG, "image/jpeg"),
            ("a.docx", office_file("word"), "wordprocessingml"),
            ("a.xlsx", office_file("xl"), "spreadsheetml"),
            ("a.odt", odt, "opendocument.text"),
            ("a.txt", "Grüße".encode(), "text/plain"),
            ("a.txt", ("ä" * 2000).encode(), "text/plain"),
            ("a.csv", "Größe;1".encode("cp1252"), "text/plain"),
            ("a.txt", b"<html><script>alert(1)</script>", "text/plain"),
        ):
            with self.subTest(name=name):
                self.assertIn(mimetype, check_upload(name, content))

    def test_what_is_refused(self):
        exe = b"MZ\x90\x00\x03" + b"\0" * 60
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
        for kind, name, content in (
            ("empty", "a.pdf", b""),
            ("size", "a.pdf", b"%PDF" + b"x" * MAX_BYTES),
            ("type", "a.exe", exe),
            ("type", "a.svg", svg),
            ("type", "a.html", b"<html/>"),
            ("type", "a.pdf.js", b"alert(1)"),
            ("type", "pdf", b"%PDF"),
            ("type", "", b"%PDF"),
            ("type", None, b"%PDF"),
            ("type", "a.docm", office_file("word")),
            ("type", "a.zip", office_file("word")),
            ("content", "a.pdf", exe),
            ("content", "a.txt", exe),
            ("content", "a.png", svg),
            ("content", "a.jpg", PNG),
            ("content", "a.pdf", b"<html/>"),
            ("content", "a.docx", office_file("xl")),
            ("content", "a.docx", b"PK\x03\x04 broken"),
        ):
            with self.subTest(kind=kind, name=name):
                self.assertUploadError(kind, name, content)

    def test_names(self):
        for name, clean in (
            ("Plan 3.pdf", "Plan 3.pdf"),
            ("C:\\Users\\x\\Plan.pdf", "Plan.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..hidden.pdf", "hidden.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
            ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
            ("<b>x</b>.pdf", "b>.pdf"),
            ("\0a.pdf", "a.pdf"),
            ("", ""),
            (None, ""),
        ):
            with self.subTest(name=name):
                self.assertEqual(clean_name(name), clean)
        long = clean_name("ä" * 500 + ".pdf")
        self.assertEqual(len(long), 120)
        self.assertTrue(long.endswith(".pdf"))
