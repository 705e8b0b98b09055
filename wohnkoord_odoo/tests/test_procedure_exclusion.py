# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .procedure_check_common import CheckCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureExclusion(CheckCase):
    """Admitted or excluded, by whom, why, and taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bid = cls._make_opened_bid()
        cls.rival_bid = cls._make_opened_bid(cls.rival_party)
        cls.reason = cls.env.ref("wohnkoord_odoo.exclusion_reason_requirement")

    def _decide_all(self, bid):
        for check in self._checks(bid):
            check.action_decide_met()

    def _of(self, user, bid=None):
        return (bid or self.bid).with_user(user)

    # -- admission -----------------------------------------------------------------------

    def test_admit(self):
        self._prepare()
        self._decide_all(self.bid)
        self._of(self.adviser).action_admit()
        self.assertEqual(self.bid.state, "admitted")
        self.assertEqual(self.bid.admission_by_id, self.adviser)
        data = json.loads(self._events("bid_admitted").content)
        self.assertEqual(data, {"bid": self.bid.number})

    def test_admit_only_when_everything_is_met(self):
        with self.assertRefused("prepare the formal check"):
            self._of(self.adviser).action_admit()
        self._prepare()
        with self.assertRefused("Not decided as met"):
            self._of(self.adviser).action_admit()
        self._decide_all(self.bid)
        self._check("document", self.bid).action_decide_cure("Fehlt.")
        with self.assertRefused("Finanzierungsplan"):
            self._of(self.adviser).action_admit()
        self._check("document", self.bid).action_not_met("Kam nicht.")
        with self.assertRefused("Finanzierungsplan"):
            self._of(self.adviser).action_admit()
        self.assertEqual(self.bid.state, "opened")

    def test_admit_neither_late_nor_after_the_jury_began(self):
        late = self._make_late_bid()
        with self.assertRefused("Only opened"):
            self._of(self.adviser, late).action_admit()
        self._prepare()
        self._decide_all(self.bid)
        self._to_state("jury")
        with self.assertRefused("before the jury"):
            self._of(self.adviser).action_admit()

    # -- exclusion -----------------------------------------------------------------------

    def test_exclude(self):
        self._of(self.manager).action_exclude(self.reason.id, " Nur 6 Haushalte. ")
        self.assertEqual(self.bid.state, "excluded")
        self.assertEqual(self.bid.exclusion_reason_id, self.reason)
        self.assertEqual(self.bid.exclusion_note, "Nur 6 Haushalte.")
        self.assertEqual(self.bid.admission_by_id, self.manager)
        data = json.loads(self._events("bid_excluded").content)
        self.assertEqual(data["bid"], self.bid.number)
        self.assertEqual(data["reason"], "Minimum requirement not met")
        self.assertEqual(data["note"], "Nur 6 Haushalte.")

    def test_exclusion_needs_reason_and_note(self):
        bid = self._of(self.manager)
        for reason, note in (
            (self.reason.id, ""),
            (self.reason.id, "  "),
            (False, "Darum."),
            (0, "Darum."),
            (10**6, "Darum."),
            ("late", "Darum."),
        ):
            with self.assertRefused("choose a reason"):
                bid.action_exclude(reason, note)
        with self.assertRefused("exclusion_has_reason"):
            self.bid._write_guarded({"state": "excluded"})

    def test_adviser_proposes_head_decides(self):
        with self.assertRefused("head of the office", AccessError):
            self._of(self.adviser).action_exclude(self.reason.id, "Darum.")
        self._of(self.adviser).action_propose_exclusion(self.reason.id, "Darum.")
        self.assertEqual(self.bid.state, "opened")
        self.assertEqual(self.bid.proposed_reason_id, self.reason)
        self.assertEqual(self.bid.proposed_by_id, self.adviser)
        self.assertTrue(self._events("exclusion_proposed"))
        action = self._of(self.manager).action_ask_exclude()
        dialog = Form(
            self.env["wohnkoord.bid.decision"]
            .with_user(self.manager)
            .with_context(**action["context"])
        )
        self.assertEqual(dialog.reason_id, self.reason, "as proposed")
        self.assertEqual(dialog.note, "Darum.")
        dialog.save().action_apply()
        self.assertEqual(self.bid.state, "excluded")

    def test_dialog_gives_nobody_more_rights(self):
        dialog = self.env["wohnkoord.bid.decision"].with_user(self.adviser)
        dialog = dialog.create(
            {
                "bid_ids": [(6, 0, self.bid.ids)],
                "act": "exclude",
                "reason_id": self.reason.id,
                "note": "Darum.",
            }
        )
        with self.assertRefused("head of the office", AccessError):
            dialog.action_apply()

    def test_late_bid_is_excluded_unopened_and_taken_back(self):
        late = self._make_late_bid()
        reason = self._reason("late")
        self._to_state("closed")
        self._of(self.manager, late).action_exclude(reason.id, "Eine Sekunde zu spät.")
        late.flush_recordset()  # the database has its own say
        self.assertEqual(late.state, "excluded")
        self.assertFalse(late.content)
        self.assertEqual(late.check_status, "late")
        self.assertFalse(late.fact_receipt, "nobody looked into it")
        self.assertFalse(late.initiative_id)
        self._of(self.manager, late).action_reopen("Falsche Nummer.")
        late.flush_recordset()
        self.assertEqual(late.state, "late")
        self._to_state("published")
        with self.assertRefused("from the deadline on"):
            self._of(self.manager, late).action_exclude(reason.id, "Zu früh.")

    def test_sealed_bids_are_not_excluded(self):
        for number, state in ((11, "submitted"), (12, "withdrawn")):
            sealed = self._make_late_bid(number, state)
            with self.assertRefused("after the opening"):
                self._of(self.manager, sealed).action_exclude(self.reason.id, "Nein.")

    def test_admitted_bid_is_excluded_before_the_jury_only(self):
        self._prepare()
        self._decide_all(self.bid)
        self._of(self.adviser).action_admit()
        with self.assertRefused("before the jury"):
            self._to_state("jury")
            self._of(self.manager).action_exclude(self.reason.id, "Zu spät gemerkt.")
        self._of(self.manager).action_exclude(self.reason.id, "Nachträglich.")
        self.assertEqual(self.bid.state, "excluded")

    # -- taking back ---------------------------------------------------------------------

    def test_take_back(self):
        self._of(self.manager).action_exclude(self.reason.id, "Darum.")
        with self.assertRefused("head of the office", AccessError):
            self._of(self.adviser).action_reopen("Doch nicht.")
        with self.assertRefused("give a reason"):
            self._of(self.manager).action_reopen(" ")
        self._of(self.manager).action_reopen("Nachgezählt.")
        self.assertEqual(self.bid.state, "opened")
        self.assertFalse(self.bid.exclusion_reason_id)
        data = json.loads(self._events("bid_reopened").content)
        self.assertEqual(data["before"], "excluded")
        self.assertEqual(data["reason"], "Nachgezählt.")
        with self.assertRefused("taken back only"):
            self._of(self.manager).action_reopen("Noch einmal.")

    def test_taken_back_until_the_jury_begins(self):
        self._of(self.manager).action_exclude(self.reason.id, "Darum.")
        self._to_state("jury")
        with self.assertRefused("before the jury"):
            self._of(self.manager).action_reopen("Zu spät.")

    # -- the checklist -------------------------------------------------------------------

    def _make_jury(self):
        """What else the jury needs: a chair who votes."""
        self.env["wohnkoord.juror"].create(
            {
                "procedure_id": self.procedure.id,
                "name": "Vorsitz",
                "user_id": self._make_portal_user("test_chair").id,
                "is_chair": True,
            }
        )

    def _missing_of_bids(self):
        missing = self.procedure.with_user(self.adviser)._missing("jury")
        return [item for item in missing if item["field"] == "bid_ids"]

    def test_jury_waits_for_all_decisions(self):
        self._make_jury()
        missing = self._missing_of_bids()
        self.assertEqual([item["severity"] for item in missing], ["blocker"])
        self.assertIn("2", missing[0]["text"])
        self._of(self.manager).action_exclude(self.reason.id, "Darum.")
        self._prepare()
        self._decide_all(self.rival_bid)
        self._of(self.adviser, self.rival_bid).action_admit()
        self.assertEqual(self._missing_of_bids(), [])
        self._make_late_bid()
        missing = self._missing_of_bids()
        self.assertEqual([item["severity"] for item in missing], ["warning"])

    # -- who -----------------------------------------------------------------------------

    def test_others_decide_nothing(self):
        for user in (self.steering, self.accountant, self.spokesperson):
            bid = self._of(user)
            for act in (
                lambda bid: bid.action_exclude(self.reason.id, "Nein."),
                lambda bid: bid.action_propose_exclusion(self.reason.id, "Nein."),
                lambda bid: bid.action_admit(),
                lambda bid: bid.action_reopen("Nein."),
            ):
                with self.assertRefused("", AccessError):
                    act(bid)

    def test_nobody_writes_the_decision(self):
        for user in (self.adviser, self.manager):
            for values in (
                {"state": "admitted"},
                {"exclusion_reason_id": self.reason.id},
                {"proposed_reason_id": self.reason.id},
            ):
                with self.assertRefused("", AccessError):
                    self._of(user).write(values)

    def test_catalogue_of_reasons(self):
        Reason = self.env["wohnkoord.exclusion.reason"]
        with self.assertRefused("", AccessError):
            Reason.with_user(self.adviser).create({"name": "Neu"})
        own = Reason.with_user(self.manager).create({"name": "Neu"})
        own.unlink()
        with self.assertRefused("archive it"):
            self.reason.with_user(self.manager).unlink()
        self.assertEqual(
            set(Reason.search([]).mapped("code")),
            {
                "late",
                "requirement",
                "not_cured",
                "price",
                "withdrew",
                "legal_form",
                "incomplete",
            },
        )

    def test_reason_of_another_office(self):
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        foreign = self.env["wohnkoord.exclusion.reason"].create(
            {"name": "Fremd", "company_id": office.id}
        )
        with self.assertRefused("choose"):
            self._of(self.manager).action_exclude(foreign.id, "Darum.")
