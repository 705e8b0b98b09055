# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .mailbox_common import MailboxCase

MODEL = "wohnkoord.department.enquiry"
KIND = "wohnkoord_odoo.activity_type_department"
QUESTION = "Darf dort gewohnt werden?\nMit <b>wie vielen</b> Stellplätzen?"


class DepartmentCase(MailboxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["res.partner"].create(
            {
                "name": "Bauamt",
                "is_company": True,
                "email": "bauamt@stadt.example.org",
                "lang": "en_US",
            }
        )
        cls.case.note = "<p>Geheime Aktennotiz</p>"

    @classmethod
    def _draft(cls, **values):
        return (
            cls.env[MODEL]
            .with_user(cls.adviser)
            .create(
                {
                    "name": "Musterstraße 1",
                    "advisory_id": cls.case.id,
                    "partner_id": cls.department.id,
                    "question": QUESTION,
                    **values,
                }
            )
        )

    def _asked(self, days=-30, due=-9, **values):
        enquiry = self._draft(
            date_asked=self.today + timedelta(days=days),
            date_due=self.today + timedelta(days=due),
            **values,
        )
        enquiry.action_asked()
        return enquiry

    def _compose(self, action):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        )
        return Form(composer).save()

    def _send(self, enquiry):
        self._compose(enquiry.action_send()).action_send_mail()
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([], order="id desc")
        return mails.filtered(lambda mail: self.department in mail.recipient_ids)[:1]


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestDepartmentEnquiry(DepartmentCase):
    def test_roles(self):
        enquiry = self._draft()
        enquiry.with_user(self.manager).question = "Anders?"
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                enquiry.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                enquiry.with_user(user).action_asked()
        enquiry.unlink()

    def test_another_office(self):
        enquiry = self._draft()
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        rows = self.env[MODEL].with_user(other)
        self.assertFalse(rows.search([]) & enquiry)
        vals = {"name": "x", "partner_id": self.department.id, "question": "?"}
        with self.assertRaises(AccessError):
            rows.create({**vals, "advisory_id": self.case.id})
        with self.assertRaises(UserError):
            self._draft(company_id=office.id)

    @mute_logger("odoo.sql_db")
    def test_belongs_to_something(self):
        enquiry = self._draft()
        self.assertEqual(enquiry.initiative_id, self.initiative)
        self.assertEqual(enquiry.company_id, self.company)
        self.assertEqual(enquiry.date_due, self.today + timedelta(days=21))
        alone = self._draft(advisory_id=False, initiative_id=self.initiative.id)
        self.assertEqual(self.case.department_enquiry_count, 1)
        self.assertEqual(self.initiative.department_enquiry_count, 2)
        self.assertEqual(
            self.env[MODEL].search(
                self.initiative.action_view_department_enquiries()["domain"]
            ),
            enquiry | alone,
        )
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._draft(advisory_id=False)
        other = self._make_initiative("Andere Gruppe")
        with self.assertRaises(ValidationError):
            self._draft(initiative_id=other.id)

    def test_steps(self):
        enquiry = self._asked()
        with self.assertRaises(UserError):  # no answer
            enquiry.action_answered()
        enquiry.answer = "Ja."
        enquiry.date_answered = self.today - timedelta(days=10)
        enquiry.action_answered()
        self.assertEqual((enquiry.state, enquiry.days_to_answer), ("answered", 20))
        for step in (enquiry.action_asked, enquiry.action_withdraw, enquiry.unlink):
            with self.assertRaises(UserError):
                step()
        enquiry.action_reopen()
        self.assertEqual((enquiry.state, enquiry.days_to_answer), ("asked", 0))
        enquiry.action_withdraw()
        self.assertEqual(enquiry.copy().state, "draft")

    @mute_logger("odoo.sql_db")
    def test_written_and_imported(self):
        enquiry = self._draft()
        for vals in (
            {"days_to_answer": 1},
            {"date_reminded": self.today},
            {"company_id": self.company.id},
            {"state": "answered"},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                enquiry.write(vals)
        with self.assertRaises(UserError):
            self._draft(state="asked")
        enquiry.write({"state": "asked"})
        self.assertEqual(enquiry.date_asked, self.today)
        for vals in ({"question": "Neu"}, {"partner_id": self.firm.id}, {"name": "x"}):
            with self.assertRaises(UserError):
                enquiry.write(vals)
        enquiry.write({"question": QUESTION, "answer": "Ja."})  # an import of the same
        with self.assertRaises(ValidationError), self.cr.savepoint():
            enquiry.date_answered = self.today + timedelta(days=1)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            enquiry.date_answered = self.today - timedelta(days=1)
            enquiry.flush_recordset()
        enquiry.write({"state": "answered"})
        self.assertEqual(enquiry.state, "answered")

    def test_asked_by_mail(self):
        enquiry = self._draft()
        enquiry.message_post(body="Interne Bemerkung")
        self.case.message_post(body="Vertraulich im Vorgang")
        self.assertEqual(enquiry.state, "draft", "a note asks nobody")
        mail = self._send(enquiry)
        self.assertEqual(enquiry.state, "asked")
        self.assertEqual(enquiry.date_asked, self.today)
        body = f"{mail.subject} {mail.body_html} {mail.headers or ''}"
        self.assertIn("Darf dort gewohnt werden?<br", body)
        self.assertIn("&lt;b&gt;wie vielen", body, "typed text is text")
        for secret in (
            "Aktennotiz",
            "Interne Bemerkung",
            "Vertraulich",
            self.case.name,
            self.case.subject,
            self.initiative.name,
            self.spokesperson.name,
        ):
            self.assertNotIn(secret, body)
        self.assertIn("wohnen@stelle.example", mail.reply_to)

    def test_no_address(self):
        self.department.email = False
        with self.assertRaises(UserError):
            self._draft().action_send()

    def test_the_answer_comes_by_mail(self):
        enquiry = self._draft()
        self._send(enquiry)
        question = enquiry.message_ids.filtered(
            lambda message: message.message_type == "comment"
        )
        with self.assertRaises(UserError):  # nothing came yet
            enquiry.action_take_answer()
        mail = self._mail(
            "Ja, zwei Stellplätze.",
            sender="Bauamt <bauamt@stadt.example.org>",
            References=question.message_id,
            In_Reply_To=question.message_id,
        )
        self.assertFalse(self._receive(mail), "no new case")
        self.assertEqual(enquiry.state, "asked", "the adviser decides")
        self.assertTrue(enquiry.activity_ids.filtered(lambda a: a.user_id))
        enquiry.action_take_answer()
        self.assertEqual(enquiry.state, "answered")
        self.assertEqual(enquiry.answer, "Ja, zwei Stellplätze.")
        self.assertEqual(enquiry.date_answered, self.today)

    def test_reminded_once(self):
        late = self._asked()
        late_too = self._asked(name="Zweite")
        soon = self._asked(due=3)
        for _turn in range(2):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "wohnkoord_odoo.ir_cron_contract_remind"
                ).method_direct_trigger()
            self.env.invalidate_all()
        kind = self.env.ref(KIND)
        self.assertEqual(late.activity_ids.activity_type_id, kind)
        self.assertEqual(len(late.activity_ids), 1)
        self.assertIn("Bauamt owes an answer", late.activity_ids.summary)
        self.assertEqual(late.activity_ids.user_id, self.adviser)
        self.assertFalse(soon.activity_ids)
        late.date_due = self.today + timedelta(days=5)
        self.assertFalse(late.date_reminded or late.activity_ids)
        late_too.answer = "Nein."
        late_too.action_answered()
        self.assertFalse(late_too.activity_ids)

    def test_monday(self):
        case = self._make_case("orientation", date_first_contact=self.today)
        Case = self.env["wohnkoord.advisory"].with_user(self.adviser)
        case = Case.browse(case.id)
        self.assertFalse(case.needs_attention)
        late = self._asked(advisory_id=case.id)
        case.invalidate_recordset()
        self.assertIn("department overdue", case.attention)
        self.assertIn(case, Case.search([("needs_attention", "=", True)]))
        notes = Case.monday_notes()
        note = next(n for n in notes if "Bauamt" in n["text"])
        self.assertEqual(self.env[MODEL].search(note["action"]["domain"]), late)
        self.assertEqual(self.env[MODEL].search([("is_overdue", "=", True)]), late)
        late.action_withdraw()
        self.assertFalse([n for n in Case.monday_notes() if "Bauamt" in n["text"]])

    def test_days_until_answered(self):
        """Who has not answered does not lower the average."""
        for days in (10, 20):
            row = self._asked(days=-30)
            row.answer = "Ja."
            row.date_answered = row.date_asked + timedelta(days=days)
            row.action_answered()
        self._asked()
        [(_department, average)] = self.env[MODEL]._read_group(
            [("partner_id", "=", self.department.id)],
            ["partner_id"],
            ["days_to_answer:avg"],
        )
        self.assertEqual(average, 15)

    def test_list_costs_the_same(self):
        def cost():
            rows = self.env[MODEL].with_user(self.adviser)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.search([]).web_read(
                {
                    "partner_id": {"fields": {"display_name": {}}},
                    "advisory_id": {"fields": {"display_name": {}}},
                    "initiative_id": {"fields": {"display_name": {}}},
                    "is_overdue": {},
                    "state": {},
                }
            )
            return self.cr.sql_log_count - before

        for _number in range(3):
            self._asked()
        cost()
        few = cost()
        for _number in range(27):
            self._asked()
        self.assertLessEqual(cost(), few)
