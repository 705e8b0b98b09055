# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .booking_common import BookingCase

DAY = [8, 9, 10, 11, 13, 14, 15, 16]


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkBookingSlots(BookingCase):
    """Free times: working hours less holidays, calendar entries and appointments."""

    def _leave(self, day, hour_from, hour_to, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Frei",
                "date_from": self._at(day, hour_from),
                "date_to": self._at(day, hour_to),
                "calendar_id": self.hours.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def test_working_hours(self):
        self.assertEqual(self._free(13), DAY)
        self.assertEqual(self._free(16), [], "nobody works on Saturday")

    def test_grid_and_duration(self):
        self.kind.grid = 30
        self.assertEqual(
            self._free(13)[:7],
            [8, 8.5, 9, 9.5, 10, 10.5, 11],
            "11:30 would be too late",
        )
        self.kind.duration = 240
        self.assertEqual(self._free(13), [8, 13])
        self.kind.duration = 241
        self.assertEqual(self._free(13), [])

    def test_notice(self):
        """It is Monday at 10; with 24 hours the first time is Tuesday at 10."""
        self.assertEqual(self._free(11), [])
        self.assertEqual(self._free(12), [10, 11, 13, 14, 15, 16])
        self.kind.notice_hours = 0
        self.assertEqual(self._free(11), [10, 11, 13, 14, 15, 16])

    def test_horizon(self):
        self.kind.days_ahead = 3
        self.assertEqual(self._free(14), DAY, "the last day counts as a whole")
        self.assertEqual(self._free(15), [])

    def test_public_holiday(self):
        self._leave(13, 0, 23)
        self._leave(14, 8, 10)
        self.assertEqual(self._free(13), [])
        self.assertEqual(self._free(14)[:2], [10, 11])

    def test_holiday_for_all_working_hours(self):
        self._leave(13, 0, 23, calendar_id=False)
        self.assertEqual(self._free(13), [])

    def test_holiday_of_another_office(self):
        leave = self._leave(13, 0, 23, calendar_id=False)
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET company_id = %s WHERE id = %s",
            (self.other_company.id, leave.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self._free(13), DAY)

    def test_own_working_hours_and_absence(self):
        own = self._make_hours("Nur vormittags")
        own.attendance_ids.filtered(lambda a: a.day_period == "afternoon").unlink()
        resource = self.env["resource.resource"].create(
            {
                "name": "Beratung",
                "user_id": self.adviser.id,
                "calendar_id": own.id,
                "company_id": self.company.id,
                "tz": "Europe/Berlin",
            }
        )
        self.assertEqual(self._free(13), [8, 9, 10, 11])
        self._leave(13, 0, 10, calendar_id=own.id, resource_id=resource.id)
        self.assertEqual(self._free(13), [10, 11])
        self.kind.user_ids += self.second
        self.assertEqual(self._free(13), DAY, "the other one works as the office does")

    def test_consultation_hours(self):
        narrow = self._make_hours("Sprechzeiten")
        narrow.attendance_ids.filtered(lambda a: a.dayofweek != "2").unlink()
        self.kind.calendar_id = narrow
        self.assertEqual(self._free(13), DAY)
        self.assertEqual(self._free(14), [])

    def test_busy_in_the_calendar(self):
        self._make_event(13, 9)
        # 15 minutes are kept free before and after
        self.assertEqual(self._free(13), [8, 11, 13, 14, 15, 16])
        self.kind.buffer = 0
        self.assertEqual(self._free(13), [8, 10, 11, 13, 14, 15, 16])

    def test_free_in_the_calendar(self):
        self._make_event(13, 9, show_as="free")
        event = self._make_event(13, 10)
        event.attendee_ids.sudo().state = "declined"
        gone = self._make_event(13, 11)
        gone.active = False
        self.assertEqual(self._free(13), DAY)

    def test_whole_day_in_the_calendar(self):
        self._make_event(
            13,
            0,
            allday=True,
            start_date=date(2027, 1, 13),
            stop_date=date(2027, 1, 14),
        )
        self.assertEqual(self._free(12)[-1], 16)
        self.assertEqual(self._free(13), [])
        self.assertEqual(self._free(14), [])
        self.assertEqual(self._free(15), DAY)

    def test_meeting_that_repeats(self):
        self._make_event(
            12,
            8,
            hours=4,
            recurrency=True,
            rrule_type="weekly",
            tue=True,
            end_type="count",
            count=3,
        )
        for day, expected in ((12, DAY[4:]), (19, DAY[4:]), (20, DAY)):
            self.assertEqual(self._free(day), expected, day)

    def test_meeting_over_several_days(self):
        self._make_event(12, 15, hours=46)
        self.assertEqual(self._free(12), [10, 11, 13, 14])
        self.assertEqual(self._free(13), [])
        self.assertEqual(self._free(14), [14, 15, 16])

    def test_other_appointments(self):
        booking = self._make_booking(13, 9)
        self.assertEqual(self._free(13), [8, 10, 11, 13, 14, 15, 16])
        # its own time is free for the appointment that is to be moved
        slots = self.kind.sudo()._free_slots(booking=booking)
        self.assertIn(booking.start, slots)
        booking.action_cancel()
        self.assertEqual(self._free(13), DAY)

    def test_appointment_of_another_type(self):
        other = self._make_kind(name="Kurzgespräch", duration=15, buffer=60)
        self._make_booking(13, 9, type_id=other.id)
        self.assertEqual(self._free(13), [8, 11, 13, 14, 15, 16])

    def test_summer_time_begins(self):
        """The clock goes from 2 to 3 on Sunday, 28 March 2027."""
        with freeze_time(datetime(2027, 3, 20, 9)):
            self.assertEqual(self._free(26, month=3), DAY)
            self.assertEqual(self._free(29, month=3), DAY)
            friday = self.kind.sudo()._free_slots(self._at(26, 0, month=3))
        self.assertIn(datetime(2027, 3, 26, 7), friday, "8 in winter is 7 UTC")
        self.assertIn(datetime(2027, 3, 29, 6), friday, "8 in summer is 6 UTC")
        self.assertNotIn(datetime(2027, 3, 29, 16), friday)

    def test_the_day_of_the_change(self):
        """An office that is open on that very Sunday, also in the hour that is not."""
        sunday = self._make_hours("Sonntags")
        sunday.attendance_ids.unlink()
        for hour_from, hour_to in ((1, 4), (8, 10)):
            self.env["resource.calendar.attendance"].create(
                {
                    "name": "Nachts",
                    "calendar_id": sunday.id,
                    "dayofweek": "6",
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    "day_period": "morning",
                }
            )
        self.company.resource_calendar_id = sunday
        with freeze_time(datetime(2027, 3, 20, 9)):
            self.assertEqual(self._free(28, month=3), [1, 3, 8, 9], "there is no 2")
        with freeze_time(datetime(2027, 10, 20, 9)):
            self.assertEqual(
                self._free(31, month=10), [1, 2, 2, 3, 8, 9], "there are two of 2"
            )

    def test_who_may_not(self):
        """An adviser who left, or who is archived, is not offered."""
        self.kind.user_ids = self.second
        self.assertEqual(self._free(13), DAY)
        self.second.active = False
        self.assertEqual(self._free(13), [])

    def test_nothing_of_the_others(self):
        """What leaves the model are times and ids."""
        self._make_event(13, 9)
        for start, ids in self.kind.sudo()._free_slots().items():
            self.assertIsInstance(start, datetime)
            self.assertEqual(ids, self.adviser.ids)

    def test_several_advisers(self):
        self.kind.user_ids += self.second
        self._make_event(13, 9)
        slots = self.kind.sudo()._free_slots()
        self.assertEqual(slots[self._at(13, 9)], self.second.ids)
        self.assertEqual(
            set(slots[self._at(13, 11)]), {self.adviser.id, self.second.id}
        )

    def test_query_count(self):
        """As many queries for eight advisers with full calendars as for one."""
        kind = self.kind.sudo()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            kind._free_slots()
            return self.cr.sql_log_count - before

        self._make_event(13, 9)
        self._make_booking(14, 9)
        few = count()
        advisers = [
            self._make_user(f"test_many_{number}", "wohnkoord_odoo.group_user")
            for number in range(7)
        ]
        for user in advisers:
            for day in (13, 14, 15):
                self._make_event(day, 14, user=user)
            self._make_booking(18, 9, user=user)
        kind.user_ids = [Command.link(user.id) for user in advisers]
        self.assertEqual(count(), few)

    def test_a_year(self):
        """The whole horizon, in order."""
        kind = self.kind.sudo()
        kind.write({"days_ahead": 366, "grid": 15})
        slots = kind._free_slots()
        self.assertGreater(len(slots), 5000)
        self.assertEqual(
            list(slots), sorted(slots), "in their order, for the page by weeks"
        )
        self.assertLess(max(slots) - min(slots), timedelta(days=367))
