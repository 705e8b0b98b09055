# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo.tests import Form, tagged

from .procedure_check_common import CLUB, CheckCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCheck(CheckCase):
    """The list of checks, and decisions on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bid = cls._make_opened_bid()

    # -- the list ------------------------------------------------------------------------

    def test_one_row_per_bid_and_requirement(self):
        self._make_opened_bid(self.rival_party)
        late = self._make_late_bid()
        checks = self._prepare()
        self.assertEqual(len(checks), 10)
        self.assertNotIn(late, checks.bid_id)
        self.assertEqual(
            self._checks(self.bid).mapped("proposal"),
            ["met", "met", "met", "met", "unclear"],
        )
        self.assertFalse(any(checks.mapped("result")), "a person decides")

    def test_preparing_again_changes_nothing(self):
        checks = self._prepare()
        checks[0].action_met()
        self.assertEqual(self._prepare(), checks)
        self.assertEqual(checks[0].result, "met")

    def test_the_opening_prepares(self):
        self.procedure._on_opened()
        self.assertEqual(len(self._checks()), 5)

    def test_not_before_the_opening(self):
        self._to_state("closed")
        with self.assertRefused("begins when the bids are opened"):
            self.procedure.with_user(self.adviser).action_prepare_checks()

    def test_found_in_words(self):
        other = self._make_opened_bid(
            self.rival_party,
            group={"household_count": 6},
            commitments={"self_use_share": {"value": "69.50", "text": ""}},
            files=[],
        )
        self._prepare()
        found = self._checks(other).mapped("found_value")
        self.assertEqual(
            found,
            [
                "6 of 8 households",
                "69.5 %, at least 70 %",
                "the bid does not say",
                "no such file",
                "a person has to look",
            ],
        )
        self.assertEqual(
            self._check("document", self.bid).found_value, "Finanzplan.pdf"
        )
        self.assertEqual(
            self._checks(other).mapped("proposal"),
            ["not_met", "not_met", "unclear", "not_met", "unclear"],
        )

    def test_legal_form_of_the_bid(self):
        club = self.env.ref(f"wohnkoord_odoo.{CLUB}")
        other = self._make_opened_bid(
            self.rival_party,
            group={"legal_form_id": club.id, "legal_form": club.name},
        )
        self._prepare()
        self.assertEqual(self._check("legal_form", other).proposal, "not_met")
        self.assertEqual(self._check("legal_form", other).found_value, club.name)

    def test_paper_bid_without_data(self):
        paper = self._make_opened_bid(
            self.rival_party,
            group=None,
            commitments=None,
            files=None,
            envelope={"sender": "Rivalen", "note": ""},
            field_channel="paper",
        )
        self._prepare()
        self.assertEqual(
            set(self._checks(paper).mapped("proposal")), {"unclear"}, "a person looks"
        )

    def test_damaged_content_does_not_stop_the_others(self):
        broken = self._make_opened_bid(self.rival_party)
        broken._write_guarded({"content": "{not json"})
        self._prepare()
        proposals = self._checks(broken).mapped("proposal")
        self.assertEqual(proposals.count("met"), 0)
        self.assertIn("not that of the receipt", broken.fact_receipt)

    def test_bid_that_could_not_be_read(self):
        """A person looks at everything; nothing is held against the bidder."""
        broken = self._make_opened_bid(self.rival_party, field_content=False)
        self._prepare()
        self.assertEqual(set(self._checks(broken).mapped("proposal")), {"unclear"})
        self.assertIn("could not be read", broken.fact_warnings)
        self.assertEqual(broken.check_status, "to_check")

    def test_frozen_requirements_count(self):
        """Not what was prepared later: the version that the bid stands on."""
        content = json.loads(self.procedure.version_id.content)
        content["requirements"] = [
            {
                "uuid": "frozen",
                "name": "Mindestens 12 Haushalte",
                "kind": "group_size",
                "threshold": "12.00",
                "legal_form_ids": [],
                "document_kind": None,
                "is_curable": True,
            }
        ]
        version_sudo = self.env["wohnkoord.procedure.version"].sudo()
        version_sudo = version_sudo.create(
            {
                "procedure_id": self.procedure.id,
                "number": 2,
                "date": self.deadline,
                "date_deadline": self.deadline,
                "content": json.dumps(content),
                "hash": "0",
            }
        )
        self.bid._write_guarded({"version_id": version_sudo.id})
        check = self._prepare()
        self.assertEqual(check.requirement_key, "frozen")
        self.assertEqual(check.proposal, "not_met")
        self.assertEqual(check.found_value, "8 of 12 households")

    def test_preparing_costs_the_same_for_200_bids(self):
        def cost(count):
            vals_list = []
            start = len(self.env["wohnkoord.bid"].search([])) + 100
            source = self.bid
            for index in range(count):
                vals_list.append(
                    {
                        "procedure_id": self.procedure.id,
                        "state": "opened",
                        "number": start + index,
                        "receipt_hash": source.receipt_hash,
                        "version_id": source.version_id.id,
                        "registration_id": self.party.id,
                        "initiative_id": self.initiative.id,
                        "procedure_lot_id": self.procedure_lot.id,
                        "content": source.content,
                    }
                )
            self.env["wohnkoord.bid"].sudo()._create_guarded(vals_list)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.procedure._prepare_checks()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(3), cost(200)
        self.assertEqual(self.procedure.check_count, 5 * 205)
        # rows are inserted in a batch; what else grows is the batches themselves
        self.assertLess(many, few + 25, (few, many))

    # -- facts ---------------------------------------------------------------------------

    def test_facts_of_a_good_bid(self):
        bid = self.bid.with_user(self.adviser)
        self.assertEqual(bid.fact_arrival, "in time")
        self.assertIn("that of the receipt", bid.fact_receipt)
        self.assertEqual(bid.fact_several, "none")
        self.assertEqual(bid.fact_price, "fixed price")
        self.assertFalse(bid.fact_warnings)

    def test_facts_that_need_a_look(self):
        lot = self.procedure_lot
        lot._write_guarded({"price_model": "corridor", "price_min": 2, "price_max": 4})
        bid = self._make_opened_bid(
            number=7,
            price="4.01",
            field_price=4.01,
            field_receipt_hash="0" * 64,
            field_date_submitted=self.deadline + timedelta(seconds=1),
            field_defect="Eine Datei ist beschädigt.",
        )
        self.assertEqual(bid.fact_arrival, "after the deadline")
        self.assertIn("no. 1", bid.fact_several)
        self.assertEqual(bid.fact_price, "outside the bounds")
        for text in ("after the deadline", "is not that of", "outside", "beschädigt"):
            self.assertIn(text, bid.fact_warnings)
        at_bound = self._make_opened_bid(number=8, price="4.00", field_price=4.0)
        self.assertEqual(at_bound.fact_price, "inside the bounds")

    def test_fact_of_an_unconfirmed_amendment(self):
        version = self.env["wohnkoord.procedure.version"].sudo()
        version = version.create(
            {
                "procedure_id": self.procedure.id,
                "number": 2,
                "date": self.deadline,
                "date_deadline": self.deadline,
                "content": "{}",
                "hash": "0",
                "is_material": True,
            }
        )
        self.assertIn("changed by version 2", self.bid.fact_version)
        self.bid._write_guarded({"confirmed_version_id": version.id})
        self.assertEqual(self.bid.fact_version, "stands on the terms in force")

    def test_late_bid_says_nothing_but_its_time(self):
        late = self._make_late_bid().with_user(self.adviser)
        self.assertEqual(late.fact_arrival, "after the deadline")
        self.assertEqual(late.fact_receipt, "not opened")
        self.assertEqual(late.check_status, "late")

    # -- decisions -----------------------------------------------------------------------

    def test_decide(self):
        self._prepare()
        check = self._check("group_size")
        check.action_met()
        self.assertEqual(check.result, "met")
        self.assertEqual(check.decided_by_id, self.adviser)
        self.assertTrue(check.date_decided)
        data = json.loads(self._events("check_decided").content)
        self.assertEqual(
            data["checks"],
            [
                {
                    "bid": self.bid.number,
                    "requirement": "Mindestens 8 Haushalte",
                    "old": "",
                    "new": "met",
                }
            ],
        )

    def test_changed_decision_needs_a_reason_and_keeps_the_old_one(self):
        self._prepare()
        check = self._check("group_size")
        check.action_met()
        with self.assertRefused("say why"):
            check.action_not_met()
        check.with_user(self.manager).action_not_met("Zwei zählen nicht.")
        self.assertEqual(check.decided_by_id, self.manager)
        action = check.with_user(self.adviser).action_met()
        self.assertEqual(action["res_model"], "wohnkoord.reason")
        with self.assertRefused("reason for changing"):
            check.action_decide_met("  ")
        dialog = Form(
            self.env["wohnkoord.reason"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        )
        dialog.reason = "Doch: nachgezählt."
        dialog.save().action_apply()
        self.assertEqual(check.result, "met")
        last = json.loads(self._events("check_decided")[:1].content)
        self.assertEqual(last["checks"][0]["old"], "not_met")
        self.assertEqual(last["reason"], "Doch: nachgezählt.")

    def test_accept_all_that_are_met(self):
        self._make_opened_bid(self.rival_party, files=[])
        checks = self._prepare()
        checks.action_accept_met()
        self.assertEqual(
            checks.filtered("result").mapped("result"), ["met"] * 7, "only what is met"
        )
        self.assertEqual(self.bid.check_progress, "4 of 5 checked")
        self.assertEqual(self.bid.check_status, "in_progress")
        with self.assertRefused("No proposal"):
            checks.action_accept_met()
        self.assertEqual(len(self._events("check_decided")), 1, "one entry for one act")

    def test_accept_does_not_touch_what_was_decided(self):
        checks = self._prepare()
        self._check("group_size").with_user(self.manager).action_not_met("Nein.")
        checks.action_accept_met()
        check = self._check("group_size")
        self.assertEqual(check.result, "not_met")
        self.assertEqual(check.decided_by_id, self.manager)

    def test_ask_only_for_what_may_be_cured(self):
        self._prepare()
        with self.assertRefused("cannot be handed in later"):
            self._check("self_use").action_decide_cure("Bitte nachreichen.")
        with self.assertRefused("what is missing"):
            self._check("document").action_decide_cure("")
        self._check("document").action_decide_cure("Der Plan fehlt.")
        self.assertEqual(self.bid.check_status, "cure")

    def test_status_is_the_worst(self):
        checks = self._prepare()
        self.assertEqual(self.bid.check_status, "to_check")
        checks[0].action_met()
        self.assertEqual(self.bid.check_status, "in_progress")
        self._check("document").action_decide_cure("Der Plan fehlt.")
        self._check("other").action_not_met("Passt nicht.")
        self.assertEqual(self.bid.check_status, "not_met")
        for check in checks:
            check.action_decide_met("Doch.")
        self.assertEqual(self.bid.check_status, "met")

    def test_no_decision_once_the_jury_has_begun(self):
        check = self._prepare()[:1]
        self._to_state("jury")
        with self.assertRefused("between opening and jury"):
            check.action_met()
