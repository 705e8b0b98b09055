# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalContractPost(PortalCase):
    """What a consultant does in the portal: good, bad, foreign, twice."""

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    # -- a new entry -------------------------------------------------------------------

    def test_entry(self):
        form = self._form(self._page(self.url), f"{self.url}/entries")
        self.assertEqual(form["date"], str(self.today), "today is preset")
        response = self._post(f"{self.url}/entries", **self._entry_values())
        self.assertGoesTo(response, f"{self.url}?done=entry")
        self.assertRecordValues(
            self._entries_of(),
            [
                {
                    "minutes": 90,
                    "date": self.today - timedelta(days=1),
                    "description": "Finanzplan durchgesprochen",
                    "state": "draft",
                    "partner_id": self.consultant.partner_id.id,
                    "user_id": self.consultant.id,
                }
            ],
        )
        page = self._page(response.headers["Location"])
        self.assertIn("saved", self._text_of(page.xpath("//*[@role='status']")[0]))
        self.assertIn("8:30 h left", self._text_of(page))
        self.assertBalanced()

    def test_entry_german_date(self):
        day = self.today - timedelta(days=2)
        self._post(f"{self.url}/entries", **self._entry_values(date=f"{day:%d.%m.%Y}"))
        self.assertEqual(self._entries_of().date, day)

    def test_entry_field_errors_keep_what_was_typed(self):
        action = f"{self.url}/entries"
        for field, typed, said in (
            ("duration", "zwei", "1:30 or 1,5"),
            ("duration", "", "enter a duration"),
            ("duration", "90", "90 min"),
            ("duration", "10:01", "10.00 hours are left"),
            ("date", "", "day of the work"),
            ("date", "2026-02-31", "day of the work"),
            ("date", str(self.today + timedelta(days=2)), "not in advance"),
            ("date", str(self.today - timedelta(days=91)), "outside the order's term"),
            ("description", "  ", "fill in"),
            ("description", "x" * 501, "at most 500"),
        ):
            with self.subTest(field=field, typed=typed[:20]):
                values = self._entry_values(**{field: typed})
                page = self.assertFieldError(
                    self._post(action, **values), f"entry-{field}", said
                )
                form = self._form(page, action)
                for name, value in values.items():
                    self.assertEqual(form[name] or "", value.strip())
                # put right, the very same form is taken
        self.assertFalse(self._entries_of())
        good = {**form, **self._entry_values()}
        self.assertGoesTo(self._send(action, good), f"{self.url}?done=entry")
        self.assertEqual(len(self._entries_of()), 1)

    def test_entry_more_than_a_day(self):
        """A refusal that belongs to no field stands on top; nothing typed is lost."""
        other = self._make_call_off(hours=30)
        self._make_entry(other, 20 * 60)
        response = self._post(
            f"{self.url}/entries", **self._entry_values(duration="5:00")
        )
        page = self._main(response)
        alert = page.xpath("//*[@role='alert']")
        self.assertIn("24 hours", self._text_of(alert[0]))
        form = self._form(page, f"{self.url}/entries")
        self.assertEqual(form["duration"], "5:00")
        self.assertFalse(self._entries_of())
        self.assertBalanced()

    def test_entry_without_csrf(self):
        fields = self._form(self._page(self.url), f"{self.url}/entries")
        del fields["csrf_token"]
        with mute_logger("odoo.http"):
            response = self._send(
                f"{self.url}/entries", {**fields, **self._entry_values()}
            )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._entries_of())

    def test_entry_by_get_does_nothing(self):
        response = self.url_open(
            f"{self.url}/entries", params=self._entry_values(), allow_redirects=False
        )
        self.assertGoesTo(response, self.url)
        self.assertFalse(self._entries_of())

    def test_entry_twice_the_same_form(self):
        action = f"{self.url}/entries"
        fields = self._form(self._page(self.url), action)
        fields.update(self._entry_values())
        for _tap in range(3):
            self.assertGoesTo(self._send(action, fields), f"{self.url}?done=entry")
        self.assertEqual(len(self._entries_of()), 1)
        # the same work again from a new form is meant
        self._post(action, **self._entry_values())
        self.assertEqual(len(self._entries_of()), 2)

    def test_entry_without_form_token(self):
        action = f"{self.url}/entries"
        response = self._post(action, **self._entry_values(form_token=""))
        self.assertIn("once more", self._text_of(self._main(response)))
        self.assertFalse(self._entries_of())

    def test_entry_odd_posts(self):
        """Files, NUL characters and unknown fields do no harm."""
        action = f"{self.url}/entries"
        fields = {**self._hidden(), **self._entry_values()}
        del fields["description"]
        response = self.url_open(
            action, data=fields, files={"description": b"x"}, allow_redirects=False
        )
        self.assertFieldError(response, "entry-description", "fill in")
        self._post(
            action,
            **self._entry_values(
                description="a\0b",
                state="approved",
                user_id=self.rival.id,
                partner_id=self.colleague.partner_id.id,
                minutes="1440",
            ),
        )
        self.assertRecordValues(
            self._entries_of(),
            [
                {
                    "description": "ab",
                    "state": "draft",
                    "minutes": 90,
                    "user_id": self.consultant.id,
                    "partner_id": self.consultant.partner_id.id,
                }
            ],
        )

    def test_today_is_the_users(self):
        """One of these zones is always on another day than the server."""
        for tz in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.consultant.tz = tz
            self._login(self.consultant)
            today = datetime.now(ZoneInfo(tz)).date()
            fields = self._form(self._page(self.url), f"{self.url}/entries")
            self.assertEqual(fields["date"], str(today))
            values = self._entry_values(date=fields["date"])
            response = self._post(f"{self.url}/entries", **values)
            self.assertGoesTo(response, f"{self.url}?done=entry")
            self.assertEqual(self._entries_of()[-1].date, today)

    def test_form_tokens(self):
        """Another user, form or purpose is another token; a parallel post is caught."""
        tokens = self.env["wohnkoord.form.token"]
        for user in (self.consultant, self.colleague):
            for purpose in ("/a", "/b"):
                mine = tokens.with_user(user).sudo()
                self.assertTrue(mine._take("one", purpose))
                self.assertFalse(mine._take("one", purpose))
        with patch.object(type(tokens), "_is_taken", lambda *args: False):
            # what the second of two posts at the same moment meets
            with mute_logger("odoo.sql_db"):
                self.assertFalse(mine._take("one", "/b"))
        self.assertTrue(mine._take("two", "/b"))
        with self.assertRaises(AccessError):
            tokens.with_user(self.consultant).search([])
        tokens.search([]).date = datetime.now() - timedelta(days=31)
        tokens.with_user(self.consultant).sudo()._take("three", "/b")
        tokens._gc_tokens()
        self.assertEqual(tokens.search_count([]), 1)

    def test_lost_race_is_tried_again(self):
        """A serialization failure reaches Odoo, which repeats the request."""
        Entry = self.env.registry["wohnkoord.time.entry"]
        create, calls = Entry.create, []

        def create_once_late(entries, vals_list):
            calls.append(1)
            if len(calls) == 1:
                entries.env.cr.execute(
                    "DO $$BEGIN RAISE 'late' USING ERRCODE = '40001'; END$$"
                )
            return create(entries, vals_list)

        action = f"{self.url}/entries"
        fields = self._form(self._page(self.url), action)
        with (
            patch.object(Entry, "create", create_once_late),
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.sql_db"),
        ):
            response = self._send(action, {**fields, **self._entry_values()})
        self.assertEqual(len(calls), 2)
        self.assertGoesTo(response, f"{self.url}?done=entry")
        self.assertEqual(len(self._entries_of()), 1)

    # -- change, delete, submit ----------------------------------------------------------

    def test_change(self):
        entry = self._make_entry(self.call_off, 30)
        action = f"{self.url}/entries/{entry.id}"
        page = self._page(action)
        form = self._form(page, action)
        self.assertEqual(form["duration"], "0:30")
        self.assertEqual(form["description"], entry.description)
        response = self._post(action, page=page, duration="0,75", description="Neu")
        self.assertGoesTo(response, f"{self.url}?done=changed")
        self.assertRecordValues(
            self._entries_of(),
            [{"minutes": 45, "description": "Neu", "state": "draft"}],
        )
        page = self.assertFieldError(
            self._post(action, page=page, form_token="other", duration="11:00"),
            "entry-duration",
            "hours are left",
        )
        self.assertEqual(self._form(page, action)["duration"], "11:00")
        self.assertEqual(self._entries_of().minutes, 45)
        self.assertBalanced()

    def test_change_refused_and_submit(self):
        entry = self._make_entry(self.call_off, 600, submit=True)
        entry.with_user(self.manager).action_refuse("Zu viel.")
        action = f"{self.url}/entries/{entry.id}"
        page = self._page(action)
        self.assertIn("Zu viel.", self._text_of(page))
        self.assertFalse(page.xpath(f"//form[@action='{action}/delete']"), "evidence")
        response = self._post(action, page=page, duration="2", submit="1")
        self.assertGoesTo(response, f"{self.url}?done=submitted")
        self.assertRecordValues(
            self._entries_of(), [{"minutes": 120, "state": "submitted"}]
        )
        self.assertBalanced()

    def test_delete(self):
        entry = self._make_entry(self.call_off, 30)
        action = f"{self.url}/entries/{entry.id}/delete"
        page = self._page(f"{self.url}/entries/{entry.id}")
        fields = self._form(page, action)
        self.assertGoesTo(self._send(action, fields), f"{self.url}?done=deleted")
        self.assertFalse(self._entries_of())
        self.assertGoesTo(self._send(action, fields), self.url)  # a double tap
        self.assertBalanced()

    def test_submit_one(self):
        entries = self._make_many(2)
        action = f"{self.url}/entries/{entries[0].id}/submit"
        fields = self._form(self._page(self.url), action)
        self.assertGoesTo(self._send(action, fields), f"{self.url}?done=submitted")
        self.assertEqual(self._entries_of().mapped("state"), ["submitted", "draft"])
        self.assertGoesTo(self._send(action, fields), self.url)
        self.assertEqual(self._entries_of().mapped("state"), ["submitted", "draft"])

    def test_submit_all(self):
        self._make_many(3)
        colleagues = self._make_entry(self.call_off, 30, user=self.colleague)
        page = self._page(self.url)
        self.assertIn("my drafts (3)", self._text_of(page))
        response = self._post(f"{self.url}/submit", page=page)
        self.assertGoesTo(response, f"{self.url}?done=all")
        self.assertEqual(
            self._entries_of().mapped("state"), ["submitted"] * 3 + ["draft"]
        )
        self.assertEqual(colleagues.state, "draft")
        self.assertGoesTo(
            self._post(f"{self.url}/submit", page=page), f"{self.url}?done=all"
        )

    def test_submit_without_hours_left(self):
        """A refused entry whose hours are gone is explained above the list."""
        entry = self._make_entry(self.call_off, 600, submit=True)
        entry.with_user(self.manager).action_refuse("Bitte kürzen.")
        self._make_entry(self.call_off, 60)
        response = self._post(f"{self.url}/entries/{entry.id}/submit")
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("9.00 hours are left", self._text_of(alert))
        self.assertEqual(entry.state, "refused")
        self.assertBalanced()

    def test_locked_period(self):
        entry = self._make_entry(self.call_off, 30)
        page = self._page(self.url)
        self.contract.lock_date = self.today
        self.env.flush_all()
        action = f"{self.url}/entries/{entry.id}"
        self.assertGoesTo(self._post(f"{action}/submit", page=page), self.url)
        self.assertGoesTo(self.url_open(action, allow_redirects=False), self.url)
        response = self._post(f"{self.url}/entries", **self._entry_values())
        self.assertIn("is locked", self._text_of(self._main(response)))

    # -- what is not the user's ----------------------------------------------------------

    def test_foreign_posts(self):
        hidden = self._hidden()
        rival_call_off = self._make_rival_call_off()
        rival_entry = self._make_entry(rival_call_off, 30, user=self.rival)
        colleagues = self._make_entry(self.call_off, 30, user=self.colleague)
        submitted = self._make_entry(self.call_off, 30, submit=True)
        values = {**hidden, **self._entry_values(), "hours": "2", "reason": "x"}
        values["result"] = "Fremd"
        rival_url = f"/my/call-offs/{rival_call_off.id}"
        for url in (rival_url, "/my/call-offs/999999"):
            for path in (
                "entries",
                "submit",
                "hours",
                "result",
                f"entries/{rival_entry.id}",
                f"entries/{rival_entry.id}/delete",
                f"entries/{rival_entry.id}/submit",
                f"entries/{submitted.id}/delete",
            ):
                with self.subTest(url=url, path=path):
                    self.assertSentToStart(self._send(f"{url}/{path}", values))
        for path in ("", "/delete", "/submit"):
            for entry_id in (rival_entry.id, 999999):
                # the order is the user's own, the entry is not of this order
                self.assertSentToStart(
                    self._send(f"{self.url}/entries/{entry_id}{path}", values)
                )
            for entry in (colleagues, submitted):
                self.assertGoesTo(
                    self._send(f"{self.url}/entries/{entry.id}{path}", values), self.url
                )
        self.env.invalidate_all()
        self.assertRecordValues(
            (rival_entry | colleagues | submitted).sudo(),
            [
                {"state": "draft", "minutes": 30},
                {"state": "draft", "minutes": 30},
                {"state": "submitted", "minutes": 30},
            ],
        )
        self.assertFalse(rival_call_off.result)
        self.assertFalse(rival_call_off.hours_request_ids)
        self.assertEqual(len(self._entries_of(rival_call_off)), 1)

    # -- more hours, result ----------------------------------------------------------------

    def test_more_hours(self):
        action = f"{self.url}/hours"
        form = self._form(self._page(self.url), action)
        good = {**form, "hours": "2,5", "reason": "Die Gruppe hat gewechselt."}
        for _tap in range(2):
            self.assertGoesTo(self._send(action, good), f"{self.url}?done=hours")
        request = self.call_off.hours_request_ids
        self.assertRecordValues(
            request,
            [
                {
                    "hours": 2.5,
                    "reason": "Die Gruppe hat gewechselt.",
                    "state": "requested",
                }
            ],
        )
        page = self._page(self.url)
        self.assertIn("waiting for an answer", self._text_of(page))
        self.assertFalse(page.xpath(f"//form[@action='{action}']"), "one at a time")
        # another tab still has the form: the constraint's own words
        with mute_logger("odoo.sql_db"):
            response = self._send(action, {**good, "form_token": "another"})
        self.assertIn(
            "waiting for an answer already", self._text_of(self._main(response))
        )
        request.with_user(self.adviser).action_grant()
        text = self._text_of(self._page(self.url))
        self.assertIn("granted", text)
        self.assertIn("12:30 h left", text)

    def test_more_hours_bad(self):
        action = f"{self.url}/hours"
        for values, field, said in (
            ({"hours": "viel", "reason": "x"}, "more-hours-field", "not a duration"),
            ({"hours": "0:20", "reason": "x"}, "more-hours-field", "quarter"),
            ({"hours": "2", "reason": " "}, "more-reason", "fill in"),
        ):
            page = self._main(self._post(action, **values))
            details = page.xpath(f"//form[@action='{action}']/..")[0]
            self.assertIsNotNone(details.get("open"), "the form is not folded away")
            self.assertEqual(
                page.xpath(f"//*[@id='{field}']")[0].get("aria-invalid"), "true"
            )
            self.assertIn(said, self._text_of(details))
            self.assertEqual(self._form(page, action)["hours"], values["hours"])
        self.assertFalse(self.call_off.hours_request_ids)

    def test_more_hours_refused(self):
        self._post(f"{self.url}/hours", hours="2", reason="Weiter")
        self.env.invalidate_all()
        self.call_off.hours_request_ids.with_user(self.adviser).action_refuse(
            "Das Budget ist erschöpft."
        )
        text = self._text_of(self._page(self.url))
        self.assertIn("refused", text)
        self.assertIn("Answer: Das Budget ist erschöpft.", text)

    def test_result(self):
        action = f"{self.url}/result"
        text = "Rechnung steht.\nNächster Schritt: Bank."
        self.assertGoesTo(self._post(action, result=text), f"{self.url}?done=result")
        self.env.invalidate_all()
        self.assertEqual(self.call_off.result.splitlines(), text.splitlines())
        form = self._form(self._page(self.url), action)
        self.assertIn("Nächster Schritt: Bank.", form["result"])
        self.assertFieldError(
            self._post(action, result=" "), "result-result", "fill in"
        )
        self.env.invalidate_all()
        self.assertIn("Rechnung steht.", self.call_off.result)

    def test_result_after_closing(self):
        page = self._page(self.url)
        self.call_off.result = "Fertig."
        self.call_off.action_close()
        response = self._post(f"{self.url}/result", page=page, result="Anders")
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("while the order runs", self._text_of(alert))
        self.assertEqual(self.call_off.result, "Fertig.")
        response = self._post(f"{self.url}/entries", page=page, **self._entry_values())
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("is not open", self._text_of(alert))
        self.assertFalse(self._entries_of())
