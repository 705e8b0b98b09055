# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo.http import request
from odoo.tools import format_date, format_time

from .public_form import PublicForms

#: how a beginning is written in addresses and forms, in UTC
SLOT = "%Y%m%dT%H%M"
#: times offered to somebody who was too late
ALTERNATIVES = 8
WEEK = timedelta(days=7)


class PublicBookingSlots(PublicForms):
    """Free times as plain values, for the pages of booking and moving."""

    def _booking_kinds(self):
        """The office's types, with superuser rights."""
        env = self._office_env()
        return env["wohnkoord.booking.type"]._bookable(self._office())

    def _booking_kind(self, ident):
        """The type that a visitor names, if the office offers it."""
        kinds = self._booking_kinds()
        if not ident:
            return kinds if len(kinds) == 1 else kinds.browse()
        return kinds.filtered(lambda kind: str(kind.id) == ident)

    def _booking_slot(self, kind, text):
        """Beginning and adviser (or None) of a posted slot; (None, None) if it is none."""
        moment, _dash, ident = (text or "").partition("-")
        try:
            start = datetime.strptime(moment, SLOT)
        except ValueError:
            return None, None
        first, last = kind._bookable_range() if kind else (start, start)
        if not first - WEEK <= start <= last:  # far off, where calendars end
            return None, None
        if not ident:
            return start, None
        user = kind.user_ids.filtered(lambda user: str(user.id) == ident)
        return (start, user) if user else (None, None)

    def _booking_fresh(self, kind, booking=None):
        """Free slots at this moment: this transaction sees those of when it began."""
        readonly = request.env.cr.readonly  # the replica, when the page came from there
        with request.env.registry.cursor(readonly=readonly) as cr:
            env = kind.env(cr=cr)
            return kind.with_env(env)._free_slots(
                booking=booking and booking.with_env(env)
            )

    def _booking_week(self, kind, slots, week, url):
        """One week of free times.

        :param dict slots: of ``_free_slots``
        :param str week: a day of the week that is asked for; else the first with slots
        :param url: callable: first day of a week -> its address
        :return dict: plain values for the template ``public_booking_week``
        """
        by_week = {}
        for start in slots:
            day = kind._local_day(start)
            by_week.setdefault(day - timedelta(days=day.weekday()), []).append(start)
        weeks = sorted(by_week)
        asked = self._read_date(week or "")
        monday = asked and asked - timedelta(days=asked.weekday())
        if not monday or not weeks or not weeks[0] - WEEK <= monday <= weeks[-1] + WEEK:
            monday = weeks[0] if weeks else None
        before = [day for day in weeks if monday and day < monday]
        after = [day for day in weeks if monday and day > monday]
        return {
            "label": monday and self._booking_span(kind, monday),
            "days": self._booking_days(kind, by_week.get(monday, []), slots),
            "previous": before and url(before[-1]),
            "next": after and url(after[0]),
            "tz": kind._tz().zone,
            "is_empty": not weeks,
        }

    def _booking_span(self, kind, monday):
        first = format_date(kind.env, monday, date_format="long")
        last = format_date(kind.env, monday + timedelta(days=6), date_format="long")
        return request.env._("%(first)s to %(last)s", first=first, last=last)

    def _booking_days(self, kind, starts, slots):
        days = {}
        for start in starts:
            days.setdefault(kind._local_day(start), []).append(start)
        return [
            {
                "label": format_date(kind.env, day, date_format="full"),
                "slots": [
                    slot
                    for start in moments
                    for slot in self._booking_choices(kind, start, slots[start])
                ],
            }
            for day, moments in days.items()
        ]

    def _booking_choices(self, kind, start, user_ids):
        """What can be chosen at one time: one per adviser if the office shows them."""
        key = start.strftime(SLOT)
        choice = {
            "day": format_date(kind.env, kind._local_day(start), date_format="full"),
            "time": format_time(kind.env, start, kind._tz().zone, "short"),
        }
        if not kind.company_id.wohnkoord_booking_show_adviser:
            return [{**choice, "key": key, "adviser": ""}]
        return [
            {**choice, "key": f"{key}-{user.id}", "adviser": user.name}
            for user in kind.user_ids
            if user.id in user_ids
        ]

    def _booking_alternatives(self, kind, near):
        """The next free times after ``near``, or before if there are few."""
        slots = self._booking_fresh(kind)
        later = [start for start in slots if start >= near]
        chosen = (later or list(slots))[:ALTERNATIVES]
        return [
            choice
            for start in chosen
            for choice in self._booking_choices(kind, start, slots[start])
        ]
