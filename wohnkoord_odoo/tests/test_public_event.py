# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

import vobject
from lxml import html

from odoo import fields
from odoo.tests import tagged

from .event_common import PublicEventCase


@tagged("post_install", "-at_install")
class TestPublicEvent(PublicEventCase):
    """List, page and calendar of events, as visitors read them."""

    def _names(self, page):
        return [a.text_content() for a in page.xpath("//main//li//h2/a")]

    # -- what is shown -----------------------------------------------------------------

    def test_list_and_filters(self):
        tour = self.env.ref("wohnkoord_odoo.event_type_tour")
        first = self._make_event("Erste", days=400)
        second = self._make_event(
            "Zweite", days=401, event_type_id=tour.id, topic_ids=self.topic.ids
        )
        past = self._make_event("Vergangene", days=-3)
        self._make_event("Versteckte", days=5, is_public=False)
        page = self._open("/events", kind=tour.id)
        self.assertEqual(self._names(page), [second.name])
        self.assertEqual(
            self._names(self._open("/events", topic=self.topic.id)), [second.name]
        )
        month = f"{first.date_begin:%Y-%m}"
        self.assertIn("Erste", self._names(self._open("/events", month=month)))
        everything = self._names(self._open("/events"))
        self.assertNotIn("Versteckte", everything)
        self.assertNotIn(past.name, everything)
        old = self._open("/events", past="1")
        self.assertIn(past.name, self._names(old))
        self.assertNotIn("Erste", self._names(old))
        chosen = page.xpath("//select[@name='kind']/option[@selected]/@value")
        self.assertEqual(chosen, [str(tour.id)])

    def test_nonsense_in_the_address(self):
        self._make_event("Fest", days=3)
        for params in (
            {"kind": "x", "topic": "-1", "month": "2026-13"},
            {"kind": "1 or 1=1"},
            {"month": "<script>"},
            {"page": "-4"},
            {"kind": "9" * 9},
            {"kind": "99999999999999999999"},
            {"past": "nein", "page": "abc"},
        ):
            page = self.url_open("/events", params=params, allow_redirects=False)
            self.assertEqual(page.status_code, 200, params)
            self.assertNotIn("<script>", page.text.split("<main")[1].split("</main")[0])
        far = self.url_open("/events?page=900", allow_redirects=False)
        self.assertEqual(
            (far.status_code, far.headers["Location"][-7:]), (303, "/events")
        )

    def test_pages_of_the_list(self):
        tour = self.env.ref("wohnkoord_odoo.event_type_tour")
        for number in range(23):
            self._make_event(f"N{number:02}", days=number + 1, event_type_id=tour.id)
        first = self._open("/events", kind=tour.id)
        names = self._names(first)
        self.assertEqual(len(names), 20)
        next_url = first.xpath("//a[@rel='next']/@href")[0]
        self.assertIn(f"kind={tour.id}", next_url)
        rest = self._names(self._open(next_url))
        self.assertFalse(set(names) & set(rest))
        self.assertEqual(
            {f"N{n:02}" for n in range(23)},
            set(names + rest) & {f"N{n:02}" for n in range(23)},
        )

    def test_page(self):
        place = self.env["res.partner"].create(
            {"name": "Haus Probe", "street": "Weg 1", "zip": "04109", "city": "Leipzig"}
        )
        event = self._make_limited(
            3,
            name="Abend für Gruppen",
            summary="Ein Satz & mehr",
            address_id=place.id,
            directions="Tram 1\nHof links",
            accessibility_info="Stufenlos",
            language="Deutsch",
            topic_ids=self.topic.ids,
            date_begin=datetime(2030, 5, 2, 16),
            date_end=datetime(2030, 5, 2, 18, 30),
        )
        page = self._open(event._public_path())
        text = " ".join(page.xpath("//main")[0].text_content().split())
        for words in (
            "Abend für Gruppen",
            "Thursday, May 2, 2030, 18:00",
            "20:30",
            "Haus Probe, Weg 1, 04109 Leipzig",
            "Tram 1",
            "Stufenlos",
            "Deutsch",
            self.topic.name,
            "3 seats left",
        ):
            self.assertIn(words, text)
        self.assertEqual(len(page.xpath("//h1")), 1)
        meta = page.xpath("//meta[@property='og:description']/@content")
        self.assertEqual(meta, ["Ein Satz & mehr"])
        self.assertFalse(page.xpath("//meta[@name='robots']"))

    def test_hidden_events_are_not_there(self):
        shown = self._make_event()
        paths = ["/events/gibt-es-nicht"]
        for values in ({"is_public": False}, {"active": False}):
            event = self._make_event()
            event.write(values)
            paths.append(event._public_path())
        paths.append(
            self._make_event(
                company_id=self.other_company.id, slug="woanders-1"
            )._public_path()
        )
        for path in paths:
            for suffix in ("", "/ics", "/thanks", "/register"):
                with self.subTest(path=path + suffix):
                    self._open(path + suffix, 404)
        for odd in (
            "/events/..",
            "/events/a%27b",
            f"/events/{'x' * 999}",
        ):
            self.assertIn(self.url_open(odd).status_code, (200, 400, 404), odd)
        self._open(shown._public_path(), 200)
        feed = self.url_open("/events.ics").text
        self.assertNotIn("woanders-1", feed)

    def test_offices_by_host(self):
        ours = self._make_event("Unseres")
        theirs = self._make_event("Ihres", company_id=self.other_company.id)
        self._other_host()
        self.assertEqual(self._names(self._open("/events")), ["Ihres"])
        self._open(theirs._public_path())
        self._open(ours._public_path(), 404)
        feed = self.url_open("/events.ics").text
        self.assertIn("Ihres", feed)
        self.assertNotIn("Unseres", feed)

    def test_staff_sees_a_preview(self):
        event = self._make_event(is_public=False)
        (self.adviser | self.steering | self.other_adviser).lang = "en_US"
        self.authenticate(self.adviser.login, self.adviser.login)
        page = self._open(event._public_path())
        self.assertIn("Preview", page.xpath("//main")[0].text_content())
        self.assertFalse(page.xpath("//main//form"))
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        self.authenticate(self.steering.login, self.steering.login)
        self._open(event._public_path(), 404)
        self.authenticate(self.other_adviser.login, self.other_adviser.login)
        self._open(event._public_path(), 404)

    def test_cancelled_event_says_so(self):
        event = self._make_event(kanban_state="cancel")
        page = self._open(event._public_path())
        self.assertIn("cancelled", page.xpath("//main")[0].text_content())
        self.assertFalse(page.xpath("//main//form"))
        entry = vobject.readOne(self.url_open(event._public_path() + "/ics").text)
        self.assertEqual(entry.vevent.status.value, "CANCELLED")

    def test_typed_markup_and_foreign_addresses(self):
        evil = '<script>alert(1)</script><b onclick="x()">'
        event = self._make_event(
            evil,
            summary=evil,
            directions=evil,
            accessibility_info=evil,
            language=evil,
            description='<p>Gut</p><script>x()</script><img src="https://x.example/a.png"/>'
            '<img src="/web/image/1"/><iframe src="https://x.example"></iframe>'
            '<form action="https://x.example"><input name="q"/></form>'
            '<p style="background:url(https://x.example/b.png)" onclick="x()">Text</p>'
            '<img src="//x.example/c.png"/><a href="javascript:x()">hier</a>',
        )
        for path in (event._public_path(), "/events"):
            answer = self.url_open(path)
            main = html.fromstring(answer.text).xpath("//main")[0]
            self.assertFalse(
                main.xpath(".//script | .//b | .//iframe | .//*[@onclick]")
            )
            source = html.tostring(main, encoding="unicode")
            self.assertNotIn("x.example", source)
            self.assertNotIn("javascript:", source)
            self.assertIn("alert(1)", main.text_content())
        description = html.fromstring(self.url_open(event._public_path()).text).xpath(
            "//*[hasclass('o_wohnkoord_event_description')]"
        )[0]
        self.assertEqual(description.xpath(".//img/@src"), ["/web/image/1"])
        self.assertFalse(description.xpath(".//form | .//input"))

    def test_link_for_taking_part_is_not_public(self):
        event = self._make_event(
            is_online=True, event_url="https://video.example.org/geheim"
        )
        for path in (
            event._public_path(),
            "/events",
            "/events.ics",
            event._public_path() + "/ics",
        ):
            self.assertNotIn("video.example.org", self.url_open(path).text, path)

    # -- calendar ----------------------------------------------------------------------

    def test_calendar_to_subscribe(self):
        event = self._make_event("Komma, Strich; \\ und\nZeile", summary="Ärger & Öl")
        self._make_event("Lange her", days=-60)
        self._make_event("Versteckt", is_public=False)
        answer = self.url_open("/events.ics")
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        calendar = vobject.readOne(answer.content.decode())
        calendar.validate()
        entries = {entry.summary.value: entry for entry in calendar.vevent_list}
        self.assertIn(event.name, entries)
        self.assertNotIn("Lange her", entries)
        self.assertNotIn("Versteckt", entries)
        entry = entries[event.name]
        self.assertEqual(entry.dtstart.value.replace(tzinfo=None), event.date_begin)
        self.assertTrue(entry.url.value.endswith(event._public_path()))
        self.assertIn("Ärger & Öl", entry.description.value)
        for line in answer.content.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
        uids = [e.uid.value for e in calendar.vevent_list]
        self.assertEqual(len(uids), len(set(uids)))

    # -- speed -------------------------------------------------------------------------

    def test_queries_do_not_grow(self):
        tour = self.env.ref("wohnkoord_odoo.event_type_tour")

        def make(numbers):
            for number in numbers:
                event = self._make_limited(
                    9,
                    name=f"Viele {number}",
                    days=number + 1,
                    event_type_id=tour.id,
                    topic_ids=self.topic.ids,
                )
                self._book(event, f"viele{number}@example.org")

        def queries(path):
            self.url_open(path)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.url_open(path).status_code, 200)
            return self.cr.sql_log_count - before

        make(range(3))
        event = self.env["event.event"].search([("name", "=", "Viele 0")])
        paths = (f"/events?kind={tour.id}", event._public_path(), "/events.ics")
        few = {path: queries(path) for path in paths}
        make(range(3, 30))
        for number in range(8):
            self._book(event, f"mehr{number}@example.org")
        many = {path: queries(path) for path in paths}
        for path in paths:
            self.assertLessEqual(many[path], few[path] + 1, (path, few, many))
        self.assertLess(max(many.values()), 60, many)

    def test_menu_and_sitemap(self):
        event = self._make_event()
        self._make_event("Unsichtbar", is_public=False, slug="unsichtbar")
        urls = [page["url"] for page in self.company._wohnkoord_sitemap_urls()]
        self.assertIn("/events", urls)
        self.assertIn(event._public_path(), urls)
        self.assertNotIn("/events/unsichtbar", urls)
        event.write(
            {
                "date_begin": fields.Datetime.now() - timedelta(days=2),
                "date_end": fields.Datetime.now() - timedelta(days=1),
            }
        )
        urls = [page["url"] for page in self.company._wohnkoord_sitemap_urls()]
        self.assertNotIn(event._public_path(), urls)
