# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import nullcontext
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase

from .common import WohnkoordCase

PUBLIC_FORM = "odoo.addons.wohnkoord_odoo.controllers.public_form"


class NetworkCase(WohnkoordCase):
    """Adds a second office with an adviser of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create(
            {
                "name": "Zweite Stelle",
                "wohnkoord_host": "zwei.example",
                "email": "zwei@example.org",
            }
        )
        cls.other_adviser = cls._make_user(
            "test_other_adviser",
            "wohnkoord_odoo.group_user",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )

    def setUp(self):
        super().setUp()
        if not isinstance(self, HttpCase):
            # a count that the rate limit commits would be there in the next test
            self.startPatcher(
                patch.object(
                    self.env.registry["wohnkoord.rate.limit"],
                    "_own_cursor",
                    lambda limit, key: nullcontext(limit.env.cr),
                )
            )

    @classmethod
    def _make_person(cls, name, company=None, **values):
        """A private person of an office, at example.org."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "email": f"{name.lower().replace(' ', '.')}@example.org",
                "company_id": (company or cls.company).id,
                **values,
            }
        )

    @classmethod
    def _give_consent(cls, partner, purpose, company=None, initiative=None):
        """A consent in force, as if the link in the mail had been confirmed."""
        consent = cls.env["wohnkoord.consent"]._request(
            partner, purpose, company or cls.company, initiative, send=False
        )
        consent._confirm()
        return consent


class PublicCase(NetworkCase, HttpCase):
    """The public pages as a visitor without JavaScript uses them, in English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})

    def setUp(self):
        super().setUp()
        # tests fill in forms faster than people
        self.startPatcher(patch(f"{PUBLIC_FORM}.LEAST_SECONDS", 0))

    def _open(self, path, status=200, **params):
        """Open a page and return its root element."""
        response = self.url_open(path, params=params, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        return html.fromstring(response.text or "<html/>")

    def _form_fields(self, page, action=None):
        """The fields of the page's form (that posts to ``action``) as a browser sends."""
        xpath = f"//main//form[@action='{action}']" if action else "//main//form"
        forms = page.xpath(xpath)
        self.assertEqual(len(forms), 1, f"one form for {action}")
        self.assertEqual(forms[0].get("method"), "post")
        return dict(forms[0].form_values())

    def _send(self, action, fields, **kwargs):
        return self.url_open(action, data=fields, allow_redirects=False, **kwargs)

    def assertFieldError(self, response, name, text=""):
        """The form came back: the message stands at the field and names it."""
        self.assertEqual(response.status_code, 200)
        page = html.fromstring(response.text)
        field = page.xpath(f"//*[@id='field-{name}']")[0]
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertIn(f"field-{name}-error", field.get("aria-describedby").split())
        error = page.xpath(f"//*[@id='field-{name}-error']")[0]
        self.assertEqual(error.get("role"), "alert")
        self.assertIn(text, error.text_content())
