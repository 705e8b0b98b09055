# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_advisory_room import RoomCase

NEED = "wohnkoord.meeting.need"
COUNT = "wohnkoord.meeting.need.count"
PURPOSE = "meeting_needs"


class NeedCase(RoomCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Petra Person",
                "email": "petra@example.org",
                "company_id": cls.company.id,
                "lang": "en_US",
            }
        )

    def _note(self, event, user=None, **values):
        """Note needs in the dialog, read aloud, of the person."""
        user = user or self.adviser
        action = event.with_user(user).action_note_needs()
        dialog = (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create(
                {
                    "partner_id": self.person.id,
                    "needs_sign_language": True,
                    "way": "oral",
                    **values,
                }
            )
        )
        before = event.need_ids
        dialog.action_note()
        self.assertFalse(dialog.exists(), "the dialog keeps nothing")
        return event.need_ids - before

    def _consents(self):
        return self.env["wohnkoord.consent"].search([("purpose", "=", PURPOSE)])

    def _count(self, kind="sign_language"):
        self.env.invalidate_all()
        return sum(self.env[COUNT].search([("kind", "=", kind)]).mapped("count"))

    def _forget(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.ir_cron_meeting_need_forget"
            ).method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMeetingNeed(NeedCase):
    def test_noted_with_consent(self):
        event = self._meet(day=20)
        need = self._note(event, needs_interpreter=True, language="Arabisch")
        self.assertEqual(
            sorted(need.mapped("display_name")),
            ["Interpreter: Arabisch", "Sign Language"],
        )
        consent = self._consents()
        self.assertEqual((consent.partner_id, consent.way), (self.person, "oral"))
        self.assertEqual(need.consent_id, consent)
        self.assertIn("step-free room", need[0].consent_text)
        self.assertEqual(need.company_id, self.company)
        # the next time the person is not asked again
        other = self._meet(14)
        form = Form(
            self.env["wohnkoord.meeting.need.add"]
            .with_user(self.adviser)
            .with_context(default_event_id=other.id)
        )
        form.partner_id = self.person
        self.assertTrue(form.has_consent)
        self._note(other, way=False)
        self.assertEqual(self._consents(), consent)

    def test_nothing_without_consent(self):
        event = self._meet()
        rows = self.env[NEED].with_user(self.adviser)
        vals = {"event_id": event.id, "kind": "step_free"}
        for more in (
            {},
            {"partner_id": self.person.id},
            {"partner_id": self.person.id, "way": "oral"},  # no record of it
            {"way": "form"},
            {"consent_text": "x"},
            {"date_consented": self.today},
            {"booking_id": 1},
        ):
            with self.assertRaises(UserError):
                rows.create({**vals, **more})
        with self.assertRaises(UserError):
            rows.with_context(default_consent_id=1, default_way="form").create(vals)
        for more in ({"way": False}, {"needs_sign_language": False}):
            with self.assertRaises(UserError):
                self._note(event, **more)
        with self.assertRaises(UserError):
            self._note(event, needs_interpreter=True)
        with self.assertRaises(ValidationError):
            self.env["wohnkoord.consent"].with_user(self.adviser).create(
                {"partner_id": self.person.id, "purpose": PURPOSE, "way": "form"}
            )
        # nobody's name: the words stand at the need itself
        need = rows.create({**vals, "way": "oral"})
        self.assertFalse(need.partner_id or need.consent_id)
        self.assertTrue(need.consent_text and need.date_consented)
        # a foreign consent cannot be used
        self._note(event, way="signed")
        with self.assertRaises(UserError):
            rows.create({**vals, "partner_id": self.spokesperson.partner_id.id})

    def test_only_meetings_of_cases_that_come(self):
        with self.assertRaises(UserError):
            self._note(self._meet(advisory_id=False))
        with self.assertRaises(UserError):
            self._note(self._meet(10, day=4))
        series = self._series(12)
        with self.assertRaises(UserError):
            self._note(series)
        event = self._meet(8)
        self._note(event)
        with self.assertRaises(ValidationError):
            event.write(
                {
                    "recurrency": True,
                    "rrule_type": "daily",
                    "end_type": "count",
                    "count": 2,
                }
            )
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_not_changed(self):
        event = self._meet()
        need = self._note(event)
        for vals in ({"kind": "step_free"}, {"event_id": self._meet(14).id}):
            with self.assertRaises(UserError):
                need.write(vals)
        with self.assertRaises(UserError):
            need.copy()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._note(event)
        need.action_arranged()
        self.assertTrue(need.is_arranged)

    def test_only_advisers_of_the_office(self):
        event = self._meet(partner_ids=[Command.set(self.steering.partner_id.ids)])
        need = self._note(event)
        self.assertTrue(need.with_user(self.manager).kind)
        self.assertTrue(need.with_user(self.second).kind)
        for user in (self.steering, self.accountant, self.consultant):
            for job in (
                lambda rows: rows.read(["kind"]),
                lambda rows: rows.search([]),
                lambda rows: rows.unlink(),
                lambda rows: rows.action_tell(),
                lambda rows: rows.env[COUNT].search([]),
            ):
                with self.assertRaises(AccessError):
                    job(need.with_user(user))
        # who comes to the meeting sees it, and neither needs nor hints
        seen = event.with_user(self.steering)
        self.assertTrue(seen.name)
        for name in ("need_ids", "room_hint", "room_id"):
            with self.assertRaises(AccessError):
                seen.read([name])
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        self.assertFalse(self.env[NEED].with_user(other).search([]))
        self.assertFalse(self.env[COUNT].with_user(other).search([]))
        with self.assertRaises(AccessError):
            self.env[NEED].with_user(other).create(
                {"event_id": event.id, "kind": "step_free", "way": "oral"}
            )

    def test_leaves_no_trace(self):
        """Not in the chatter, the description, the invitation or the calendar file."""
        before = self.env["mail.message"].search([]).ids
        event = self._meet(partner_ids=[Command.set(self.person.ids)])
        need = self._note(event, needs_interpreter=True, language="Farsi")
        need[0].action_arranged()
        event.action_sendmail()
        self.env.flush_all()
        messages = self.env["mail.message"].search([("id", "not in", before)])
        words = " ".join(
            [
                *(str(message.body) for message in messages),
                *(str(message.tracking_value_ids.read()) for message in messages),
                str(event.description),
                str(event.notes),
                str(event.location),
                str(event._get_ics_file()),
                str(self.initiative._portal_meetings()),
                str(self.case.read()),
            ]
        )
        for secret in ("Farsi", "Sign Language", "sign_language", "interpreter"):
            self.assertNotIn(secret, words)
        mails = self.env["mail.mail"].search([("mail_message_id", "not in", before)])
        self.assertFalse([m for m in mails if "Farsi" in (m.body_html or "")])

    def test_told_to_the_organiser_only(self):
        event = self._meet()
        need = self._note(event, needs_interpreter=True, language="Farsi")
        with self.assertRaises(UserError):  # nobody is named
            event.action_tell_needs()
        self.company.wohnkoord_need_user_id = self.manager
        event.action_tell_needs()
        self.env.flush_all()
        mail = self.env["mail.mail"].search([("model", "=", NEED)])
        self.assertEqual(len(mail), 1)
        self.assertIn(self.manager.email, mail.email_to)
        self.assertIn("Farsi", mail.body_html)
        self.assertIn("Raum", mail.body_html)
        whole = f"{mail.subject} {mail.body_html}"
        for secret in (self.person.name, self.case.name, self.case.subject):
            self.assertNotIn(secret, whole)
        self.assertNotIn("Farsi", mail.subject)
        need.unlink()
        self.assertFalse(mail.exists(), "what was not sent yet is deleted as well")
        self.assertFalse(
            self.env["mail.message"].search([("model", "=", NEED)], limit=1)
        )

    def test_deleted_afterwards(self):
        event = self._meet(day=20)
        need = self._note(event)
        self.company.wohnkoord_need_keep_days = 30
        with freeze_time("2027-02-19 09:00"):
            self._forget()
            self.assertTrue(need.exists())
        with freeze_time("2027-02-19 13:00"):
            self._forget()
            self.assertFalse(need.exists())
        self.assertEqual(self._consents().state, "expired", "it was for this")
        self.assertEqual(self._count(), 1, "the number stays")

    def test_deleted_with_the_meeting(self):
        for end in (lambda e: e.unlink(), lambda e: e.write({"active": False})):
            event = self._meet(room_id=False)
            need = self._note(event, partner_id=False)
            end(event)
            self.assertFalse(need.exists())
        self.assertEqual(self._count(), 2)

    def test_deleted_with_the_consent(self):
        need = self._note(self._meet()) | self._note(self._meet(14))
        other = self._note(self._meet(16), partner_id=False)
        self._consents().with_user(self.adviser).action_withdraw()
        self.assertFalse(need.exists())
        self.assertTrue(other.exists())
        self.assertEqual(self._consents().state, "withdrawn")

    def test_the_last_need_ends_the_consent(self):
        first = self._note(self._meet())
        second = self._note(self._meet(14))
        first.unlink()
        self.assertEqual(self._consents().state, "confirmed")
        second.unlink()
        self.assertEqual(self._consents().state, "expired")

    def test_counted(self):
        self.assertEqual(self._count(), 0)
        event = self._meet()
        self._note(event, needs_step_free=True)
        self._note(event, partner_id=False)
        self.assertEqual((self._count(), self._count("step_free")), (2, 1))
        row = self.env[COUNT].search([("kind", "=", "sign_language")])
        self.assertEqual(str(row.month), "2027-01-01")
        self.assertFalse({"create_uid", "write_date"} & set(self.env[COUNT]._fields))
        for user in (self.adviser, self.manager):
            with self.assertRaises(AccessError):
                row.with_user(user).count = 9
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()

    def test_step_free_hint(self):
        event = self._meet(room_id=self.hall.id)
        self.assertFalse(event.room_hint)
        self._note(event, needs_step_free=True)
        self.assertIn("this one is not", event.room_hint)
        event.room_id = self.room
        self.assertFalse(event.room_hint)
        event.room_id = False
        self.assertIn("needs a step-free room", event.room_hint)
        event.meeting_mode = "video"
        self.assertFalse(event.room_hint)

    def test_monday(self):
        Case = self.env["wohnkoord.advisory"].with_user(self.adviser)

        def notes():
            return [n for n in Case.monday_notes() if "arranged" in n["text"]]

        self.assertFalse(notes())
        need = self._note(self._meet(), needs_interpreter=True, language="Farsi")
        [note] = notes()
        self.assertIn(": 1,", note["text"])
        self.assertNotIn("Farsi", note["text"])
        self.assertEqual(self.env[NEED].search(note["action"]["domain"]), need)
        need.is_arranged = True
        self.assertFalse(notes())

    def test_forgotten_with_the_case(self):
        need = self._note(self._meet(), partner_id=False)
        self.case.sudo()._forget()
        self.assertFalse(need.exists())

    def test_list_costs_the_same(self):
        def cost():
            rows = self.env[NEED].with_user(self.adviser)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.search([]).web_read(
                {
                    "event_id": {"fields": {"display_name": {}}},
                    "partner_id": {"fields": {"display_name": {}}},
                    "kind": {},
                    "start": {},
                    "language": {},
                }
            )
            return self.cr.sql_log_count - before

        for hour in range(3):
            self._note(self._meet(hour), partner_id=False)
        cost()
        few = cost()
        for day in range(21, 30):
            for hour in range(3):
                self._note(self._meet(hour, day=day), partner_id=False)
        cost()
        self.assertLessEqual(cost(), few)
