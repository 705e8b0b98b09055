# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .plot_common import PlotCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePlotDocument(PlotCase):
    """A new file makes a new version; older ones are kept and readable."""

    def _make_document(self, content=PDF, name="Lageplan.pdf", **values):
        return (
            self.env["wohnkoord.plot.document"]
            .with_user(self.adviser)
            .create(
                {
                    "plot_id": self.plot.id,
                    "file_name": name,
                    "kind": "site_plan",
                    "file": base64.b64encode(content),
                    **values,
                }
            )
        )

    def _content(self, document):
        return base64.b64decode(document.with_context(bin_size=False).file)

    def test_facts_of_the_file(self):
        self.assertRecordValues(
            self._make_document(name="C:\\plan\\Lage.pdf"),
            [
                {
                    "name": "Lage.pdf",
                    "file_name": "Lage.pdf",
                    "version": 1,
                    "size": len(PDF),
                    "size_label": "1 KB",
                    "mimetype": "application/pdf",
                    "sha256": hashlib.sha256(PDF).hexdigest(),
                    "uploaded_by_id": self.adviser.id,
                    "company_id": self.company.id,
                    "current_id": False,
                }
            ],
        )

    def test_new_file_keeps_the_old_one(self):
        document = self._make_document(note="erste")
        first = document.sha256
        second = PDF + b"% neu"
        document.with_user(self.manager).write(
            {"file": base64.b64encode(second), "file_name": "Lageplan 2.pdf"}
        )
        third = PDF + b"% noch neuer"
        document.write({"file": base64.b64encode(third), "note": "dritte"})
        self.assertEqual(self._content(document), third)
        document.invalidate_recordset(["older_ids"])
        self.assertRecordValues(
            document | document.older_ids,
            [
                {"version": 3, "note": "dritte", "uploaded_by_id": self.adviser.id},
                {"version": 2, "note": False, "uploaded_by_id": self.manager.id},
                {"version": 1, "note": "erste", "uploaded_by_id": self.adviser.id},
            ],
        )
        middle, oldest = document.older_ids
        self.assertEqual(self._content(middle), second)
        self.assertEqual(self._content(oldest), PDF)
        self.assertEqual((oldest.sha256, oldest.file_name), (first, "Lageplan.pdf"))
        self.assertEqual(document.sha256, hashlib.sha256(third).hexdigest())
        self.assertIn("version 1", oldest.display_name)
        self.assertIn(f"/{oldest.id}/file?", oldest.action_download()["url"])
        # the newest counts
        self.assertEqual(self.plot.document_ids, document)
        self.assertEqual(self.plot.document_count, 1)

    def test_same_file_is_no_new_version(self):
        document = self._make_document()
        document.write({"file": base64.b64encode(PDF), "name": "Plan"})
        self.assertEqual((document.version, document.name), (1, "Plan"))
        self.assertFalse(document.older_ids)

    def test_other_changes_make_no_version(self):
        document = self._make_document()
        document.write({"name": "Plan", "kind": "other", "note": "x"})
        self.assertEqual(document.version, 1)

    def test_older_version_stays(self):
        document = self._make_document()
        document.file = base64.b64encode(PDF + b"%")
        older = document.older_ids
        for vals in (
            {"file": base64.b64encode(PDF + b"%%")},
            {"name": "anders"},
            {"note": "anders"},
        ):
            with self.assertRefused("stays as it is"):
                older.with_user(self.manager).write(vals)
        with self.assertRefused("kept as long as"):
            older.with_user(self.manager).unlink()
        with self.assertRefused("", AccessError):
            document.unlink()
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "=", document._name),
                ("res_field", "=", "file"),
                ("res_id", "in", (document | older).ids),
            ]
        )
        self.assertEqual(len(attachments), 2)
        document.with_user(self.manager).unlink()
        self.assertFalse((document | older).exists())
        self.assertFalse(attachments.exists(), "no file is left behind")

    def test_facts_are_not_forged(self):
        other = self._make_document(name="b.pdf")
        for name, value in (
            ("version", 7),
            ("current_id", other.id),
            ("sha256", "0" * 64),
            ("size", 1),
            ("mimetype", "text/html"),
            ("uploaded_by_id", self.manager.id),
            ("date", "2020-01-01 00:00:00"),
        ):
            with self.assertRefused("kept by the system"):
                self._make_document(**{name: value})
            with self.assertRefused("kept by the system"):
                self._make_document().write({name: value})
        document = self._make_document()
        Document = document.with_context(default_current_id=other.id, default_version=9)
        made = Document.copy_data()
        forged = Document.create({**made[0], "file": base64.b64encode(PDF)})
        self.assertEqual((forged.version, forged.current_id.id), (1, False))

    def test_bad_uploads(self):
        document = self._make_document()
        for name, content in (
            ("rechnung.pdf", b"MZ\x90\0\0"),
            ("bild.svg", b"<svg onload='alert(1)'/>"),
            ("seite.html", b"<html/>"),
            ("leer.pdf", b""),
            ("makro.docx", b"PK\x03\x04vbaProject"),
            ("ohne", PDF),
            (False, PDF),
        ):
            with self.assertRefused("", ValidationError):
                self._make_named(content, name)
            with self.assertRefused("", ValidationError):
                document.write({"file": base64.b64encode(content), "file_name": name})
        with self.assertRefused("", ValidationError):
            document.file = False
        with self.assertRefused("", ValidationError):
            document.file_name = "plan.exe"
        self.assertEqual(document.version, 1)
        self.assertFalse(document.older_ids)

    def _make_named(self, content, file_name):
        return self.env["wohnkoord.plot.document"].create(
            {
                "plot_id": self.plot.id,
                "name": "Probe",
                "file_name": file_name,
                "file": base64.b64encode(content),
            }
        )

    def test_document_stays_with_its_plot(self):
        document = self._make_document()
        with self.assertRefused("stays with its plot"):
            document.plot_id = self._make_plot("Anderswo 2")
        with self.assertRefused("", Exception):
            self.plot.with_user(self.manager).unlink()

    def test_steering_reads_files(self):
        document = self._make_document()
        self.assertEqual(self._content(document.with_user(self.steering)), PDF)
        with self.assertRefused("", AccessError):
            document.with_user(self.steering).write({"name": "x"})
        with self.assertRefused("", AccessError):
            document.with_user(self.other_adviser).read(["file"])

    def test_dialog(self):
        action = self.plot.with_user(self.adviser).action_view_documents()
        Document = self.env["wohnkoord.plot.document"].with_user(self.adviser)
        form = Form(Document.with_context(**action["context"]))
        form.name = "Plan.pdf"
        form.file = base64.b64encode(PDF)
        form._values["file_name"] = "Plan.pdf"  # what the browser adds to the file
        form._values._changed.add("file_name")
        document = form.save()
        self.assertEqual((document.plot_id, document.name), (self.plot, "Plan.pdf"))
        self.assertEqual(Document.search(action["domain"]), document)
