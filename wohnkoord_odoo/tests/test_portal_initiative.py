# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase


@tagged("post_install", "-at_install")
class TestPortalInitiative(WohnkoordCase, HttpCase):
    """The initiative's own page: members only, plain values only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.initiative.write(
            {
                "name": "<b>Haus</b> & Hof",
                "description": "<p>Vermerk: schwierige Gruppe</p>",
            }
        )
        cls.foreign = cls._make_initiative("Fremde Gruppe")
        cls.env["wohnkoord.milestone"].create(
            [
                {
                    "name": "<script>alert(1)</script>",
                    "initiative_id": cls.initiative.id,
                    "date_due": cls.today - timedelta(days=20),
                },
                {
                    "name": "Konzept fertig",
                    "initiative_id": cls.initiative.id,
                    "date_due": cls.today - timedelta(days=30),
                    "date_done": cls.today - timedelta(days=25),
                },
                {
                    "name": "Einzug",
                    "initiative_id": cls.initiative.id,
                    "date_due": cls.today + timedelta(days=300),
                },
            ]
        )
        cls.path = f"/my/initiatives/{cls.initiative.id}"

    def _page(self, path, user=None):
        user = user or self.spokesperson
        self.authenticate(user.login, user.login)
        return self.url_open(path, allow_redirects=False)

    def test_own_initiative(self):
        page = self._page(self.path)
        self.assertEqual(page.status_code, 200)
        stage = self.stage_idea.with_context(lang=self.spokesperson.lang)
        for text in (stage.name, self.adviser.name, "Konzept fertig", "Einzug"):
            self.assertIn(text, page.text)
        for status in ("done", "overdue", "open"):
            self.assertEqual(page.text.count(f"o_wohnkoord_milestone_{status}"), 1)
        self.assertIn('aria-valuenow="33"', page.text)

    def test_names_are_escaped(self):
        for path in ("/my/initiatives", self.path):
            text = self._page(path).text
            self.assertIn("&lt;b&gt;Haus&lt;/b&gt; &amp; Hof", text)
            self.assertNotIn("<b>Haus", text)
        self.assertIn("&lt;script&gt;alert(1)", text)
        self.assertNotIn("<script>alert(1)", text)

    def test_notes_of_the_office_stay_inside(self):
        self.initiative.message_post(
            body="Interner Vermerk", subtype_xmlid="mail.mt_note"
        )
        text = self._page(self.path).text
        self.assertNotIn("schwierige Gruppe", text)
        self.assertNotIn("Interner Vermerk", text)

    def test_foreign_reads_like_missing(self):
        missing = self._page(f"/my/initiatives/{self.foreign.id + 999999}")
        foreign = self._page(f"/my/initiatives/{self.foreign.id}")
        self.assertEqual(
            (foreign.status_code, foreign.headers.get("Location"), foreign.text),
            (missing.status_code, missing.headers.get("Location"), missing.text),
        )
        self.assertNotEqual(foreign.status_code, 200)
        self.assertNotIn("Fremde Gruppe", self._page("/my/initiatives").text)

    def test_others_see_nothing(self):
        for user in (self.consultant, self.rival, self.steering):
            self.assertNotEqual(self._page(self.path, user).status_code, 200)
            page = self._page("/my/initiatives", user)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("Hof", page.text)

    def test_ended_membership(self):
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        self.assertNotEqual(self._page(self.path).status_code, 200)
        self.assertNotIn("Hof", self._page("/my/initiatives").text)

    def test_logged_out(self):
        for path in ("/my/initiatives", self.path):
            page = self.url_open(path)  # first to the visitor's language
            self.assertEqual(page.history[-1].status_code, 303)
            self.assertIn("/web/login", page.url)

    def test_counter_of_the_home_page(self):
        for user, count in ((self.spokesperson, 1), (self.consultant, 0)):
            self.authenticate(user.login, user.login)
            values = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["initiative_count"]}
            )
            self.assertEqual(values["initiative_count"], count)
        self.assertIn("/my/initiatives", self._page("/my").text)

    def test_meetings(self):
        Initiative = self.env.registry["wohnkoord.initiative"]
        meetings = [
            {"date": datetime(2020, 5, 4, 10, 0), "title": "Erstes <i>Gespräch</i>"},
            {"date": datetime(2099, 5, 4, 10, 0), "title": "Runde am Tisch"},
        ]
        with patch.object(Initiative, "_portal_meetings", lambda record: meetings):
            text = self._page(self.path).text
        self.assertIn("Runde am Tisch", text)
        self.assertIn("12:00", text, "in the visitor's time zone")
        self.assertIn("Erstes &lt;i&gt;Gespräch&lt;/i&gt;", text)

    def test_rpc_is_closed(self):
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        for model, record in (
            ("wohnkoord.initiative", self.initiative),
            ("wohnkoord.initiative.member", self.initiative.member_ids),
            ("wohnkoord.milestone", self.initiative.milestone_ids[0]),
        ):
            with mute_logger("odoo.http"):
                page = self.url_open(
                    f"/web/dataset/call_kw/{model}/read",
                    json={
                        "params": {
                            "model": model,
                            "method": "read",
                            "args": [[record.id], ["id", "display_name"]],
                            "kwargs": {},
                        }
                    },
                )
            self.assertIn("AccessError", page.text)

    def test_queries_do_not_grow(self):
        Initiative = self.env["wohnkoord.initiative"]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            initiatives = Initiative.search(
                Initiative._portal_domain(self.spokesperson)
            )
            initiatives._portal_list_values()
            self.initiative._portal_page_values()
            return self.cr.sql_log_count - before

        count()
        few = count()
        more = Initiative.create([{"name": f"Gruppe {n}"} for n in range(10)])
        self.env["wohnkoord.initiative.member"].create(
            [
                {
                    "initiative_id": record.id,
                    "partner_id": self.spokesperson.partner_id.id,
                    "date_from": self.today - timedelta(days=9),
                }
                for record in more
            ]
        )
        self.env["wohnkoord.milestone"].create(
            [
                {
                    "name": "Etappe",
                    "initiative_id": record.id,
                    "date_due": self.today,
                }
                for record in [*more, *([self.initiative] * 20)]
            ]
        )
        self.assertEqual(count(), few)
