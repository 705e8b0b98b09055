# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureAward(JuryCase):
    """No award without a resolution; what was decided stays; the next one moves up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bids = cls.bid | cls.rival_bid | cls.third_bid
        cls._rank_as(cls.bids)
        cls._to_state("recommended")
        cls.office = cls.procedure.with_user(cls.adviser)

    def _draft(self, **values):
        self.office.action_propose_awards()
        award = self.procedure.award_ids.with_user(self.adviser)
        award.write(
            {
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-1",
                "resolution_date": self.today,
                **values,
            }
        )
        return award

    def test_a_bid_is_found_by_its_group_and_its_number(self):
        bids = self.env["wohnkoord.bid"].with_user(self.adviser)
        domain = [("procedure_id", "=", self.procedure.id)]
        for words in (self.rival_bid.initiative_id.name, str(self.rival_bid.number)):
            found = dict(bids.name_search(words, domain))
            self.assertEqual(list(found), self.rival_bid.ids)

    def test_recommend(self):
        self._to_state("jury")
        Procedure = self.env.registry["wohnkoord.procedure"]
        with (
            patch.object(
                Procedure, "_rankings_missing", lambda self: ["no"], create=True
            ),
            self.assertRaises(UserError),
        ):
            self.office.action_recommend()
        minutes = self.env["wohnkoord.minutes"]._create_guarded(
            [
                {
                    "procedure_id": self.procedure.id,
                    "state": "frozen",
                    "number": 1,
                    "content": "{}",
                    "hash": "1" * 64,
                    "date_frozen": self.deadline,
                }
            ]
        )
        with (
            patch.object(Procedure, "_rankings_missing", lambda self: [], create=True),
            patch.object(Procedure, "_stale_rankings", lambda self: []),
            patch.object(Procedure, "_scores_missing", lambda self: []),
            patch.object(Procedure, "_quorum_missing", lambda self: []),
        ):
            self.office.action_recommend()
        self.assertEqual(self.procedure.state, "recommended")
        self.assertIn("0" * 64, self._events("recommended").content)
        self.assertIn(minutes.hash, self._events("recommended").content)

    def test_decide(self):
        award = self._draft()
        self.assertEqual(award.bid_id, self.bid)
        self.office.action_decide()
        self.assertEqual((self.procedure.state, award.state), ("decided", "decided"))
        days = self.procedure.standstill_days
        self.assertEqual((award.standstill_until - award.date_decided).days, days)
        self.assertEqual(len(self._events("decided")), 1)

    def test_no_award_without_resolution(self):
        for name in ("resolution_body", "resolution_number", "resolution_date"):
            award = self._draft(**{name: False})
            with self.assertRaises(UserError):
                self.office.action_decide()
        award.resolution_date = self.today.replace(year=self.today.year + 1)
        with self.assertRaises(UserError):
            self.office.action_decide()
        self.assertEqual(award.state, "draft")

    def test_deviation_needs_a_reason(self):
        award = self._draft(bid_id=self.rival_bid.id)
        with self.assertRaises(UserError):
            self.office.action_decide()
        award.deviation_reason = "Stadtrat folgt dem Quartier."
        self.office.action_decide()
        self.assertIn("Quartier", self._events("decided").content)

    def test_nobody_gets_it(self):
        award = self._draft(bid_id=False)
        with self.assertRaises(UserError):
            self.office.action_decide()
        award.no_award_reason = "Kein Konzept trägt."
        self.office.action_decide()
        self.assertEqual(self.plot.state, "suitable")

    def test_attacks(self):
        award = self._draft()
        with self.assertRaises(UserError):
            award.write({"state": "decided"})
        with self.assertRaises(UserError):
            self.office.write({"state": "decided"})
        self.third_bid._write_guarded({"state": "opened"})
        with self.assertRaises(ValidationError):
            award.bid_id = self.third_bid
        self.office.action_decide()
        for values in ({"bid_id": self.rival_bid.id}, {"resolution_number": "2"}):
            with self.assertRaises(UserError):
                award.write(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE wohnkoord_award SET bid_id = %s WHERE id = %s",
                    (self.rival_bid.id, award.id),
                )
        with self.assertRaises(UserError):
            award.with_user(self.manager).unlink()

    def test_blocked_person_decides_nothing(self):
        self._draft()
        self.bid.sudo()._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        with self.assertRaises(AccessError):
            self.office.action_decide()

    def test_draft_is_closed_to_a_blocked_person(self):
        award = self._draft()
        self.assertTrue(award.search([("id", "=", award.id)]))
        third_sudo = self.third_bid.sudo()
        third_sudo._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        self.assertFalse(award.search([("id", "=", award.id)]))
        with self.assertRaises(AccessError):
            award.write({"resolution_number": "3"})

    def test_runner_up(self):
        award = self._draft()
        self.office.action_decide()
        self.assertEqual(award._runner_up(), self.rival_bid)
        with self.assertRaises(UserError):
            award._move_up("Stadtrat", "2", self.today, "verfallen")
        award._write_guarded({"state": "lapsed"})
        with self.assertRaises(UserError):
            award._move_up("Stadtrat", " ", self.today, "verfallen")
        second = award._move_up("Stadtrat", "2", self.today, "verfallen")
        self.assertEqual((second.bid_id, second.state), (self.rival_bid, "decided"))
        self.assertEqual(second.previous_id, award)
        self.assertEqual(second._runner_up(), self.third_bid)

    def test_objection_holds_the_reservation(self):
        award = self._draft()
        values = {
            "award_id": award.id,
            "registration_id": self.rival_party.id,
            "text": "Punkte falsch",
        }
        Objection = self.env["wohnkoord.award.objection"].with_user(self.adviser)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            Objection.create(values)
        self.office.action_decide()
        self.assertEqual(len(award._reservation_blockers()), 1)
        with self._at(award.standstill_until):
            self.assertEqual(award._reservation_blockers(), [])
        award._write_guarded({"standstill_until": self.procedure._now()})
        objection = Objection.create(values)
        self.assertEqual(len(award._reservation_blockers()), 1)
        with self.assertRaises(UserError):
            objection.action_answer()
        with self.assertRaises(UserError):
            objection.write({"date_answered": self.deadline})
        with self.assertRaises(UserError):
            objection.text = "anders"
        objection.answer = "Nein: die Punkte stimmen."
        objection.action_answer()
        self.assertEqual(award._reservation_blockers(), [])
        with self.assertRaises(UserError):
            objection.answer = "doch"
        self.third_bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        self.assertFalse(Objection.search([]))
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Objection.create(values)
