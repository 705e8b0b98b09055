# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install")
class TestPortalJury(JuryCase, HttpCase):
    """Seats and sessions as persons and deputies see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        date = cls.procedure._now().replace(microsecond=0) + timedelta(days=20)
        cls.jury_session = cls.env["wohnkoord.jury.session"].create(
            {
                "name": "Erste Sitzung <b>",
                "procedure_id": cls.procedure.id,
                "date": date,
                "date_end": date + timedelta(hours=3),
                "place": "Rathaus, Raum 1",
                "video_url": "https://video.example.org/raum",
                "user_id": cls.adviser.id,
            }
        )
        cls.path = f"/my/jury/{cls.seat.id}"
        cls.action = f"{cls.path}/sessions/{cls.jury_session.id}"

    def _open(self, user, path=None):
        self.authenticate(user.login, user.login)
        response = self.url_open(path or self.path, allow_redirects=False)
        if response.status_code != 200:
            return None
        return html.fromstring(response.text).xpath("//main")[0]

    def _answer(self, page, answer, action=None):
        form = page.xpath(f"//form[@action='{self.action}']")[0]
        return self.url_open(
            action or self.action,
            data={**dict(form.fields), "answer": answer},
            allow_redirects=False,
        )

    def _row(self):
        self.env.invalidate_all()
        return self.jury_session.attendance_ids.filtered(
            lambda row: row.juror_id == self.seat
        )

    def test_person_declines_and_the_deputy_reads_it(self):
        page = self._open(self.juror)
        text = page.text_content()
        self.assertIn("Erste Sitzung <b>", text)
        self.assertIn("Rathaus, Raum 1", text)
        self.assertNotIn("deputy)", text)
        response = self._answer(page, "declined")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._row().answer, "declined")
        self.assertTrue(self.seat.is_absent)
        self.assertIn("Cannot Come", self._open(self.juror).text_content())
        page = self._open(self.deputy)
        self.assertIn("you are the deputy", page.text_content())
        self.assertIn("Please come as the deputy", page.text_content())
        self.assertFalse(page.xpath("//form[contains(@action, '/sessions/')]"))

    def test_a_held_session_takes_no_answer(self):
        page = self._open(self.juror)
        self.jury_session._write_guarded({"state": "held"})
        self._answer(page, "declined")
        self.assertFalse(self._row().answer)

    def test_forged_answers_change_nothing(self):
        page = self._open(self.juror)
        other = f"/my/jury/{self.second_seat.id}/sessions/{self.jury_session.id}"
        for action, answer in (
            (other, "declined"),
            (f"{self.path}/sessions/{self.jury_session.id + 999}", "declined"),
            (self.action, "maybe"),
        ):
            response = self._answer(page, answer, action)
            self.assertEqual(response.headers["Location"].split("?")[0][-3:], "/my")
        self.authenticate(self.deputy.login, self.deputy.login)
        self.url_open(
            self.action,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "form_token": "deputy",
                "answer": "declined",
            },
        )
        self.env.invalidate_all()
        self.assertFalse(any(self.jury_session.attendance_ids.mapped("answer")))

    def test_calendar_file_is_for_seats_only(self):
        self.authenticate(self.juror.login, self.juror.login)
        response = self.url_open(f"{self.action}.ics", allow_redirects=False)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertIn("BEGIN:VEVENT", response.text)
        self.assertNotIn("@example.org", response.text)
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        response = self.url_open(f"{self.action}.ics", allow_redirects=False)
        self.assertIn(response.status_code, (302, 303))

    def test_home_and_list(self):
        page = self._open(self.juror, "/my")
        self.assertTrue(page.xpath("//a[contains(@href, '/my/jury')]"))
        page = self._open(self.spokesperson, "/my")
        self.assertFalse(page.xpath("//a[contains(@href, '/my/jury')]"))
        self.assertIsNone(self._open(self.spokesperson))
        self.assertIn("Fachjury", self._open(self.juror, "/my/jury").text_content())
