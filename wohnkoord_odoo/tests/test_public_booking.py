# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from lxml import html

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .booking_common import BookingCase
from .network_common import PublicCase

SLOTS = "//ul[contains(@class, 'o_wohnkoord_slots')]//a"


@tagged("post_install", "-at_install")
class TestPublicBooking(BookingCase, PublicCase):
    """The pages as a visitor without JavaScript uses them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"phone": "0341 98765", "email": "stelle@example.org"})

    def _details(self, **params):
        """The form of the first free time, filled in."""
        page = self._open("/booking", **params)
        link = page.xpath(SLOTS)[0].get("href")
        form = self._open(link)
        return {
            **self._form_fields(form, "/booking/details"),
            "name": "Ada Anruf",
            "email": "Ada@example.org",
            "concern": "Wir wollen <b>zusammen</b> wohnen",
        }

    def _bookings(self):
        return self.env["wohnkoord.booking"].sudo().search([])

    def _book(self, **values):
        fields = {**self._details(), **values}
        return self._send("/booking/details", fields)

    # -- the times ---------------------------------------------------------------------

    def test_times(self):
        page = self._open("/booking")
        self.assertEqual(len(page.xpath("//main//h1")), 1)
        text = page.xpath("//main")[0].text_content()
        self.assertIn("Europe/Berlin", text)
        self.assertIn("Tuesday, January 12, 2027", text)
        times = [a.text_content().split(",")[-1].strip() for a in page.xpath(SLOTS)]
        self.assertIn("10:00", times[0])
        self.assertNotIn(self.adviser.name, page.text_content())

    def test_weeks(self):
        page = self._open("/booking")
        nav = page.xpath("//nav[contains(@class, 'o_wohnkoord_weeks')]//a")
        self.assertEqual(len(nav), 1, "there is nothing before the first week")
        later = self._open(nav[0].get("href"))
        self.assertIn("January 18, 2027", later.text_content())
        self.assertEqual(
            len(later.xpath("//nav[contains(@class, 'o_wohnkoord_weeks')]//a")), 2
        )
        for week in ("1900-01-01", "9999-12-31", "nonsense", "2027-01-13'--", "\0"):
            page = self._open("/booking", week=week)
            self.assertTrue(page.xpath(SLOTS), week)

    def test_choice_of_the_type(self):
        other = self._make_kind(name="Fördersprechstunde")
        page = self._open("/booking")
        self.assertFalse(page.xpath(SLOTS))
        links = page.xpath("//main//section//a")
        self.assertEqual(len(links), 2)
        self.assertTrue(self._open(links[0].get("href")).xpath(SLOTS))
        other.active = False
        self._open("/booking", 404, type=other.id)
        for ident in ("0", "-1", "x", "999999", "1 OR 1=1"):
            self._open("/booking", 404, type=ident)

    def test_nothing_is_free(self):
        self.kind.user_ids = False
        page = self._open("/booking")
        text = page.xpath("//main")[0].text_content()
        self.assertIn("no time is free", text)
        self.assertIn("0341 98765", text)
        self.assertIn("stelle@example.org", text)
        self.assertTrue(page.xpath("//main//a[@href='/advice']"))
        self.assertFalse(page.xpath("//a[@href='/booking'][@class='nav-link']"))

    def test_other_office(self):
        kind = self._make_kind(
            name="Zwei",
            company_id=self.other_company.id,
            user_ids=[Command.set(self.other_adviser.ids)],
        )
        self._open("/booking", 404, type=kind.id)
        slot = self._at(13, 9).strftime("%Y%m%dT%H%M")
        self._open("/booking/details", 404, type=kind.id, slot=slot)

    def test_menu(self):
        page = self._open("/booking")
        entry = page.xpath("//a[@href='/booking'][contains(@class, 'nav-link')]")
        self.assertEqual(entry[0].get("aria-current"), "page")

    def test_advisers_shown(self):
        self.company.wohnkoord_booking_show_adviser = True
        self.kind.user_ids += self.second
        page = self._open("/booking")
        self.assertIn(self.second.name, page.xpath("//main")[0].text_content())
        link = next(
            a for a in page.xpath(SLOTS) if self.second.name in a.text_content()
        )
        form = self._open(link.get("href"))
        fields = {
            **self._form_fields(form, "/booking/details"),
            "email": "ada@example.org",
            "concern": "Hallo",
        }
        self._send("/booking/details", fields)
        self.assertEqual(self._bookings().user_id, self.second)

    def test_adviser_of_nobody(self):
        slot = self._at(13, 9).strftime("%Y%m%dT%H%M")
        for ident in (self.manager.id, self.other_adviser.id, 0, "x"):
            self._open("/booking/details", 404, slot=f"{slot}-{ident}")

    # -- the form ----------------------------------------------------------------------

    def test_book(self):
        answer = self._book()
        self.assertEqual(answer.status_code, 303)
        booking = self._bookings()
        self.assertEqual(booking.name, "Ada Anruf")
        self.assertEqual(booking.email, "ada@example.org")
        self.assertEqual(booking.start, self._at(12, 10))
        self.assertEqual(booking.language, "en_US")
        page = self._open(answer.headers["Location"])
        text = page.xpath("//main")[0].text_content()
        self.assertIn("Tuesday, January 12, 2027", text)
        self.assertNotIn("ada", text.lower())
        self.assertEqual(len(self._mails()), 1)
        self.assertNotIn("10:00", self._open("/booking").xpath(SLOTS)[0].text_content())

    def test_sent_twice(self):
        fields = self._details()
        first = self._send("/booking/details", fields)
        second = self._send("/booking/details", fields)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(len(self._bookings()), 1)
        self.assertEqual(len(self._mails()), 1)

    def test_same_answer_for_a_known_address(self):
        first = self._book()
        before = len(self._bookings())
        again = self._book(email="ada@example.org")
        self.assertEqual(again.status_code, first.status_code)
        self.assertEqual(
            again.headers["Location"].split("slot")[0],
            first.headers["Location"].split("slot")[0],
        )
        self.assertEqual(len(self._bookings()), before)
        self.assertEqual(len(self._mails()), 2)

    def test_errors(self):
        for values, name in (
            ({"email": ""}, "email"),
            ({"email": "keine Adresse"}, "email"),
            ({"concern": " "}, "concern"),
            ({"concern": "x" * 2001}, "concern"),
            ({"name": "x" * 101}, "name"),
            ({"channel": "video"}, "channel"),
            ({"channel": "phone", "phone": ""}, "phone"),
            ({"people_count": "0"}, "people_count"),
            ({"people_count": "-3"}, "people_count"),
            ({"people_count": "1e9"}, "people_count"),
            ({"people_count": "99999999999999999999"}, "people_count"),
            ({"language": "xx_XX"}, "language"),
        ):
            with self.subTest(values=str(values)[:40]):
                answer = self._book(**values)
                self.assertFieldError(answer, name)
                page = html.fromstring(answer.text)
                kept = dict(page.xpath("//main//form")[0].form_values())
                if "concern" not in values:
                    self.assertEqual(
                        kept["concern"], "Wir wollen <b>zusammen</b> wohnen"
                    )
                self.assertEqual(kept["slot"], "20270112T0900")
        self.assertFalse(self._bookings())

    def test_script_is_text(self):
        self._book(
            name="<script>alert(1)</script>", concern="<img src=x onerror=alert(1)>"
        )
        mail = self._mails()
        self.assertNotIn("<script", mail.body_html)
        self.assertNotIn("<img", self._bookings().advisory_id.note)
        answer = self._book(name="<script>alert(1)</script>", email="")
        self.assertNotIn("<script>alert", answer.text)

    def test_too_late(self):
        fields = self._details()
        self._make_booking(12, 10, email="bob@example.org")
        answer = self._send("/booking/details", fields)
        self.assertFieldError(answer, "slot", "faster")
        page = html.fromstring(answer.text)
        form = page.xpath("//main//form")[0]
        self.assertEqual(form.fields["concern"], fields["concern"], "nothing is lost")
        self.assertEqual(form.fields["email"], "Ada@example.org")
        choices = form.xpath(".//input[@name='slot']/@value")
        self.assertEqual(len(choices), 8)
        self.assertNotIn(fields["slot"], choices)
        again = {**dict(form.form_values()), "slot": choices[0]}
        self.assertEqual(self._send("/booking/details", again).status_code, 303)
        self.assertEqual(len(self._bookings()), 2)

    def test_too_late_before_the_form(self):
        link = self._open("/booking").xpath(SLOTS)[0].get("href")
        self._make_booking(12, 10)
        page = self._open(link)
        self.assertIn("not free any more", page.text_content())
        self.assertTrue(page.xpath(SLOTS))

    def test_forged_slot(self):
        for slot in (
            "",
            "nonsense",
            "20270112T0907",
            "20270117T0900",
            "20260112T0900",
            "99991231T2359",
            f"20270112T0900-{self.manager.id}",
        ):
            with self.subTest(slot):
                self.assertFieldError(self._book(slot=slot), "slot")
        self.assertFalse(self._bookings())

    def test_machines(self):
        answer = self._book(homepage="http://spam.example")
        self.assertEqual(answer.status_code, 303)
        self.assertFalse(self._bookings())
        self.assertEqual(self._book(form_opened="x").status_code, 200)
        self.assertFalse(self._bookings())

    def test_flood(self):
        """A limit per sender, and one of the mails to an address."""
        limit = "odoo.addons.wohnkoord_odoo.models.network_booking_actions"
        self.startPatcher(patch(f"{limit}.MAILS_PER_HOUR", 2))
        for _number in range(4):
            self.assertEqual(self._book().status_code, 303)
        self.assertEqual(len(self._mails()), 2)
        for number in range(30):
            answer = self._book(email=f"a{number}@example.org")
            if answer.status_code == 200:
                break
        self.assertIn("very often", answer.text)
        self.assertLess(number, 20)

    def test_without_token(self):
        fields = self._details()
        fields.pop("csrf_token")
        with mute_logger("odoo.http"):
            answer = self._send("/booking/details", fields)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._bookings())

    # -- for an enquiry ----------------------------------------------------------------

    def test_case_of_an_enquiry(self):
        case = self._make_case("orientation", state="requested").sudo()
        token = case._booking_token()
        fields = self._details(case=token)
        self.assertEqual(fields["case"], token)
        self._send("/booking/details", fields)
        self.assertEqual(self._bookings().advisory_id, case)

    def test_forged_case(self):
        other = (
            self.env["wohnkoord.advisory"]
            .sudo()
            .create({"company_id": self.other_company.id, "user_id": False})
        )
        for token in ("x", "ä", other._booking_token(), "A" * 200):
            self._open("/booking", 404, case=token)
            slot = "20270112T0900"
            self._open("/booking/details", 404, case=token, slot=slot)
            self.assertEqual(self._book(case=token).status_code, 404)
        self.assertFalse(self._bookings())

    # -- speed -------------------------------------------------------------------------

    def test_query_count(self):
        """As many queries for many advisers with full calendars as for one."""
        self._open("/booking")

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._open("/booking")
            return self.cr.sql_log_count - before

        self._make_event(13, 9)
        self._make_booking(14, 9)
        few = count()
        for number in range(6):
            user = self._make_user(f"test_many_{number}", "wohnkoord_odoo.group_user")
            self.kind.user_ids += user
            for day in (13, 14, 15):
                self._make_event(day, 14, user=user)
            self._make_booking(18, 9, user=user)
        count()
        self.assertLessEqual(count(), few)
        self.assertGreater(few, 0)
