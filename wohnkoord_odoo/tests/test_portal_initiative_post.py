# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .portal_group_common import PDF, GroupPagesCase


@tagged("post_install", "-at_install")
class TestPortalInitiativePost(GroupPagesCase):
    """What a group does in its portal: good, bad, foreign, twice."""

    # -- plan ----------------------------------------------------------------------------

    def test_tick_and_take_back(self):
        below = f"/milestones/{self.own_task.id}"
        response = self._post(f"{below}/done", note="Gestern <i>fertig</i>")
        self.assertGoesTo(response, f"{self.path}?done=tick")
        self.assertTrue(self.own_task.date_done)
        page = self.url_open(f"{self.path}?done=tick").text
        self.assertIn("ticked off by test_spokesperson", page)
        self.assertIn("Gestern &lt;i&gt;fertig", page)
        self.assertIn("Your adviser sees it", page)
        self.assertGoesTo(self._post(f"{below}/undo"), f"{self.path}?done=untick")
        self.assertFalse(self.own_task.date_done)

    def test_tick_twice(self):
        below = f"/milestones/{self.own_task.id}/done"
        fields = self._fields(self._page(), below)
        for _tap in range(2):
            response = self._send(self.path + below, fields)
            self.assertGoesTo(response, f"{self.path}?done=tick")
        response = self._send(self.path + below, {**fields, "form_token": "new"})
        self.assertIn("done already", self._text(self._main(response)))

    def test_tick_with_endless_note(self):
        below = f"/milestones/{self.own_task.id}/done"
        main = self.assertFieldError(
            self._post(below, note="x" * 201), f"note-{self.own_task.id}", "at most 200"
        )
        self.assertEqual(self._fields(main, below)["note"], "x" * 201)
        self.assertFalse(self.own_task.date_done)

    def test_milestones_that_are_not_the_groups(self):
        page = self._page()
        for milestone in (self.office_task, self.foreign_task):
            for act in ("done", "undo"):
                path = f"{self.path}/milestones/{milestone.id}/{act}"
                self.assertFalse(page.xpath(f"//form[@action='{path}']"))
        response = self._send(
            f"{self.path}/milestones/{self.office_task.id}/done", self._hidden()
        )
        self.assertIn("office ticks", self._text(self._main(response)))
        self.assertFalse(self.office_task.date_done)

    # -- messages ------------------------------------------------------------------------

    def test_message(self):
        script = "<script>alert(1)</script>\r\nZeile 2 & mehr"
        response = self._post("/messages", "/messages", body=script)
        self.assertGoesTo(response, f"{self.path}/messages?done=message")
        message = self.initiative.portal_message_ids
        self.assertEqual(message.body, script.replace("\r\n", "\n"))
        for below in ("", "/messages"):
            text = self.url_open(self.path + below).text
            self.assertIn("&lt;script&gt;alert(1)", text)
            self.assertNotIn("<script>alert(1)", text)

    def test_message_is_sent_once(self):
        fields = {**self._fields(self._page("/messages"), "/messages"), "body": "Hallo"}
        for _tap in range(2):
            response = self._send(f"{self.path}/messages", fields)
            self.assertGoesTo(response, f"{self.path}/messages?done=message")
        self.assertEqual(len(self.initiative.portal_message_ids), 1)

    def test_bad_messages(self):
        for body, text in (
            ("", "fill in"),
            (" \r\n\0 ", "fill in"),
            ("x" * 10001, "at most 10000"),
        ):
            main = self.assertFieldError(
                self._post("/messages", "/messages", body=body), "field-body", text
            )
        self.assertEqual(self._fields(main, "/messages")["body"], "x" * 10001)
        self.assertFalse(self.initiative.portal_message_ids)
        lines = "\r\n".join(["x" * 98] * 101)  # 10,098 characters as sent
        response = self._post("/messages", "/messages", body=lines)
        self.assertGoesTo(response, f"{self.path}/messages?done=message")

    def test_read_and_notices(self):
        self.env.cr.execute(
            "UPDATE wohnkoord_initiative_member SET create_date = create_date"
            " - INTERVAL '1 hour'"
        )
        self.env.invalidate_all()
        answer = self._write_to_group("Neuigkeit")
        self.assertIn("1 new", self._text(self._page()))
        self.assertFalse(answer.date_read, "opening the page changes nothing")
        self.assertIn("1 new", self.url_open("/my/initiatives").text)
        self.assertGoesTo(self._post("/read"), f"{self.path}?done=read")
        self.assertTrue(answer.date_read)
        self.assertNotIn("1 new", self._text(self._page()))
        membership = self.initiative.member_ids.filtered(
            lambda m: m.partner_id == self.spokesperson.partner_id
        )
        self.assertGoesTo(self._post("/notices"), f"{self.path}?done=mail_on")
        self.assertTrue(membership.wants_portal_mail)
        self.assertGoesTo(self._post("/notices"), f"{self.path}?done=mail_off")
        self.assertFalse(membership.wants_portal_mail)

    # -- documents -----------------------------------------------------------------------

    def test_document(self):
        response = self._upload("<b>Plan</b> ä.pdf", PDF, note="<i>Neu</i>")
        self.assertGoesTo(response, f"{self.path}/documents?done=document")
        document = self.initiative.document_ids
        text = self.url_open(f"{self.path}/documents").text
        self.assertIn("&lt;i&gt;Neu&lt;/i&gt;", text)
        self.assertNotIn("<i>Neu", text)
        self.assertNotIn("<b>Plan", text)
        file = self.url_open(f"{self.path}/documents/{document.id}")
        self.assertEqual(file.content, PDF)
        self.assertEqual(file.headers["Content-Type"], "application/pdf")
        self.assertTrue(file.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(file.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(file.headers["Cache-Control"], "private, no-store")

    def test_text_that_is_a_page(self):
        self._upload("seite.txt", b"<html><script>alert(1)</script></html>")
        file = self.url_open(f"{self.path}/documents/{self.initiative.document_ids.id}")
        self.assertTrue(file.headers["Content-Type"].startswith("text/plain"))
        self.assertTrue(file.headers["Content-Disposition"].startswith("attachment"))

    def test_bad_documents(self):
        for name, content, text in (
            ("rechnung.pdf", b"MZ\x90\0\0\0", "does not fit"),
            ("bild.svg", b"<svg/>", "Please send a PDF"),
            ("seite.html", b"<html/>", "Please send a PDF"),
            ("leer.pdf", b"", "not empty"),
            ("gross.pdf", PDF + b"x" * 20 * 1024 * 1024, "at most 20 MB"),
        ):
            with self.subTest(name=name):
                response = self._upload(name, content, note="Bleibt stehen")
                main = self.assertFieldError(response, "field-file", text)
                self.assertEqual(
                    self._fields(main, "/documents")["note"], "Bleibt stehen"
                )
        response = self._post("/documents", "/documents", file="Text statt Datei")
        self.assertFieldError(response, "field-file", "choose a file")
        self.assertFieldError(
            self._upload("a.pdf", PDF, note="x" * 201), "field-note", "at most 200"
        )
        self.assertFalse(self.initiative.document_ids)

    def test_download_is_guarded(self):
        shared = self._make_document("Frei.pdf", is_shared=True)
        inside = self._make_document("Intern.pdf")
        other = self._make_document(
            "Fremd.pdf", is_shared=True, initiative_id=self.foreign.id
        )
        self.assertNotIn("Intern.pdf", self.url_open(f"{self.path}/documents").text)
        url = f"{self.path}/documents/{shared.id}"
        self.assertEqual(self.url_open(url).content, PDF)
        for document_id in (inside.id, other.id, 999999):
            response = self.url_open(
                f"{self.path}/documents/{document_id}", allow_redirects=False
            )
            self.assertGoesTo(response, "/my")
        for user in (self.stranger, self.consultant):
            self._login(user)
            self.assertGoesTo(self.url_open(url, allow_redirects=False), "/my")
        self._login(self.member)
        self.assertEqual(self.url_open(url).content, PDF)
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        self.assertGoesTo(self.url_open(url, allow_redirects=False), "/my")
        for address in (
            f"/web/content/wohnkoord.initiative.document/{shared.id}/file",
            f"/web/image/wohnkoord.initiative.document/{shared.id}/file",
        ):
            self.assertNotEqual(self.url_open(address).content, PDF)

    # -- advice --------------------------------------------------------------------------

    def test_request(self):
        response = self._post(
            "/advice",
            "/advice",
            subject="Satzung <b>prüfen</b>",
            text="Wir brauchen Hilfe",
            topics=self.topic.id,
            urgency_reason="Notartermin",
        )
        self.assertGoesTo(response, f"{self.path}/advice?done=request")
        case = self.env["wohnkoord.advisory"].search([], order="id desc", limit=1)
        self.assertEqual((case.level, case.state), ("specialist", "requested"))
        self.assertEqual(case.topic_ids, self.topic)
        page = self._page("/advice")
        self.assertIn("Waiting for the office", self._text(page))
        self.assertIn("Satzung <b>prüfen</b>", self._text(page))
        self.assertFalse(page.xpath("//form[@id='request-form']"))
        case.with_user(self.adviser).group_answer = "Bitte zuerst das Konzept."
        case.with_user(self.adviser).action_reject("Interner Grund")
        for below in ("", "/advice"):
            text = self._text(self._page(below))
            self.assertIn("Not granted", text)
            self.assertIn("Bitte zuerst das Konzept.", text)
            self.assertNotIn("Interner Grund", text)

    def test_bad_requests(self):
        response = self._post(
            "/advice",
            "/advice",
            subject="x" * 201,
            text="",
            topics="abc",
            date_deadline="gestern",
            urgency_reason="x" * 10001,
        )
        for field, text in (
            ("field-subject", "at most 200"),
            ("field-text", "fill in"),
            ("field-topics", "at least one"),
            ("field-date_deadline", "enter a day"),
            ("field-urgency_reason", "at most"),
        ):
            main = self.assertFieldError(response, field, text)
        self.assertEqual(self._fields(main, "/advice")["subject"], "x" * 201)
        response = self._post(
            "/advice",
            "/advice",
            subject="a",
            text="b",
            topics=self.topic.id,
            date_deadline=str(self.today - timedelta(days=3)),
        )
        main = self.assertFieldError(response, "field-date_deadline", "day to come")
        self.assertTrue(
            main.xpath(f"//input[@id='topic-{self.topic.id}' and @checked]")
        )
        self.assertFalse(
            self.env["wohnkoord.advisory"].search([("portal_partner_id", "!=", False)])
        )

    def test_invented_fields_are_ignored(self):
        response = self._post(
            "/advice",
            "/advice",
            subject="a",
            text="b",
            topics=self.topic.id,
            initiative_sudo="1",
        )
        self.assertEqual(response.status_code, 303)

    def test_forged_level(self):
        for level in ("orientation", "concept", "", "admin"):
            response = self._post(
                "/advice",
                "/advice",
                level=level,
                subject="a",
                text="b",
                topics=self.topic.id,
            )
            self.assertIn("has changed", self._text(self._main(response)))
