# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import json
import zipfile

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from .procedure_case_file_common import PDF, CaseFileCase


@tagged("post_install", "-at_install")
class TestProcedureCaseFileDownload(CaseFileCase, HttpCase):
    """The case file as it leaves Odoo, and who gets none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.adviser):
            user.password = user.login  # what authenticate() asks for
        cls.env.flush_all()

    def _fetch(self, dialog, user, **data):
        self.authenticate(user.login, user.login)
        data = {"csrf_token": http.Request.csrf_token(self), **data}
        return self.url_open(self._path(dialog), data=data, allow_redirects=False)

    def _path(self, dialog):
        return f"/wohnkoord/case-files/{dialog.id}/case-file.zip"

    def _exports(self):
        self.env.invalidate_all()
        kind = "case_file_exported"
        return self.procedure.event_ids.filtered(lambda event: event.kind == kind)

    def test_download(self):
        answer = self._fetch(self._dialog_for(), self.manager)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        self.assertIn("no-store", answer.headers["Cache-Control"])
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            [path] = [p for p in archive.namelist() if p.endswith("konzept.pdf")]
            self.assertEqual(archive.read(path), PDF)
            manifest = digest(archive.read("manifest.json"))
        [event] = self._exports()
        self.assertEqual(json.loads(event.content)["manifest"], manifest)
        self.assertEqual(event.actor, self.manager.name)

    @mute_logger("odoo.http")
    def test_nobody_else(self):
        dialog = self._dialog_for()
        head = self._make_user(
            "test_second_head",
            "wohnkoord_odoo.group_manager",
            password="test_second_head",
        )
        for user in (self.adviser, self.steering, self.spokesperson, head):
            with self.subTest(user.login):
                self.assertEqual(self._fetch(dialog, user).status_code, 404)
        self.rival_bid.sudo().blocked_user_ids = self.manager
        self.env.flush_all()
        self.assertEqual(self._fetch(dialog, self.manager).status_code, 404)
        self.assertFalse(self._exports())

    @mute_logger("odoo.http")
    def test_only_by_a_post_of_this_session(self):
        dialog = self._dialog_for()
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.url_open(self._path(dialog)).status_code, 405)
        forged = self.url_open(self._path(dialog), data={"csrf_token": "x"})
        self.assertEqual(forged.status_code, 400)
        missing = self._fetch(dialog.browse(999999999), self.manager)
        self.assertEqual(missing.status_code, 404)
        self.assertFalse(self._exports())
        self.authenticate(None, None)
        data = {"csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open(self._path(dialog), data=data, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)
