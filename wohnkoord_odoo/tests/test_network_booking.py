# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .booking_common import BookingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkBooking(BookingCase):
    """Appointments: one at a time, and in step with calendar and case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.user_ids += cls.second

    # -- made --------------------------------------------------------------------------

    def test_entry_and_case(self):
        booking = self._make_booking()
        self.assertEqual(booking.stop, self._at(13, 9, 45))
        self.assertEqual(booking.block_stop, self._at(13, 10))
        event = booking.sudo().event_id
        self.assertEqual((event.start, event.stop), (booking.start, booking.stop))
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.show_as, "busy")
        self.assertEqual(event.user_id, self.adviser)
        self.assertEqual(event.partner_ids, self.adviser.partner_id)
        self.assertEqual(event.attendee_ids.state, "accepted")
        text = f"{event.name} {event.description or ''} {event.location or ''}"
        for secret in ("Ada", "ada@example.org", "anfangen"):
            self.assertNotIn(secret, text)
        case = booking.advisory_id
        self.assertEqual(event.advisory_id, case)
        self.assertEqual(case.level, "orientation")
        self.assertEqual(case.state, "requested")
        self.assertEqual(case.user_id, self.adviser)
        self.assertEqual(case.subject, "Wie fangen wir an?")
        self.assertEqual(case.date_deadline, fields.Date.to_date("2027-01-13"))
        self.assertEqual(case.booking_count, 1)

    def test_nobody_is_written_to(self):
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo()
        notices = self.env["mail.notification"].sudo()
        before = mails.search_count([]), notices.search_count([])
        booking = self._make_booking(user=self.second)
        booking.write({"start": self._at(14, 9)})
        booking.user_id = self.adviser
        booking.action_cancel("Krank.")
        self.env.flush_all()
        self.assertEqual((mails.search_count([]), notices.search_count([])), before)

    def test_case_that_there_is(self):
        case = self._make_case("orientation", state="requested")
        booking = self._make_booking(advisory_id=case.id)
        self.assertEqual(booking.advisory_id, case)
        self.assertFalse(booking.has_own_case)
        self.assertEqual(booking.sudo().event_id.advisory_id, case)
        other = self._make_case("orientation", state="requested")
        booking.advisory_id = other
        self.assertEqual(booking.sudo().event_id.advisory_id, other)

    def test_script_is_text(self):
        booking = self._make_booking(concern="<script>alert(1)</script><b>laut</b>")
        self.assertNotIn("<script", booking.advisory_id.note)
        self.assertIn("&lt;script", booking.advisory_id.note)

    # -- one at a time -----------------------------------------------------------------

    def test_no_two_at_once(self):
        booking = self._make_booking()
        for start in (
            booking.start,
            booking.start + timedelta(minutes=59),
            booking.start - timedelta(minutes=59),
        ):
            with self.assertRefused("another appointment|overlap_exclude"):
                self._make_booking(start=start)
        self._make_booking(start=booking.start + timedelta(minutes=60))
        self._make_booking(start=booking.start, user=self.second)

    def test_attacks(self):
        """Whatever the way in: write, import, copy, state."""
        booking = self._make_booking()
        other = self._make_booking(13, 13)
        refused = "another appointment|overlap_exclude"
        with self.assertRefused(refused):
            other.start = booking.start
        with self.assertRefused(refused):
            booking.stop = other.start + timedelta(minutes=5)
        third = self._make_booking(user=self.second)
        with self.assertRefused(refused):
            third.user_id = self.adviser
        with self.assertRefused(refused):
            third.write({"user_id": self.adviser.id, "start": other.start})
        with self.assertRefused(refused):
            booking.copy()
        with self.assertRefused():
            (booking | other).write({"start": self._at(15, 9)})
        with mute_logger("odoo.sql_db"):
            result = booking.load(
                [
                    "type_id/.id",
                    "user_id/.id",
                    "start",
                    "channel",
                ],
                [
                    [
                        str(self.kind.id),
                        str(self.adviser.id),
                        "2027-01-13 09:00:00",  # in the user's time zone
                        "desk",
                    ]
                ],
            )
        self.assertFalse(result["ids"])
        other.action_cancel()
        with self.assertRefused("not set by hand"):
            other.state = "booked"
        with self.assertRefused("not possible"):
            other.start = self._at(15, 9)
        with self.assertRefused("starts as"):
            self._make_booking(14, 9, state="attended")
        made = booking.with_context(default_state="cancelled").create(
            {"type_id": self.kind.id, "start": self._at(14, 10)}
        )
        self.assertEqual(made.state, "booked", "no context key opens a gate")

    def test_kept_by_the_system(self):
        booking = self._make_booking()
        for name, value in {
            "block_stop": booking.start,
            "event_id": False,
            "company_id": self.other_company.id,
            "needs_notice": True,
            "cancelled_by": "person",
            "date_told": fields.Datetime.now(),
            "date_reminded": fields.Datetime.now(),
            "date_anonymised": fields.Datetime.now(),
            "has_own_case": False,
        }.items():
            with self.subTest(name), self.assertRefused("kept by the system"):
                booking.write({name: value})
            with self.subTest(name), self.assertRefused("kept by the system"):
                self._make_booking(14, 9, **{name: value})
        other = self._make_kind(name="Anders")
        with self.assertRefused("keeps its type"):
            booking.type_id = other

    def test_times_make_sense(self):
        booking = self._make_booking()
        with self.assertRefused("ends after|times_check"):
            booking.stop = booking.start
        with self.assertRefused("At least one|people_check"):
            booking.people_count = 0
        with self.assertRefused("not held that way"):
            booking.channel = "video"

    def test_own_advisers_only(self):
        for user in (self.other_adviser, self.consultant):
            with self.assertRefused("Not an adviser"):
                self._make_booking(user=user)
            with self.assertRefused("Not an adviser"):
                self.kind.user_ids += user

    # -- who it is ---------------------------------------------------------------------

    def test_possibly_known(self):
        known = self._make_person("Ada Anruf")
        known.email = "ADA@example.org"
        foreign = self._make_person("Ada Fremd", self.other_company)
        foreign.email = "ada@example.org"
        booking = self._make_booking()
        self.assertFalse(booking.partner_id, "never matched by itself")
        self.assertEqual(booking.possible_partner_ids, known)
        booking.action_use_partner()
        self.assertEqual(booking.partner_id, known)
        self.assertEqual(booking.advisory_id.partner_id, known)
        self.assertFalse(booking.possible_partner_ids)

    def test_possibly_known_by_phone(self):
        known = self._make_person("Tilo", phone="+49 341 123456")
        booking = self._make_booking(email=False, phone="0341 / 12 34 56")
        self.assertEqual(booking.possible_partner_ids, known)
        self.assertEqual(booking.possible_partner_reason, "same phone number")

    def test_possibly_known_by_name(self):
        """The same rules as for enquiries, and a constant number of queries."""
        known = self._make_person("anruf, ADA")
        known.email = "anders@example.org"
        bookings = self._make_booking()
        self.assertEqual(bookings.possible_partner_ids, known)
        self.assertEqual(bookings.possible_partner_reason, "same name")
        for hour in (10, 11):
            bookings |= self._make_booking(hour=hour)

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.mapped("possible_partner_count")
            return self.cr.sql_log_count - before

        queries(bookings)
        self.assertEqual(queries(bookings), queries(bookings[0]))

    def test_somebody_new(self):
        booking = self._make_booking()
        booking.action_make_partner()
        self.assertEqual(booking.partner_id.company_id, self.company)
        self.assertEqual(booking.advisory_id.partner_id, booking.partner_id)
        with self.assertRefused("already"):
            booking.action_make_partner()
        with self.assertRefused("needs a name"):
            self._make_booking(14, 9, name=False).action_make_partner()

    def test_contact_of_the_office(self):
        known = self._make_person("Ada Anruf", phone="0341 123")
        booking = (
            self.env["wohnkoord.booking"]
            .with_user(self.adviser)
            .create(
                {
                    "type_id": self.kind.id,
                    "start": self._at(13, 9),
                    "partner_id": known.id,
                }
            )
        )
        self.assertEqual(booking.name, "Ada Anruf")
        self.assertEqual(booking.email, "ada.anruf@example.org")
        foreign = self._make_person("Fremd", self.other_company)
        with self.assertRefused("", (UserError, ValidationError)):
            booking.partner_id = foreign

    # -- who may -----------------------------------------------------------------------

    def test_access(self):
        booking = self._make_booking()
        self.assertEqual(booking.with_user(self.second).name, "Ada Anruf")
        self.env.invalidate_all()
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
            self.other_adviser,
        ):
            with self.subTest(user=user.login):
                for record in (booking, self.kind):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["display_name"])
                for method in ("action_cancel", "action_tell", "action_make_partner"):
                    with self.assertRaises(AccessError):
                        getattr(booking.with_user(user), method)()
                with self.assertRaises(AccessError):
                    booking.with_user(user).write({"start": self._at(14, 9)})

    def test_types_are_the_heads(self):
        with self.assertRaises(AccessError):
            self.kind.with_user(self.adviser).duration = 30
        self.kind.with_user(self.manager).duration = 30

    def test_hours_are_the_heads_of_the_own_office(self):
        """Core lets nobody but administrators keep working hours; here the head does."""
        manager, Leave = self.manager, self.env["resource.calendar.leaves"]
        hours = self.hours.with_user(manager)
        hours.name = "Neue Zeiten"
        hours.attendance_ids[0].hour_from = 8.5
        resource = self.env["resource.resource"].with_user(manager)
        resource.create(
            {"name": "B", "user_id": self.adviser.id, "calendar_id": hours.id}
        )
        day = {"date_from": self._at(13, 0), "date_to": self._at(13, 23)}
        closed = Leave.with_user(manager).create({"name": "Feiertag", **day})
        self.assertEqual(self._free(13), [])
        foreign = self.other_company.resource_calendar_id
        with self.assertRaises(AccessError):
            foreign.with_user(manager).name = "Gekapert"
        with self.assertRaises(AccessError):
            foreign.attendance_ids[:1].with_user(manager).hour_from = 1
        for user in (self.adviser, self.steering):
            with self.assertRaises(AccessError):
                self.hours.with_user(user).name = "Gekapert"
            with self.assertRaises(AccessError):
                closed.with_user(user).unlink()

    def test_type_of_another_office(self):
        kind = self.env["wohnkoord.booking.type"].create(
            {
                "name": "Zwei",
                "company_id": self.other_company.id,
                "user_ids": [Command.set(self.other_adviser.ids)],
            }
        )
        with self.assertRefused("", (AccessError, UserError)):
            self._make_booking(type_id=kind.id)

    def test_settings_make_sense(self):
        for values in (
            {"duration": 0},
            {"buffer": -1},
            {"grid": 0},
            {"notice_hours": -1},
            {"days_ahead": 0},
            {"has_desk": False, "has_phone": False},
            {"video_url": "javascript:alert(1)"},
        ):
            with self.subTest(values), self.assertRefused():
                self._make_kind(**values)
        with self.assertRefused():
            self.company.wohnkoord_booking_open_max = 0
