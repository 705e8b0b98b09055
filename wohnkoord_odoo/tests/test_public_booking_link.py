# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged

from .booking_common import BookingCase
from .network_common import PublicCase


@tagged("post_install", "-at_install")
class TestPublicBookingLink(BookingCase, PublicCase):
    """The link in the mail: see, move, cancel; and what is no link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.booking = cls._make_booking().sudo()
        cls.booking._send("confirmed")

    def setUp(self):
        super().setUp()
        self.path = f"/booking/{self.booking._link_token()}"

    def _cancel(self, path=None):
        path = path or self.path
        fields = self._form_fields(self._open(path), f"{path}/cancel")
        return self._send(f"{path}/cancel", fields)

    def _move(self, slot, path=None):
        path = path or self.path
        fields = self._form_fields(self._open(f"{path}/move"), f"{path}/move")
        return self._send(f"{path}/move", {**fields, "slot": slot})

    def test_page(self):
        page = self._open(self.path)
        text = page.xpath("//main")[0].text_content()
        self.assertIn("Wednesday, January 13, 2027, 9:00", text)
        self.assertIn(self.adviser.name, text)
        for secret in ("Ada", "ada@example.org", "anfangen"):
            self.assertNotIn(secret, text, "the link may be passed on")
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertEqual(self.booking.state, "booked", "opening changes nothing")

    def test_opening_changes_nothing(self):
        for path in (self.path, f"{self.path}/move", f"{self.path}/appointment.ics"):
            self.assertEqual(self.url_open(path).status_code, 200)
        self.assertEqual(self.url_open(f"{self.path}/cancel").status_code, 405)
        self.assertEqual(self.booking.state, "booked")
        self.assertEqual(self.booking.start, self._at(13, 9))

    def test_move(self):
        page = self._open(f"{self.path}/move")
        button = page.xpath("//main//form//button[@name='slot']")[0]
        answer = self._move(button.get("value"))
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.booking.start, self._at(12, 10))
        self.assertEqual(self.booking.event_id.start, self._at(12, 10))
        page = self._open(answer.headers["Location"])
        self.assertIn("January 12", page.text_content())
        self.assertEqual(len(self._mails()), 2)

    def test_move_too_late(self):
        page = self._open(f"{self.path}/move")
        fields = self._form_fields(page, f"{self.path}/move")
        self._make_booking(12, 10, email="bob@example.org")
        answer = self._send(f"{self.path}/move", {**fields, "slot": "20270112T0900"})
        self.assertEqual(answer.status_code, 200)
        self.assertIn("unchanged", answer.text)
        slots = html.fromstring(answer.text).xpath("//button[@name='slot']/@value")
        self.assertTrue(slots)
        self.assertNotIn("20270112T0900", slots)
        self.assertEqual(self.booking.start, self._at(13, 9))

    def test_move_to_nonsense(self):
        for slot in ("", "x", "20270112T0907", "20270113T0800-1", "19990101T0000"):
            with self.subTest(slot):
                self.assertEqual(self._move(slot).status_code, 200)
        self.assertEqual(self.booking.start, self._at(13, 9))
        self.assertEqual(len(self._mails()), 1)

    def test_cancel(self):
        answer = self._cancel()
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.booking.state, "cancelled")
        self.assertFalse(self.booking.event_id.active)
        page = self._open(self.path)
        self.assertIn("is cancelled", page.text_content())
        self.assertFalse(page.xpath("//main//form"))
        self.assertEqual(len(self._mails()), 2)

    def test_replay(self):
        """The same post again, and a move after the cancellation."""
        fields = self._form_fields(self._open(self.path), f"{self.path}/cancel")
        move = self._form_fields(self._open(f"{self.path}/move"), f"{self.path}/move")
        for _number in range(2):
            self._send(f"{self.path}/cancel", fields)
        self._send(f"{self.path}/cancel", {**fields, "form_token": "another"})
        self.assertEqual(len(self._mails()), 2)
        answer = self._send(f"{self.path}/move", {**move, "slot": "20270112T0900"})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.booking.state, "cancelled")
        self.assertEqual(self.booking.start, self._at(13, 9))
        self._open(f"{self.path}/appointment.ics", 404)

    def test_no_link(self):
        """Forged, of another purpose, office or time: the same answer."""
        links = self.env["wohnkoord.signed.link"]
        token = self.booking._link_token()
        answers = set()
        for forged in (
            "nonsense",
            token[:-3] + "AAA",
            links._token("advisory", self.booking.advisory_id),
            links._token("consent", self.booking),
            links._token("booking", self.booking.advisory_id),
        ):
            for path in ("", "/move", "/appointment.ics"):
                self._open(f"/booking/{forged}{path}", 404)
            page = self._open(f"/booking/{forged}", 404)
            answers.add(page.xpath("//main")[0].text_content())
        self.assertEqual(len(answers), 1)
        self.company.wohnkoord_host = False
        with freeze_time(self.booking.stop + timedelta(minutes=1)):
            page = self._open(f"/booking/{token}", 404)
        answers.add(page.xpath("//main")[0].text_content())
        self.assertEqual(len(answers), 1)

    def test_posts_without_link(self):
        fields = self._form_fields(self._open(self.path), f"{self.path}/cancel")
        for path in ("cancel", "move"):
            answer = self._send(f"/booking/nonsense/{path}", fields)
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.booking.state, "booked")

    def test_calendar_file(self):
        answer = self.url_open(f"{self.path}/appointment.ics")
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        self.assertIn("DTSTART:20270113T080000Z", answer.text)

    def test_office_cancelled(self):
        self.booking.with_user(self.adviser).action_cancel(
            "Die <b>Beraterin</b> fehlt."
        )
        page = self._open(self.path)
        self.assertIn("Die <b>Beraterin</b> fehlt.", page.text_content())
