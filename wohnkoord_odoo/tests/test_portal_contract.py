# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .portal_common import PortalCase

MOST_QUERIES = 54
SECRET = "Vertrauliche Notiz der Koordinationsstelle"


@tagged("post_install", "-at_install")
class TestPortalContract(PortalCase):
    """Who sees which order in the portal, and what of it."""

    def test_list_shows_the_firms_orders(self):
        rival_call_off = self._make_rival_call_off()
        for user in (self.consultant, self.colleague):
            self._login(user)
            text = self._text_of(self._page("/my/call-offs"))
            self.assertIn(self.call_off.name, text)
            self.assertIn("10:00", text)
            self.assertIn(self.initiative.name, text)
            self.assertNotIn(rival_call_off.name, text)
        self._login(self.rival)
        text = self._text_of(self._page("/my/call-offs"))
        self.assertIn(rival_call_off.name, text)
        self.assertNotIn(self.call_off.name, text)

    def test_list_filters_and_sorts(self):
        closed = self._make_call_off(hours=1)
        closed.result = "Fertig."
        closed.action_close()
        draft = self._make_call_off(hours=1, confirm=False)
        sooner = self._make_call_off(hours=1, date_end=self.today + timedelta(days=5))
        self._login(self.consultant)

        def names(**params):
            page = self._page("/my/call-offs", **params)
            return [self._text_of(head) for head in page.xpath("//article//h2")]

        self.assertEqual(names(), [sooner.name, self.call_off.name])
        self.assertEqual(
            names(sortby="newest"), [sooner.name, self.call_off.name], "by number"
        )
        self.assertEqual(
            names(sortby="number"), sorted([sooner.name, self.call_off.name])
        )
        self.assertEqual(names(filterby="closed"), [closed.name])
        self.assertEqual(
            names(filterby="all"),
            [sooner.name, self.call_off.name, closed.name],
            "open orders come first",
        )
        self.assertEqual(names(filterby="x", sortby="x; DROP"), names())
        self.assertNotIn(draft.name, names(filterby="all"))

    def test_list_pages(self):
        call_offs = [self._make_call_off(hours=1) for _number in range(21)]
        self._login(self.consultant)
        first = self._page("/my/call-offs", sortby="newest").xpath("//article")
        second = self._page("/my/call-offs/page/2", sortby="newest").xpath("//article")
        self.assertEqual(len(first), 20)
        self.assertEqual(len(second), 2)
        self.assertIn(call_offs[-1].name, self._text_of(first[0]))
        self.assertEqual(len(self._page("/my/call-offs/page/99").xpath("//article")), 2)

    def test_nobody_elses(self):
        self._login(self.spokesperson)
        page = self._page("/my/call-offs")
        self.assertFalse(page.xpath("//article"))
        self.assertNotIn("/my/call-offs", self.url_open("/my").text)
        for user in (self.spokesperson, self.rival):
            self._login(user)
            self.assertSentToStart(self.url_open(self.url, allow_redirects=False))
        for user in (self.adviser, self.accountant):
            # the office has its own pages; an order is not "my" order there
            self._login(user)
            self.assertSentToStart(self.url_open(self.url, allow_redirects=False))
            self.assertEqual(self.url_open("/my").status_code, 200)
        self._login(self.consultant)
        missing = self.url_open("/my/call-offs/999999", allow_redirects=False)
        self.assertSentToStart(missing)
        draft = self._make_call_off(hours=1, confirm=False)
        self.assertSentToStart(
            self.url_open(f"/my/call-offs/{draft.id}", allow_redirects=False)
        )

    def test_public_has_to_log_in(self):
        for path in ("/my/call-offs", self.url, "/my/hours", "/my/hours.xlsx"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_home_card(self):
        self._login(self.consultant)
        card = self._page("/my").xpath("//a[@href='/my/call-offs']")[0]
        self.assertEqual(self._text_of(card).split()[0], "1", "one open order")
        self.assertNotIn(
            "d-none", card.getparent().get("class"), "also without scripts"
        )
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["call_off_count"]}
        )
        self.assertEqual(counters, {"call_off_count": 1})

    def test_page_shows_brief_and_contact_but_no_notes(self):
        self.case.note = SECRET
        self.case.message_post(body=SECRET)
        self.call_off.selection_reason = SECRET
        self.call_off.message_post(body=SECRET)
        self._login(self.consultant)
        text = self._text_of(self._page(self.url))
        adviser = self.call_off.user_id
        for shown in (
            self.call_off.description,
            self.initiative.name,
            adviser.name,
            adviser.partner_id.phone,
            adviser.email,
            "10:00 h left",
        ):
            self.assertIn(shown, text)
        self.assertNotIn(SECRET, self._response.text)
        self.assertNotIn(SECRET, self.url_open("/my/call-offs").text)

    def test_markup_stays_text(self):
        attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        self.call_off.description = attack
        self._make_entry(self.call_off, 30, description=attack)
        self._login(self.consultant)
        for path in (self.url, "/my/call-offs", "/my/hours"):
            page = self._page(path)
            self.assertIn(attack, self._text_of(page), "shown as it was typed")
            self.assertFalse(page.xpath("//script[contains(., 'alert(1)')]"))
            self.assertFalse(page.xpath("//img[@onerror]"))

    def test_colleague_reads_but_does_not_change(self):
        entry = self._make_entry(self.call_off, 30)
        self._login(self.colleague)
        page = self._page(self.url)
        self.assertIn(entry.description, self._text_of(page))
        self.assertIn(self.consultant.name, self._text_of(page))
        self.assertFalse(page.xpath(f"//a[@href='{self.url}/entries/{entry.id}']"))
        self.assertFalse(page.xpath(f"//form[@action='{self.url}/submit']"))

    def test_states_are_told(self):
        entry = self._make_entry(self.call_off, 30, submit=True)
        entry.with_user(self.manager).action_refuse("Bitte den Termin nennen.")
        self._make_approved(self.call_off, 60)
        self._login(self.consultant)
        text = self._text_of(self._page(self.url))
        self.assertIn("Refused: Bitte den Termin nennen.", text)
        self.assertIn("Approved on", text)
        self.assertIn("9:00 h left, 1:00 of 10:00 h worked", text)

    def test_ended_order_takes_nothing(self):
        self.call_off.result = "Fertig."
        self.call_off.action_close()
        self._login(self.consultant)
        page = self._page(self.url)
        self.assertIn("Fertig.", self._text_of(page))
        self.assertFalse(page.xpath("//main//form[@method='post']"))

    def test_queries(self):
        """A page costs the same, whatever the number of rows, and less than core's."""
        call_offs = [self._make_call_off(hours=4) for _number in range(2)]
        self._make_many(10)
        self._login(self.consultant)
        paths = ("/my", "/my/call-offs?filterby=all", self.url)
        few = [self._queries(path) for path in paths]
        self._make_many(70)
        call_offs += [self._make_call_off(hours=1) for _number in range(15)]
        many = [self._queries(path) for path in paths]
        self.assertEqual(few, many)
        self.assertLess(max(many), MOST_QUERIES)
