# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .booking_common import BookingCase


class RoomCase(BookingCase):
    """Rooms of the office; it is Monday, 11 January 2027."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room, cls.hall = cls.env["wohnkoord.room"].create(
            [
                {
                    "name": "Raum",
                    "place": "Musterstraße 1",
                    "capacity": 3,
                    "is_step_free": True,
                },
                {"name": "Saal", "capacity": 30},
            ]
        )

    def _meet(self, hour=10, day=20, hours=1, **values):
        start = self._at(day, hour)
        return (
            self.env["calendar.event"]
            .with_user(self.adviser)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Beratung",
                    "start": start,
                    "stop": start + timedelta(hours=hours),
                    "advisory_id": self.case.id,
                    "room_id": self.room.id,
                    **values,
                }
            )
        )

    def _all_day(self, first, last=None, **values):
        last = last or first
        return self._meet(
            allday=True,
            start_date=first,
            stop_date=last,
            start=datetime.combine(first, datetime.min.time()),
            stop=datetime.combine(last, datetime.min.time()),
            **values,
        )

    def _series(self, hour=10, **values):
        return self._meet(
            hour,
            recurrency=True,
            rrule_type_ui="daily",
            rrule_type="daily",
            interval=1,
            end_type="count",
            count=3,
            event_tz="Europe/Berlin",
            **values,
        )

    def _refused(self, job):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            job()
            self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRoom(RoomCase):
    def test_roles(self):
        self.assertTrue(self.room.with_user(self.adviser).display_name)
        with self.assertRaises(AccessError):
            self.room.with_user(self.adviser).capacity = 9
        self.room.with_user(self.manager).capacity = 9
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                self.room.with_user(user).read(["name"])
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        rooms = self.env["wohnkoord.room"].with_user(other)
        self.assertFalse(rooms.search([]))
        foreign = rooms.create({"name": "Fremd"})
        with self.assertRaises(ValidationError):
            self._meet(room_id=foreign.id)

    def test_place_in_words(self):
        event = self._meet()
        self.assertEqual(event.meeting_mode, "on_site")
        self.assertEqual(event.location, "Raum, Musterstraße 1")
        event.room_id = self.hall
        self.assertEqual(event.location, "Saal")
        event.meeting_mode = "phone"
        self.assertFalse(event.room_id)
        self.assertEqual(event.location, "By phone")
        event.meeting_mode = "on_site"
        self.assertFalse(event.location)
        typed = self._meet(room_id=False, meeting_mode="on_site", location="Café")
        self.assertEqual(typed.location, "Café")
        typed.meeting_mode = "on_site"
        self.assertEqual(typed.location, "Café", "what somebody typed stays")
        told = self._meet(12, location="Treffpunkt: Tor")
        self.assertEqual(told.location, "Treffpunkt: Tor")
        with self.assertRaises(ValidationError):
            self._meet(14, meeting_mode="video")
        [page] = [m for m in self.initiative._portal_meetings() if m["id"] == event.id]
        self.assertIn("location", page)

    def test_invitation_names_the_room(self):
        event = self._meet()
        event.action_sendmail()
        attendee = event.attendee_ids[:1]
        template = self.env.ref("calendar.calendar_template_meeting_invitation")
        [body] = template._render_field("body_html", attendee.ids).values()
        self.assertIn("Raum, Musterstraße 1", body)

    def test_form(self):
        view = "calendar.view_calendar_event_form"
        events = self.env["calendar.event"].with_user(self.adviser)
        with Form(events.with_context(default_advisory_id=self.case.id), view) as form:
            self.assertEqual(form.meeting_mode, "on_site")
            form.name = "Beratung"
            form.room_id = self.room
            self.assertEqual(form.location, "Raum, Musterstraße 1")
            form.meeting_mode = "video"
            self.assertFalse(form.room_id)
            self.assertEqual(form.location, "By video")

    def test_one_meeting_at_a_time(self):
        event = self._meet(10)
        self._meet(11)  # one after the other
        self._meet(10, room_id=self.hall.id)
        self._refused(lambda: self._meet(9, hours=2))
        other = self._meet(14)
        self._refused(lambda: other.write({"start": self._at(20, 10, 30)}))
        self._refused(lambda: other.sudo().write({"start": self._at(20, 10, 30)}))
        elsewhere = self._meet(10, day=21)
        self._refused(
            lambda: elsewhere.write(
                {"start": self._at(20, 10), "stop": self._at(20, 10, 5)}
            )
        )
        # an archived meeting gives its room free, and gets it back if it is free
        event.active = False
        again = self._meet(10)
        self._refused(lambda: event.write({"active": True}))
        again.unlink()
        event.active = True
        # meetings of no case count as well
        self._refused(lambda: self._meet(10, advisory_id=False))
        # a copy takes no room
        self.assertFalse(event.copy().room_id)
        self._refused(self.room.unlink)

    def test_whole_days(self):
        day = date(2027, 1, 20)
        whole = self._all_day(day)
        # from midnight to midnight in Berlin, in winter an hour before the server's
        self._refused(lambda: self._meet(0))
        self._refused(lambda: self._meet(23, hours=0.5))
        self._meet(23, day=19)
        self._meet(0, day=21)
        self._refused(lambda: self._all_day(date(2027, 1, 18), day))
        whole.active = False
        late = self._meet(23)
        self._refused(lambda: whole.write({"active": True}))
        late.unlink()
        # in summer two hours before
        self._all_day(date(2027, 7, 1))
        start = self._at(1, 0, month=7)
        self._refused(
            lambda: self._meet(start=start, stop=start + timedelta(minutes=30))
        )
        self._meet(start=start - timedelta(minutes=30), stop=start)

    def test_series(self):
        first = self._series()
        self.assertEqual(len(first.recurrence_id.calendar_event_ids), 3)
        self.assertTrue(all(e.room_id for e in first.recurrence_id.calendar_event_ids))
        self._refused(lambda: self._meet(10, day=22))
        self._refused(lambda: self._series(10))
        other = self._series(12)
        self._refused(
            lambda: other.write(
                {
                    "recurrence_update": "all_events",
                    "start": self._at(20, 10, 30),
                    "stop": self._at(20, 11, 30),
                }
            )
        )
        # every one takes a place that another one of the series leaves
        first.write(
            {
                "recurrence_update": "all_events",
                "start": self._at(21, 10),
                "stop": self._at(21, 11),
            }
        )
        events = first.exists().recurrence_id.calendar_event_ids or (
            self.env["calendar.event"].search(
                [("room_id", "=", self.room.id), ("start", "=", self._at(21, 10))]
            )
        )
        self.assertTrue(events)
        self._refused(lambda: self._meet(10, day=23))

    def test_hints(self):
        event = self._meet()
        self.assertFalse(event.room_hint)
        people = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(4)]
        )
        event.partner_ids = [Command.set(people.ids)]
        self.assertIn("for 3 persons; 4 come", event.room_hint)
        form = Form(
            self.env["calendar.event"].with_user(self.second),
            "calendar.view_calendar_event_form",
        )
        form.start = self._at(20, 10, 30)
        form.stop = self._at(20, 11, 30)
        form.room_id = self.room
        self.assertIn("taken at that time", form.room_hint)
        form.room_id = self.hall
        self.assertFalse(form.room_hint)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRoomBooking(RoomCase):
    def test_how_they_meet(self):
        booking = self._make_booking()
        self.assertEqual(booking.event_id.meeting_mode, "on_site")
        by_phone = self._make_booking(hour=11, channel="phone", phone="0341 1")
        self.assertEqual(by_phone.event_id.meeting_mode, "phone")
        self.assertEqual(by_phone.event_id.location, "By phone")
        booking.event_id.room_id = self.room
        self.assertIn("Raum, Musterstraße 1", booking._where())
        self.assertIn(b"Raum", booking._ics())
        booking.channel = "phone"
        self.assertEqual(booking.event_id.meeting_mode, "phone")
        self.assertFalse(booking.event_id.room_id)

    def test_moved(self):
        booking = self._make_booking()
        booking.event_id.room_id = self.room
        booking.sudo()._move_by_person(self._at(13, 10))
        self.assertEqual(booking.event_id.room_id, self.room)
        self._meet(
            11,
            day=13,
            user_id=self.second.id,
            partner_ids=[],
            advisory_id=False,
        )
        booking.sudo()._move_by_person(self._at(13, 11))
        self.assertEqual(booking.start, self._at(13, 11))
        self.assertFalse(booking.event_id.room_id, "the office chooses another one")
        booking.event_id.room_id = self.hall
        booking.user_id = self.second
        self.assertEqual(booking.event_id.user_id, self.second)
        self.assertEqual(booking.event_id.room_id, self.hall)
