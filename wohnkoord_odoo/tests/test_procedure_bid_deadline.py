# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import datetime, timedelta

from odoo.tests import tagged

from ..models.procedure_closing import GRACE
from .procedure_bid_common import BidCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidDeadline(BidCase):
    def _submit_at(self, moment):
        bid = self._draft()
        with self._at(moment):
            return self._submit(bid)

    def test_last_second(self):
        bid = self._submit_at(self.deadline)
        self.assertEqual(bid.state, "submitted")
        self.assertEqual(bid.date_submitted, self.deadline)

    def test_a_fraction_before(self):
        bid = self._submit_at(self.deadline - timedelta(microseconds=1))
        self.assertEqual(bid.state, "submitted")
        self.assertEqual(bid.date_submitted, self.deadline)

    def test_a_fraction_after(self):
        bid = self._submit_at(self.deadline + timedelta(microseconds=1))
        self.assertEqual(bid.state, "late")
        self.assertEqual(bid.date_submitted, self.deadline + timedelta(seconds=1))
        self.assertTrue(json.loads(self.procedure.event_ids[:1].content)["late"])

    def test_first_second_after(self):
        self.assertEqual(
            self._submit_at(self.deadline + timedelta(seconds=1)).state, "late"
        )

    def test_arrived_in_time_and_had_to_wait(self):
        bid = self._draft()
        other = self._draft(party=self.rival_party)
        with self._at(self.deadline + timedelta(seconds=20)):
            late = self._submit(other, party=self.rival_party)
            self._submit(bid, self.deadline - timedelta(seconds=1))
        self.assertEqual((late.state, bid.state), ("late", "submitted"))

    def test_arrived_in_time_and_saved_within_the_grace(self):
        """Whoever calls for the closing or the opening: the bid is in the list."""
        bid = self._draft()
        with self._at(self.deadline + GRACE - timedelta(seconds=1)):
            for user in (self.manager, self.adviser):
                with self.assertRefused("opened from"):
                    self.procedure.with_user(user).action_open()
            self.assertFalse(self.procedure._close_due())
            self.assertTrue(bid._portal_frame(self.party)["takes_bids"])
            self.assertFalse(bid._portal_frame(self.party)["is_open"])
            self._submit(bid, self.deadline)
        self.assertEqual((bid.state, bid.number), ("submitted", 1))
        self.assertEqual(bid.date_submitted, self.deadline)
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
        entries = self.procedure._published_hashes()["entries"]
        self.assertEqual(entries, [{"number": 1, "hash": bid.receipt_hash}])

    def test_saved_after_the_list_is_late(self):
        """In the list, or late: a bid is never neither."""
        bid = self._draft()
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
            self._submit(bid, self.deadline)
        self.assertEqual(bid.state, "late")
        self.assertEqual(self.procedure._published_hashes()["entries"], [])

    def test_clock_set_back(self):
        bid = self._draft()
        with self._at(self.deadline + timedelta(seconds=5)):
            self.procedure._log("probe")
        with self._at(self.deadline - timedelta(days=1)):
            self._submit(bid)
        self.assertEqual(bid.state, "late")

    def test_refused_after_the_opening(self):
        bid = self._draft()
        self.procedure._write_guarded({"state": "opened"})
        with self.assertRefused("does not take bids"):
            self._submit(bid)

    def test_closed_state_is_late(self):
        bid = self._draft()
        self.procedure._write_guarded({"state": "closed"})
        self.assertEqual(self._submit(bid).state, "late")

    def test_nights_of_the_clock_change(self):
        # 2:30 exists twice in October and not at all in March; only UTC decides
        for deadline, local in (
            (datetime(2030, 10, 27, 0, 30), "27, 2030, 02:30 (CEST)"),
            (datetime(2030, 10, 27, 1, 30), "27, 2030, 02:30 (CET)"),
            (datetime(2030, 3, 31, 0, 59, 59), "31, 2030, 01:59:59 (CET)"),
            (datetime(2030, 3, 31, 1, 0), "31, 2030, 03:00 (CEST)"),
        ):
            procedure = self._publish(self._make_procedure(date_deadline=deadline))
            party = self._register(procedure=procedure)
            with self.subTest(deadline=deadline), self._at(deadline):
                lot = procedure.lot_ids
                bid = self._submit(self._draft(lot, party), party=party)
                self.assertEqual(bid.state, "submitted")
                receipt = bid.with_context(lang="en_US")._receipt_values()
                self.assertIn(local, receipt["local"])
                again = bid._start_replacement(party, deadline)
                again._save_draft(self._values(), self._revision(again))
            with self.subTest(late=deadline), self._at(deadline + timedelta(seconds=1)):
                self._submit(again, party=party)
                self.assertEqual((again.state, bid.state), ("late", "submitted"))

    def test_nothing_changes_after_the_deadline(self):
        bid = self._submitted()
        with self._at(self.deadline + timedelta(microseconds=1)):
            now = self.procedure._clock()
            for act in (
                lambda: bid._withdraw(now),
                lambda: bid._confirm(now),
                lambda: bid._start_replacement(self.party, now),
            ):
                with self.assertRefused("deadline has passed"):
                    act()
        self.assertEqual(bid.state, "submitted")
