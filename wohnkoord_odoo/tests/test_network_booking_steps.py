# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .booking_common import BookingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkBookingSteps(BookingCase):
    """Moved, held, missed, cancelled: by the office, here or in the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.user_ids += cls.second

    # -- moved -------------------------------------------------------------------------

    def test_move(self):
        booking = self._make_booking()
        booking.stop = booking.start + timedelta(minutes=60)
        booking.start = self._at(14, 13)
        self.assertEqual(booking.stop, self._at(14, 14), "as long as before")
        self.assertEqual(booking.block_stop, self._at(14, 14, 15))
        event = booking.sudo().event_id
        self.assertEqual((event.start, event.stop), (booking.start, booking.stop))
        self.assertTrue(booking.needs_notice)
        self.assertEqual(str(booking.advisory_id.date_deadline), "2027-01-14")
        self._make_booking()  # the old time is free

    def test_hand_over(self):
        booking = self._make_booking()
        first = booking.sudo().event_id
        booking.user_id = self.second
        self.assertFalse(first.active)
        event = booking.sudo().event_id
        self.assertEqual(event.partner_ids, self.second.partner_id)
        self.assertEqual(event.user_id, self.second)
        self.assertEqual(booking.state, "booked")

    def test_moved_in_the_calendar(self):
        booking = self._make_booking()
        event = booking.event_id.with_user(self.adviser)
        event.write({"start": self._at(14, 9), "stop": self._at(14, 10)})
        self.assertEqual(booking.start, self._at(14, 9))
        self.assertEqual(booking.stop, self._at(14, 10))
        self.assertTrue(booking.needs_notice)
        other = self._make_booking(15, 9)
        with self.assertRefused("another appointment|overlap_exclude"):
            event.write({"start": other.start, "stop": other.stop})
        with self.assertRefused("all day"):
            event.write({"allday": True})

    def test_deleted_in_the_calendar(self):
        booking = self._make_booking()
        booking.event_id.with_user(self.adviser).unlink()
        self.assertEqual(booking.state, "cancelled")
        self.assertEqual(booking.cancelled_by, "office")
        self.assertTrue(booking.needs_notice)
        booking = self._make_booking()
        booking.event_id.with_user(self.adviser).action_archive()
        self.assertEqual(booking.state, "cancelled")

    def test_meeting_on_top(self):
        """Shown, not refused, and without a word of what it is."""
        booking = self._make_booking()
        self.assertFalse(booking.has_conflict)
        event = self._make_event(13, 9)
        self.env.invalidate_all()
        self.assertTrue(booking.has_conflict)
        event.show_as = "free"
        self.env.invalidate_all()
        self.assertFalse(booking.has_conflict)

    # -- ended -------------------------------------------------------------------------

    def test_attended(self):
        booking = self._make_booking(11, 8)
        booking.action_attend()
        case = booking.advisory_id
        self.assertEqual(booking.state, "attended")
        self.assertEqual(case.state, "running")
        self.assertEqual(str(case.date_first_contact), "2027-01-11")
        with self.assertRefused("not possible"):
            booking.action_cancel()

    def test_attended_by_writing(self):
        booking = self._make_booking(11, 8)
        booking.state = "attended"
        self.assertEqual(booking.advisory_id.state, "running")

    def test_still_to_come(self):
        booking = self._make_booking()
        for method in ("action_attend", "action_miss"):
            with self.assertRefused("still to come"):
                getattr(booking, method)()

    def test_missed(self):
        booking = self._make_booking(11, 8)
        booking.action_miss()
        self.assertEqual(booking.advisory_id.state, "requested")
        booking.action_attend()
        self.assertEqual(booking.advisory_id.state, "running")

    def test_cancel_and_tell(self):
        booking = self._make_booking()
        event = booking.sudo().event_id
        with self.assertRefused("reason"):
            booking.action_cancel_and_tell(" ")
        wizard = self.env["wohnkoord.reason"].with_user(self.adviser)
        action = booking.action_ask_cancel()
        wizard.with_context(**action["context"]).create(
            {"reason": "Die Beraterin ist krank."}
        ).action_apply()
        self.assertEqual(booking.state, "cancelled")
        self.assertFalse(event.active)
        self.assertFalse(booking.needs_notice)
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("krank", mail.body_html)
        self.assertIn(b"METHOD:CANCEL", mail.attachment_ids.raw)
        self.assertEqual(booking.advisory_id.state, "requested", "a new time is owed")
        self._make_booking()  # the time is free

    def test_tell_by_click_only(self):
        booking = self._make_booking()
        booking.start = self._at(14, 9)
        self.assertFalse(self._mails())
        booking.action_tell()
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("January 14", mail.body_html)
        self.assertFalse(booking.needs_notice)
        with self.assertRefused("no address"):
            self._make_booking(15, 9, email=False).action_tell()

    def test_never_deleted(self):
        booking = self._make_booking()
        with self.assertRaises(AccessError):
            booking.unlink()
        with self.assertRaises(UserError):
            booking.sudo().unlink()
