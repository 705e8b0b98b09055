# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureConflict(JuryCase):
    """Declared before access; who has a conflict sees nothing of that bid."""

    def _sees(self, user):
        bids = self.env["wohnkoord.bid"].with_user(user)
        return bids.search([("procedure_id", "=", self.procedure.id)]).sudo(False)

    def _declare(self, seat, user, initiative, kind="none", note=""):
        return (
            self.env["wohnkoord.conflict"]
            .with_user(user)
            .sudo()
            ._declare(seat, user, initiative, kind, note)
        )

    def test_a_seat_sees_nothing_before_all_declarations(self):
        self.assertFalse(self._sees(self.manager), "the head has a seat")
        self.assertEqual(len(self._sees(self.adviser)), 3, "the adviser has none")
        with self.assertRaises(AccessError):
            self.bid.with_user(self.manager).read(["content"])
        bidders = self.procedure._bidders()
        for initiative in bidders[:-1]:
            self._declare(self.head_seat, self.manager, initiative)
        self.assertFalse(self._sees(self.manager), "one is missing")
        self._declare(self.head_seat, self.manager, bidders[-1])
        self.assertEqual(len(self._sees(self.manager)), 3)

    def test_a_conflict_closes_the_bid_and_the_deputy_moves_up(self):
        self._declare_all(test_juror=self.initiative)
        self.assertEqual(self.seat._acting_for(self.bid), self.deputy)
        self.assertEqual(self.seat._acting_for(self.rival_bid), self.juror)
        self._declare(self.seat, self.deputy, self.initiative, "membership")
        self.assertFalse(self.seat._acting_for(self.bid))
        votes = self.procedure._votes()
        self.assertEqual(votes[self.bid.id], 2)
        self.assertEqual(votes[self.rival_bid.id], 3)
        self.assertEqual(self.procedure._quorum(), 2, "more than half of three")
        nobody = self.procedure._votes(seats=self.adviser_seat)
        self.assertEqual(set(nobody.values()), {0}, "who only advises has no vote")

    def test_an_absent_person_has_a_deputy(self):
        self._declare_all()
        self.seat._write_guarded({"is_absent": True})
        self.assertEqual(self.seat._acting_for(self.bid), self.deputy)
        self.second_seat._write_guarded({"is_absent": True})
        self.assertFalse(self.second_seat._acting_for(self.bid))

    def test_the_acting_map_costs_the_same_for_more_bids(self):
        self._declare_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            actors = self.procedure._acting_map()
        self.assertEqual(len(actors), 4 * 3)
        self.assertTrue(all(actors.values()))

    def test_a_new_bidder_and_a_new_seat_close_again(self):
        self._declare_all()
        self.assertEqual(len(self._sees(self.manager)), 3)
        self.assertFalse(self.bid.sudo().blocked_user_ids)
        self._to_state("published")
        late = self._register(self._make_initiative("Nachzügler"))
        self._to_state("opened")
        self._make_opened_bid(late)
        self.assertFalse(self._sees(self.manager), "not declared on the new one")
        self._make_seat("Neu", self.adviser)
        self.assertFalse(self._sees(self.adviser))

    def test_office_without_a_seat_may_declare(self):
        self.env["wohnkoord.conflict"].with_user(self.adviser)._declare(
            self.env["wohnkoord.juror"],
            self.adviser,
            self.initiative,
            "relative",
            procedure=self.procedure,
        )
        self.assertEqual(self._sees(self.adviser), self.rival_bid + self.third_bid)

    def test_nobody_takes_a_conflict_back_alone(self):
        self._declare_all(test_juror=self.initiative)
        with self.assertRaisesRegex(UserError, "not taken back"):
            self._declare(self.seat, self.juror, self.initiative)
        head = self.env["wohnkoord.conflict"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "reason"):
            head._record_by_head(
                self.procedure, self.seat, self.juror, self.initiative, "none", " "
            )
        with self.assertRaisesRegex(UserError, "head of the office"):
            head.with_user(self.adviser)._record_by_head(
                self.procedure, self.seat, self.juror, self.initiative, "none", "x"
            )
        head._record_by_head(
            self.procedure,
            self.seat,
            self.juror,
            self.initiative,
            "none",
            "Die Jury sieht keine Befangenheit.",
        )
        self.assertEqual(self.seat._acting_for(self.bid), self.juror)

    def test_the_head_cannot_lift_the_own_conflict(self):
        self._declare_all(**{self.manager.login: self.rival_initiative})
        with self.assertRaisesRegex(UserError, "one's own"):
            self.env["wohnkoord.conflict"].with_user(self.manager)._record_by_head(
                self.procedure,
                self.head_seat,
                self.manager,
                self.rival_initiative,
                "none",
                "Ich finde, es geht.",
            )

    def test_only_for_oneself_for_bidders_and_with_a_known_kind(self):
        with self.assertRaisesRegex(UserError, "for oneself"):
            self.env["wohnkoord.conflict"].with_user(self.adviser)._declare(
                self.seat, self.juror, self.initiative, "none"
            )
        with self.assertRaisesRegex(UserError, "another person"):
            self._declare(self.seat, self.second_juror, self.initiative)
        with self.assertRaisesRegex(UserError, "no bid"):
            self._declare(self.seat, self.juror, self._make_initiative("Fremd"))
        with self.assertRaisesRegex(UserError, "one of the answers"):
            self._declare(self.seat, self.juror, self.initiative, "forged")
        with self.assertRaisesRegex(UserError, "in words"):
            self._declare(self.seat, self.juror, self.initiative, "other")

    def test_declarations_are_never_changed(self):
        declaration = self._declare(self.seat, self.juror, self.initiative)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            declaration.note = "anders"
            declaration.flush_recordset()
        self.env.invalidate_all()
        for user in (self.adviser, self.manager):
            with self.assertRaises(AccessError):
                self.env["wohnkoord.conflict"].with_user(user).create(
                    {
                        "procedure_id": self.procedure.id,
                        "user_id": user.id,
                        "initiative_id": self.initiative.id,
                        "kind": "none",
                        "date": self.deadline,
                    }
                )

    def test_nobody_reads_or_writes_the_list_itself(self):
        self._declare_all()
        with self.assertRaises(AccessError):
            self.bid.with_user(self.manager).read(["blocked_user_ids"])
        with self.assertRaises(AccessError):
            self.bid.with_user(self.manager).write(
                {"blocked_user_ids": [Command.clear()]}
            )

    def test_the_log_knows_no_kind_and_no_person(self):
        self._declare(self.seat, self.juror, self.initiative, "relative", "Schwester")
        entry = self._events("conflict_declared")[-1:]
        self.assertIn('"conflict":true', entry.content)
        for word in ("relative", "Schwester", self.juror.name, self.initiative.name):
            self.assertNotIn(word, entry.content + entry.actor)
