# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

import vobject

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .event_common import EventCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEventMail(EventCase):
    """What people get, and what is forgotten about them later."""

    def test_confirmation_with_calendar_and_link(self):
        event = self._make_event(
            is_online=True, event_url="https://video.example.org/raum"
        )
        registration = self._book(event, "ja@example.org", 2)
        mail = self._mails_to("ja@example.org")
        self.assertEqual(len(mail), 1)
        self.assertIn(event.name, mail.subject)
        self.assertIn("you are registered", mail.body_html)
        self.assertIn("https://video.example.org/raum", mail.body_html)
        self.assertIn("/events/registration/", mail.body_html)
        self.assertEqual(mail.email_from, self.company.email_formatted)
        self.assertFalse(mail.recipient_ids, "no contact is made of an address")
        calendar = vobject.readOne(mail.attachment_ids.raw.decode())
        entry = calendar.vevent
        self.assertEqual(entry.summary.value, event.name)
        self.assertEqual(
            entry.dtstart.value.replace(tzinfo=None),
            event.date_begin,
        )
        self.assertIn(registration._own_link(), entry.description.value)

    def test_no_schedule_no_silence(self):
        event = self._make_event()
        event.event_mail_ids.unlink()
        self._book(event, "trotzdem@example.org")
        self.assertEqual(len(self._mails_to("trotzdem@example.org")), 1)

    def test_staff_entry_is_confirmed_once(self):
        event = self._make_event()
        registration = (
            self.env["event.registration"]
            .with_user(self.adviser)
            .create(
                {"event_id": event.id, "name": "Telefon", "email": "tel@example.org"}
            )
        )
        registration.person_count = 2
        self.assertEqual(len(self._mails_to("tel@example.org")), 1)
        self.env["event.mail"].schedule_communications()
        self.assertEqual(len(self._mails_to("tel@example.org")), 1)

    def test_waiting_then_moved_up(self):
        event = self._make_limited(1)
        first = self._book(event, "da@example.org")
        self._book(event, "warte@example.org")
        mails = self._mails_to("warte@example.org")
        self.assertEqual(len(mails), 1)
        self.assertIn("at place 1", mails.body_html)
        self.assertFalse(mails.attachment_ids)
        first._own_cancel()
        mails = self._mails_to("warte@example.org") - mails
        self.assertEqual(len(mails), 1)
        self.assertIn("a seat has become free", mails.body_html)

    def test_second_registration_is_told_by_mail_only(self):
        event = self._make_event()
        for _time in range(9):
            self._book(event, "doppelt@example.org")
        mails = self._mails_to("doppelt@example.org")
        self.assertEqual(len(mails), 4, "no more than three mails about it")
        self.assertIn("registered already", mails[-1].body_html)

    def test_broken_template_refuses_nobody(self):
        event = self._make_event()
        template = self.env.ref("wohnkoord_odoo.mail_template_event_confirmation")
        template.body_html = '<p><t t-out="object.no_such_field" /></p>'
        with mute_logger(
            "odoo.addons.wohnkoord_odoo.models.network_event_mail",
            "odoo.addons.mail.models.mail_render_mixin",
        ):
            registration = self._book(event, "dennoch@example.org")
        self.assertEqual(registration.state, "open")
        self.assertTrue(event.event_mail_ids[0].error_datetime)

    def test_reminder(self):
        event = self._make_limited(1)
        self._book(event, "da@example.org")
        self._book(event, "wartet@example.org")
        before = len(self._mails_to("da@example.org"))
        event.write(
            {
                "date_begin": fields.Datetime.now() + timedelta(hours=20),
                "date_end": fields.Datetime.now() + timedelta(hours=22),
            }
        )
        for _run in range(2):
            self.env["event.mail"].schedule_communications()
        mails = self._mails_to("da@example.org")
        self.assertEqual(len(mails), before + 1)
        self.assertIn("see you soon", mails[-1].subject.lower())
        self.assertEqual(len(self._mails_to("wartet@example.org")), 1)

    def test_cancelled_event_prepares_a_mail(self):
        event = self._make_event()
        self._book(event, "ab@example.org")
        before = self._mails_to("ab@example.org")
        action = event.with_user(self.adviser).action_cancel_event()
        self.assertEqual(event.kanban_state, "cancel")
        self.assertEqual(self._mails_to("ab@example.org"), before, "nothing by itself")
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.adviser)
            .with_context(**action["context"])
            .create({})
        )
        composer._action_send_mail()
        mails = self._mails_to("ab@example.org") - before
        self.assertEqual(len(mails), 1)
        self.assertIn("this event is cancelled", mails.body_html)

    # -- what is known and forgotten ---------------------------------------------------

    def test_known_contact_is_the_offices_own(self):
        ours = self._make_person("Petra Probe")
        self._make_person("Petra Probe", self.other_company)
        event = self._make_event()
        registration = self._book(event, "petra.probe@example.org")
        self.assertFalse(registration.partner_id)
        seen = registration.with_user(self.adviser)
        self.assertEqual(seen.office_partner_id, ours)
        ours.active = False
        seen.invalidate_recordset()
        self.assertFalse(seen.office_partner_id)

    def test_persons_are_forgotten_and_counts_stay(self):
        self.company.wohnkoord_event_keep_months = 6
        question = self.env["event.question"].create(
            {"title": "Was?", "question_type": "text_box"}
        )
        choice = self.env["event.question"].create(
            {"title": "Wo?", "answer_ids": [(0, 0, {"name": "Hier"})]}
        )
        old = self._make_event(question_ids=[(6, 0, (question + choice).ids)])
        new = self._make_event()
        answers = [
            {"question_id": question.id, "value_text_box": "Rollstuhl"},
            {"question_id": choice.id, "value_answer_id": choice.answer_ids.id},
        ]
        gone = self._book(old, "alt@example.org", 2, answers, phone="0341 123456")
        kept = self._book(new, "neu@example.org")
        gone.action_set_done()
        gone.message_post(body="Frau Alt rief an")
        now = fields.Datetime.now()
        for event, days in ((old, 200), (new, 100)):
            event.write(
                {
                    "date_begin": now - timedelta(days=days, hours=2),
                    "date_end": now - timedelta(days=days),
                }
            )
        self.env["event.registration"]._gc_persons()
        self.env.invalidate_all()
        self.assertRecordValues(
            gone,
            [
                {
                    "name": False,
                    "email": False,
                    "email_key": False,
                    "phone": False,
                    "partner_id": False,
                    "attended_count": 2,
                    "state": "done",
                }
            ],
        )
        self.assertTrue(gone.date_anonymised)
        self.assertEqual(gone.registration_answer_ids.question_id, choice)
        self.assertFalse(gone.message_ids)
        self.assertFalse(
            self.env["mail.tracking.value"].search_count(
                [
                    ("mail_message_id.res_id", "=", gone.id),
                    ("mail_message_id.model", "=", gone._name),
                ]
            )
        )
        self.assertEqual(kept.email, "neu@example.org")
        token = gone._own_link().rsplit("/", 1)[1]
        self.assertFalse(self.env["event.registration"]._of_link(token))
        done, more = self.env["event.registration"]._gc_persons()
        self.assertEqual((done, more), (0, False), "each only once")

    def test_bounds_of_keeping(self):
        for months in (0, -1, 61):
            with self.assertRefused("event_keep_check"):
                self.company.wohnkoord_event_keep_months = months
