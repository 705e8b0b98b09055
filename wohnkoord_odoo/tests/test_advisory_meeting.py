# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAdvisoryMeeting(WohnkoordCase):
    """Meetings of a case: private, and nobody is written to without a click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.client_partner = cls.spokesperson.partner_id
        cls.other_adviser = cls._make_user(
            "test_other_adviser", "wohnkoord_odoo.group_user"
        )
        cls.meeting = cls._meet()

    @classmethod
    def _meet(cls, days=3, **values):
        start = cls.now + timedelta(days=days)
        return (
            cls.env["calendar.event"]
            .with_user(cls.adviser)
            .create(
                {
                    "name": "Krisengespräch",
                    "description": "Sehr vertraulich",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "advisory_id": cls.case.id,
                    "partner_ids": [
                        Command.set((cls.adviser.partner_id | cls.client_partner).ids)
                    ],
                    **values,
                }
            )
        )

    def _mail_count(self):
        self.env.flush_all()
        notified = self.env["mail.notification"].sudo().search_count([])
        return self.env["mail.mail"].sudo().search_count([]), notified

    def test_private_and_linked(self):
        self.assertEqual(self.meeting.privacy, "private")
        self.assertEqual(self.case.meeting_count, 1)
        self.assertEqual(self.meeting.res_model, "wohnkoord.advisory")
        self.assertEqual(self.meeting.res_id, self.case.id)
        with self.assertRaises(UserError):
            self.meeting.privacy = "public"
        self.assertEqual(self._meet(privacy="public").privacy, "private")

    def test_linked_from_an_activity_or_the_chatter(self):
        Event = self.env["calendar.event"].with_user(self.adviser)
        keys = {
            "default_res_model": "wohnkoord.advisory",
            "default_res_id": self.case.id,
        }
        event = Event.with_context(**keys).create({"name": "Termin"})
        self.assertEqual(event.advisory_id, self.case)
        self.assertEqual(event.privacy, "private")
        model = self.env["ir.model"]._get_id("wohnkoord.advisory")
        event = Event.create(
            {"name": "Termin", "res_model_id": model, "res_id": self.case.id}
        )
        self.assertEqual(event.advisory_id, self.case)
        event = Event.with_context(default_advisory_id=self.case.id).create(
            {"name": "T"}
        )
        self.assertEqual(event.advisory_id, self.case)
        self.assertEqual(event.privacy, "private")
        plain = Event.create({"name": "Ohne Fall"})
        self.assertFalse(plain.advisory_id)
        self.assertNotEqual(plain.privacy, "private")
        plain.advisory_id = self.case
        self.assertEqual(plain.privacy, "private")

    def test_no_activity_is_made(self):
        self.assertFalse(self.case.activity_ids)

    def test_no_mail_without_a_click(self):
        before = self._mail_count()
        meeting = self._meet()
        meeting.partner_ids += self.manager.partner_id
        start = self.now + timedelta(days=5)
        meeting.write({"start": start, "stop": start + timedelta(hours=2)})
        meeting.with_user(self.manager).write({"location": "Büro"})
        self.assertEqual(self._mail_count(), before)

    def test_other_meetings_still_invite(self):
        """The silence is about cases only; core's own way goes on."""
        before = self._mail_count()
        self._meet(advisory_id=False)
        self.assertGreater(self._mail_count()[1], before[1])

    def test_invitation_by_click(self):
        before = self._mail_count()
        self.meeting.action_sendmail()
        self.env.flush_all()
        notified = self.env["mail.notification"].sudo().search([])
        self.assertGreater(self._mail_count()[1], before[1])
        self.assertIn(self.client_partner, notified.res_partner_id)

    def test_reminder_of_own_staff_is_no_invitation(self):
        template = self.env.ref("calendar.calendar_template_meeting_reminder")
        before = self._mail_count()
        self.meeting.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.client_partner
        )._notify_attendees(template, notify_author=True)
        self.assertEqual(self._mail_count(), before)

    def test_office_reads(self):
        colleague = self.meeting.with_user(self.other_adviser)
        self.env.invalidate_all()
        self.assertEqual(colleague.read(["name"])[0]["name"], "Krisengespräch")
        self.assertIn("vertraulich", colleague.description)
        self.assertEqual(self.case.with_user(self.other_adviser).meeting_count, 1)

    def test_others_read_nothing(self):
        message = self.meeting.sudo().message_post(body="Streit in der Gruppe")
        attendees = self.meeting.sudo().attendee_ids
        for user in (self.steering, self.accountant, self.rival, self.consultant):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                Event = self.env["calendar.event"].with_user(user)
                self.assertFalse(Event.search([("id", "=", self.meeting.id)]))
                with self.assertRaises(AccessError):
                    Event.browse(self.meeting.id).read(["name", "description"])
                with self.assertRaises(AccessError):
                    message.with_user(user).read(["body"])
                with self.assertRaises(AccessError):
                    attendees.with_user(user).read(["partner_id"])
                with self.assertRaises(AccessError):
                    Event.browse(self.meeting.id).action_sendmail()
                groups = Event._read_group(
                    [("id", "=", self.meeting.id)], ["name"], ["__count"]
                )
                self.assertFalse(groups)

    def test_other_office_reads_nothing(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.meeting.with_user(stranger).read(["name"])

    def test_who_comes_reads_the_meeting_but_not_the_case(self):
        self.env.invalidate_all()
        event = self.meeting.with_user(self.spokesperson)
        self.assertEqual(event.name, "Krisengespräch")
        with self.assertRaises(AccessError):
            event.read(["advisory_id"])
        with self.assertRaises(AccessError):
            event.search([("advisory_id", "=", self.case.id)])

    def test_last_contact(self):
        group = self.initiative
        group.sudo().date_last_contact = self.today - timedelta(days=90)
        self._meet(days=5)
        self.assertEqual(group.date_last_contact, self.today - timedelta(days=90))
        past = self._meet(days=-30)
        start = fields.Datetime.context_timestamp(past, past.start)
        self.assertEqual(group.date_last_contact, start.date())
        # what was planned and has happened since is counted by the cron
        self.env.flush_all()
        later = self._meet(days=2)
        self.env.cr.execute(
            "UPDATE calendar_event SET start = %s WHERE id = %s",
            (self.now - timedelta(days=1), later.id),
        )
        self.env.invalidate_all()
        group._cron_note_meetings()
        self.assertEqual(group.date_last_contact, self.today - timedelta(days=1))

    def test_starting_a_case_is_a_contact(self):
        group = self._make_initiative("Frisch")
        self.assertFalse(group.date_last_contact)
        self._make_case("orientation", state="running", initiative_id=group.id)
        self.assertEqual(group.date_last_contact, self.today)
        self.assertEqual(group.advisory_count, 1)

    def test_portal_gets_time_place_and_title_only(self):
        meetings = (
            self.initiative.with_user(self.spokesperson).sudo()._portal_meetings()
        )
        self.assertEqual(
            meetings,
            [
                {
                    "id": self.meeting.id,
                    "date": self.meeting.start,
                    "stop": self.meeting.stop,
                    "title": "Krisengespräch",
                    "location": "",
                }
            ],
        )

    def test_view_of_the_case(self):
        action = self.case.with_user(self.adviser).action_view_meetings()
        self.assertEqual(action["context"]["default_advisory_id"], self.case.id)
