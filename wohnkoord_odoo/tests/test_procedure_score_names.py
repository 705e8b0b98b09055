# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import zipfile
from unittest.mock import patch

from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged

from ..tools.file_text import file_text
from ..tools.sealing import SealBroken
from .procedure_jury_common import JuryCase

MEMBER = "Mira Mustermann"


def pdf(text):
    out = io.BytesIO()
    paper = canvas.Canvas(out)
    paper.drawString(72, 720, text)
    paper.save()
    return out.getvalue()


def docx(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<w:p><w:t>{text}</w:t></w:p>")
        package.writestr("word/media/secret.xml", "<x>nicht</x>")
    return out.getvalue()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestFileText(BaseCase):
    def test_kinds(self):
        self.assertIn("Hof am Fluss", file_text("a.pdf", pdf("Hof am Fluss")))
        self.assertEqual(file_text("a.docx", docx("Hof")).strip(), "Hof")
        self.assertEqual(file_text("a.txt", b"Hof"), "Hof")
        for name in ("a.pdf", "a.docx", "a.jpg", "a.exe", ""):
            self.assertEqual(file_text(name, b"broken"), "", name)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNamesInAnonymousStage(JuryCase):
    """Where a bid names its group in an anonymous stage: a hint for the office alone."""

    is_anonymous = True

    @classmethod
    def _make_procedure(cls, plot=None, **values):
        values.setdefault("is_anonymous", cls.is_anonymous)
        return super()._make_procedure(plot=plot, **values)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"].create({"name": MEMBER})
        cls.env["wohnkoord.initiative.member"].create(
            {"initiative_id": cls.initiative.id, "partner_id": partner.id}
        )
        documents = cls.env["wohnkoord.bid.document"].sudo()
        cls.plan = documents.create({"bid_id": cls.bid.id})
        cls.plan.write({"name": "Finanzplan.pdf", "kind": "financing"})
        cls.broken = documents.create({"bid_id": cls.bid.id})
        cls.broken.write({"name": "mira_mustermann-Skizze.pdf", "kind": "other"})

    def _search(self, content):
        def read(document):
            if document == self.broken:
                raise SealBroken("x")
            return content

        Document = self.env.registry["wohnkoord.bid.document"]
        with (
            patch.object(Document, "_plain_content", read),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("wohnkoord_odoo.cron_bid_names").method_direct_trigger()
        self.env.invalidate_all()

    def test_names_are_found(self):
        self._search(pdf(f"Plan von {self.initiative.name.upper()}, 2026"))
        lines = self.bid.name_hint.splitlines()
        self.assertIn(f"Finanzplan.pdf: {self.initiative.name}", lines)
        # the name of a file counts, even if the file cannot be read
        self.assertIn(f"mira_mustermann-Skizze.pdf: {MEMBER}", lines)
        self.assertTrue(self.bid.is_name_searched)
        self.assertEqual(self.bid.state, "admitted", "a hint blocks nothing")

    def test_part_of_a_word_is_no_name(self):
        self.broken.unlink()
        self._search(pdf(f"x{self.initiative.name}x"))
        self.assertFalse(self.bid.name_hint)
        self.assertTrue(self.bid.is_name_searched)

    def test_only_the_office_reads_it(self):
        self._search(pdf("nichts"))
        adviser = self.bid.with_user(self.adviser)
        self.assertTrue(adviser.name_hint)
        for user in (self.juror, self.spokesperson):
            with self.assertRaises(AccessError):
                self.bid.with_user(user).read(["name_hint"])
        self.env["wohnkoord.conflict"]._declare(
            self.head_seat, self.manager, self.initiative, "own"
        )
        with self.assertRaises(AccessError):
            self.bid.with_user(self.manager).read(["name_hint"])


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNamesInOpenStage(TestNamesInAnonymousStage):
    """Where the jury reads names anyway nothing is searched."""

    is_anonymous = False

    def test_names_are_found(self):
        self._search(pdf(self.initiative.name))
        self.assertFalse(self.bid.name_hint)
        self.assertFalse(self.bid.is_name_searched)

    test_part_of_a_word_is_no_name = None
    test_only_the_office_reads_it = None
