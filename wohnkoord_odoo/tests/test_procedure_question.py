# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .network_common import NetworkCase
from .procedure_common import ProcedureCase

SECRET = "Wir, Probe, wollen einen <b>Hof</b>: 0341 1234567, robin@example.org"


class QuestionCase(ProcedureCase, NetworkCase):
    """A published procedure with two parties; the first one asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.party = cls._register()
        cls.rival_party = cls._register(cls.rival_initiative)
        cls.spokesperson.partner_id.phone = "+49 341 1234567"
        cls.office = cls.env["wohnkoord.question"].with_user(cls.adviser)

    @classmethod
    def _ask(cls, text=SECRET, user=None, party=None, moment=None, lot=None):
        sudo = cls.env["wohnkoord.question"].with_user(user or cls.spokesperson).sudo()
        party = (party or cls.party).with_env(sudo.env)
        question = sudo._ask(
            party,
            text,
            (lot or cls.env["wohnkoord.procedure.lot"]).with_env(sudo.env),
            moment or party.procedure_id._now(),
        )
        return question.with_user(cls.adviser).sudo(False)

    def _answered(self, **values):
        question = self._ask()
        question.write({"text": "Ist ein Hof möglich?", "answer": "Ja.", **values})
        return question

    def _deliveries(self, party=None):
        domain = [("registration_id", "=", party.id)] if party else []
        return self.env["wohnkoord.procedure.delivery"].search(domain)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureQuestion(QuestionCase):
    def test_asked(self):
        question = self._ask(lot=self.procedure_lot)
        self.assertEqual((question.number, question.state), (1, "asked"))
        self.assertEqual(question.original_text, SECRET)
        self.assertEqual(question.lot_id, self.procedure_lot)
        self.assertEqual(question.registration_id, self.party)
        self.assertFalse(question.text)
        self.assertEqual(self._ask().number, 2)
        self.assertFalse(self.procedure._published_questions())

    def test_a_lot_of_another_procedure_is_none(self):
        other = self._make_procedure()
        self.assertFalse(self._ask(lot=other.lot_ids).lot_id)

    def test_until_the_published_time(self):
        until = self.deadline - timedelta(days=30)
        self.assertTrue(self._ask(moment=until))
        with self.assertRaisesRegex(UserError, "time for questions is over"):
            self._ask(moment=until + timedelta(microseconds=1))

    def test_without_an_own_time_until_the_deadline(self):
        procedure = self._make_procedure(date_questions_until=False)
        self._publish(procedure)
        self.assertEqual(procedure._questions_until(), self.deadline)
        self.assertTrue(procedure._takes_questions(self.deadline))
        self.assertFalse(
            procedure._takes_questions(self.deadline + timedelta(seconds=1))
        )

    def test_who_may_ask(self):
        for user in (self.rival_spokesperson, self.consultant, self.adviser):
            with self.assertRaises(AccessError):
                self._ask(user=user)
        self.party.action_withdraw()
        with self.assertRaisesRegex(UserError, "withdrawn"):
            self._ask()

    def test_roles(self):
        question = self._ask()
        for user in (
            self.steering,
            self.spokesperson,
            self.rival_spokesperson,
            self.accountant,
            self.other_adviser,
        ):
            with self.assertRaises(AccessError):
                question.with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                question.with_user(user).action_publish()

    def test_steering_reads_the_procedure_without_its_parties(self):
        self._ask()
        procedure = self.procedure.with_user(self.steering)
        self.assertTrue(procedure.read(["name", "date_answers_due"]))
        for name in ("open_question_count", "registration_count", "notice_ids"):
            with self.assertRaises(AccessError):
                procedure.read([name])

    def test_guarded(self):
        question = self._ask()
        for values in (
            {"original_text": "x"},
            {"registration_id": self.rival_party.id},
            {"number": 7},
            {"date_published": "2030-01-01 00:00:00"},
            {"drop_reason": "x"},
            {"corrects_id": question.id},
            {"procedure_id": self._make_procedure().id},
        ):
            with self.assertRaises(UserError, msg=values):
                question.write(values)
        with self.assertRaises(UserError):
            question.write({"state": "published"})
        with self.assertRaises(UserError):
            self.office.create(
                {"procedure_id": self.procedure.id, "state": "published"}
            )
        with self.assertRaises(AccessError):
            question.unlink()

    def test_published_stays(self):
        question = self._answered()
        question.action_publish()
        self.assertEqual(question.state, "published")
        for values in ({"answer": "Nein."}, {"text": "x"}, {"state": "asked"}):
            with self.assertRaises(UserError):
                question.write(values)
        with self.assertRaises(UserError):
            question.action_publish()
        with self.assertRaises(UserError):
            question.action_drop("x")
        for query in (
            "UPDATE wohnkoord_question SET answer = 'Nein.' WHERE id = %s",
            "DELETE FROM wohnkoord_question WHERE id = %s",
        ):
            with (
                self.assertRaises(RaiseException),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, [question.id])

    def test_needs_text_and_answer(self):
        question = self._ask()
        question.text = "Ist ein Hof möglich?"
        with self.assertRaisesRegex(UserError, "needs a neutral text and an answer"):
            question.action_publish()

    def test_correction(self):
        question = self._answered()
        with self.assertRaises(UserError):
            question.action_correct()
        question.action_publish()
        correction = self.office.browse(question.action_correct()["res_id"])
        correction.answer = "Nein, doch nicht."
        correction.action_publish()
        first, second = self.procedure._published_questions()
        self.assertEqual((first["corrected_by"], first["answer"]), (2, "Ja."))
        self.assertEqual((second["corrects"], second["number"]), (1, 2))

    def test_dropped(self):
        question, other = self._ask(), self._ask(party=self.party)
        with self.assertRaisesRegex(UserError, "reason"):
            question.action_drop(" ")
        question.action_drop("Wie Frage 3")
        self.assertEqual(question.state, "dropped")
        self.assertFalse(self.procedure._published_questions())
        told = self._deliveries()
        self.assertEqual(told.registration_id, self.party)
        self.assertIn("Wie Frage 3", told.notice_id.body)
        self.assertFalse(told.notice_id.is_for_all)
        with self.assertRaises(UserError):
            question.action_publish()
        self.assertEqual(other.state, "asked")

    def test_names_are_found(self):
        question = self._ask()
        cases = {
            "Darf die Gruppe Wohnprojekt-Probe bauen?": "Wohnprojekt Probe",
            "Schreiben Sie an test_spokesperson@example.org": "test_spokesperson@",
            "Rufen Sie 0341 / 123 45 67 an": "+49 341 1234567",
        }
        for text, found in cases.items():
            question.write({"text": text, "answer": "Ja."})
            self.assertIn(found, question.name_warning, text)
            with self.assertRaisesRegex(UserError, "may tell who asked"):
                question.action_publish()
            question.write({"text": "Ist ein Hof möglich?", "answer": text})
            self.assertIn(found, question.name_warning, text)
        question.write({"text": "Sind 12 bis 20 Wohnungen möglich?", "answer": "Ja."})
        self.assertFalse(question.name_warning)
        question.write(
            {"text": "Kann das Wohnprojekt Probe bauen?", "is_checked": True}
        )
        question.answer = "Nein."
        self.assertFalse(question.is_checked, "what was looked at has changed")
        question.is_checked = True
        question.action_publish()
        self.assertEqual(question.state, "published")

    def test_scan_costs_the_same(self):
        def queries(questions):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            questions.mapped("name_warning")
            return self.cr.sql_log_count - before

        one = self._ask()
        many = one.union(*(self._ask() for _number in range(12)))
        queries(one)
        self.assertEqual(queries(one), queries(many))

    def test_published_questions_cost_the_same(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.procedure._published_questions()
            return self.cr.sql_log_count - before

        self._answered(lot_id=self.procedure_lot.id).action_publish()
        queries()
        few = queries()
        for _number in range(10):
            self._answered(lot_id=self.procedure_lot.id).action_publish()
        self.assertEqual(queries(), few)

    def test_open_question_reminds_once(self):
        self._ask()
        self._ask()
        activity = self.procedure.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.adviser)
        due = (self.deadline - timedelta(days=7)).date()
        self.assertEqual(activity.date_deadline, due)
        self.assertNotIn("Probe", activity.summary)
        self.assertEqual(self.procedure.open_question_count, 2)
        self.assertFalse(self.procedure.are_answers_due)
        self.procedure.answer_days = 100
        self.assertTrue(self.procedure.are_answers_due)
        Procedure = self.env["wohnkoord.procedure"]
        self.assertIn(
            self.procedure, Procedure.search([("has_open_questions", "=", True)])
        )
        for question in self.procedure.question_ids.with_user(self.adviser):
            question.action_drop("Erledigt")
        self.assertFalse(self.procedure.activity_ids)
        self.assertNotIn(
            self.procedure, Procedure.search([("has_open_questions", "=", True)])
        )

    def test_rule_of_open_questions(self):
        self._ask()
        self.assertFalse(self.procedure._open_questions_block())
        found = self.procedure._missing("close")
        self.assertEqual([item["severity"] for item in found], ["warning"])
        procedure = self._make_procedure(question_rule="block")
        self._publish(procedure)
        question = self._ask(party=self._register(procedure=procedure))
        self.assertTrue(procedure._open_questions_block())
        severities = {item["severity"] for item in procedure._missing("open")}
        self.assertEqual(severities, {"blocker"})
        # the deadline stays where it was published
        self.assertFalse(procedure._is_open(self.deadline + timedelta(seconds=1)))
        question.action_drop("Zurückgezogen")
        self.assertFalse(procedure._open_questions_block())
        self.assertFalse(procedure._missing("open"))

    def test_office_puts_a_question(self):
        question = self.office.create(
            {"procedure_id": self.procedure.id, "text": "Gibt es ein Gutachten?"}
        )
        self.assertEqual(question.number, 1)
        self.assertFalse(question.registration_id)
        question.answer = "Ja, als Anlage."
        question.action_publish()
        with (
            self._at(self.deadline + timedelta(seconds=1)),
            self.assertRaises(UserError),
        ):
            self.office.create({"procedure_id": self.procedure.id, "text": "Zu spät"})
