# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_group_common import GroupPagesCase


@tagged("post_install", "-at_install")
class TestPortalInitiativeWho(GroupPagesCase):
    """Who may do what in a group's portal: foreign, former, voiceless, logged out."""

    def _all_posts(self, path):
        return [
            f"{path}/{below}"
            for below in (
                f"milestones/{self.own_task.id}/done",
                f"milestones/{self.own_task.id}/undo",
                f"milestones/{self.foreign_task.id}/done",
                "messages",
                "read",
                "documents",
                "advice",
                "notices",
            )
        ]

    def _values(self):
        return {
            **self._hidden(),
            "body": "Fremd",
            "subject": "a",
            "text": "b",
            "topics": self.topic.id,
            "level": "specialist",
            "wanted": "1",
        }

    def assertNothingDone(self):
        self.env.invalidate_all()
        groups = self.initiative | self.foreign
        self.assertFalse(groups.portal_message_ids)
        self.assertFalse(groups.document_ids)
        self.assertFalse((self.own_task | self.foreign_task).mapped("group_done_by_id"))
        self.assertFalse(groups.advisory_ids.filtered("portal_partner_id"))

    def test_foreign_posts_read_like_missing(self):
        values = self._values()
        for path in (self.foreign_path, "/my/initiatives/999999"):
            for url in self._all_posts(path):
                with self.subTest(url=url):
                    self.assertGoesTo(self._send(url, values), "/my")
        # a milestone of another group below one's own
        url = f"{self.path}/milestones/{self.foreign_task.id}/done"
        self.assertGoesTo(self._send(url, values), "/my")
        self.assertNothingDone()
        self.assertFalse(any(self.foreign.member_ids.mapped("wants_portal_mail")))

    def test_members_only_read(self):
        self._login(self.member)
        for below in ("", "/messages", "/documents", "/advice"):
            page = self._page(below)
            actions = {f.get("action") for f in page.xpath("//form[@method='post']")}
            self.assertLessEqual(actions, {f"{self.path}/notices", f"{self.path}/read"})
        fields = self._fields(self._page(), "/notices")
        values = {
            "csrf_token": fields["csrf_token"],
            "body": "Ohne Stimme",
            "subject": "a",
            "text": "b",
            "topics": self.topic.id,
            "level": "specialist",
        }
        for number, below in enumerate(
            ("messages", f"milestones/{self.own_task.id}/done", "advice")
        ):
            response = self._send(
                f"{self.path}/{below}", {**values, "form_token": f"t{number}"}
            )
            self.assertIn("Only those who speak", self._text(self._main(response)))
        self.assertNothingDone()

    def test_posts_without_csrf_token(self):
        for url in self._all_posts(self.path):
            with mute_logger("odoo.http"):
                response = self._send(url, {"body": "x", "form_token": "x"})
            self.assertEqual(response.status_code, 400, url)
        self.assertNothingDone()

    def test_form_without_token(self):
        response = self._post("/messages", "/messages", body="x", form_token="")
        self.assertIn("once more", self._text(self._main(response)))
        self.assertNothingDone()

    def test_logged_out(self):
        values = self._values()
        self.logout()
        for below in ("", "/messages", "/documents", "/documents/1", "/advice"):
            response = self.url_open(self.path + below, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])
        with mute_logger("odoo.http"):
            for url in self._all_posts(self.path):
                self._send(url, values)
        self.assertNothingDone()

    def test_former_member(self):
        values = self._values()
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        for url in self._all_posts(self.path):
            self.assertGoesTo(self._send(url, values), "/my")
        for below in ("", "/messages", "/documents", "/advice"):
            response = self.url_open(self.path + below, allow_redirects=False)
            self.assertGoesTo(response, "/my")
        self.assertNothingDone()

    def test_archived_initiative(self):
        values = self._values()
        self.initiative.active = False
        for url in self._all_posts(self.path):
            self.assertGoesTo(self._send(url, values), "/my")
        self.assertNothingDone()

    def test_dissolved_group_reads(self):
        self.initiative.stage_id = self._stage("dissolved")
        for below in ("", "/messages", "/documents", "/advice"):
            page = self._page(below)
            self.assertIn("reading only", self._text(page))
            for act in ("messages", "documents", "advice", "done"):
                self.assertFalse(page.xpath(f"//form[contains(@action, '/{act}')]"))

    def test_get_where_only_posts_are_answered(self):
        for below in ("read", "notices", f"milestones/{self.own_task.id}/done"):
            response = self.url_open(f"{self.path}/{below}", allow_redirects=False)
            self.assertGoesTo(response, self.path)
        self.assertNothingDone()

    # -- offices, meetings, speed --------------------------------------------------------

    def test_groups_of_two_offices(self):
        other = self.env["res.company"].create({"name": "Zweite Stelle"})
        theirs = self._make_initiative("Anderswo", company_id=other.id, user_id=False)
        self.spokesperson.partner_id.company_id = False
        self._join(theirs, self.spokesperson)
        text = self.url_open("/my/initiatives").text
        self.assertIn("Anderswo", text)
        self.assertIn(self.initiative.name, text)
        path = f"/my/initiatives/{theirs.id}"
        page = self._main(self.url_open(f"{path}/messages"))
        form = page.xpath(f"//form[@action='{path}/messages']")[0]
        values = {**dict(form.form_values()), "body": "Hallo"}
        self.assertGoesTo(
            self._send(f"{path}/messages", values), f"{path}/messages?done=message"
        )
        self.assertEqual(theirs.portal_message_ids.company_id, other)
        self.assertFalse(self.initiative.portal_message_ids)

    def test_meeting_for_the_own_calendar(self):
        self.case = self._make_case("orientation", state="requested")
        events = self.env["calendar.event"].with_context(
            dont_notify=True, no_mail_to_attendees=True
        )
        vals = {
            "start": "2099-05-04 10:00:00",
            "stop": "2099-05-04 11:30:00",
            "description": "<p>Interner Vermerk</p>",
            "location": "Büro; 2. Stock",
            "user_id": self.adviser.id,
            "partner_ids": [(6, 0, self.adviser.partner_id.ids)],
        }
        own = events.create(
            {**vals, "name": "Runde, am Tisch", "advisory_id": self.case.id}
        )
        foreign_case = self._make_case(
            "orientation", state="requested", initiative_id=self.foreign.id
        )
        foreign = events.create(
            {**vals, "name": "Fremd", "advisory_id": foreign_case.id}
        )
        link = self._page().xpath("//a[contains(@href, '.ics')]/@href")
        self.assertEqual(link, [f"{self.path}/meetings/{own.id}.ics"])
        ics = self.url_open(link[0])
        self.assertEqual(ics.headers["Content-Type"], "text/calendar; charset=utf-8")
        for text in ("DTSTART:20990504T100000Z", "DTEND:20990504T113000Z", "Runde"):
            self.assertIn(text, ics.text)
        for text in ("Vermerk", "@example.org", "ATTENDEE", "ORGANIZER"):
            self.assertNotIn(text, ics.text)
        for event_id in (foreign.id, 999999):
            response = self.url_open(
                f"{self.path}/meetings/{event_id}.ics", allow_redirects=False
            )
            self.assertGoesTo(response, "/my")

    def test_home_and_list_without_javascript(self):
        for user, shown in ((self.spokesperson, True), (self.consultant, False)):
            self._login(user)
            page = self._main(self.url_open("/my"))
            card = page.xpath(
                "//div[contains(@class, 'o_portal_index_card')]"
                "[.//a[@href='/my/initiatives']]"
            )
            self.assertEqual(bool(card), shown)
            self.assertFalse([c for c in card if "d-none" in c.get("class")])

    def test_rpc_is_closed(self):
        message = self._write_to_group("Nur im Portal")
        document = self._make_document(is_shared=True)
        for record in (message, document):
            for method, args in (
                ("read", [record.ids, ["id", "display_name"]]),
                ("search_read", [[]]),
                ("write", [record.ids, {"initiative_id": self.initiative.id}]),
                ("create", [{"initiative_id": self.initiative.id, "body": "x"}]),
                ("unlink", [record.ids]),
            ):
                with mute_logger("odoo.http"):
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{record._name}/{method}",
                        json={
                            "params": {
                                "model": record._name,
                                "method": method,
                                "args": args,
                                "kwargs": {},
                            }
                        },
                    )
                self.assertIn("error", answer.json(), (record._name, method))
                self.assertNotIn("Nur im Portal", answer.text)

    def _queries(self, path):
        """Number of queries of a page whose caches are warm."""
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        self._make_document(is_shared=True)
        self._write_to_group()
        paths = [
            "/my/initiatives",
            *(self.path + b for b in ("", "/messages", "/documents", "/advice")),
        ]
        few = {path: self._queries(path) for path in paths}
        for number in range(30):
            self._make_document(f"Plan {number}.pdf", is_shared=True)
            self._write_to_group(f"Nachricht {number}")
            self._make_milestone(f"Etappe {number}", is_group_task=True)
        for number in range(8):
            user = self._make_portal_user(f"test_more_{number}")
            self._join(self.initiative, user, "member")
            group = self._make_initiative(f"Gruppe {number}")
            self._join(group, self.spokesperson)
        for path in paths:
            with self.subTest(path=path):
                many = self._queries(path)
                self.assertLessEqual(many, few[path])
                self.assertLess(many, 54, "core's own portal pages")
        self.assertIn("/messages/page/2", self.url_open(f"{self.path}/messages").text)

    def test_pages_of_messages(self):
        for number in range(25):
            self._write_to_group(f"Nachricht-{number}.")
        first = self.url_open(f"{self.path}/messages").text
        self.assertIn("Nachricht-24.", first)
        self.assertNotIn("Nachricht-4.", first)
        text = self.url_open(f"{self.path}/messages/page/2").text
        self.assertIn("Nachricht-4.", text)
        self.assertNotIn("Nachricht-24.", text)
        for page in ("0", "9" * 30, "99999"):
            response = self.url_open(f"{self.path}/messages/page/{page}")
            self.assertEqual(response.status_code, 200)
