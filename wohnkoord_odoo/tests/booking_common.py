# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo import Command

from .network_common import NetworkCase

BERLIN = pytz.timezone("Europe/Berlin")
#: a Monday in winter, at ten in Berlin
NOW = datetime(2027, 1, 11, 9, 0)


class BookingCase(NetworkCase):
    """A type of 45 minutes every hour, 8 to 12 and 13 to 17 on weekdays in Berlin.

    Advisers: ``adviser`` and ``second``. It is Monday, 11 January 2027.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env["res.lang"]._activate_lang("en_US")
        cls.second = cls._make_user("test_second", "wohnkoord_odoo.group_user")
        cls.hours = cls._make_hours("Bürozeiten")
        cls.company.resource_calendar_id = cls.hours
        cls.company.partner_id.tz = "Europe/Berlin"
        cls.env["wohnkoord.booking.type"].search([]).active = False
        cls.kind = cls._make_kind()

    @classmethod
    def _make_hours(cls, name, **values):
        """Working hours 8 to 12 and 13 to 17, Monday to Friday, in Berlin."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Sprechzeit",
                            "dayofweek": str(day),
                            "hour_from": hour_from,
                            "hour_to": hour_to,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for hour_from, hour_to, period in (
                        (8, 12, "morning"),
                        (13, 17, "afternoon"),
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _make_kind(cls, **values):
        return cls.env["wohnkoord.booking.type"].create(
            {
                "name": "Orientierungsgespräch",
                "company_id": cls.company.id,
                "user_ids": [Command.set(cls.adviser.ids)],
                "duration": 45,
                "buffer": 15,
                "grid": 60,
                "notice_hours": 24,
                "days_ahead": 28,
                **values,
            }
        )

    @classmethod
    def _at(cls, day, hour, minute=0, month=1):
        """A time in Berlin in 2027, as Odoo stores it."""
        local = BERLIN.localize(datetime(2027, month, day, hour, minute))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @classmethod
    def _make_booking(cls, day=13, hour=9, user=None, **values):
        """An appointment as an adviser makes it, by phone: 9 on Wednesday."""
        return (
            cls.env["wohnkoord.booking"]
            .with_user(cls.adviser)
            .create(
                {
                    "type_id": cls.kind.id,
                    "user_id": (user or cls.adviser).id,
                    "start": cls._at(day, hour),
                    "name": "Ada Anruf",
                    "email": "ada@example.org",
                    "concern": "Wie fangen wir an?",
                    "language": "en_US",
                    **values,
                }
            )
        )

    @classmethod
    def _make_event(cls, day, hour, hours=1, user=None, **values):
        """An entry in an adviser's calendar, of no case."""
        user = user or cls.adviser
        start = cls._at(day, hour)
        return (
            cls.env["calendar.event"]
            .with_user(user)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Zahnarzt",
                    "start": start,
                    "stop": start + timedelta(hours=hours),
                    "partner_ids": [Command.set(user.partner_id.ids)],
                    **values,
                }
            )
        )

    def _free(self, day, kind=None, month=1):
        """The free beginnings of a day, as hours in Berlin."""
        kind = (kind or self.kind).sudo()
        start = self._at(day, 0, month=month)
        slots = kind._free_slots(start, start + timedelta(days=1))
        local = [pytz.utc.localize(s).astimezone(BERLIN) for s in slots]
        return [moment.hour + moment.minute / 60 for moment in local]

    def _mails(self, email="ada@example.org"):
        """Mails that wait to be sent to an address."""
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([], order="id")
        return mails.filtered(lambda mail: email in (mail.email_to or ""))
