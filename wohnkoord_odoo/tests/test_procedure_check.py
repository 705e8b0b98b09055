# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools.formal_check import evaluate
from .procedure_check_common import CLUB, CheckCase

QUICK = ("post_install", "-at_install", "wohnkoord_quick")


@tagged(*QUICK)
class TestRequirementEvaluation(CheckCase):
    """What the data say to each kind of requirement, at its limits."""

    def _say(self, kind, content, files=(), **terms):
        return evaluate({"kind": kind, **terms}, content, files)

    def test_household_count_at_its_limit(self):
        for count, proposal in ((8, "met"), (7, "not_met"), (9, "met"), (0, "not_met")):
            content = {"group": {"household_count": count}}
            said = self._say("group_size", content, threshold="8.00")
            self.assertEqual(said, (proposal, str(count)), count)

    def test_shares_are_compared_as_decimals(self):
        cases = (("70.00", "met"), ("69.99", "not_met"), ("70.01", "met"))
        for value, proposal in cases:
            content = {
                "group": {"complete_share": value},
                "commitments": {
                    "self_use_share": {"value": value, "text": ""},
                    "subsidised_share": {"value": value, "text": ""},
                },
            }
            for kind in ("complete_share", "self_use", "subsidised"):
                said = self._say(kind, content, threshold="70.00")
                self.assertEqual(said, (proposal, value), (kind, value))

    def test_what_is_missing_or_no_figure_is_unclear(self):
        odd = (None, "", "viele", "NaN", "Infinity", True, {"a": 1}, [8])
        for value in odd:
            content = {"group": {"household_count": value}}
            said = self._say("group_size", content, threshold="8.00")
            self.assertEqual(said[0], "unclear", value)
        for content in ({}, {"group": None}, {"group": "x"}, {"commitments": []}):
            for kind in ("group_size", "self_use"):
                said = self._say(kind, content, threshold="8.00")
                self.assertEqual(said, ("unclear", ""), content)
        content = {"group": {"household_count": 8}}
        self.assertEqual(self._say("group_size", content)[0], "unclear")

    def test_legal_form(self):
        allowed = [{"id": 5, "name": "eG"}]
        cases = (
            ({"legal_form_id": 5, "legal_form": "eG"}, "met"),
            ({"legal_form_id": 6, "legal_form": "e.V."}, "not_met"),
            ({"legal_form": "eG"}, "met"),
            ({"legal_form": "GmbH"}, "not_met"),
            ({}, "unclear"),
        )
        for group, proposal in cases:
            said = self._say("legal_form", {"group": group}, legal_form_ids=allowed)
            self.assertEqual(said[0], proposal, group)
        said = self._say("legal_form", {"group": {"legal_form_id": 5}})
        self.assertEqual(said[0], "unclear")

    def test_document(self):
        plan = ("financing", "Plan.pdf", True)
        cases = (
            ({"schema": 1}, [plan], "met"),
            ({"schema": 1}, [("concept", "Konzept.pdf", True)], "not_met"),
            ({"schema": 1}, [], "not_met"),
            ({}, [], "unclear"),
            ({"schema": 1}, [("financing", "Plan.pdf", False)], "unclear"),
            ({"schema": 1}, [("financing", "Kaputt.pdf", False), plan], "met"),
            ({"envelope": {"sender": "A"}}, [], "unclear"),
        )
        for content, files, proposal in cases:
            said = self._say("document", content, files, document_kind="financing")
            self.assertEqual(said[0], proposal, files)

    def test_other_is_for_a_person(self):
        self.assertEqual(self._say("other", {}), ("unclear", ""))


@tagged(*QUICK)
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
        lot.write({"price_model": "corridor", "price_min": 2, "price_max": 4})
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
        self.env["wohnkoord.procedure.version"].sudo().create(
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

    # -- who -----------------------------------------------------------------------------

    def test_nothing_is_written_past_the_buttons(self):
        check = self._prepare()[:1]
        attacks = (
            {"result": "met"},
            {"note": "x"},
            {"proposal": "met"},
            {"found": "99"},
            {"decided_by_id": self.manager.id},
            {"is_curable": True},
        )
        for values in attacks:
            for user in (self.adviser, self.manager):
                with self.assertRefused("kept by the system"):
                    check.with_user(user).write(values)
        for user in (self.adviser, self.manager):
            with self.assertRefused("", AccessError):
                check.with_user(user).unlink()
            with self.assertRefused():
                check.with_user(user).create(
                    {"bid_id": self.bid.id, "requirement_key": "x", "name": "x"}
                )

    def test_roles(self):
        check = self._prepare()[:1]
        Check = self.env["wohnkoord.bid.check"]
        for user in (self.adviser, self.manager):
            self.assertTrue(Check.with_user(user).has_access("read"))
        for user in (
            self.steering,
            self.accountant,
            self.spokesperson,
            self.consultant,
        ):
            self.assertFalse(Check.with_user(user).has_access("read"), user.login)
            with self.assertRefused("", AccessError):
                check.with_user(user).action_decide_met()
            with self.assertRefused("", AccessError):
                self.procedure.with_user(user).action_prepare_checks()

    def test_checks_of_unopened_bids_do_not_exist(self):
        self._prepare()
        self.env.cr.execute(
            "UPDATE wohnkoord_bid SET state = 'submitted', initiative_id = NULL,"
            " registration_id = NULL, procedure_lot_id = NULL, content = NULL"
            " WHERE id = %s",
            [self.bid.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self._checks())

    def test_other_office_sees_nothing(self):
        check = self._prepare()[:1]
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_other_manager",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[(6, 0, office.ids)],
        )
        with self.assertRefused("", AccessError):
            check.with_user(other).action_decide_met()
        self.assertFalse(self.env["wohnkoord.bid.check"].with_user(other).search([]))

    def test_steering_reads_the_procedure_without_the_check(self):
        self._prepare()
        procedure = self.procedure.with_user(self.steering)
        self.assertTrue(procedure.name)
        with self.assertRefused("", AccessError):
            procedure.read(["check_progress"])
        self.assertFalse(procedure._missing("jury"), "not even how many")
        with self.assertRefused("", AccessError):
            procedure._check_overview()

    def test_views_and_pages_on_paper(self):
        self._prepare().action_accept_met()
        report = self.env["ir.actions.report"].with_user(self.adviser)
        html, _kind = report._render_qweb_html(
            "wohnkoord_odoo.bid_check_report", self.bid.ids
        )
        self.assertIn("8 of 8 households", html.decode())
        html, _kind = report._render_qweb_html(
            "wohnkoord_odoo.procedure_check_report", self.procedure.ids
        )
        self.assertIn("Mindestens 8 Haushalte", html.decode())
        self.assertIn("table-success", html.decode())
        with self.assertRaises(UserError):
            self.env["ir.actions.report"].with_user(self.steering)._render_qweb_html(
                "wohnkoord_odoo.procedure_check_report", self.procedure.ids
            )
