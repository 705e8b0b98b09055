# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlencode

import vobject
from lxml import etree

from odoo.tests import tagged

from .test_public_procedure import HOSTILE, PublicProcedureCase


@tagged("post_install", "-at_install")
class TestPublicProcedureList(PublicProcedureCase):
    def _names(self, **params):
        return self._list(**params).xpath("//main//h3/a/text()")

    def _list(self, **params):
        return self._open(f"/procedures?{urlencode(params)}")

    def setUp(self):
        super().setUp()
        # what is in the database besides the test's own stays out of its lists
        others = self.env["wohnkoord.procedure"].search(
            [("id", "!=", self.procedure.id)]
        )
        others._write_guarded({"state": "preparation"})
        self.env.flush_all()

    def test_order_and_filters(self):
        second = self._make_published(
            "Zweites", date_deadline=self.deadline - timedelta(days=1)
        )
        third = self._make_published("Drittes")
        third.with_user(self.manager).action_cancel("Keine Mittel.")
        self.env.flush_all()
        first, second, third = self.procedure.name, second.name, third.name
        elsewhere = self.env["wohnkoord.district"].create({"name": "Anderswo"})
        for params, names in (
            ({}, [second, first, third]),
            ({"status": "open"}, [second, first]),
            ({"status": "ended"}, [third]),
            ({"status": "selection"}, []),
            ({"status": "x"}, [second, first, third]),
            ({"district": self.district.id}, [second, first, third]),
            ({"district": elsewhere.id}, [second, first, third]),
            ({"district": "1 OR 1=1"}, [second, first, third]),
            ({"kind": "land"}, [second, first, third]),
            ({"kind": "building"}, []),
            ({"page": "x"}, [second, first, third]),
        ):
            self.assertEqual(self._names(**params), names, params)
        page = self._list(status="ended")
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.assertIn("Cancelled", self._text(page))
        empty = self._text(self._list(kind="building"))
        self.assertIn("No procedure fits this choice.", empty)

    def test_what_takes_bids_stands_before_what_is_compared(self):
        deadline = self.deadline - timedelta(days=1)
        older = self._make_published("Wird verglichen", date_deadline=deadline)
        with self._at(deadline + timedelta(minutes=1)):
            older._close_due()
        self.env.flush_all()
        self.assertEqual(self._names(), [self.procedure.name, older.name])

    def test_empty(self):
        self.procedure._write_guarded({"state": "preparation"})
        self.env.flush_all()
        self.assertIn("No plot is on offer", self._text(self._open("/procedures")))

    def test_pager(self):
        page = "odoo.addons.wohnkoord_odoo.controllers.public_procedure"
        for number in range(3):
            made = self._make_published(
                f"Seite {number}",
                date_deadline=self.deadline + timedelta(days=number + 1),
            )
            if number == 2:
                made.with_user(self.manager).action_cancel("Ende.")
        self.env.flush_all()
        with patch(f"{page}.PROCEDURES_PER_PAGE", 2):
            self.assertEqual(self._names(), [self.procedure.name, "Seite 0"])
            self.assertEqual(self._names(page=2), ["Seite 1", "Seite 2"])
            self.assertEqual(self._names(page=9), ["Seite 1", "Seite 2"])

    def test_menu_and_sitemap(self):
        page = self._open("/projects")
        self.assertTrue(page.xpath("//nav//a[@href='/procedures']"))
        sitemap = self.url_open("/sitemap.xml").text
        self.assertIn(f"{self.path}</loc>", sitemap)
        self.assertIn("/procedures\n", self.url_open("/robots.txt").text + "\n")

    def _queries(self, path):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.cr.sql_log_count - before

    def test_constant_queries(self):
        """As many queries with 30 procedures as with 3, and with 30 lots as with 3."""
        paths = (
            "/procedures",
            "/procedures/feed.rss",
            "/procedures/calendar.ics",
            self.path,
            f"{self.path}/feed.rss",
        )

        def more(count):
            for number in range(count):
                other = self._make_published(f"Menge {count} {number}")
                self._change(other)
                self._add_rows(number)

        more(2)
        self._change(is_material=False)
        few = {path: self._queries(path) for path in paths}
        with patch(
            "odoo.addons.wohnkoord_odoo.controllers.public_procedure"
            ".PROCEDURES_PER_PAGE",
            50,
        ):
            more(27)
            many = {path: self._queries(path) for path in paths}
        # a feed that is cut off reads what came before its oldest entries, in one go
        cut = "/procedures/feed.rss"
        self.assertLessEqual(many.pop(cut), few.pop(cut) + 1)
        self.assertEqual(few, many)
        self.assertLess(many["/procedures"], 45)

    def _add_rows(self, number):
        amendment = self._amend(reason=f"Mehr {number}")
        self.env["wohnkoord.requirement"].create(
            {"procedure_id": self.procedure.id, "name": f"Anforderung {number}"}
        )
        self._add_document(f"Plan {number}", f"Plan {number}".encode())
        amendment.action_publish()


