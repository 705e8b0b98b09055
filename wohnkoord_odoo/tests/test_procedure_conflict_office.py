# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import warnings

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureConflictOffice(JuryCase):
    """The office's page of conflicts: matrix, dialog, reminder."""

    def _dialog(self, user, **values):
        return (
            self.env["wohnkoord.conflict.dialog"]
            .with_user(user)
            .create(
                {
                    "procedure_id": self.procedure.id,
                    "initiative_id": self.initiative.id,
                    "kind": "relative",
                    **values,
                }
            )
        )

    def _rows(self, user):
        procedure = self.procedure.with_user(user)
        procedure.invalidate_recordset(["conflict_page"])
        bidders = procedure._bidders().sorted("name")
        self.assertIn(self.juror.name, procedure.conflict_page)
        return {row["person"]: row for row in procedure._conflict_rows(bidders)}

    def test_no_page_before_the_opening(self):
        """Nothing, and not an empty record, of which the log would warn."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            new = self.env["wohnkoord.procedure"].with_user(self.adviser).new({})
            self.assertFalse(new.conflict_page)
            self.assertFalse(self._make_procedure().conflict_page)

    def test_matrix(self):
        rows = self._rows(self.adviser)
        self.assertEqual(len(rows), 5, "four seats and a deputy")
        self.assertEqual(rows[self.juror.name]["cells"], ["open"] * 3)
        self._declare_all(test_juror=self.initiative)
        self._dialog(self.adviser).action_confirm()
        rows = self._rows(self.adviser)
        self.assertEqual(sorted(rows[self.juror.name]["cells"])[0], "conflict")
        self.assertEqual(rows[self.deputy.name]["cells"], ["none"] * 3)
        self.assertIn("unasked", rows[self.adviser.name]["cells"])
        self.assertEqual(len(rows), 6)

    def test_office_declares_for_oneself_only(self):
        self._dialog(self.adviser).action_confirm()
        self.assertIn(self.adviser, self.bid.sudo().blocked_user_ids)
        with self.assertRaisesRegex(UserError, "head of the office"):
            self._dialog(self.adviser, user_id=self.juror.id, note="x").action_confirm()
        with self.assertRaisesRegex(UserError, "not taken back"):
            self._dialog(self.adviser, kind="none").action_confirm()

    def test_head_records_and_lifts(self):
        values = {"user_id": self.adviser.id}
        with self.assertRaisesRegex(UserError, "no conflict to lift"):
            self._dialog(self.manager, kind="none", note="x", **values).action_confirm()
        with self.assertRaisesRegex(UserError, "reason"):
            self._dialog(self.manager, **values).action_confirm()
        self._dialog(self.manager, note="Hinweis", **values).action_confirm()
        self.assertIn(self.adviser, self.bid.sudo().blocked_user_ids)
        self._dialog(
            self.manager, kind="none", note="Beschluss", **values
        ).action_confirm()
        self.assertNotIn(self.adviser, self.bid.sudo().blocked_user_ids)

    def test_not_before_the_opening(self):
        self._to_state("closed")
        with self.assertRaisesRegex(UserError, "not taken"):
            self._dialog(self.adviser).action_confirm()

    def test_others_have_no_dialog(self):
        for user in (self.steering, self.juror):
            with self.assertRaises(AccessError):
                self._dialog(user)

    def test_reminder(self):
        mails = self.env["mail.mail"].sudo()
        before = mails.search_count([])
        self._declare_all(self.seat)
        self.procedure.with_user(self.adviser).action_remind_conflicts()
        new = mails.search([], limit=mails.search_count([]) - before)
        self.assertEqual(len(new), 3)
        self.assertNotIn(self.juror.email, " ".join(new.mapped("email_to")))
        self._declare_all()
        with self.assertRaisesRegex(UserError, "nobody to remind"):
            self.procedure.with_user(self.adviser).action_remind_conflicts()

    def test_a_seat_of_the_office_is_told_to_declare(self):
        """With a sentence and a way to its own page, until it has declared on all."""
        own = self.procedure.with_user(self.manager)
        self.assertTrue(own.is_own_declaration_open)
        self.assertFalse(
            self.procedure.with_user(self.adviser).is_own_declaration_open,
            "no seat, nothing to declare",
        )
        self.assertIn(f"/my/jury/{self.head_seat.id}", own.action_declare_all()["url"])
        with self.assertRaises(UserError):
            self.procedure.with_user(self.adviser).action_declare_all()
        self._declare_all(self.head_seat)
        own.invalidate_recordset()
        self.assertFalse(own.is_own_declaration_open)
