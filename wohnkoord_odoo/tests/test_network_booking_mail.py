# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

import vobject
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.wohnkoord_odoo.models.network_booking_actions import SlotTaken

from .booking_common import NOW, BookingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkBookingMail(BookingCase):
    """What a person does by link, what is written to them, and what is forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.user_ids += cls.second
        cls.kind.has_video = True
        # counts are made in a transaction of their own, which does not see this test
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["wohnkoord.rate.limit"], "_allow", lambda *args: True
            )
        )

    def _vals(self, **values):
        return {
            "name": "Ada Anruf",
            "email": "ada@example.org",
            "phone": "0341 123456",
            "concern": "Wie fangen wir an?",
            "channel": "desk",
            "people_count": 2,
            "language": "en_US",
            **values,
        }

    def _book(self, day=13, hour=9, case=None, user=None, **values):
        return (
            self.env["wohnkoord.booking"]
            .sudo()
            ._book(
                self.kind.sudo(), self._at(day, hour), self._vals(**values), case, user
            )
        )

    # -- booked ------------------------------------------------------------------------

    def test_book(self):
        booking = self._book()
        self.assertEqual(booking.start, self._at(13, 9))
        self.assertEqual(booking.partner_id.name, "Ada Anruf")
        self.assertEqual(booking.partner_id.company_id, self.company)
        self.assertEqual(booking.advisory_id.partner_id, booking.partner_id)
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("Wednesday, January 13, 2027, 9:00", mail.subject)
        self.assertIn("/booking/", mail.body_html)
        self.assertIn(booking.user_id.name, mail.body_html)
        self.assertTrue(booking.date_told)

    def test_calendar_file(self):
        booking = self._book()
        event = vobject.readOne(self._mails().attachment_ids.raw.decode()).vevent
        self.assertEqual(
            event.dtstart.value.replace(tzinfo=None), self._at(13, 9), "in UTC"
        )
        self.assertEqual(event.dtend.value - event.dtstart.value, timedelta(minutes=45))
        self.assertIn("/booking/", event.description.value)
        self.assertNotIn(self.adviser.email, self._mails().attachment_ids.raw.decode())
        uid = event.uid.value
        booking._move_by_person(self._at(14, 9))
        moved = vobject.readOne(self._mails()[-1].attachment_ids.raw.decode()).vevent
        self.assertEqual(moved.uid.value, uid, "the calendar follows the move")
        self.assertNotIn("Ada", moved.serialize())

    def test_shared_out(self):
        """Who has fewer appointments is asked first."""
        first = self._book()
        second = self._book(13, 11, email="bob@example.org")
        self.assertNotEqual(first.user_id, second.user_id)
        both = self._book(14, 9, email="c@example.org") + self._book(
            14, 9, email="d@example.org"
        )
        self.assertEqual(both.user_id, self.adviser + self.second)
        with self.assertRaises(SlotTaken):
            self._book(14, 9, email="e@example.org")

    def test_chosen_adviser(self):
        self.assertEqual(self._book(user=self.second).user_id, self.second)
        with self.assertRaises(SlotTaken):
            self._book(user=self.second, email="bob@example.org")

    def test_only_what_is_offered(self):
        self.kind.days_ahead = 7
        for day, hour in ((13, 12), (13, 7), (16, 9), (11, 11), (12, 9), (19, 9)):
            with self.subTest(f"{day}. {hour}"), self.assertRaises(SlotTaken):
                self._book(day, hour)
        with self.assertRaises(SlotTaken):
            self.env["wohnkoord.booking"].sudo()._book(
                self.kind.sudo(), self._at(13, 9, 7), self._vals()
            )
        self._make_event(13, 9)
        self._make_event(13, 9, user=self.second)
        with self.assertRaises(SlotTaken):
            self._book()

    def test_constraint_behind_the_queue(self):
        """If somebody got past the look at what is free, PostgreSQL still refuses."""
        self._book(user=self.adviser)
        kind = self.env.registry["wohnkoord.booking.type"]
        slots = {self._at(13, 9): self.adviser.ids}
        with (
            patch.object(kind, "_free_slots", lambda *args: slots),
            self.assertLogs("odoo.sql_db", "ERROR"),
            self.assertRaises(SlotTaken),
        ):
            self._book(email="bob@example.org")
        slots = {self._at(13, 9): (self.adviser + self.second).ids}
        with (
            patch.object(kind, "_free_slots", lambda *args: slots),
            self.assertLogs("odoo.sql_db", "ERROR"),
            patch.object(
                self.env.registry["wohnkoord.booking"],
                "_advisers",
                lambda *args: (self.adviser + self.second).ids,
            ),
        ):
            booking = self._book(email="bob@example.org")
        self.assertEqual(booking.user_id, self.second, "the next one is asked")
        self.assertEqual(len(self._mails("bob@example.org")), 1)

    def test_known_person_is_not_merged(self):
        known = self._make_person("Ada Anruf")
        known.email = "ada@example.org"
        booking = self._book()
        self.assertFalse(booking.partner_id)
        self.assertEqual(booking.possible_partner_ids, known)
        self.assertEqual(
            self.env["res.partner"].search_count(
                [("email_normalized", "=", "ada@example.org")]
            ),
            1,
        )

    def test_anonymous(self):
        booking = self._book(name="")
        self.assertFalse(booking.partner_id)
        self.assertFalse(booking.advisory_id.partner_id)

    def test_one_open_appointment_per_address(self):
        booking = self._book()
        self.assertFalse(self._book(14, 9))
        self.assertEqual(len(booking.search([("email", "=", "ada@example.org")])), 1)
        mail = self._mails()[-1]
        self.assertIn("already", mail.subject)
        self.assertIn("January 13, 2027", mail.body_html)
        # whose address it is makes no difference to what is answered
        with self.assertRaises(SlotTaken):
            self._book(16, 9)
        self.company.wohnkoord_booking_open_max = 2
        self.assertTrue(self._book(14, 9))

    def test_who_asked_is_who_comes(self):
        asker = self._make_person("Ada Anruf", email="ada@example.org")
        case = self._make_case("orientation", state="requested").sudo()
        case.partner_id = asker
        booking = self._book(case=case, email="ada@example.org")
        self.assertEqual(booking.partner_id, asker)
        self.assertFalse(booking.possible_partner_count)
        other = self._make_case("orientation", state="requested").sudo()
        other.partner_id = asker
        booking = self._book(14, 9, case=other, email="bob@example.org")
        self.assertFalse(booking.partner_id, "another address is another person's")

    def test_for_the_case_of_an_enquiry(self):
        case = self._make_case("orientation", state="requested").sudo()
        Booking = self.env["wohnkoord.booking"].sudo()
        token = case._booking_token()
        self.assertEqual(Booking._case_of_token(token, self.company), case)
        self.assertFalse(Booking._case_of_token(token, self.other_company))
        self.assertFalse(Booking._case_of_token("x" + token, self.company))
        booking = self._book(case=case, name="")
        self.assertEqual(booking.advisory_id, case)
        self.assertFalse(self._book(14, 9, case=case, email="bob@example.org"))
        self.assertFalse(booking.partner_id, "nobody is known to have that address")
        case.action_cancel()
        self.assertFalse(Booking._case_of_token(token, self.company))

    # -- by link -----------------------------------------------------------------------

    def test_link(self):
        Booking = self.env["wohnkoord.booking"]
        booking = self._book()
        token = booking._link_token()
        self.assertEqual(Booking._of_token(token, self.company), booking)
        self.assertFalse(Booking._of_token(token, self.other_company))
        self.assertFalse(Booking._of_token(token[:-2] + "AA", self.company))
        case_token = booking.advisory_id._booking_token()
        self.assertFalse(Booking._of_token(case_token, self.company))
        with freeze_time(booking.stop + timedelta(minutes=1)):
            self.assertFalse(Booking._of_token(token, self.company), "it is over")

    def test_link_ends_with_the_moved_appointment(self):
        booking = self._book(20, 9)
        token = booking._link_token()
        booking._move_by_person(self._at(13, 9))
        with freeze_time(self._at(13, 11)):
            self.assertFalse(
                self.env["wohnkoord.booking"]._of_token(token, self.company)
            )

    def test_move(self):
        booking = self._book(user=self.second)
        booking._move_by_person(self._at(14, 13))
        self.assertEqual(booking.start, self._at(14, 13))
        self.assertEqual(booking.user_id, self.second, "the same adviser if possible")
        self.assertFalse(booking.needs_notice)
        self.assertIn("moved", self._mails()[-1].subject)
        self.assertTrue(self._book(email="bob@example.org", user=self.second))

    def test_move_to_an_overlapping_time(self):
        self.kind.grid = 15
        booking = self._book()
        booking._move_by_person(self._at(13, 9, 15))
        self.assertEqual(booking.start, self._at(13, 9, 15))

    def test_move_keeps_what_it_has(self):
        booking = self._book(user=self.adviser)
        self._book(14, 9, email="bob@example.org")
        self._book(14, 9, email="cleo@example.org")
        with self.assertRaises(SlotTaken):
            booking._move_by_person(self._at(14, 9))
        self.assertEqual(booking.start, self._at(13, 9))
        self.assertEqual(booking.event_id.start, self._at(13, 9))

    def test_cancel(self):
        booking = self._book(user=self.adviser)
        event = booking.event_id
        self.assertTrue(booking._cancel_by_person())
        self.assertFalse(booking._cancel_by_person())
        self.assertEqual(booking.cancelled_by, "person")
        self.assertFalse(booking.needs_notice, "they know")
        self.assertFalse(event.active)
        self.assertEqual(booking.advisory_id.state, "cancelled")
        self.assertEqual(len(self._mails()), 2)
        self.assertTrue(self._book(user=self.adviser))
        with self.assertRefused("not possible"):
            booking._move_by_person(self._at(14, 9))

    def test_cancel_leaves_other_cases(self):
        case = self._make_case("orientation", state="requested").sudo()
        self._book(case=case)._cancel_by_person()
        self.assertEqual(case.state, "requested")
        booking = self._book()
        booking.advisory_id.action_start()
        booking._cancel_by_person()
        self.assertEqual(booking.advisory_id.state, "running")

    # -- reminded ----------------------------------------------------------------------

    def _remind(self, at):
        with freeze_time(at):
            done = self.env["wohnkoord.booking"]._remind_batch(self.company)
        return done

    def test_reminder_once(self):
        booking = self._book()
        self.assertEqual(self._remind(self._at(12, 8)), 0, "25 hours before")
        self.assertEqual(self._remind(self._at(12, 10)), 1)
        self.assertEqual(self._remind(self._at(12, 11)), 0)
        self.assertTrue(booking.date_reminded)
        reminders = self._mails().filtered(lambda m: "Reminder" in m.subject)
        self.assertEqual(len(reminders), 1)

    def test_reminder_and_date_are_one(self):
        """A kill between the mail and its date: neither is there."""
        booking = self._book()
        self.env.flush_all()
        before = len(self._mails())
        kind = self.env.registry["wohnkoord.booking"]
        with (
            patch.object(kind, "_send", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
            self.cr.savepoint(),
        ):
            self._remind(self._at(12, 10))
        booking.invalidate_recordset()
        self.assertFalse(booking.date_reminded)
        self.assertEqual(len(self._mails()), before)

    def test_no_reminder(self):
        """Not right after the confirmation, nor to whom nothing was written."""
        self.kind.notice_hours = 0
        self._book(12, 9)  # within the day
        self._make_booking(12, 10, user=self.second, email="tel@example.org")
        cancelled = self._book(12, 11, email="c@example.org")
        cancelled._cancel_by_person()
        moved = self._book(12, 13, email="m@example.org")
        moved.start = self._at(12, 14)
        self._remind(self._at(11, 15))
        mails = self.env["mail.mail"].sudo().search([])
        self.assertFalse(mails.filtered(lambda m: "Reminder" in (m.subject or "")))
        self.assertFalse(moved.date_reminded, "it may be due once they were told")

    def test_reminder_after_a_move(self):
        booking = self._book(13, 9)
        self._remind(self._at(12, 10))
        with freeze_time(self._at(12, 11)):
            booking._move_by_person(self._at(20, 9))
        self._remind(self._at(19, 10))
        reminders = self._mails().filtered(lambda m: "Reminder" in m.subject)
        self.assertEqual(len(reminders), 2)

    def test_reminders_by_the_cron(self):
        self._book()
        self._book(13, 10, email="bob@example.org")
        cron = self.env.ref("wohnkoord_odoo.ir_cron_booking_remind")
        with self.enter_registry_test_mode(), freeze_time(self._at(12, 10, 30)):
            cron.method_direct_trigger()
        subjects = self.env["mail.mail"].sudo().search([]).mapped("subject")
        self.assertEqual(len([s for s in subjects if "Reminder" in (s or "")]), 2)

    # -- forgotten ---------------------------------------------------------------------

    def test_anonymise(self):
        booking = self._book()
        booking.message_post(body="Ada hat angerufen")
        recent = self._book(20, 9, email="bob@example.org")
        later = NOW + timedelta(days=366 + 2)
        with freeze_time(later):
            done = self.env["wohnkoord.booking"]._anonymise_batch(self.company)
            again = self.env["wohnkoord.booking"]._anonymise_batch(self.company)
        self.assertEqual((done, again), (1, 0))
        for name in ("name", "email", "phone", "concern", "partner_id"):
            self.assertFalse(booking[name], name)
        self.assertFalse(booking.email_normalized)
        self.assertEqual(booking.start, self._at(13, 9), "the figures stay")
        self.assertFalse(booking.message_ids.filtered(lambda m: "Ada" in m.body))
        self.assertTrue(recent.email)

    def test_anonymise_never(self):
        booking = self._book()
        self.company.wohnkoord_booking_keep_months = 0
        cron = self.env.ref("wohnkoord_odoo.ir_cron_booking_anonymise")
        with self.enter_registry_test_mode(), freeze_time(NOW + timedelta(days=900)):
            cron.method_direct_trigger()
            self.assertTrue(booking.email)
            self.company.wohnkoord_booking_keep_months = 12
            cron.method_direct_trigger()
        self.assertFalse(booking.email)

    def test_words(self):
        booking = self._book(channel="phone")
        self.assertIn("0341 123456", booking._where())
        booking.channel = "video"
        self.assertIn("before", booking._where())
        self.kind.video_url = "https://video.example.org/raum"
        self.assertIn("video.example.org", booking._where())
        self.env["res.lang"]._activate_lang("de_DE")
        german = booking.with_context(lang="de_DE")
        self.assertEqual(german._when(), "Mittwoch, 13. Januar 2027, 09:00 Uhr")
