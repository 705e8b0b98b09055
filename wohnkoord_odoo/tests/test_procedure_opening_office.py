# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from lxml import html

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.recovery_code import write_groups
from .procedure_opening_common import PASSWORD, OpeningCase

PDF = b"%PDF-1.4 Konzept"
SHEET = "/wohnkoord/procedures/%s/recovery-sheet"


@tagged("post_install", "-at_install")
class TestProcedureOpeningOffice(OpeningCase, HttpCase):
    """What the office sees of bids, and the pages of recovery sheets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sealed_procedure = cls._make_procedure(seal_mode="full")
        cls._publish()
        cls.bid = cls._submit(
            files=[("Konzept <b>.pdf", PDF), ("seite.html", b"<script>1</script>")]
        )

    def _login(self, user):
        self.authenticate(user.login, PASSWORD.format(login=user.login))

    def _post(self, path, **values):
        return self.url_open(
            path, data={"csrf_token": http.Request.csrf_token(self), **values}
        )

    # -- bids ----------------------------------------------------------------------------

    def test_sealed_bid_shows_number_and_time_only(self):
        bid = self.bid.with_user(self.adviser)
        self.assertEqual(bid.display_name, "Bid 1")
        self.assertTrue(bid.sealed_hint)
        self.assertFalse(bid.page or bid.initiative_id or bid.content)
        self.assertFalse(bid.document_ids)
        self.assertEqual(self.procedure.with_user(self.adviser).received_bid_count, 1)
        for user in (self.steering, self.spokesperson):
            with self.assertRaises(AccessError):
                self.bid.with_user(user).read(["number"])

    def test_views_open_before_and_after(self):
        for _turn in range(2):
            Form(self.bid.with_user(self.adviser), "wohnkoord_odoo.bid_view_form")
            Form(
                self.procedure.with_user(self.adviser),
                "wohnkoord_odoo.procedure_view_form",
            )
            if self.bid.state == "submitted":
                self.assertOpened(self._open())
        Form(self.procedure.opening_ids.with_user(self.adviser))
        self.assertIn(
            self.initiative.name,
            self.procedure.opening_ids.with_user(self.adviser).page,
        )

    def test_documents_leave_by_one_address(self):
        first, second = self.bid.document_ids
        path = f"/wohnkoord/bid-documents/{first.id}"
        self._login(self.adviser)
        self.assertEqual(self.url_open(path).status_code, 404, "sealed")
        self.assertOpened(self._open())
        answer = self.url_open(path)
        self.assertEqual(answer.content, PDF)
        headers = answer.headers
        self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        shown = self.url_open(f"{path}?show=1").headers
        self.assertTrue(shown["Content-Disposition"].startswith("inline"))
        page = self.url_open(f"/wohnkoord/bid-documents/{second.id}?show=1").headers
        self.assertTrue(page["Content-Disposition"].startswith("attachment"))
        self.assertEqual(page["Content-Type"], "application/octet-stream")
        self.assertEqual(self.url_open("/wohnkoord/bid-documents/0").status_code, 404)
        opening = self.procedure.opening_ids
        protocol = f"/wohnkoord/openings/{opening.id}/protocol.json"
        self.assertEqual(self.url_open(protocol).text, opening.content)
        for user in (self.steering, self.spokesperson):
            user.password = PASSWORD.format(login=user.login)
            self._login(user)
            self.assertEqual(self.url_open(path).status_code, 404, user.login)
            self.assertEqual(self.url_open(protocol).status_code, 404, user.login)

    def test_other_office_sees_nothing(self):
        self.assertOpened(self._open())
        company = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=company.id,
            company_ids=[company.id],
        )
        stranger.password = PASSWORD.format(login=stranger.login)
        for model in ("bid", "procedure.opening", "commitment"):
            Model = self.env[f"wohnkoord.{model}"].with_user(stranger)
            self.assertFalse(Model.search([]), model)
        self._login(stranger)
        path = f"/wohnkoord/bid-documents/{self.bid.document_ids[:1].id}"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(
            self.url_open(SHEET % self.sealed_procedure.id).status_code, 404
        )

    # -- recovery sheets -----------------------------------------------------------------

    def test_key_file_page_is_for_the_head(self):
        self._login(self.adviser)
        self.assertEqual(self.url_open("/wohnkoord/key-file").status_code, 404)
        self.assertEqual(self._post("/wohnkoord/key-file/sheet").status_code, 404)
        self.assertEqual(self._post("/wohnkoord/key-file/restore").status_code, 404)

    def test_key_file_is_printed_and_restored(self):
        KeyFile = self.env["wohnkoord.key.file"]
        fingerprint = KeyFile._current()
        self._login(self.manager)
        self.assertFalse(KeyFile._sheet_note())
        page = self.url_open("/wohnkoord/key-file")
        self.assertIn(fingerprint, page.text)
        self.assertIn("was never printed", page.text)
        password = PASSWORD.format(login=self.manager.login)
        refused = self._post("/wohnkoord/key-file/sheet", password="falsch")
        self.assertIn('role="alert"', refused.text)
        self.assertFalse(KeyFile._sheet_note())
        sheet = self._post("/wohnkoord/key-file/sheet", password=password)
        self.assertEqual(sheet.headers["Cache-Control"], "no-store")
        groups = html.fromstring(sheet.text).xpath("//code/text()")
        secret = KeyFile._secret(fingerprint)
        self.assertEqual(groups, write_groups(secret))
        path = KeyFile._path(fingerprint)
        path.unlink()
        wrong = [
            groups[0][:3] + ("0" if groups[0][3] != "0" else "1") + groups[0][4],
            *groups[1:],
        ]
        answer = self._post(
            "/wohnkoord/key-file/restore", password=password, groups=" ".join(wrong)
        )
        self.assertIn("a character is wrong: 1.", answer.text)
        self.assertNotIn(groups[1], answer.text)
        self.assertFalse(path.exists())
        answer = self._post(
            "/wohnkoord/key-file/restore", password=password, groups=" ".join(groups)
        )
        self.assertIn("is restored", answer.text)
        self.assertEqual(path.read_bytes(), secret)

    @mute_logger("odoo.http")
    def test_forged_posts_are_refused(self):
        self._login(self.manager)
        password = PASSWORD.format(login=self.manager.login)
        answer = self.url_open("/wohnkoord/key-file/sheet", data={"password": password})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.env["wohnkoord.key.file"]._sheet_note())

    def test_sheet_of_a_full_seal(self):
        path = SHEET % self.sealed_procedure.id
        self._login(self.adviser)
        self.assertEqual(self.url_open(path).status_code, 404)
        self._login(self.manager)
        self.assertEqual(self.url_open(SHEET % self.procedure.id).status_code, 404)
        self.assertEqual(self.url_open(path).status_code, 200)
        password = PASSWORD.format(login=self.manager.login)
        sheet = self._post(f"{path}/new", password=password)
        self.assertEqual(len(re.findall("<code", sheet.text)), 8)
        values = self.sealed_procedure._officer_key_values
        self.assertFalse(values()[-1]["is_ready"])
        self.assertNotIn("<code", self.url_open(path).text)
        self._post(f"{path}/confirm")
        self.env.invalidate_all()
        self.assertTrue(values()[-1]["is_ready"])

    def test_pages_have_one_heading_and_labels(self):
        self._login(self.manager)
        for path in ("/wohnkoord/key-file", SHEET % self.sealed_procedure.id):
            page = html.fromstring(self.url_open(path).text)
            self.assertEqual(len(page.xpath("//h1")), 1)
            self.assertTrue(page.xpath("//title/text()")[0].strip())
            for field in page.xpath("//input[@type!='hidden'] | //textarea"):
                self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))
