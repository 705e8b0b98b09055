# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urlsplit

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_common import MailingCase
from .network_common import PublicCase


@tagged("post_install", "-at_install")
class TestPublicMailing(MailingCase, PublicCase):
    """Saying no to mailings, without a login."""

    def setUp(self):
        super().setUp()
        self.mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.reader.id})]"
        )
        [self.message] = self._send_now(self.mailing)
        header = self.message["List-Unsubscribe"].replace("\n", "").strip("<> ")
        self.path = urlsplit(header).path

    def test_one_click(self):
        response = self.url_open(
            self.path, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.consent.state, "withdrawn")
        self.assertEqual(self._post_again().status_code, 200, "again changes nothing")
        self.assertEqual(self._make_mailing().total, 1, "the shared reader is left")

    def _post_again(self):
        return self.url_open(self.path, data={"List-Unsubscribe": "One-Click"})

    def test_opening_changes_nothing(self):
        response = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/consent/", response.headers["Location"])
        self.url_open(self.path)
        self.assertEqual(self.consent.state, "confirmed")

    def test_forged(self):
        token = self.env["wohnkoord.signed.link"]._token("consent", self.consent)
        for path in ("nonsense", token, self.path.rsplit("/", 1)[1][:-2] + "AA"):
            response = self.url_open(f"/mailing/withdraw/{path}", data={"a": "b"})
            self.assertEqual(response.status_code, 404)
            self._open(f"/mailing/withdraw/{path}", 404)
        self.assertEqual(self.consent.state, "confirmed")

    def _core_path(self, page, email="ada.leserin@example.org"):
        token = self.mailing.sudo()._generate_mailing_recipient_token(
            self.reader.id, email
        )
        return (
            f"/mailing/{self.mailing.id}/{page}?document_id={self.reader.id}"
            f"&email={email}&hash_token={token}"
        )

    def test_cores_own_pages(self):
        for page in ("unsubscribe", "confirm_unsubscribe"):
            response = self.url_open(self._core_path(page), allow_redirects=False)
            self.assertEqual(response.status_code, 303, page)
            self.assertIn("/consent/", response.headers["Location"])
        self.assertEqual(self.consent.state, "confirmed", "opening changes nothing")
        response = self.url_open(
            self._core_path("unsubscribe_oneclick"), data={"a": "b"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.consent.state, "withdrawn")
        self.assertFalse(
            self.env["mail.blacklist"].search(
                [("email", "=", "ada.leserin@example.org")]
            ),
            "other offices may still write",
        )

    def test_cores_pages_show_no_lists(self):
        self.env["mailing.list"].create(
            {
                "name": "Fremde Liste",
                "is_public": True,
                "company_id": self.other_company.id,
            }
        )
        self.consent.action_withdraw()
        page = self.url_open(self._core_path("unsubscribe"))
        self.assertNotIn("Fremde Liste", page.text)
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        page = self.url_open("/mailing/my")
        self.assertNotIn("Fremde Liste", page.text)

    def test_nobody_is_put_on_a_list(self):
        mail_list = self.env["mailing.list"].create({"name": "L", "is_public": True})
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        self.make_jsonrpc_request(
            "/mailing/list/update", {"lists_optin_ids": mail_list.ids}
        )
        self.assertFalse(mail_list.contact_ids)

    def test_blocking_an_address_withdraws(self):
        self._give_consent(self.reader, "plot_notice")
        token = self.mailing.sudo()._generate_mailing_recipient_token(
            self.reader.id, "ada.leserin@example.org"
        )
        done = self.make_jsonrpc_request(
            "/mailing/blocklist/add",
            {
                "mailing_id": self.mailing.id,
                "document_id": self.reader.id,
                "email": "ada.leserin@example.org",
                "hash_token": token,
            },
        )
        self.assertTrue(done)
        self.assertEqual(set(self.reader.consent_ids.mapped("state")), {"withdrawn"})
        with mute_logger("odoo.http"):
            refused = self.make_jsonrpc_request(
                "/mailing/blocklist/add",
                {
                    "mailing_id": self.mailing.id,
                    "document_id": self.shared.id,
                    "email": "shared.reader@example.org",
                    "hash_token": token,
                },
            )
        self.assertEqual(refused, "unauthorized")

    def test_link_in_the_letter_withdraws(self):
        page = self._open(urlsplit(self.consent._link()).path)
        fields = self._form_fields(page)
        self._send(
            urlsplit(self.consent._link()).path, {**fields, "action": "withdraw"}
        )
        self.assertEqual(self.consent.state, "withdrawn")
