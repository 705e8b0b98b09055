# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import MagicMock, patch

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .network_common import NetworkCase
from .procedure_common import ProcedureCase

IR_HTTP = "odoo.addons.wohnkoord_odoo.models.procedure_log_ir_http"
MAX_LENGTH = "odoo.http.DEFAULT_MAX_CONTENT_LENGTH"


@tagged("post_install", "-at_install")
class TestUploadTooLarge(ProcedureCase, NetworkCase, HttpCase):
    """What is larger than the server takes, which no controller gets to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls._publish()
        cls.registration = cls._register()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(MAX_LENGTH, 2 * 1024**2))
        self.path = f"/my/procedures/{self.registration.id}"

    def _post(self, path, size=3 * 1024**2, **kwargs):
        with self.assertNoLogs("odoo.addons.wohnkoord_odoo", "WARNING"):
            return self.opener.post(
                self.base_url() + path,
                files={"file": ("plan.pdf", b"x" * size)},
                timeout=30,
                allow_redirects=False,
                **kwargs,
            )

    def _acts(self):
        self.env.invalidate_all()
        return self.procedure.event_ids.filtered(lambda e: e.kind == "upload_refused")

    def test_page_in_the_portal(self):
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        answer = self._post("/my/procedures")
        # the address takes no posts at all, or says that it was too large
        self.assertIn(answer.status_code, (405, 413))
        answer = self._post("/my/account")
        self.assertEqual(answer.status_code, 413)
        page = html.fromstring(answer.text)
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertEqual(page.xpath("//h1")[0].text_content(), "That was too large")
        alert = page.xpath("//*[@role='alert']")[0].text_content()
        self.assertIn("2 MB", alert)
        self.assertIn("one by one", alert)
        self.assertTrue(page.xpath("//main//a[@href='/my/account']"))

    def test_page_on_the_public_side(self):
        answer = self._post("/newsletter")
        self.assertEqual(answer.status_code, 413)
        self.assertIn("That was too large", answer.text)
        self.assertTrue(
            html.fromstring(answer.text).xpath("//main//a[@href='/newsletter']")
        )

    def test_what_fits_goes_on(self):
        with mute_logger("odoo.http"):  # the form's token is missing
            self.assertNotEqual(self._post("/newsletter", 1024).status_code, 413)

    def test_a_text_that_is_too_long(self):
        """Not the whole, but one field: other words, as the limit is another."""
        self.startPatcher(patch(MAX_LENGTH, 64 * 1024**2))
        with mute_logger("odoo.http"):
            answer = self.opener.post(
                f"{self.base_url()}/newsletter",
                data={"name": "x" * (11 * 1024**2)},
                timeout=30,
            )
        self.assertEqual(answer.status_code, 413)
        self.assertIn("One of the texts", answer.text)

    def test_json(self):
        with mute_logger("odoo.http"):
            answer = self.opener.post(
                f"{self.base_url()}/web/session/authenticate",
                data=b'{"x": "' + b"x" * 3 * 1024**2 + b'"}',
                headers={"Content-Type": "application/json"},
                timeout=30,
            )
        error = answer.json()["error"]["data"]
        self.assertIn("2 MB", error["message"])
        self.assertEqual(error["name"], "odoo.exceptions.UserError")

    def test_back_office(self):
        self.authenticate(self.adviser.login, self.adviser.login)
        answer = self._post("/web/binary/upload_attachment")
        self.assertEqual(answer.status_code, 413)

    # -- the log ---------------------------------------------------------------------

    def test_note_names_nobody(self):
        self._log_refused(self.spokesperson)
        act = self._acts()
        self.assertEqual(len(act), 1)
        self.assertEqual(act.actor, "bidder")
        self.assertEqual(act.content, '{"bytes":3145728,"limit":2097152}')
        self.assertEqual(self.procedure._verify_log(), [])

    def test_note_of_own_procedures_only(self):
        for user in (self.rival_spokesperson, self.consultant):
            self._log_refused(user)
        self.assertFalse(self._acts())

    def test_not_noted_without_end(self):
        for _n in range(8):
            self._log_refused(self.spokesperson)
        self.assertEqual(len(self._acts()), 5)

    def _log_refused(self, user):
        """As the request does it; the portal's own routes come and go."""
        ir_http = self.env.registry["ir.http"]
        # given at once: patch would look into the request that is not there
        r = MagicMock()
        with patch(f"{IR_HTTP}.request", new=r):
            r.httprequest.path = f"{self.path}/bid/files"
            r.httprequest.max_content_length = 2 * 1024**2
            r.httprequest.content_length = 3 * 1024**2
            r.session.uid = user.id
            r.env = self.env
            ir_http._wohnkoord_log_refused_upload()
