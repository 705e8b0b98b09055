# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Dates of procedures: days by the calendar of a place, moments to the second."""

from datetime import timedelta

from pytz import timezone, utc


def local(moment, tz):
    """A moment in UTC (naive) as the clock on the wall shows it.

    :param str tz: name of a time zone
    :return datetime: with its zone
    """
    return utc.localize(moment).astimezone(timezone(tz))


def add_days(moment, days, tz):
    """The same time of day some calendar days later.

    Days on which the clock changes count as days, though they last 23 or 25 hours. A time
    that there is not in that night is an hour later; of one that there is twice, the
    later one is taken: nobody gets less time than promised.

    :param datetime moment: UTC, naive
    :return datetime: UTC, naive
    """
    zone = timezone(tz)
    wall = local(moment, tz).replace(tzinfo=None) + timedelta(days=days)
    return zone.localize(wall, is_dst=False).astimezone(utc).replace(tzinfo=None)


def earliest_deadline(now, days, deadline, tz):
    """The first deadline that leaves ``days`` after ``now``, at the usual time of day.

    :param datetime now: UTC, naive, to the microsecond
    :param datetime deadline: UTC, naive; the one in force: its time of day is kept, and
        it is the answer if it leaves enough
    :return datetime: UTC, naive
    """
    least = add_days(now, days, tz)
    if deadline >= least:
        return deadline
    missing = (local(least, tz).date() - local(deadline, tz).date()).days
    found = add_days(deadline, missing, tz)
    return found if found >= least else add_days(deadline, missing + 1, tz)
