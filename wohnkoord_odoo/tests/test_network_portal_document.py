# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..tools.upload import UploadError
from .portal_group_common import PDF, GroupCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkPortalDocument(GroupCase):
    """Documents both ways: what is inside stays inside."""

    def _shown(self, user=None):
        group = self._as(user or self.spokesperson)
        return group._portal_documents(None)

    def test_group_sends(self):
        self._as(self.spokesperson)._portal_upload("C:\\x\\Ziele.pdf", PDF, "Entwurf")
        self.assertRecordValues(
            self.initiative.document_ids,
            [
                {
                    "name": "Ziele.pdf",
                    "note": "Entwurf",
                    "direction": "from_group",
                    "uploaded_by_id": self.spokesperson.partner_id.id,
                    "is_shared": True,
                    "mimetype": "application/pdf",
                    "size": len(PDF),
                    "is_news": True,
                    "company_id": self.company.id,
                }
            ],
        )
        document = self.initiative.document_ids.with_user(self.adviser)
        self.assertEqual(base64.b64decode(document.file), PDF)
        document.action_mark_seen()
        self.assertFalse(document.is_news)
        self.assertFalse(self._portal_activities())

    def test_only_spokespersons_send(self):
        for user in (self.member, self.stranger, self.consultant):
            with self.assertRefused("Only those who speak", AccessError):
                self._as(user)._portal_upload("a.pdf", PDF)

    def test_file_is_checked(self):
        group = self._as(self.spokesperson)
        for name, content in (
            ("rechnung.pdf", b"MZ\x90\0\0"),
            ("bild.svg", b"<svg/>"),
            ("leer.pdf", b""),
        ):
            with self.assertRaises(UploadError):
                group._portal_upload(name, content)
            with self.assertRefused("", ValidationError):
                self._make_document(name, file=base64.b64encode(content))
        with self.assertRefused("", ValidationError):
            self._make_document("plan.pdf", file=False)
        with self.assertRefused("", ValidationError):
            self._make_document().write({"name": "plan.exe"})
        self.assertFalse(self.initiative.document_ids - self._make_document())

    def test_office_shares_by_choice_only(self):
        document = self._make_document()
        self.assertFalse(document.is_shared)
        self.assertFalse(self._shown())
        document.is_shared = True
        self.assertTrue(document.date_shared)
        self.assertEqual(self._shown(), document)
        self.assertEqual(self._shown(self.member), document)
        self.assertFalse(self._as(self.stranger, self.foreign)._portal_documents(None))
        document.is_shared = False
        self.assertFalse(document.date_shared)
        self.assertFalse(self._shown())

    def test_dialog_of_the_office(self):
        action = self.initiative.with_user(self.adviser).action_add_document()
        Document = self.env[action["res_model"]].with_user(self.adviser)
        form = Form(Document.with_context(**action["context"]))
        form.file = base64.b64encode(PDF)
        form.name = "Aus dem Dialog.pdf"
        document = form.save()
        self.assertEqual(document.initiative_id, self.initiative)
        self.assertFalse(document.is_shared)

    def test_what_the_group_sent_stays(self):
        self._as(self.spokesperson)._portal_upload("Ziele.pdf", PDF)
        document = self.initiative.document_ids.with_user(self.manager)
        for vals in (
            {"file": base64.b64encode(PDF + b"x")},
            {"name": "Anders.pdf"},
            {"note": "anders"},
        ):
            with self.assertRefused("stays as it is"):
                document.write(vals)
        with self.assertRefused("group_sees_its_own"):
            document.is_shared = False
        with self.assertRefused("stays with its initiative"):
            document.initiative_id = self.foreign
        with self.assertRefused("", AccessError):
            document.with_user(self.adviser).unlink()

    def test_facts_are_not_forged(self):
        for name, value in (
            ("direction", "from_group"),
            ("uploaded_by_id", self.spokesperson.partner_id.id),
            ("mimetype", "text/html"),
            ("size", 1),
            ("date_told", "2026-01-01 00:00:00"),
        ):
            with self.assertRefused("kept by the system"):
                self._make_document(**{name: value})
            with self.assertRefused("kept by the system"):
                self._make_document().write({name: value})

    def test_new_file_of_the_office(self):
        document = self._make_document(is_shared=True)
        document.write({"file": base64.b64encode(PDF + b"neu"), "name": "Plan2.pdf"})
        self.assertEqual(document.size, len(PDF) + 3)
        self.assertTrue(document.date_shared)

    def test_group_is_told_by_click_only(self):
        before = self._mails()
        document = self._make_document(is_shared=True)
        self.assertEqual(self._mails(), before)
        document.action_tell_group()
        mail = self._mails() - before
        self.assertEqual(len(mail), 1)
        self.assertIn("test_spokesperson@example.org", mail.email_to)
        self.assertNotIn("Plan.pdf", mail.body_html)
        self.assertTrue(document.date_told)
        with self.assertRefused("share the document"):
            self._make_document().action_tell_group()

    def test_nobody_to_tell(self):
        document = self._make_document(is_shared=True)
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        with self.assertRefused("No spokesperson"):
            document.action_tell_group()

    def test_attachment_is_not_public(self):
        document = self._make_document(is_shared=True)
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", document._name),
                    ("res_id", "=", document.id),
                    ("res_field", "=", "file"),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        self.assertFalse(attachment.public)
        self.assertFalse(attachment.access_token)
        for user in (self.spokesperson, self.stranger, self.steering):
            with self.assertRefused("", AccessError):
                attachment.with_user(user).check_access("read")

    def test_sizes_as_people_read_them(self):
        document = self._make_document()
        self.assertEqual(document.size_label, "1 KB")
        document._write_guarded({"size": 3 * 1024 * 1024})
        self.assertRegex(document.size_label, r"^3[.,]0 MB$")
