# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.sealing import SealBroken
from .procedure_case_file_common import PDF, RIVAL, CaseFileCase
from .procedure_seal_common import SealSearch

WORDS = (
    RIVAL["statement"],
    RIVAL["commitment"],
    RIVAL["answer"],
    RIVAL["note"],
    RIVAL["cure_file"].decode(),
)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureRetention(SealSearch, CaseFileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._check_and_cure(
            cls.rival_bid, RIVAL["note"], RIVAL["answer"], RIVAL["cure_file"]
        )
        cls._decide()
        cls.award = cls._award(cls.bid)
        cls.over = cls.late + timedelta(days=100)
        with cls._at(cls.over):
            cls.award._write_guarded({"state": "contracted"})
            cls.procedure._write_guarded({"state": "contracted"})
            cls.env.flush_all()
        cls.due = cls.over + relativedelta(months=12, days=1)
        cls.head = cls.procedure.with_user(cls.manager)

    def _erase(self):
        with self._at(self.due):
            return self.head._erase_concepts()

    def _rows(self):
        """What has to stay as it is."""
        self.env.invalidate_all()
        return self.rival_bid.read(
            [
                "number",
                "state",
                "date_submitted",
                "receipt_hash",
                "price",
                "priority",
                "initiative_id",
                "registration_id",
                "procedure_lot_id",
            ]
        )

    # -- when ----------------------------------------------------------------------------

    def test_date(self):
        self.assertEqual(self.procedure.date_over, self.over)
        self.assertEqual(
            self.procedure.retention_date, (self.over + relativedelta(months=12)).date()
        )
        self.award._write_guarded({"standstill_until": self.over + timedelta(days=30)})
        self.assertEqual(
            self.procedure.retention_date,
            (self.over + timedelta(days=30) + relativedelta(months=12)).date(),
        )
        self.company.wohnkoord_concept_keep_months = 6
        self.assertEqual(
            self.procedure.retention_date,
            (self.over + timedelta(days=30) + relativedelta(months=6)).date(),
        )
        self.company.wohnkoord_concept_keep_months = 0
        self.assertFalse(self.procedure.retention_date)

    def test_end_counts_once(self):
        """Years of commitments after the contract move nothing."""
        with self._at(self.over + timedelta(days=900)):
            self.procedure._write_guarded({"state": "done"})
            self.env.flush_all()
        self.assertEqual(self.procedure.date_over, self.over)

    def test_not_before_its_time(self):
        with self._at(self.due - timedelta(days=3)), self.assertRaises(UserError):
            self.head._erase_concepts()
        self.assertTrue(self.rival_bid.content)

    def test_not_set_by_hand(self):
        for vals in (
            {"retention_date": self.today},
            {"date_over": self.deadline},
            {"retention_hold_reason": "x"},
            {"date_bids_erased": self.deadline},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.head.write(vals)
        for vals in ({"date_erased": self.deadline}, {"hold_reason": "x"}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.rival_bid.sudo().write(vals)

    # -- what ----------------------------------------------------------------------------

    def test_concept_is_nowhere(self):
        self.assertSomewhere(WORDS)
        before = self._rows()
        attachments = self.env["ir.attachment"].search(
            [
                (
                    "res_model",
                    "in",
                    ["wohnkoord.bid.document", "wohnkoord.cure.document"],
                ),
                ("res_field", "!=", False),
            ]
        )
        own = self.bid.document_ids._attachment_ids().values()
        files = [
            Path(attachment._full_path(attachment.store_fname))
            for attachment in attachments
            if attachment.id not in own
        ]
        self.assertEqual([path.exists() for path in files], [True, True])
        counts = self._erase()
        self.assertEqual(
            counts,
            {
                "contents": 1,
                "documents": 1,
                "commitments": 1,
                "cure_documents": 1,
                "cure_answers": 1,
                "proofs": 0,
                "objection_files": 0,
                "check_notes": 1,
                "addresses": 0,
            },
        )
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertEqual([path.exists() for path in files], [False, False])
        self.assertNowhere(WORDS)
        self.assertEqual(self._rows(), before)
        bid_sudo = self.rival_bid.sudo()
        for name in ("content", "cipher", "wrapped_key", "draft_cipher"):
            self.assertFalse(bid_sudo[name], name)
        self.assertFalse(bid_sudo.document_ids)

    def test_contract_bid_is_kept(self):
        self._erase()
        self.assertTrue(self.bid.content)
        self.assertEqual(self.bid.document_ids._plain_content(), PDF)
        self.assertFalse(self.bid.date_erased)

    def test_proof_stays(self):
        opening = self.procedure.opening_ids.content
        self._erase()
        self.assertEqual(self.procedure._verify_log(), [])
        self.assertEqual(self.procedure.opening_ids.content, opening)
        event = self.procedure.event_ids.filtered(lambda e: e.kind == "bids_erased")
        data = json.loads(event.content)
        self.assertEqual((data["bids"], data["documents"]), ([2], 1))
        self.assertEqual(event.label, "Concepts of losing bids deleted")
        with self.assertRaises(UserError):
            self._erase()

    def test_case_file_afterwards(self):
        self._erase()
        self._write()
        self.assertHashes()
        for path in self._archive.namelist():
            self.assertNotIn(b"GEHEIM", self._archive.read(path), path)
        self.assertEqual(self._part("konzept.pdf"), PDF)

    def test_late_bids_go_too(self):
        late = self._submit(self.rival_party, state="late", files=[("a.pdf", PDF)])
        self._erase()
        self.assertFalse(late.sudo().cipher)
        self.assertFalse(late.sudo().document_ids)
        self.assertEqual(late.state, "late")

    def test_documents_cannot_be_read_any_more(self):
        document = self.rival_bid.document_ids
        self._erase()
        self.assertFalse(document.exists())
        with self.assertRaises(SealBroken):
            document.new({"uuid": "x"})._plain_content()

    def test_cancelled_procedure(self):
        """Everybody lost."""
        self.award._write_guarded({"state": "lapsed"})
        self._erase()
        self.assertFalse(self.bid.content or self.rival_bid.content)

    # -- who -----------------------------------------------------------------------------

    def test_only_the_head_without_a_conflict(self):
        for user in (self.adviser, self.steering):
            with self.subTest(user.login), self._at(self.due):
                with self.assertRaises(AccessError):
                    self.procedure.with_user(user)._erase_concepts()
        self.bid.sudo().blocked_user_ids = self.manager
        self.env.flush_all()
        for act in (
            self.head._erase_concepts,
            self.head.action_review_retention,
            lambda: self.head.action_hold_retention("x"),
        ):
            with self._at(self.due), self.assertRaises(AccessError):
                act()

    def test_dialog_shows_and_asks(self):
        Dialog = self.env["wohnkoord.procedure.retention"]
        with self._at(self.due):
            dialog = Dialog.with_user(self.manager).create(
                {"procedure_id": self.procedure.id}
            )
            self.assertTrue(dialog.is_due)
            self.assertEqual((dialog.bid_count, dialog.bid_numbers), (1, "2"))
            self.assertEqual((dialog.document_count, dialog.cure_count), (1, 2))
            self.assertIn("Bid 1", dialog.kept)
            with self.assertRaises(UserError):
                dialog.action_erase()
            self.assertTrue(self.rival_bid.content)
            dialog.is_confirmed = True
            dialog.action_erase()
        self.assertFalse(self.rival_bid.content)
        with self.assertRaises(AccessError):
            Dialog.with_user(self.adviser).create({"procedure_id": self.procedure.id})

    # -- holds ---------------------------------------------------------------------------

    def test_hold_of_the_procedure(self):
        with self.assertRaises(UserError):
            self.head.action_hold_retention(" ")
        self.head.action_hold_retention("Klage vor dem Landgericht")
        with self.assertRaisesRegex(UserError, "Landgericht"):
            self._erase()
        with self._at(self.due):
            self.assertEqual(self.procedure.retention_state, "held")
        self.head.action_lift_retention_hold("Vergleich")
        self._erase()
        kinds = self.procedure.event_ids.mapped("kind")
        self.assertIn("retention_hold_set", kinds)
        self.assertIn("retention_hold_lifted", kinds)

    def test_hold_of_one_bid(self):
        self.rival_bid.with_user(self.manager).action_hold_concept("Einspruch")
        with self.assertRaises(UserError):
            self._erase()
        with self.assertRaises(AccessError):
            self.rival_bid.with_user(self.adviser).action_lift_concept_hold("x")
        self.rival_bid.with_user(self.manager).action_lift_concept_hold("erledigt")
        self._erase()
        self.assertTrue(self.rival_bid.date_erased)

    # -- the reminder --------------------------------------------------------------------

    def _run_cron(self):
        with self._at(self.due), self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.cron_procedure_retention"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_cron_proposes_and_deletes_nothing(self):
        kind = self.env.ref("wohnkoord_odoo.procedure_retention_activity")
        self._run_cron()
        self._run_cron()
        found = self.procedure.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        self.assertEqual(len(found), 1)
        self.assertTrue(found.user_id.has_group("wohnkoord_odoo.group_manager"))
        self.assertTrue(self.rival_bid.content)
        self._erase()
        self.assertFalse(found.exists())
        self._run_cron()
        self.assertNotIn(kind, self.procedure.activity_ids.activity_type_id)

    def test_states_of_the_list(self):
        with self._at(self.due - timedelta(days=30)):
            self.procedure.invalidate_recordset(["retention_state"])
            self.assertEqual(self.procedure.retention_state, "kept")
        with self._at(self.due):
            self.procedure.invalidate_recordset(["retention_state"])
            self.assertEqual(self.procedure.retention_state, "due")
            due = self.env["wohnkoord.procedure"].search(
                self.procedure._retention_due_domain()
            )
            self.assertIn(self.procedure, due)
        self._erase()
        self.procedure.invalidate_recordset(["retention_state"])
        self.assertEqual(self.procedure.retention_state, "done")

    def test_loser_is_told(self):
        self._erase()
        row = self.rival_bid.sudo()._portal_status(self.rival_party.sudo())
        self.assertTrue(row["erased"])
        self.assertFalse(row["has_content"])
        self.assertEqual(row["hash"], self.rival_bid.receipt_hash)
