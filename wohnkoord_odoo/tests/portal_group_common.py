# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from lxml import html

from odoo.tests import HttpCase

from .common import WohnkoordCase

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"


class GroupCase(WohnkoordCase):
    """Adds a member without a voice, a foreign group with its own spokesperson, a plan.

    Users: ``member`` (portal, belongs to ``initiative``), ``stranger`` (portal, speaks
    for ``foreign``).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._make_portal_user("test_member")
        cls.stranger = cls._make_portal_user("test_stranger")
        cls.foreign = cls._make_initiative("Fremde Gruppe")
        cls._join(cls.initiative, cls.member, "member")
        cls._join(cls.foreign, cls.stranger)
        cls.own_task = cls._make_milestone("Ziele aufschreiben", is_group_task=True)
        cls.office_task = cls._make_milestone("Bescheid erteilt")
        cls.foreign_task = cls._make_milestone(
            "Fremde Etappe", initiative_id=cls.foreign.id, is_group_task=True
        )
        cls.case.with_user(cls.manager).action_cancel("Aufgeräumt")

    @classmethod
    def _join(cls, initiative, user, role="spokesperson", **values):
        return cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": initiative.id,
                "partner_id": user.partner_id.id,
                "role": role,
                "date_from": cls.today - timedelta(days=300),
                **values,
            }
        )

    @classmethod
    def _make_milestone(cls, name, **values):
        return cls.env["wohnkoord.milestone"].create(
            {
                "name": name,
                "initiative_id": cls.initiative.id,
                "date_due": cls.today + timedelta(days=30),
                **values,
            }
        )

    @classmethod
    def _make_document(cls, name="Plan.pdf", user=None, **values):
        """A document that the office adds; not shared unless said so."""
        return (
            cls.env["wohnkoord.initiative.document"]
            .with_user(user or cls.adviser)
            .create(
                {
                    "initiative_id": cls.initiative.id,
                    "name": name,
                    "file": base64.b64encode(PDF),
                    **values,
                }
            )
        )

    @classmethod
    def _write_to_group(cls, body="Antwort", initiative=None):
        return (
            cls.env["wohnkoord.initiative.message"]
            .with_user(cls.adviser)
            .create({"initiative_id": (initiative or cls.initiative).id, "body": body})
        )

    def _as(self, user, initiative=None):
        """The initiative as the portal's controller hands it over for ``user``."""
        return (initiative or self.initiative).with_user(user).sudo()._quietly()

    def _mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def _portal_activities(self, initiative=None):
        kind = self.env.ref("wohnkoord_odoo.mail_activity_type_portal")
        return (initiative or self.initiative).activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )


class GroupPagesCase(GroupCase, HttpCase):
    """The groups' pages as a person without JavaScript uses them, in English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.path = f"/my/initiatives/{cls.initiative.id}"
        cls.foreign_path = f"/my/initiatives/{cls.foreign.id}"

    def setUp(self):
        super().setUp()
        self._login(self.spokesperson)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _page(self, below=""):
        response = self.url_open(self.path + below, allow_redirects=False)
        self.assertEqual(response.status_code, 200, below)
        return self._main(response)

    def _main(self, response):
        return html.fromstring(response.text).xpath("//main")[0]

    def _text(self, element):
        return " ".join(element.text_content().split())

    def _fields(self, page, below):
        forms = page.xpath(f"//form[@action='{self.path}{below}']")
        self.assertEqual(len(forms), 1, below)
        self.assertEqual(forms[0].get("method"), "post")
        return dict(forms[0].form_values())

    def _send(self, path, fields, **kwargs):
        return self.url_open(path, data=fields, allow_redirects=False, **kwargs)

    def _post(self, below, page_below="", files=None, **values):
        """Fill in and send a form of the group's own page, or of one below it."""
        fields = self._fields(self._page(page_below), below)
        return self._send(self.path + below, {**fields, **values}, files=files)

    def _upload(self, name, content, **values):
        return self._post(
            "/documents", "/documents", files={"file": (name, content)}, **values
        )

    def _hidden(self):
        fields = self._fields(self._page("/messages"), "/messages")
        return {name: fields[name] for name in ("csrf_token", "form_token")}

    def assertGoesTo(self, response, path):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], path)

    def assertFieldError(self, response, field, text):
        self.assertEqual(response.status_code, 200)
        main = self._main(response)
        element = main.xpath(f"//*[@id='{field}']")[0]
        self.assertIn(f"{field}-error", element.get("aria-describedby"))
        error = main.xpath(f"//*[@id='{field}-error']")[0]
        self.assertEqual(error.get("role"), "alert")
        self.assertIn(text, self._text(error))
        return main
