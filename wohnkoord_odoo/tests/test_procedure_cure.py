# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.procedure_cure_end import PATIENCE
from .portal_group_common import PDF
from .procedure_check_common import CheckCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCure(CheckCase):
    """One text, one moment, one deadline; in time or late by the second."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bid = cls._make_opened_bid(files=[])
        cls.rival_bid = cls._make_opened_bid(cls.rival_party, files=[])

    def _draft(self, *bids):
        self._prepare()
        for bid in bids or (self.bid, self.rival_bid):
            self._check("document", bid).action_decide_cure("Der Finanzplan fehlt.")
        action = self.procedure.with_user(self.adviser).action_new_cure()
        cure = self.env["wohnkoord.cure.request"].with_user(self.adviser)
        return cure.browse(action["res_id"])

    def _sent(self, *bids):
        cure = self._draft(*bids)
        with self._telling():
            cure.action_send()
        return cure

    def _line(self, cure, bid=None):
        bid = bid or self.bid
        return cure.sudo().line_ids.filtered(lambda line: line.bid_id == bid)

    def _run_cron(self):
        # a test keeps its transaction
        with patch.object(self.env.registry["ir.cron"], "_commit_progress"):
            self.env["wohnkoord.cure.request"]._cron_end()

    # -- drafting and sending ------------------------------------------------------------

    def test_lines_come_from_the_checks(self):
        cure = self._draft()
        self.assertEqual(cure.line_ids.bid_id, self.bid + self.rival_bid)
        self.assertEqual(set(cure.line_ids.mapped("text")), {"Der Finanzplan fehlt."})
        self._check("document", self.rival_bid).action_decide_met("War doch da.")
        cure.action_refresh()
        self.assertEqual(cure.line_ids.bid_id, self.bid)
        again = self.procedure.with_user(self.adviser).action_new_cure()
        self.assertEqual(again["res_id"], cure.id, "one draft at a time")

    def test_nothing_to_ask_for(self):
        self._prepare()
        with self.assertRefused("No check is marked"):
            self.procedure.with_user(self.adviser).action_new_cure()

    def test_send_tells_all_concerned_the_same_at_once(self):
        cure = self._draft()
        with self._telling() as told:
            cure.action_send()
        self.assertEqual(len(told), 1, "one act")
        kind, subject, body, registrations = told[0]
        self.assertEqual(kind, "cure")
        self.assertEqual(registrations, self.party + self.rival_party)
        self.assertIn(self.procedure.name, subject)
        self.assertIn(cure.text, body)
        self.assertIn("Europe/Berlin", body)
        self.assertNotIn(
            "Finanzplan", body, "what is missing is each party's own matter"
        )
        self.assertEqual(cure.state, "sent")
        self.assertEqual(cure.sent_by_id, self.adviser)
        data = json.loads(self._events("cure_sent").content)
        self.assertEqual(
            data["deadline"], fields.Datetime.to_string(cure.date_deadline)
        )
        self.assertEqual([row["bid"] for row in data["missing"]], [1, 2])

    def test_only_the_concerned_are_told(self):
        cure = self._draft(self.bid)
        with self._telling() as told:
            cure.action_send()
        self.assertEqual(told[0][3], self.party)

    def test_default_deadline_is_noon_at_the_place(self):
        # a Saturday in March, one day before the clock changes in Berlin
        with self._at(datetime(2027, 3, 20, 10)):
            deadline = self.env["wohnkoord.cure.request"]._default_deadline(
                self.procedure
            )
        self.assertEqual(deadline, datetime(2027, 3, 28, 10), "12 h in summer time")

    def test_deadline_gives_the_least_days(self):
        cure = self._draft()
        now = self.procedure._now()
        for days in (-1, 0, 5):
            cure.date_deadline = now + timedelta(days=days)
            with self.assertRefused("at least 7 days"), self._telling():
                cure.action_send()
        cure.date_deadline = now + timedelta(days=7)
        with self._telling():
            cure.action_send()
        with self.assertRefused("cure_days_check"):
            self.procedure.cure_days = 0

    def test_what_was_sent_stays(self):
        cure = self._sent()
        for values in (
            {"text": "Anders"},
            {"date_deadline": self.deadline + timedelta(days=99)},
            {"second_round_reason": "x"},
        ):
            with self.assertRefused("stays as all parties"):
                cure.write(values)
        with self.assertRefused("stays as all parties"):
            cure.line_ids[:1].text = "Anders"
        with self.assertRefused("stays as all parties"):
            cure.action_refresh()
        with self.assertRefused("Only drafts"):
            cure.unlink()
        with self.assertRefused("sent already|stays as all"), self._telling():
            cure.action_send()
        for values in ({"state": "ended"}, {"date_sent": False}, {"state": "draft"}):
            with self.assertRefused():
                cure.write(values)

    def test_second_round_needs_a_reason(self):
        self._sent()
        cure = self._draft(self.bid)
        self.assertTrue(cure.needs_reason)
        with self.assertRefused("second round needs a reason"), self._telling():
            cure.action_send()
        cure.second_round_reason = "Unsere Liste war unvollständig."
        with self._telling():
            cure.action_send()
        self.assertEqual(cure.number, 2)
        data = json.loads(self._events("cure_sent")[:1].content)
        self.assertEqual(data["reason"], "Unsere Liste war unvollständig.")

    def test_bidder_that_cannot_be_told(self):
        self.bid._write_guarded({"registration_id": False})
        cure = self._draft()
        self.assertEqual(cure.unreachable, "1")
        with self._telling() as told:
            cure.action_send()
        self.assertEqual(told[0][3], self.rival_party)

    def test_not_after_the_jury_began(self):
        cure = self._draft()
        self._to_state("jury")
        with self.assertRefused("between opening and jury"), self._telling():
            cure.action_send()

    # -- answers -------------------------------------------------------------------------

    def test_answer_to_the_second(self):
        cure = self._sent()
        line, deadline = self._line(cure), cure.date_deadline
        with self._at(deadline):
            self.assertTrue(line._answer("Anbei.", [("Plan.pdf", PDF)], deadline))
        self.assertEqual(line.answer_state, "answered")
        self.assertFalse(line.document_ids.is_late)
        late = deadline + timedelta(microseconds=1)
        with self._at(late):
            self.assertFalse(line._answer("Noch etwas.", [("Zu spät.pdf", PDF)], late))
        self.assertEqual(line.answer, "Anbei.", "what counts is not overwritten")
        self.assertEqual(line.late_answer, "Noch etwas.")
        self.assertEqual(line.document_ids.mapped("is_late"), [False, True])
        self.assertEqual(line.answer_state, "answered")
        rival = self._line(cure, self.rival_bid)
        with self._at(late):
            rival._answer("Zu spät.", [], late)
        self.assertEqual(rival.answer_state, "late")
        logged = json.loads(self._events("cure_answered")[:1].content)
        self.assertTrue(logged["late"])
        self.assertEqual(self._events("cure_answered")[:1].actor, "party 2")

    def test_arrival_counts_not_when_it_was_written_down(self):
        cure = self._sent()
        with self._at(cure.date_deadline + timedelta(seconds=30)):
            self.assertTrue(self._line(cure)._answer("Anbei.", [], cure.date_deadline))

    def test_clock_that_is_set_back_reopens_nothing(self):
        cure = self._sent()
        late = cure.date_deadline + timedelta(seconds=1)
        with self._at(late):
            self.procedure._log("probe")
        early = cure.date_deadline - timedelta(days=1)
        with self._at(early):
            self.assertFalse(self._line(cure)._answer("Anbei.", [], early))

    def test_no_answer_to_a_decided_bid_or_a_draft(self):
        cure = self._sent()
        self.bid.with_user(self.manager).action_exclude(
            self._reason("withdrew").id, "Auf Wunsch."
        )
        with self.assertRefused("nothing more is taken"):
            self._line(cure)._answer("Anbei.", [], self.procedure._clock())
        self._to_state("jury")
        with self.assertRefused("nothing more is taken"):
            self._line(cure, self.rival_bid)._answer(
                "Anbei.", [], self.procedure._clock()
            )

    def test_at_most_twenty_files(self):
        line = self._line(self._sent())
        files = [(f"{number}.pdf", PDF) for number in range(21)]
        with self.assertRefused("at most 20 files"):
            line._answer("", files, self.procedure._clock())
        self.assertFalse(line.document_ids)

    # -- the end -------------------------------------------------------------------------

    def test_end_proposes_and_decides_nothing(self):
        cure = self._sent()
        answered = cure.date_deadline - timedelta(hours=1)
        self._line(cure)._answer("Anbei.", [("Plan.pdf", PDF)], answered)
        with self._at(cure.date_deadline + PATIENCE):
            self._run_cron()
        self.assertEqual(cure.state, "sent", "what arrived in time may be under way")
        with self._at(cure.date_deadline + PATIENCE + timedelta(seconds=1)):
            self._run_cron()
        self.assertEqual(cure.state, "ended")
        self.assertFalse(self.bid.proposed_reason_id)
        self.assertEqual(self.rival_bid.proposed_reason_id, self._reason("not_cured"))
        self.assertIn("Finanzierungsplan", self.rival_bid.proposed_note)
        self.assertEqual(set((self.bid + self.rival_bid).mapped("state")), {"opened"})
        self.assertEqual(self._check("document", self.rival_bid).result, "cure")
        data = json.loads(self._events("cure_ended").content)
        self.assertEqual(data["not_answered"], [2])

    def test_late_answer_does_not_help(self):
        cure = self._sent(self.bid)
        late = cure.date_deadline + timedelta(seconds=1)
        with self._at(late):
            self._line(cure)._answer("Anbei.", [], late)
        with self._at(late + PATIENCE):
            self._run_cron()
        self.assertEqual(self.bid.proposed_reason_id, self._reason("not_cured"))

    def test_own_proposal_stays(self):
        cure = self._sent(self.bid)
        self.bid.with_user(self.adviser).action_propose_exclusion(
            self._reason("price").id, "4,5 %."
        )
        with self._at(cure.date_deadline + timedelta(days=1)):
            self._run_cron()
        self.assertEqual(self.bid.proposed_reason_id, self._reason("price"))

    def test_office_judges_the_answer(self):
        cure = self._sent(self.bid)
        self._line(cure)._answer("Anbei.", [("Plan.pdf", PDF)], self.procedure._clock())
        check = self._check("document", self.bid)
        self.assertEqual(check.cure_label, "Answered")
        with self.assertRefused("reason for changing"):
            check.action_decide_met()
        check.action_decide_met("Der Plan kam am 3. Tag.")
        self.assertEqual(check.result, "met")

    # -- who -----------------------------------------------------------------------------

    def test_roles(self):
        cure = self._sent()
        line = self._line(cure)
        line._answer("Anbei.", [("Plan.pdf", PDF)], self.procedure._clock())
        document = line.document_ids
        for user in (self.adviser, self.manager):
            self.assertEqual(document.with_user(user).name, "Plan.pdf")
            for values in ({"name": "x.pdf"}, {"file": b"eA=="}, {"is_late": True}):
                with self.assertRefused("", AccessError):
                    document.with_user(user).write(values)
            with self.assertRefused("", AccessError):
                document.with_user(user).unlink()
            for values in ({"answer": "x"}, {"date_answered": self.deadline}):
                with self.assertRefused("kept by the system"):
                    line.with_user(user).write(values)
        others = (self.steering, self.accountant, self.spokesperson, self.consultant)
        for user in others:
            for records in (cure, line, document):
                self.assertFalse(records.with_user(user).has_access("read"))
            with self.assertRefused("", AccessError):
                cure.with_user(user).action_send()
            with self.assertRefused("", AccessError):
                self.procedure.with_user(user).action_new_cure()

    def test_file_is_read_by_the_office_only(self):
        line = self._line(self._sent())
        line._answer("", [("Plan.pdf", PDF)], self.procedure._clock())
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "wohnkoord.cure.document"),
                    ("res_field", "=", "file"),
                    ("res_id", "=", line.document_ids.id),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        self.assertFalse(attachment.public or attachment.access_token)
        self.assertTrue(attachment.with_user(self.adviser).raw)
        for user in (self.steering, self.rival_spokesperson, self.spokesperson):
            with self.assertRefused("", AccessError):
                attachment.with_user(user).read(["raw"])

    def test_other_office_sees_nothing(self):
        cure = self._sent()
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_other_manager",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[(6, 0, office.ids)],
        )
        for model in ("request", "line", "document"):
            Model = self.env[f"wohnkoord.cure.{model}"].with_user(other)
            self.assertFalse(Model.search([]))
        with self.assertRefused("", AccessError):
            cure.with_user(other).action_send()
