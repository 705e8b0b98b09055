# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalEntry(PortalCase):
    """A consultant enters work: good, bad, twice, in a race."""

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    def test_entry(self):
        form = self._form(self._page(self.url), f"{self.url}/entries")
        self.assertEqual(form["date"], str(self._day()), "today is preset")
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
            today = self._day()
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
