# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .test_advisory_meeting_need import NeedCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestBookingNeed(NeedCase):
    def _book(self, **values):
        kind = self.kind.with_user(self.env.ref("base.public_user")).sudo()
        return kind.env["wohnkoord.booking"]._book(
            kind,
            self._at(13, 9),
            {
                "name": "Ada Anruf",
                "email": "ada@example.org",
                "concern": "Hallo",
                "channel": "desk",
                "language": "en_US",
                "needs": [("interpreter", "Farsi"), ("step_free", False)],
                **values,
            },
        )

    def test_moves_with_the_appointment(self):
        booking = self._book()
        self.assertEqual(len(booking.need_ids), 2)
        needs = booking.need_ids
        booking.with_user(self.adviser).user_id = self.second
        self.assertEqual(needs.exists().event_id, booking.event_id)
        self.assertTrue(booking.event_id.active)
        booking._move_by_person(self._at(14, 9))
        self.assertEqual(needs[0].start, self._at(14, 9))
        booking._cancel_by_person()
        self.assertFalse(needs.exists())

    def test_cancelled_by_the_office(self):
        for step in ("action_cancel", "_anonymise"):
            booking = self._book()
            needs = booking.need_ids
            self.assertTrue(needs)
            getattr(booking, step)()
            self.assertFalse(needs.exists(), step)
            if booking.state == "booked":
                booking.action_cancel()

    def test_mails_say_nothing(self):
        booking = self._book()
        booking._send("reminder")
        mails = self._mails()
        self.assertTrue(mails)
        for mail in mails:
            self.assertNotIn("Farsi", mail.body_html)
        self.assertNotIn(b"Farsi", booking._ics())
        self.assertFalse(booking.message_ids.filtered(lambda m: "Farsi" in str(m.body)))

    def test_contact_or_not(self):
        booking = self._book()
        self.assertTrue(booking.partner_id, "somebody new")
        consent = self._consents()
        self.assertEqual(consent.partner_id, booking.partner_id)
        self.assertEqual((consent.way, consent.state), ("form", "confirmed"))
        self.assertFalse(consent.recorded_by_id)
        booking.action_cancel()
        self.assertEqual(consent.state, "expired")
        # somebody whose address is known may be anybody: nothing is tied to the contact
        known = self._book(email=self.person.email)
        self.assertFalse(known.partner_id)
        self.assertEqual(set(known.need_ids.mapped("way")), {"form"})
        self.assertFalse(self._consents() - consent)

    def test_dialog_of_an_appointment(self):
        booking = self._make_booking()
        action = booking.action_note_needs()
        self.assertEqual(action["context"]["default_event_id"], booking.event_id.id)
        need = self._note(booking.event_id, partner_id=False)
        self.assertEqual(need.booking_id, booking)
        later = booking.start + timedelta(days=1)
        booking.start = later
        self.assertEqual(need.start, later)
