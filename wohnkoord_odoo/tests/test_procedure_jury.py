# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

import psycopg2

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureJury(JuryCase):
    """Seats, sessions, votes, and the step to the jury."""

    def _session(self, **values):
        return (
            self.env["wohnkoord.jury.session"]
            .with_user(self.adviser)
            .create(
                {
                    "name": "Erste Sitzung",
                    "procedure_id": self.procedure.id,
                    "date": self.deadline + timedelta(days=20),
                    "date_end": self.deadline + timedelta(days=20, hours=3),
                    "place": "Rathaus, Raum 1",
                    "paper_deadline": (self.deadline + timedelta(days=6)).date(),
                    **values,
                }
            )
        )

    def _attend(self, session, **presence):
        for row in session.attendance_ids:
            row.presence = presence.get(row.juror_id.user_id.login, "person")

    def test_seats_one_chair_and_nobody_twice(self):
        self.seat.is_chair = True
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.second_seat.is_chair = True
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(ValidationError, "one seat"):
            self.second_seat.deputy_id = self.juror
        with self.assertRaisesRegex(ValidationError, "one seat"):
            self.second_seat.deputy_id = self.deputy

    def test_a_member_of_a_bidder_is_hinted(self):
        self.assertFalse(self.seat.hint)
        self.second_seat.user_id = self.spokesperson
        self.assertIn("member of a registered", self.second_seat.hint)

    def test_start_needs_votes_and_a_chair(self):
        jury = self.procedure.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "chairs"):
            jury.action_start_jury()
        self.seat.is_chair = True
        self._declare_all()
        jury.action_start_jury()
        self.assertEqual(self.procedure.state, "jury")
        entry = self._events("jury_started")
        self.assertIn("Fachjury Stadtplanung", entry.content)
        for user in (self.adviser, self.manager):
            with self.assertRaisesRegex(UserError, "with a reason"):
                self.second_seat.with_user(user).deputy_id = self.deputy
        with self.assertRaisesRegex(UserError, "on record"):
            self.second_seat.with_user(self.adviser).unlink()
        other = self._make_portal_user("test_other_deputy")
        vals = {"deputy_id": other.id}
        with self.assertRaisesRegex(UserError, "head of the office"):
            self.second_seat.with_user(self.adviser)._change(vals, "Krank")
        with self.assertRaisesRegex(UserError, "reason"):
            self.second_seat.with_user(self.manager)._change(vals, "  ")
        dialog = self.env["wohnkoord.juror.change"].with_user(self.manager)
        dialog = dialog.create({"seat_id": self.second_seat.id, "reason": "Krank"})
        self.assertEqual(dialog.user_id, self.second_juror)
        dialog.deputy_id = other
        dialog.action_confirm()
        self.assertEqual(self.second_seat.deputy_id, other)
        self.assertIn(other, self.bid.sudo().blocked_user_ids, "not declared yet")
        content = self._events("seat_changed").content
        self.assertIn("test_other_deputy", content)
        self.assertIn("Krank", content)

    def test_a_late_seat_has_a_reason(self):
        self._to_state("jury")
        vals = {
            "procedure_id": self.procedure.id,
            "name": "Spät",
            "user_id": self._make_portal_user("test_late").id,
        }
        with (
            self.assertRaisesRegex(UserError, "at work"),
            self.env.cr.savepoint(),
        ):
            self.env["wohnkoord.juror"].with_user(self.manager).create(vals)
        session = self._session()
        dialog = self.env["wohnkoord.juror.person"].with_user(self.manager)
        dialog = dialog.create(
            {
                "procedure_id": self.procedure.id,
                "person": "Egal",
                "email": "test_late@example.org",
                "name": "Spät",
            }
        )
        with self.assertRaisesRegex(UserError, "reason"):
            dialog.action_confirm()
        dialog.reason = "Nachgerückt"
        dialog.action_confirm()
        self.assertEqual(len(session.attendance_ids), 5)
        self.assertIn("Nachgerückt", self._events("seat_changed").content)

    def test_nobody_sets_what_the_sessions_say(self):
        session = self._session()
        row = session.attendance_ids[0]
        for record, vals in (
            (self.seat, {"is_absent": True}),
            (self.seat, {"date_invited": "2026-01-01"}),
            (row, {"answer": "declined"}),
            (row, {"user_id": self.adviser.id}),
            (session, {"reminded": "overdue"}),
            (session, {"state": "held"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            row.with_user(self.manager).copy()
        other = self.procedure.copy()
        for record in (self.seat, session):
            with self.assertRaisesRegex(UserError, "stays in its"):
                record.with_user(self.manager).procedure_id = other

    def test_only_logins_have_seats(self):
        archived = self._make_portal_user("test_gone")
        archived.active = False
        public = self._make_user("test_public", "base.group_public")
        for user in (archived, public):
            with self.assertRaisesRegex(ValidationError, "no login"):
                self.second_seat.user_id = user

    def test_the_deputy_acts_in_the_next_session(self):
        self._declare_all()
        first = self._session()
        later = self.deadline + timedelta(days=40)
        second = self._session(
            name="Zweite", date=later, date_end=later + timedelta(hours=3)
        )
        rows = {
            one: one.attendance_ids.filtered(lambda row: row.juror_id == self.seat)
            for one in (first, second)
        }
        rows[second]._answer("declined")
        self.assertFalse(self.seat.is_absent, "the first session is next")
        self.assertIn("Fachjury", second.activity_ids.summary)
        rows[first]._answer("declined")
        self.assertTrue(self.seat.is_absent)
        self.assertEqual(self.seat._acting_for(self.bid), self.deputy)
        rows[first]._answer("accepted")
        self.assertFalse(self.seat.is_absent)
        first.action_cancel()
        self.assertTrue(self.seat.is_absent, "now the second one is next")
        row = second.attendance_ids.filtered(
            lambda row: row.juror_id == self.second_seat
        )
        row._answer("declined")
        self.assertFalse(self.second_seat.is_absent, "nobody to hand over to")
        with self.assertRaisesRegex(ValidationError, "no deputy"):
            row.presence = "both"

    def test_a_late_conflict_takes_the_quorum_back(self):
        self._to_state("jury")
        self._declare_all()
        self.assertIn("held and decides", self.procedure._quorum_missing()[0])
        session = self._session()
        self._attend(session, **{self.second_juror.login: "absent"})
        with self._at(session.date):
            session.action_hold()
        self.assertFalse(self.procedure._quorum_missing())
        # the seat changes later: who was there stays
        self.seat._change({"user_id": self.adviser.id}, "Wechsel")
        self.assertFalse(self.procedure._quorum_missing())
        self.env["wohnkoord.conflict"]._declare(
            self.head_seat, self.manager, self.rival_initiative, "own"
        )
        (text,) = self.procedure._quorum_missing()
        self.assertIn(f"no. {self.rival_bid.number}.", text)

    def test_a_session_that_does_not_decide_needs_no_votes(self):
        session = self._session(is_deciding=False)
        with self.assertRaisesRegex(UserError, "not begun yet"):
            session.action_hold()
        for row in session.attendance_ids:
            row.presence = "absent"
        with self._at(session.date):
            session.action_hold()
        self.assertEqual(session.state, "held")
        self.assertIn("decides", self.procedure._quorum_missing()[0])
        with self.assertRaisesRegex(UserError, "stays as it was"):
            session.is_deciding = True

    def test_a_council_has_no_seats(self):
        session = self._session(kind="council")
        self.assertFalse(session.attendance_ids)
        session.kind = "jury"
        self.assertEqual(len(session.attendance_ids), 4)
        with self.assertRaisesRegex(ValidationError, "https"):
            session.video_url = "javascript:alert(1)"

    def test_start_refuses_too_few_votes(self):
        self.seat.is_chair = True
        self._declare_all(test_juror=self.initiative, test_deputy=self.initiative)
        self.env["wohnkoord.conflict"].with_user(self.second_juror).sudo()._declare(
            self.second_seat, self.second_juror, self.initiative, "relative"
        )
        with self.assertRaisesRegex(UserError, "too few votes"):
            self.procedure.with_user(self.adviser).action_start_jury()

    def test_session_counts_votes_without_conflicts(self):
        self._to_state("jury")
        self._declare_all(test_juror=self.initiative)
        session = self._session()
        clock = self._at(session.date)
        clock.start()
        self.addCleanup(clock.stop)
        self.assertEqual(len(session.attendance_ids), 4)
        self.assertEqual(session.event_id.start, session.date)
        with self.assertRaisesRegex(UserError, "who was there"):
            session.action_hold()
        self._attend(session, **{self.second_juror.login: "absent"})
        with self.assertRaisesRegex(UserError, rf"no\. {self.bid.number}:"):
            session.action_hold()
        self._attend(
            session,
            **{self.second_juror.login: "absent", self.juror.login: "both"},
        )
        session.action_hold()
        self.assertEqual(session.state, "held")
        self.assertIn("both", self._events("session_held").content)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            session.attendance_ids[0].presence = "absent"
        with self.assertRaisesRegex(UserError, "on record"):
            session.unlink()

    def test_declared_quorum_counts(self):
        self._declare_all()
        self.assertEqual(self.procedure._quorum(), 2)
        content = self.procedure._version_content()
        self.assertEqual(content["facts"]["quorum"], 0)

    def test_papers_are_reminded_once(self):
        session = self._session(paper_deadline=fields.Date.today() + timedelta(days=2))
        for _run in range(2):
            self.env["wohnkoord.jury.session"]._cron_remind_papers()
        self.assertEqual(len(session.activity_ids), 1)
        session.paper_deadline = fields.Date.today() - timedelta(days=1)
        for _run in range(2):
            self.env["wohnkoord.jury.session"]._cron_remind_papers()
        self.assertEqual(len(session.activity_ids), 2)
        session.papers_sent_on = fields.Date.today()
        self.assertFalse(session.activity_ids)

    def test_a_person_without_login_gets_one(self):
        dialog = self.env["wohnkoord.juror.person"].with_user(self.adviser)
        vals = {
            "procedure_id": self.procedure.id,
            "person": "Rita Rat",
            "email": "rita.rat@example.org",
        }
        with self.assertRaisesRegex(UserError, "name the seat"):
            dialog.create(vals).action_confirm()
        dialog.create({**vals, "name": "Stadtrat, Fraktion B"}).action_confirm()
        seat = self.procedure.juror_ids.filtered(lambda s: s.user_id.name == "Rita Rat")
        self.assertTrue(seat.user_id.share)
        self.assertEqual(seat.name, "Stadtrat, Fraktion B")
        with self.assertRaisesRegex(UserError, "e-mail address"):
            dialog.create({**vals, "email": "keine", "name": "x"}).action_confirm()

    def test_an_underscore_is_no_placeholder(self):
        """Else the seat would go to somebody with a similar address."""
        similar = self._make_user("rita-rat@example.org", "base.group_portal")
        dialog = self.env["wohnkoord.juror.person"].with_user(self.adviser)
        dialog.create(
            {
                "procedure_id": self.procedure.id,
                "person": "Rita Rat",
                "email": "rita_rat@example.org",
                "name": "Stadtrat, Fraktion C",
            }
        ).action_confirm()
        seat = self.procedure.juror_ids.filtered(lambda s: s.user_id.name == "Rita Rat")
        self.assertTrue(seat)
        self.assertNotEqual(seat.user_id, similar)

    def test_invitation_reaches_person_and_deputy(self):
        mails = self.env["mail.mail"].sudo()
        domain = [("model", "=", "wohnkoord.juror"), ("res_id", "=", self.seat.id)]
        self.seat.with_user(self.adviser).action_invite()
        sent = mails.search(domain)
        self.assertEqual(
            sorted(sent.mapped("email_to")),
            sorted([self.juror.email_formatted, self.deputy.email_formatted]),
        )
        self.assertTrue(self.seat.date_invited)

    def test_other_offices_and_the_portal_see_no_seat(self):
        session = self._session()
        for user in (self.juror, self.spokesperson):
            for record in (self.seat, session):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["id", "name"])
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_user",
            company_id=self._other_company().id,
            company_ids=[Command.set(self._other_company().ids)],
        )
        for record in (self.seat, session):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["name"])

    def _other_company(self):
        Company = self.env["res.company"]
        return Company.search([("name", "=", "Andere Stelle")]) or Company.create(
            {"name": "Andere Stelle"}
        )
