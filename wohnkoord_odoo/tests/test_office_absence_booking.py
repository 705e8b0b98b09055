# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import Command
from odoo.tests import tagged

from .booking_common import BookingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAbsenceBooking(BookingCase):
    def _away(self, start, end):
        return self.env["wohnkoord.absence"].create(
            {
                "user_id": self.adviser.id,
                "deputy_id": self.second.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def _days(self, user):
        slots = self.kind._free_slots()
        return {
            self.kind._local_day(moment)
            for moment, users in slots.items()
            if user.id in users
        }

    def test_no_times_while_away(self):
        self.kind.user_ids = [Command.set((self.adviser | self.second).ids)]
        self._away(date(2027, 1, 13), date(2027, 1, 14))
        mine, theirs = self._days(self.adviser), self._days(self.second)
        for day in (13, 14):
            self.assertNotIn(date(2027, 1, day), mine)
            self.assertIn(date(2027, 1, day), theirs)
        for day in (12, 15):
            self.assertIn(date(2027, 1, day), mine)

    def test_case_of_an_appointment_while_away(self):
        """Staff may enter one all the same; the deputy has the case."""
        absence = self._away(date(2027, 1, 13), date(2027, 1, 14))
        booking = (
            self.env["wohnkoord.booking"]
            .with_user(self.second)
            .create(
                {
                    "type_id": self.kind.id,
                    "user_id": self.adviser.id,
                    "start": "2027-01-13 09:00:00",
                    "name": "Mira Muster",
                }
            )
        )
        case = booking.advisory_id
        self.assertEqual(case.user_id, self.second)
        self.assertEqual(case.absence_id, absence)
        self.assertEqual(booking.user_id, self.adviser)
        self.assertEqual(booking.event_id.sudo().user_id, self.adviser)
        self.assertEqual(case.origin, "office", "entered by staff")

    def test_booked_on_the_public_page(self):
        """Such a case has its adviser and its day: it is no enquiry that waits."""
        visitor = self.env.ref("base.public_user")
        booking = (
            self.env["wohnkoord.booking"]
            .with_user(visitor)
            .sudo()
            .create(
                {
                    "type_id": self.kind.id,
                    "user_id": self.adviser.id,
                    "start": "2027-01-13 09:00:00",
                    "name": "Mira Muster",
                    "email": "mira@example.org",
                }
            )
        )
        case = booking.advisory_id
        self.assertEqual(case.origin, "booking")
        self.assertEqual(case.user_id, self.adviser)
        new = self.env["wohnkoord.advisory"].search(
            [("origin", "in", ("form", "mail")), ("state", "=", "requested")]
        )
        self.assertNotIn(case, new)
        self.assertNotIn("new enquiry", case.with_user(self.adviser).attention)
