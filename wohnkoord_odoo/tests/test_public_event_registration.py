# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .event_common import PublicEventCase

CONTROLLER = "odoo.addons.wohnkoord_odoo.controllers.public_event_registration"


@tagged("post_install", "-at_install")
class TestPublicEventRegistration(PublicEventCase):
    """Register, change and cancel without a login; and what must not work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls._make_limited(4, name="Werkstatt")
        cls.path = cls.event._public_path()
        cls.action = f"{cls.path}/register"

    def _register(self, event=None, **values):
        """Fill in the form of the page and send it."""
        path = (event or self.event)._public_path()
        fields_ = self._form_fields(self._open(path), f"{path}/register")
        fields_.update(
            {"name": "Vera Versuch", "email": "vera@example.org", "persons": "1"}
        )
        fields_.update(values)
        fields_ = {k: v for k, v in fields_.items() if v is not None}
        return self._send(f"{path}/register", fields_)

    def _registrations(self, event=None):
        self.env.invalidate_all()
        return self.env["event.registration"].search(
            [("event_id", "=", (event or self.event).id)], order="id"
        )

    def assertThanked(self, response):
        self.assertEqual(response.status_code, 303, response.text[:500])
        self.assertURLEqual(response.headers["Location"], f"{self.path}/thanks")

    # -- all is well -------------------------------------------------------------------

    def test_register(self):
        self.assertThanked(self._register(phone="0341 123456", persons="2"))
        registration = self._registrations()
        self.assertRecordValues(
            registration,
            [
                {
                    "name": "Vera Versuch",
                    "email": "vera@example.org",
                    "person_count": 2,
                    "state": "open",
                    "is_self_booked": True,
                    "company_id": self.company.id,
                    "partner_id": False,
                    "lang": "en_US",
                }
            ],
        )
        self.assertIn("123456", registration.phone.replace(" ", ""))
        self.assertEqual(len(self._mails_to("vera@example.org")), 1)
        page = self._open(f"{self.path}/thanks")
        self.assertIn("e-mail", page.xpath("//main")[0].text_content())
        self.assertFalse(
            self.env["res.partner"].search([("email", "=", "vera@example.org")])
        )

    def test_same_answer_for_known_and_unknown(self):
        first = self._register()
        again = self._register(name="Böse Absicht", persons="3")
        self.assertThanked(first)
        self.assertThanked(again)
        self.assertEqual(first.text, again.text)
        registration = self._registrations()
        self.assertEqual(len(registration), 1)
        self.assertEqual(
            (registration.name, registration.person_count), ("Vera Versuch", 1)
        )
        self.assertNotIn("Böse", self._mails_to("vera@example.org")[-1].body_html)

    def test_double_tap_saves_once(self):
        fields_ = self._form_fields(self._open(self.path), self.action)
        fields_.update(name="Zwei", email="zwei@example.org", persons="1")
        for _tap in range(2):
            self.assertThanked(self._send(self.action, fields_))
        self.assertEqual(len(self._registrations()), 1)
        self.assertEqual(len(self._mails_to("zwei@example.org")), 1)

    def test_waiting_list(self):
        self._book(self.event, "voll@example.org", 4)
        page = self._open(self.path)
        text = page.xpath("//main")[0].text_content()
        self.assertIn("waiting list", text)
        self.assertThanked(self._register())
        registration = self._registrations()[-1]
        self.assertTrue(registration.is_waiting)
        own = self._open(registration._own_link())
        self.assertIn("at place 1", own.xpath("//main")[0].text_content())
        self.event.has_waiting_list = False
        page = self._open(self.path)
        self.assertFalse(page.xpath("//main//form"))
        self.assertIn("fully booked", page.xpath("//main")[0].text_content())

    def test_own_questions(self):
        Question = self.env["event.question"]
        choice = Question.create(
            {
                "title": "Wo stehen Sie?",
                "is_mandatory_answer": True,
                "answer_ids": [
                    (0, 0, {"name": "Am Anfang"}),
                    (0, 0, {"name": "Mittendrin"}),
                ],
            }
        )
        text = Question.create(
            {"title": "Was brauchen Sie?", "question_type": "text_box"}
        )
        foreign = Question.create(
            {"title": "Andere", "answer_ids": [(0, 0, {"name": "Fremd"})]}
        )
        self.event.question_ids = [(6, 0, (choice + text).ids)]
        name = f"question-{choice.id}"
        for wrong in ("", str(foreign.answer_ids.id), "0", "-1", "1;2", "abc"):
            response = self._register(**{name: wrong})
            self.assertFieldError(response, name)
        self.assertThanked(
            self._register(
                **{
                    name: str(choice.answer_ids[1].id),
                    f"question-{text.id}": "<b>Rampe</b>",
                    f"question-{foreign.id}": str(foreign.answer_ids.id),
                }
            )
        )
        answers = self._registrations().registration_answer_ids
        self.assertEqual(answers.question_id, choice + text)
        self.assertEqual(answers.value_answer_id, choice.answer_ids[1])
        self.assertIn("<b>Rampe</b>", answers.mapped("value_text_box"))

    def test_newsletter_starts_double_opt_in(self):
        self.assertThanked(self._register(newsletter=None))
        self.assertFalse(
            self.env["wohnkoord.consent"].search_count(
                [("email", "=", "vera@example.org")]
            )
        )
        self.assertThanked(self._register(email="neu@example.org", newsletter="1"))
        consent = self.env["wohnkoord.consent"].search(
            [("email", "=", "neu@example.org")]
        )
        self.assertRecordValues(
            consent,
            [
                {
                    "state": "requested",
                    "purpose": "newsletter",
                    "way": "double_opt_in",
                    "company_id": self.company.id,
                    "is_live": False,
                }
            ],
        )

    # -- refused, and nothing typed is lost --------------------------------------------

    def test_bad_input(self):
        for name, value in (
            ("name", ""),
            ("name", "x" * 81),
            ("name", "Billig kaufen http://x.example"),
            ("name", "www.x.example"),
            ("name", "<script>alert(1)</script>"),
            ("email", ""),
            ("email", "kein-at"),
            ("email", "a@b@c"),
            ("email", "a b@example.org"),
            ("email", "<b>@example.org"),
            ("email", "a@example.org, b@example.org"),
            ("email", "x" * 250 + "@example.org"),
            ("persons", "0"),
            ("persons", "-3"),
            ("persons", "6"),
            ("persons", "1000"),
            ("persons", "1.5"),
            ("persons", "²"),
            ("persons", ""),
        ):
            with self.subTest(name=name, value=value[:30]):
                response = self._register(**{name: value, "phone": "0341 7"})
                self.assertFieldError(response, name)
                page = html.fromstring(response.text)
                self.assertEqual(
                    page.xpath("//input[@id='field-phone']/@value"), ["0341 7"]
                )
                self.assertFalse(page.xpath("//main//script"))
        self.assertFalse(self._registrations())

    def test_machines(self):
        response = self._register(homepage="http://x.example")
        self.assertThanked(response)
        response = self._register(form_opened="gefälscht")
        self.assertEqual(response.status_code, 200)
        response = self._register(form_token="")
        self.assertEqual(response.status_code, 200)
        with mute_logger("odoo.http"):
            response = self._register(csrf_token="falsch")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._registrations())

    def test_many_posts_from_one_address(self):
        limits = "odoo.addons.wohnkoord_odoo.models.network_rate_limit.RateLimit._allow"
        with patch(limits, return_value=False):
            response = self._register()
        self.assertIn("very often", response.text)
        self.assertFalse(self._registrations())

    def test_one_address_is_not_flooded(self):
        events = [self._make_event(f"Nr {n}") for n in range(3)]
        with patch(f"{CONTROLLER}.BOOKINGS_PER_HOUR", 2):
            for event in events:
                self.assertEqual(self._register(event).status_code, 303)
        self.assertEqual(len(self._mails_to("vera@example.org")), 2)

    def test_closed_while_typing(self):
        fields_ = self._form_fields(self._open(self.path), self.action)
        fields_.update(name="Spät", email="spaet@example.org", persons="1")
        self.event.kanban_state = "cancel"
        response = self._send(self.action, fields_)
        self.assertEqual(response.status_code, 200)
        self.assertIn("cancelled", response.text)
        self.event.is_public = False
        fields_["form_token"] = "anderes"
        self.assertEqual(self._send(self.action, fields_).status_code, 404)
        self.assertFalse(self._registrations())

    def test_posted_extras_do_not_reach_the_record(self):
        self.assertThanked(
            self._register(
                state="done",
                is_waiting="1",
                event_id=str(self._make_event().id),
                company_id=str(self.other_company.id),
                partner_id=str(self.firm.id),
                person_count="50",
            )
        )
        registration = self._registrations()
        self.assertEqual(
            (registration.state, registration.person_count, registration.partner_id.id),
            ("open", 1, False),
        )

    # -- the own page ------------------------------------------------------------------

    def _own(self, **values):
        registration = self._book(self.event, "eigen@example.org", **values)
        link = registration._own_link()
        return registration, link[link.index("/events/") :]

    def _own_fields(self, path, number, **values):
        page = self._open(path)
        form = page.xpath("//main//form")[number]
        return {**dict(form.form_values()), **values}

    def test_opening_changes_nothing(self):
        registration, path = self._own()
        for _time in range(3):
            page = self._open(path, action="cancel", persons="5")
        self.assertEqual(registration.state, "open")
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertIn("You are registered", page.xpath("//main")[0].text_content())

    def test_cancel_frees_the_seat_once(self):
        registration, path = self._own(persons=4)
        waiting = self._book(self.event, "wartet@example.org", 4)
        fields_ = self._own_fields(path, 1, action="cancel")
        for _time in range(2):
            self.assertEqual(self._send(path, fields_).status_code, 303)
        self.assertEqual((registration.state, waiting.state), ("cancel", "open"))
        page = self._open(path)
        self.assertIn("cancelled", page.xpath("//main")[0].text_content())
        self.assertFalse(page.xpath("//main//form"))
        self.assertThanked(self._register(email="eigen@example.org"))
        self.assertTrue(self._registrations()[-1].is_waiting)
        self._send(path, {**fields_, "action": "change", "persons": "1"})
        self.assertEqual(registration.state, "cancel", "a link does not bring it back")

    def test_change_the_number(self):
        registration, path = self._own(persons=2)
        fields_ = self._own_fields(path, 0, action="change")
        self.assertEqual(self._send(path, {**fields_, "persons": "4"}).status_code, 303)
        self.assertEqual(registration.person_count, 4)
        response = self._send(path, {**fields_, "persons": "5"})
        self.assertFieldError(response, "persons", "not as many seats")
        for wrong in ("0", "-1", "1000", "", "x"):
            response = self._send(path, {**fields_, "persons": wrong})
            self.assertFieldError(response, "persons")
        self.assertEqual(registration.person_count, 4)

    def test_too_late_to_change(self):
        registration, path = self._own()
        fields_ = self._own_fields(path, 1, action="cancel")
        self.event.date_begin = fields.Datetime.now() - timedelta(minutes=5)
        self._send(path, fields_)
        self.assertEqual(registration.state, "open")

    def test_forged_links(self):
        registration, path = self._own()
        token = path.rsplit("/", 1)[1]
        link = self.env["wohnkoord.signed.link"]
        other_purpose = link._token("consent", registration)
        other_model = link._token("event registration", self.event)
        for forged in (
            "x",
            token[:-3] + "AAA",
            token.swapcase(),
            other_purpose,
            other_model,
            str(registration.id),
            "..%2f..",
        ):
            answer = self.url_open(f"/events/registration/{forged}")
            self.assertEqual(answer.status_code, 404, forged)
            self.assertNotIn("eigen", answer.text)
        registration._anonymise()
        self._open(path, 404)

    def test_others_are_not_shown(self):
        self._book(self.event, "andere@example.org")
        _registration, path = self._own()
        for page in (path, self.path):
            text = self.url_open(page).text
            self.assertNotIn("andere@example.org", text)
            self.assertNotIn("Andere", text)

    def test_core_pages_stay_closed(self):
        """Odoo's own routes: tickets need a hash, the calendar file a right."""
        registration, _path = self._own()
        event = self.event
        for url in (
            f"/event/{event.id}/my_tickets?registration_ids=[{registration.id}]"
            "&tickets_hash=x",
            f"/event/{event.id}/ics",
        ):
            answer = self.url_open(url, allow_redirects=False)
            self.assertNotEqual(answer.status_code, 200, url)