@tagged("post_install", "-at_install")
class TestPublicProcedureFeed(PublicProcedureCase):
    def _items(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn("application/rss+xml", response.headers["Content-Type"])
        return etree.fromstring(response.content).findall("channel/item")

    def test_feed(self):
        self._change()
        for path in (f"{self.path}/feed.rss", "/procedures/feed.rss"):
            items = [
                item
                for item in self._items(path)
                if item.findtext("guid").startswith(self.procedure.uuid)
            ]
            self.assertEqual(
                [item.findtext("title") for item in items],
                [
                    "Konzeptverfahren Probe: changed, version 2",
                    "Konzeptverfahren Probe: published",
                ],
            )
            self.assertIn("Ein Fehler im Plan.", items[0].findtext("description"))
            self.assertTrue(items[0].findtext("link").endswith(self.path))
            self.assertTrue(items[0].findtext("pubDate"))

    def test_answers(self):
        question = self.env["wohnkoord.question"].sudo()
        question = question._create_guarded(
            [
                {
                    "procedure_id": self.procedure.id,
                    "state": "published",
                    "number": 7,
                    "text": HOSTILE,
                    "answer": "Ja & nein",
                    "date_published": self.procedure.version_id.date,
                }
            ]
        )
        self.env.flush_all()
        items = self._items(f"{self.path}/feed.rss")
        [item] = [i for i in items if "question-7" in i.findtext("guid")]
        self.assertIn("&lt;script&gt;", item.findtext("description"))
        self.assertIn("Ja &amp; nein", item.findtext("description"))

    def test_questions_that_are_not_published(self):
        question = self.env["wohnkoord.question"].sudo()
        question._create_guarded(
            [
                {
                    "procedure_id": self.procedure.id,
                    "state": state,
                    "number": number,
                    "original_text": "Wer fragt da?",
                    "text": "Geheime Frage",
                    "answer": "Geheime Antwort",
                }
                for number, state in ((8, "asked"), (9, "dropped"))
            ]
        )
        self.env.flush_all()
        text = self.url_open(f"{self.path}/feed.rss").text
        self.assertIn(self.procedure.name, text)
        for words in ("Wer fragt", "Geheime"):
            self.assertNotIn(words, text)

    def test_hostile_text_stays_well_formed(self):
        other = self._make_published("Böse", description=HOSTILE)
        amendment = self._amend(other, reason=HOSTILE)
        other.criterion_ids.description = HOSTILE + "]]>"
        amendment.action_publish()
        self.env.flush_all()
        first = self._items(f"/procedures/{other.slug}/feed.rss")[0]
        self.assertIn("&lt;script&gt;", first.findtext("description"))

    def test_calendar(self):
        self._change(date_deadline=self.deadline + timedelta(days=3))
        for path in (f"{self.path}/calendar.ics", "/procedures/calendar.ics"):
            response = self.url_open(path)
            self.assertIn("text/calendar", response.headers["Content-Type"])
            calendar = vobject.readOne(response.text)
            [entry] = [
                event
                for event in calendar.vevent_list
                if f"{self.procedure.uuid}-deadline@" in event.uid.value
            ]
            start = entry.dtstart.value.replace(tzinfo=None)
            self.assertEqual(start, self.deadline + timedelta(days=3))
            self.assertEqual(entry.sequence.value, "1")
            self.assertEqual(entry.status.value, "CONFIRMED")
            self.assertIn("Bids until", entry.summary.value)
