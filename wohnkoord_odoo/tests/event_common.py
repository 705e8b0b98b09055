# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields

from .network_common import NetworkCase, PublicCase


class EventMixin:
    """Events and registrations of tests."""

    @classmethod
    def _make_event(cls, name="Workshop Probe", days=10, hours=2, **values):
        """A public event of the office, without a limit."""
        begin = fields.Datetime.now().replace(second=0, microsecond=0) + timedelta(
            days=days
        )
        return cls.env["event.event"].create(
            {
                "name": name,
                "event_type_id": cls.env.ref("wohnkoord_odoo.event_type_day").id,
                "company_id": cls.company.id,
                "date_tz": "Europe/Berlin",
                "date_begin": begin,
                "date_end": begin + timedelta(hours=hours),
                "is_public": True,
                **values,
            }
        )

    @classmethod
    def _make_limited(cls, seats, **values):
        return cls._make_event(seats_limited=True, seats_max=seats, **values)

    @classmethod
    def _book(cls, event, email, persons=1, answers=(), **values):
        """Register as the public form does."""
        return event._book(
            {
                "name": email.split("@")[0].title(),
                "email": email,
                "person_count": persons,
                "lang": "en_US",
                **values,
            },
            list(answers),
        )

    def _mails_to(self, email):
        self.env.flush_all()
        return self.env["mail.mail"].search([("email_to", "ilike", email)], order="id")


class EventCase(EventMixin, NetworkCase):
    """Events without pages."""


class PublicEventCase(EventMixin, PublicCase):
    """The pages of events."""

    def _other_host(self):
        """Visit the second office's pages; the test's server has one name only."""
        self.other_company.wohnkoord_host = "127.0.0.1"
        self.company.wohnkoord_host = False
