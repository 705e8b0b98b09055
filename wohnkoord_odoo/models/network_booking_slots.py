# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytz

from odoo import fields, models
from odoo.tools.intervals import Intervals


def _utc(moment):
    """A moment with a time zone as Odoo stores it."""
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


class BookingType(models.Model):
    """Free times: working hours less public holidays, calendar entries, appointments.

    Called with sudo; what it returns holds times and the advisers' ids, nothing of what
    they do at other times.
    """

    _inherit = "wohnkoord.booking.type"

    def _free_slots(self, start=None, stop=None, booking=None):
        """When somebody may begin, within notice and horizon.

        :param datetime start: naive UTC; first beginning, default: as soon as may be
        :param datetime stop: naive UTC; beginnings before this, default: the horizon
        :param booking: an appointment that is to be moved, and is in nobody's way
        :return dict: beginning (naive UTC) -> ids of the advisers who are free
        """
        self.ensure_one()
        first, last = self._bookable_range()
        start = max(start or first, first)
        stop = min(stop or last, last)
        users = self.user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        if start >= stop or not users:
            return {}
        begin, end = self._whole_days(start, stop)
        hours = self._working_hours(users, begin, end)
        busy = self._busy_times(users, _utc(begin), _utc(end), booking)
        slots = defaultdict(list)
        for user in users:
            for moment in self._beginnings(hours[user], busy[user.id]):
                if start <= moment < stop:
                    slots[moment].append(user.id)
        return dict(sorted(slots.items()))

    def _bookable_range(self):
        """Earliest and latest beginning (the latter excluded), naive UTC."""
        now = fields.Datetime.now()
        tz = self._tz()
        day = pytz.utc.localize(now).astimezone(tz).date()
        return now + timedelta(hours=self.notice_hours), _utc(
            self._midnight(day + timedelta(days=self.days_ahead + 1))
        )

    def _midnight(self, day):
        return self._tz().localize(datetime.combine(day, time.min))

    def _local_day(self, moment):
        """The office's day of a naive UTC moment."""
        return pytz.utc.localize(moment).astimezone(self._tz()).date()

    def _whole_days(self, start, stop):
        """The days around, so that the grid does not depend on what is asked for."""
        first = self._local_day(start)
        last = self._local_day(stop) + timedelta(days=1)
        return self._midnight(first), self._midnight(last)

    # -- when they work ----------------------------------------------------------------

    def _working_hours(self, users, begin, end):
        """User -> intervals in which they work; times with a time zone.

        Queries grow with the number of different working hours, not of advisers.
        """
        company = self.company_id
        office = company.resource_calendar_id
        resources = {}
        for resource in users.resource_ids:
            if resource.company_id in (company, company.browse()):
                resources.setdefault(resource.user_id, resource)
        calendars = {
            user: user in resources and resources[user].calendar_id or office
            for user in users
        }
        # leaves of no office hold for all; those of another office do not
        domain = [
            ("time_type", "=", "leave"),
            ("company_id", "in", (company.id, False)),
        ]
        intervals = {
            calendar: calendar._work_intervals_batch(begin, end, domain=domain)[False]
            for calendar in {*calendars.values(), self.calendar_id}
            if calendar
        }
        absent = self._absences(list(resources.values()), begin, end)
        hours = {}
        for user, calendar in calendars.items():
            own = intervals.get(calendar, Intervals())
            if self.calendar_id:
                own = own & intervals[self.calendar_id]
            if user in resources:
                own = own - absent[resources[user].id]
            hours[user] = own
        return hours

    def _absences(self, resources, begin, end):
        """Resource id -> intervals of the personal absences."""
        resources = self.env["resource.resource"].union(*resources)
        if not resources:
            return {}
        return self.env["resource.calendar"]._leave_intervals_batch(
            begin,
            end,
            resources,
            domain=[("time_type", "=", "leave"), ("resource_id", "!=", False)],
            tz=self._tz(),
        )

    # -- when they are busy ------------------------------------------------------------

    def _busy_times(self, users, begin, end, booking=None):
        """User id -> merged, sorted busy stretches, naive UTC, buffers included."""
        margin = timedelta(minutes=self.buffer)
        busy = defaultdict(list)
        events = self._busy_events(users, begin, end)
        for user in users:
            for event in events.get(user.partner_id.id, ()):
                if not booking or event != booking.event_id:
                    start, stop = self._event_times(event)
                    busy[user.id].append((start - margin, stop + margin))
        for other in self._bookings_between(users, begin, end):
            if other != booking:
                busy[other.user_id.id].append((other.start - margin, other.block_stop))
        return defaultdict(
            list, {user_id: self._merged(times) for user_id, times in busy.items()}
        )

    def _busy_events(self, users, begin, end):
        """Partner id -> events that they have not declined."""
        # entries for whole days hold dates, not moments: look a day further
        day = timedelta(days=1)
        found = users.partner_id._get_busy_calendar_events(begin - day, end + day)
        events = self.env["calendar.event"].union(*found.values())
        events.fetch(["start", "stop", "allday", "start_date", "stop_date"])
        declined = {
            (attendee.event_id.id, attendee.partner_id.id)
            for attendee in events.attendee_ids
            if attendee.state == "declined"
        }
        return {
            partner.id: found[partner.id].filtered(
                lambda event, p=partner: (event.id, p.id) not in declined
            )
            for partner in users.partner_id
            if partner.id in found
        }

    def _event_times(self, event):
        if not event.allday:
            return event.start, event.stop
        first = event.start_date or event.start.date()
        last = event.stop_date or event.stop.date()
        return (
            _utc(self._midnight(first)),
            _utc(self._midnight(last + timedelta(days=1))),
        )

    def _bookings_between(self, users, begin, end):
        return self.env["wohnkoord.booking"].search_fetch(
            [
                ("user_id", "in", users.ids),
                ("state", "!=", "cancelled"),
                ("start", "<", end),
                ("block_stop", ">", begin),
            ],
            ["user_id", "start", "block_stop"],
        )

    def _merged(self, times):
        merged = []
        for start, stop in sorted(times):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((start, stop))
        return merged

    # -- what is left ------------------------------------------------------------------

    def _beginnings(self, hours, busy):
        """Beginnings on the grid of each day's working hours, naive UTC."""
        length = timedelta(minutes=self.duration)
        step = timedelta(minutes=self.grid)
        pending = iter(busy)
        block = next(pending, None)
        for start, stop in self._by_day(hours):
            moment = start
            while moment + length <= stop:
                while block and block[1] <= moment:
                    block = next(pending, None)
                if not block or moment + length <= block[0]:
                    yield moment
                moment += step

    def _by_day(self, hours):
        """Working hours cut at midnight, naive UTC."""
        for start, stop, _meta in hours:
            first, last = self._local_day(_utc(start)), self._local_day(_utc(stop))
            midnights = [
                _utc(self._midnight(first + timedelta(days=number)))
                for number in range(1, (last - first).days + 1)
            ]
            cuts = [_utc(start), *midnights, _utc(stop)]
            yield from ((a, b) for a, b in pairwise(cuts) if a < b)
