# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import tagged

from .booking_common import BookingCase
from .network_common import PublicCase

SLOTS = "//ul[contains(@class, 'o_wohnkoord_slots')]//a"


@tagged("post_install", "-at_install")
class TestPublicBookingNeed(BookingCase, PublicCase):
    """What people need, as a visitor without JavaScript says it."""

    def _form(self):
        page = self._open("/booking")
        return self._open(page.xpath(SLOTS)[0].get("href"))

    def _book(self, **values):
        fields = {
            **self._form_fields(self._form(), "/booking/details"),
            "name": "Ada Anruf",
            "email": "ada@example.org",
            "concern": "Hallo",
            **values,
        }
        return self._send("/booking/details", fields)

    def _booking(self):
        self.env.invalidate_all()
        return self.env["wohnkoord.booking"].sudo().search([])

    def test_asked_for_and_never_required(self):
        form = self._form()
        text = form.xpath("//fieldset[.//*[@name='need_consent']]")[0].text_content()
        self.assertIn("health", text)
        self.assertIn("withdraw this at any time", text)
        self.assertIn("at the latest: 30", text)
        for box in form.xpath("//input[starts-with(@name, 'need_')]"):
            self.assertIsNone(box.get("required"))
            self.assertIsNone(box.get("checked"))
            self.assertTrue(form.xpath(f"//label[@for='{box.get('id')}']"))
        self._book(need_consent="1")
        self.assertEqual(len(self._booking()), 1)
        self.assertFalse(self._booking().need_ids)

    def test_noted(self):
        self._book(
            need_interpreter="1",
            need_language="<b>Farsi</b>",
            need_step_free="1",
            need_consent="1",
        )
        booking = self._booking()
        self.assertEqual(
            booking.need_ids.sorted("kind").mapped("display_name"),
            ["Interpreter: <b>Farsi</b>", "Step-free Room"],
        )
        page = self._open(f"/booking/{booking._link_token()}")
        section = page.xpath("//section[@aria-labelledby='booking_needs']")[0]
        self.assertIn("Interpreter: <b>Farsi</b>", section.text_content())

    def test_not_without_consent(self):
        for values, wrong in (
            ({"need_step_free": "1"}, "need_consent"),
            ({"need_interpreter": "1", "need_consent": "1"}, "need_language"),
            (
                {
                    "need_interpreter": "1",
                    "need_language": "x" * 61,
                    "need_consent": "1",
                },
                "need_language",
            ),
            ({"need_language": "Farsi"}, "need_language"),
        ):
            response = self._book(**values)
            self.assertFieldError(response, wrong)
            page = html.fromstring(response.text)
            for name in values:
                box = page.xpath(f"//input[@name='{name}']")[0]
                if box.get("type") == "checkbox":
                    self.assertEqual(box.get("checked"), "checked", "stays")
                else:
                    self.assertEqual(box.get("value"), values[name], "stays")
            self.assertFalse(self._booking())
        needs = self.env["wohnkoord.meeting.need"].sudo()
        self.assertFalse(needs.search([]))

    def test_withdrawn_on_the_own_page(self):
        self._book(need_sign_language="1", need_consent="1")
        booking = self._booking()
        path = f"/booking/{booking._link_token()}"
        page = self._open(path)
        self._open(f"{path}/needs", 405)
        fields = self._form_fields(page, f"{path}/needs")
        self._send(f"{path}/needs", fields)
        booking = self._booking()
        self.assertEqual(booking.state, "booked", "the appointment stays")
        self.assertFalse(booking.need_ids)
        consent = (
            self.env["wohnkoord.consent"]
            .sudo()
            .search([("purpose", "=", "meeting_needs")])
        )
        self.assertEqual(consent.state, "withdrawn")
        self.assertNotIn("Sign Language", self._open(path).text_content())

    def test_forged_link(self):
        self._book(need_sign_language="1", need_consent="1")
        booking = self._booking()
        page = self._open(f"/booking/{booking._link_token()}")
        fields = self._form_fields(page, f"/booking/{booking._link_token()}/needs")
        response = self._send("/booking/forged/needs", fields)
        self.assertEqual(response.status_code, 404)
        self.assertTrue(self._booking().need_ids)
