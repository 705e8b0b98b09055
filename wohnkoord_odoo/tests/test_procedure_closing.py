# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo.tests import tagged

from ..models.procedure_closing import GRACE
from ..tools.canonical import digest
from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureClosing(ProcedureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        for number, state in enumerate(("submitted", "withdrawn", "late"), 1):
            cls._make_bid(number, state)
        cls._make_bid(0, "draft")
        cls.env.flush_all()

    @classmethod
    def _make_bid(cls, number, state, procedure=None):
        return cls.env["wohnkoord.bid"]._create_guarded(
            [
                {
                    "procedure_id": (procedure or cls.procedure).id,
                    "state": state,
                    "number": number,
                    "date_submitted": cls.deadline - timedelta(days=1),
                    "receipt_hash": digest({"number": number}),
                }
            ]
        )

    def test_not_before_the_grace_is_over(self):
        for moment in (
            self.deadline,
            self.deadline + timedelta(seconds=1),
            self.deadline + GRACE - timedelta(microseconds=1),
        ):
            with self.subTest(moment=moment), self._at(moment):
                self.assertFalse(self.procedure._close_due())
                self.assertFalse(self.env["wohnkoord.procedure"]._close_due())
                self.assertEqual(self.procedure.state, "published")
                self.assertIsNone(self.procedure._published_hashes())
        with self._at(self.deadline + GRACE):
            self.assertEqual(self.procedure._close_due(), self.procedure)
        self.assertEqual(self.procedure.state, "closed")

    def test_closed_before_the_job_ran(self):
        """The deadline decides at once, whatever the state says."""
        with self._at(self.deadline + timedelta(microseconds=1)):
            self.assertEqual(self.procedure.state, "published")
            self.assertFalse(self.procedure._is_open(self.procedure._now()))

    def test_twice_is_once(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
            self.assertFalse(self.procedure._close_due())
            self.assertFalse(self.env["wohnkoord.procedure"]._close_due())
        self.assertEqual(self.procedure.event_ids.mapped("kind").count("closed"), 1)

    def test_finds_what_is_due(self):
        other = self._publish(
            self._make_procedure(date_deadline=self.deadline + timedelta(days=1))
        )
        with self._at(self.deadline + GRACE):
            closed = self.env["wohnkoord.procedure"]._close_due()
        self.assertIn(self.procedure, closed)
        self.assertNotIn(other, closed)
        self.assertEqual(other.state, "published")

    def test_what_is_not_published_stays(self):
        draft = self._make_procedure()
        with self._at(self.deadline + timedelta(days=1)):
            self.assertFalse(draft._close_due())
        self.assertEqual(draft.state, "preparation")

    def test_extended_deadline_counts(self):
        prepared = self.deadline + timedelta(days=7)
        self.procedure._write_guarded({"date_deadline": prepared})
        with self._at(self.deadline + GRACE):
            closed = self.procedure._close_due()
            self.assertEqual(closed, self.procedure, "what is prepared does not count")
        other = self._publish(self._make_procedure())
        # a new version, as an amendment makes it
        version = other.version_id.sudo().create(
            {
                "procedure_id": other.id,
                "number": 2,
                "date": self.deadline - timedelta(days=1),
                "date_deadline": prepared,
                "content": other.version_id.content,
                "hash": other.version_id.hash,
            }
        )
        other._write_guarded({"version_id": version.id})
        with self._at(self.deadline + GRACE):
            self.assertFalse(other._close_due())
        with self._at(self.deadline + timedelta(days=7) + GRACE):
            self.assertTrue(other._close_due())

    def test_acts_as_the_system(self):
        """A bidder whose click comes first stands nowhere."""
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        with self._at(self.deadline + GRACE):
            self.procedure.with_user(self.spokesperson).sudo()._close_due()
        self.env.flush_all()
        self.assertEqual(self.procedure.event_ids[:1].actor, "system")
        messages = self.env["mail.message"].search([("id", ">", before)])
        self.assertNotIn(self.spokesperson.partner_id, messages.author_id)
        self.assertNotIn(self.spokesperson, messages.create_uid)
        self.assertNotEqual(self.procedure.write_uid, self.spokesperson)

    def test_hashes_are_fixed_and_public(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
        published = self.procedure._published_hashes()
        self.assertEqual(
            published["entries"],
            [{"number": n, "hash": digest({"number": n})} for n in (1, 2, 3)],
            "drafts are nobody's business",
        )
        self.assertEqual(published["root"], digest(published["entries"]))
        event = self.procedure.event_ids[:1]
        self.assertEqual(published["log_head"]["hash"], event.hash)
        data = json.loads(event.content)
        self.assertEqual(
            [bid["state"] for bid in data["bids"]], ["submitted", "withdrawn", "late"]
        )
        self.assertEqual(self.procedure._verify_log(), [])
        # what happens to the bids later changes nothing
        bids = self.procedure.bid_ids.filtered(lambda bid: bid.number == 2)
        bids._write_guarded({"receipt_hash": "0" * 64})
        self.assertEqual(self.procedure._published_hashes(), published)

    def test_no_bids(self):
        empty = self._publish(self._make_procedure())
        with self._at(self.deadline + GRACE):
            empty._close_due()
        self.assertEqual(empty._published_hashes()["entries"], [])
        self.assertEqual(empty._verify_log(), [])

    def test_clock_set_back_reopens_nothing(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
        with self._at(self.deadline - timedelta(days=1)):
            self.assertFalse(self.procedure._is_open(self.procedure._now()))
            self.assertFalse(self.procedure._close_due())

    def test_what_another_holds_waits(self):
        """Two jobs at once: the second finds nothing to do."""
        self.patch(
            self.env.registry["wohnkoord.procedure"],
            "try_lock_for_update",
            lambda procedures, **_options: procedures.browse(),
        )
        with self._at(self.deadline + GRACE):
            self.assertFalse(self.procedure._close_due())
        self.assertEqual(self.procedure.state, "published")

    def test_job(self):
        cron = self.env.ref("wohnkoord_odoo.cron_procedure_close_due")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "minutes"))
        others = [self._publish(self._make_procedure()) for _n in range(3)]
        procedures = self.procedure.union(*others)
        for moment, state in (
            (self.deadline + GRACE - timedelta(seconds=1), "published"),
            (self.deadline + GRACE, "closed"),
        ):
            with self._at(moment), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(set(procedures.mapped("state")), {state})
