# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from ..tools.sealing import SealBroken
from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBase(ProcedureCase):
    def test_published_version_counts(self):
        procedure = self._publish()
        self.assertEqual(procedure.state, "published")
        self.assertEqual(procedure.published_deadline, self.deadline)
        self.assertEqual(procedure.event_ids[:1].kind, "published")

    def test_log_is_chained(self):
        procedure = self._publish()
        first = procedure.event_ids[:1]
        second = procedure._log("probe", {"number": 1})
        self.assertEqual(second.previous_hash, first.hash)
        self.assertEqual(second.number, first.number + 1)

    def test_clock_never_goes_back(self):
        procedure = self._publish()
        with self._at(self.deadline + timedelta(seconds=1)):
            procedure._log("probe")
        with self._at(self.deadline - timedelta(days=1)):
            self.assertFalse(procedure._is_open(procedure._now()))

    def test_sealed_content_is_bound_to_its_place(self):
        procedure = self._publish()
        cipher = procedure._draft_encrypt(b"secret", "bid 1")
        self.assertEqual(procedure._draft_decrypt(cipher, "bid 1"), b"secret")
        with self.assertRaises(SealBroken):
            procedure._draft_decrypt(cipher, "bid 2")
        wrapped, sealed = procedure._seal_content(b"secret", "bid 1")
        self.assertNotIn(b"secret", wrapped + sealed)
