# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import zipfile

from PIL import Image

from odoo.tests import BaseCase, tagged
from odoo.tools.pdf import PdfReader, PdfWriter

from ..tools.file_metadata import MetadataError, strip_metadata

NAME = "Wohnprojekt Probe"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestFileMetadata(BaseCase):
    """Files of the anonymous stage do not say who made them."""

    def test_pdf(self):
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Author": NAME, "/Title": NAME})
        writer.write(out)
        clean = strip_metadata("a.pdf", out.getvalue())
        reader = PdfReader(io.BytesIO(clean))
        self.assertEqual(len(reader.pages), 1)
        self.assertNotIn(NAME, str(reader.metadata))
        self.assertNotIn(NAME.encode(), clean)

    def test_office(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("docProps/core.xml", f"<x>{NAME}</x>")
            package.writestr(
                "word/comments.xml", f'<w:comment w:author="{NAME}">Text</w:comment>'
            )
        clean = strip_metadata("a.docx", out.getvalue())
        with zipfile.ZipFile(io.BytesIO(clean)) as package:
            parts = [package.read(name) for name in package.namelist()]
        self.assertFalse([part for part in parts if NAME.encode() in part])
        self.assertIn(b">Text<", parts[1])

    def test_image(self):
        image, out = Image.new("RGB", (4, 3), "red"), io.BytesIO()
        exif = Image.Exif()
        exif[0x013B] = NAME
        image.save(out, "JPEG", exif=exif, comment=NAME.encode())
        clean = strip_metadata("a.jpg", out.getvalue())
        self.assertNotIn(NAME.encode(), clean)
        self.assertEqual(Image.open(io.BytesIO(clean)).size, (4, 3))

    def test_what_cannot_be_cleaned_is_not_shown(self):
        for name in ("a.pdf", "a.docx", "a.jpg", "a.exe"):
            with self.assertRaises(MetadataError):
                strip_metadata(name, b"broken")
