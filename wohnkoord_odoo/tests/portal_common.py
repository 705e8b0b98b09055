# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lxml import html

from odoo.tests import HttpCase

from .common import WohnkoordCase


class PortalCase(WohnkoordCase, HttpCase):
    """The portal's pages as a person without JavaScript uses them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the pages in English at addresses without a language, whatever the database
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.call_off = cls._make_call_off(hours=10)
        cls.call_off.user_id.partner_id.phone = "+49 341 000000"
        cls.url = f"/my/call-offs/{cls.call_off.id}"

    @classmethod
    def _make_rival_call_off(cls, hours=5):
        """An order of the other firm."""
        contract = cls._make_contract(cls.rival_firm, rank=2)
        return cls._make_call_off(hours, contract_id=contract.id)

    def _day(self, user=None):
        """The user's day, which starts earlier than the server's."""
        return datetime.now(ZoneInfo((user or self.consultant).tz)).date()

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _page(self, path, **params):
        """Open a page and parse it.

        :return: the ``main`` part of the page; ``_response`` keeps the answer
        """
        self._response = self.url_open(path, params=params)
        self.assertEqual(self._response.status_code, 200, path)
        return self._main(self._response)

    def _main(self, response):
        return html.fromstring(response.text).xpath("//main")[0]

    def _text_of(self, element):
        return " ".join(element.text_content().split())

    def _form(self, page, action):
        """The fields of the form that posts to ``action`` as the page fills them."""
        forms = page.xpath(f"//form[@action='{action}']")
        self.assertEqual(len(forms), 1, f"one form for {action}")
        self.assertEqual(forms[0].get("method"), "post")
        return dict(forms[0].fields)

    def _post(self, action, page=None, follow=False, **values):
        """Fill in and send the form of the order's page (or of ``page``)."""
        fields = self._form(self._page(self.url) if page is None else page, action)
        return self._send(action, {**fields, **values}, follow)

    def _send(self, action, fields, follow=False):
        return self.url_open(action, data=fields, allow_redirects=follow)

    def _hidden(self):
        """Hidden fields of a page that is the user's own, for posts elsewhere."""
        fields = self._form(self._page(self.url), f"{self.url}/entries")
        return {name: fields[name] for name in ("csrf_token", "form_token")}

    def _entry_values(self, **values):
        return {
            "date": str(self.today - timedelta(days=1)),
            "duration": "1:30",
            "description": "Finanzplan durchgesprochen",
            **values,
        }

    def _entries_of(self, call_off=None):
        self.env.invalidate_all()
        return self.env["wohnkoord.time.entry"].search(
            [("call_off_id", "=", (call_off or self.call_off).id)], order="id"
        )

    def assertGoesTo(self, response, path):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], path)

    def assertSentToStart(self, response):
        """The one answer for what is foreign, missing, or not a consultant's."""
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], "/my")

    def assertFieldError(self, response, field_id, text):
        """The form came back: the message stands at the field and names it."""
        self.assertEqual(response.status_code, 200)
        page = self._main(response)
        field = page.xpath(f"//*[@id='{field_id}']")[0]
        self.assertEqual(field.get("aria-invalid"), "true")
        error_id = f"{field_id}-error"
        self.assertIn(error_id, field.get("aria-describedby").split())
        error = page.xpath(f"//*[@id='{error_id}']")[0]
        self.assertEqual(error.get("role"), "alert")
        self.assertIn(text, self._text_of(error))
        return page

    def _queries(self, path):
        """Number of queries of a page whose caches are warm."""
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return self.cr.sql_log_count - before

    def _make_many(self, count, call_off=None, **values):
        """Many entries of one minute, over days, states left as drafts."""
        return (
            self.env["wohnkoord.time.entry"]
            .with_user(self.consultant)
            .create(
                [
                    {
                        "call_off_id": (call_off or self.call_off).id,
                        "minutes": 1,
                        "date": self.today - timedelta(days=number % 60),
                        "description": f"Schritt {number}",
                        **values,
                    }
                    for number in range(count)
                ]
            )
        )
