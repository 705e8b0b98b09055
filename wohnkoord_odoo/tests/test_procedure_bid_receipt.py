# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from .procedure_bid_common import SECRET_PDF, SECRETS, BidCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidReceipt(BidCase):
    """The receipt's way by mail."""

    def test_mail_leaves_no_message(self):
        bid = self._submitted()
        sent = []
        Server = self.env.registry["ir.mail_server"]
        before = self.env["mail.mail"].search_count([])
        with patch.object(
            Server, "send_email", lambda server, message, **kw: sent.append(message)
        ):
            bid._mail_receipt("test@example.org")
            self.enterContext(self.enter_registry_test_mode())
            self.cr.postcommit.run()
        self.assertEqual(len(sent), 1)
        text = sent[0].get_content()
        self.assertIn(bid.receipt_hash, text)
        self.assertIn(digest(SECRET_PDF), text)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertNowhere([*SECRETS, bid.document_ids._file_facts()[0]["sha256"]])

    def test_failed_mail_is_logged(self):
        bid = self._submitted()
        Server = self.env.registry["ir.mail_server"]

        def fail(*_args, **_kwargs):
            raise OSError("test@example.org")

        with (
            patch.object(Server, "send_email", fail),
            self.assertLogs("odoo.addons.wohnkoord_odoo", "WARNING") as logs,
        ):
            bid._mail_receipt("test@example.org")
            self.enterContext(self.enter_registry_test_mode())
            self.cr.postcommit.run()
        self.assertNotIn("example.org", "".join(logs.output))
        self.env.invalidate_all()
        event = self.procedure.event_ids[:1]
        self.assertEqual(event.kind, "receipt_mail_failed")
        self.assertEqual(json.loads(event.content), {"bid": bid.number})

    def test_failed_mail_among_parallel_acts(self):
        """Who else writes to the log at that moment does not make an error of it."""
        bid = self._submitted()
        Procedure = self.env.registry["wohnkoord.procedure"]
        log, tries = Procedure._log, []

        def lose_first(procedure, *args, **kwargs):
            tries.append(1)
            if len(tries) < 3:
                raise SerializationFailure()
            return log(procedure, *args, **kwargs)

        with (
            patch.object(
                self.env.registry["ir.mail_server"], "send_email", side_effect=OSError
            ),
            patch.object(Procedure, "_log", lose_first),
            mute_logger("odoo.addons.wohnkoord_odoo.models.procedure_bid_receipt"),
        ):
            bid._mail_receipt("test@example.org")
            self.enterContext(self.enter_registry_test_mode())
            self.cr.postcommit.run()
        self.env.invalidate_all()
        self.assertEqual(self._kinds()[-1], "receipt_mail_failed")
