# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Appointments as iCalendar files, for people's own calendars."""

import vobject
from pytz import utc

PRODUCT = "-//wohnkoord_odoo//Calendar//EN"


def icalendar(entries, name=None, method="PUBLISH"):
    """An iCalendar file.

    Core's own file names no UID, so that a calendar could not follow a change.

    :param entries: dicts with ``uid``, ``summary``, ``dtstart``, ``dtend`` and ``dtstamp``
        (naive, in UTC), optional others of RFC 5545; empty values are left out
    :param str name: of a calendar that people subscribe to
    :param str method: of RFC 5546
    :return bytes:
    """
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = PRODUCT
    calendar.add("method").value = method
    if name:
        calendar.add("x-wr-calname").value = name
        calendar.add("refresh-interval;value=duration").value = "PT12H"
    for values in entries:
        entry = calendar.add("vevent")
        for key, value in values.items():
            if key.startswith("dt"):
                value = utc.localize(value.replace(microsecond=0))
            if value:
                entry.add(key).value = value
    return calendar.serialize().encode()
