# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import gc
import os
import sys
import tracemalloc
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ..models.procedure_bid_scan import OPTION
from ..tools.decimals import german_decimal, read_decimal
from ..tools.upload import UploadError
from .portal_group_common import PDF
from .procedure_bid_common import SECRET_FILE, SECRET_PDF, SECRETS, BidCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidDocument(BidCase):
    def setUp(self):
        super().setUp()
        self.bid = self.bids._start_draft(self.party, self.fixed.uuid)

    def _upload(self, name="Plan.pdf", content=PDF, kind="plan", **kwargs):
        return self.documents._upload(self.bid, kind, name, content, **kwargs)

    def test_hostile_names(self):
        for name, clean in (
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\x\\Plan.pdf", "Plan.pdf"),
            ("Plan\u202efdp.exe.pdf", "Planfdp.exe.pdf"),
            ("Plan\r\nX-Header: 1.pdf", "PlanX-Header: 1.pdf"),
            ("<script>alert(1)</script>.pdf", "script>.pdf"),
            ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ):
            with self.subTest(name=name):
                document = self._upload(name)
                self.assertEqual(document._file_facts()[0]["name"], clean)
                document._remove()

    def test_refused_files(self):
        for name, content, kind in (
            ("leer.pdf", b"", "empty"),
            ("programm.exe", b"MZ" + b"\0" * 100, "type"),
            ("ohne", PDF, "type"),
            ("bild.png", PDF, "content"),
            ("plan.pdf", b"<html></html>", "content"),
            (".pdf", PDF, "type"),
        ):
            with self.subTest(name=name), self.assertRaises(UploadError) as caught:
                self._upload(name, content)
            self.assertEqual(caught.exception.kind, kind)
        with self.assertRaises(UploadError):
            self._upload(kind="nonsense")
        self.assertFalse(self.bid.document_ids)

    def test_size_and_number(self):
        limits = {"max_file_mb": 1, "max_files": 2}
        with patch.object(type(self.procedure), "_bid_limits", lambda p: limits):
            big = PDF + b"x" * (1024**2 - len(PDF))
            self._upload(content=big)
            with self.assertRaises(UploadError) as caught:
                self._upload(content=big + b"x")
            message = self.documents._explain(caught.exception, 1)
            self.assertIn("1 MB", message)
            second = self._upload()
            with self.assertRefused("at most 2 files"):
                self._upload()
            self._upload("Neu.pdf", replaces=second)
        names = [facts["name"] for facts in self.bid.document_ids._file_facts()]
        self.assertEqual(names, ["Plan.pdf", "Neu.pdf"])

    def test_memory_is_free_after_the_upload(self):
        """Nothing keeps a file for as long as the garbage collector likes."""
        size = 4 * 1024**2
        self._upload(content=PDF)  # what stays anyway: templates, prepared queries
        gc.collect()
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        gc.disable()
        self.addCleanup(gc.enable)
        self._upload(content=PDF + os.urandom(size))
        self.assertLess(tracemalloc.get_traced_memory()[0], size / 2)

    def test_no_change_after_submission(self):
        document = self._upload()
        self.bid._save_draft(self._values(), self._revision(self.bid))
        self._submit(self.bid)
        for act in (document._remove, self._upload):
            with self.assertRefused("cannot be changed"):
                act()

    def _scan_with(self, code):
        command = f"{sys.executable} -c '{code}'"
        return patch.dict(config.options, {OPTION: command})

    def test_scan_command(self):
        clean = 'import sys; sys.exit(0 if sys.stdin.buffer.read(4) == b"%PDF" else 2)'
        with self._scan_with(clean):
            self._upload()
        with self._scan_with("import sys; sys.exit(1)"):
            with self.assertRefused("found something in"):
                self._upload(SECRET_FILE, SECRET_PDF)
        self.assertEqual(len(self.bid.document_ids), 1)
        self.assertNowhere(SECRETS)

    @mute_logger("odoo.addons.wohnkoord_odoo.models.procedure_bid_scan")
    def test_scan_fails_closed(self):
        with self._scan_with("import sys; sys.exit(2)"):
            with self.assertRefused("cannot be checked"):
                self._upload()
        missing = patch.dict(config.options, {OPTION: "/nowhere/scanner"})
        with missing, self.assertRefused("cannot be checked"):
            self._upload()
        with (
            patch("odoo.addons.wohnkoord_odoo.models.procedure_bid_scan.SECONDS", 0.2),
            self._scan_with("import time; time.sleep(5)"),
            self.assertRefused("cannot be checked"),
        ):
            self._upload()

    def test_scan_uses_no_shell(self):
        with patch.dict(config.options, {OPTION: "true ; false"}):
            self._upload()  # "true" with two arguments

    def test_decimals(self):
        for text, value in (
            ("2,5", "2.50"),
            ("2.5", "2.50"),
            ("1.234,5", "1234.50"),
            ("1.234", "1234.00"),
            ("350 000", "350000.00"),
            ("0", "0.00"),
        ):
            self.assertEqual(str(read_decimal(text)), value, text)
        for text in ("", "x", "-1", "1,234", "1.2,3", "1e3", "1,2,3", "NaN", "\u0663x"):
            self.assertIsNone(read_decimal(text), text)
        self.assertEqual(german_decimal("1234567.5"), "1.234.567,50")


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidIntake(BidCase):
    def _intake(self, user=None, **values):
        return (
            self.env["wohnkoord.bid.intake"]
            .with_user(user or self.adviser)
            .create(
                {
                    "procedure_id": self.procedure.id,
                    "date_arrival": self.procedure._clock().replace(microsecond=0),
                    "sender": SECRETS[0],
                    "note": SECRETS[0],
                    "file_ids": [
                        (
                            0,
                            0,
                            {
                                "name": SECRET_FILE,
                                "file": base64.b64encode(SECRET_PDF),
                            },
                        )
                    ],
                    **values,
                }
            )
        )

    def _newest(self):
        return self.env["wohnkoord.bid"].search([], order="id desc", limit=1)

    def test_sealed_at_once(self):
        intake = self._intake()
        self.assertNowhere(SECRETS)
        self.env.invalidate_all()
        self.assertEqual(intake.sender, SECRETS[0])
        intake.action_register()
        bid = self._newest()
        self.assertEqual(
            (bid.state, bid.channel, bid.number), ("submitted", "paper", 1)
        )
        self.assertEqual(len(bid.document_ids), 1)
        self.assertFalse(intake.exists())
        event = self.procedure.event_ids[:1]
        self.assertEqual(event.actor, self.adviser.name)
        self.assertEqual(event.kind, "bid_registered")
        self.assertNowhere(SECRETS)

    def test_the_stamp_decides(self):
        with self._at(self.deadline + timedelta(days=1)):
            late = self.deadline + timedelta(seconds=1)
            self._intake(date_arrival=late).action_register()
            self.assertEqual(self._newest().state, "late")
            self._intake(date_arrival=self.deadline).action_register()
            self.assertEqual(self._newest().state, "submitted")

    def test_refused(self):
        future = self.procedure._clock() + timedelta(hours=1)
        with self.assertRefused("future"):
            self._intake(date_arrival=future).action_register()
        with self.assertRefused("sender"):
            self._intake(sender=" ").action_register()
        with self.assertRefused("Please send a PDF"):
            files = [(0, 0, {"name": "x.exe", "file": base64.b64encode(b"MZ")})]
            self._intake(file_ids=files).action_register()
        self.procedure._write_guarded({"state": "opened"})
        with self.assertRefused("does not take bids"):
            self._intake().action_register()

    def test_who_may(self):
        self._intake(self.manager).action_register()
        for user in (self.steering, self.spokesperson, self.consultant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._intake(user)
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_other_office",
            "wohnkoord_odoo.group_user",
            company_id=other.id,
            company_ids=other.ids,
        )
        with self.assertRaises(UserError):
            self._intake(stranger).action_register()

    def test_other_offices_see_nothing(self):
        bid = self._submitted()
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_other_head",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        # opened, so that the seal is not what hides it
        document = bid.document_ids
        self.env.cr.execute(
            "UPDATE wohnkoord_bid SET state = 'opened' WHERE id = %s", [bid.id]
        )
        self.env.invalidate_all()
        self.env["wohnkoord.commitment"].create(
            {"bid_id": bid.id, "kind": "dwellings", "value": 12}
        )
        for record in (bid, document, bid.commitment_ids):
            with self.subTest(model=record._name):
                own = record.with_user(self.manager)
                self.assertEqual(own.search([("id", "=", record.id)]), record)
                foreign = record.with_user(stranger)
                self.assertFalse(foreign.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    foreign.read(["display_name"])
