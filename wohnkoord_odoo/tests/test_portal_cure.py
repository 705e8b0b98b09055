# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .portal_group_common import PDF
from .procedure_check_common import CheckCase


@tagged("post_install", "-at_install")
class TestPortalCure(CheckCase, HttpCase):
    """A party hands in what is missing: good, bad, foreign, late, twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.bid = cls._make_opened_bid(files=[])
        cls.rival_bid = cls._make_opened_bid(cls.rival_party, files=[])

    def setUp(self):
        super().setUp()
        self._prepare()
        self.cure = self._make_cure(
            self.bid + self.rival_bid, text="Der <b>Plan</b> fehlt."
        ).sudo()
        self.line = self._line_of(self.bid)
        self.path = f"/my/procedures/{self.party.id}/cure/{self.cure.id}"
        self.post_path = f"{self.path}/lines/{self.line.id}"
        self._login(self.spokesperson)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _line_of(self, bid):
        return self.cure.line_ids.filtered(lambda line: line.bid_id == bid)

    def _page(self):
        response = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(response.status_code, 200)
        self.assertIn("no-store", response.headers["Cache-Control"])
        return self._main(response)

    def _main(self, response):
        return html.fromstring(response.text).xpath("//main")[0]

    def _text(self, element):
        return " ".join(element.text_content().split())

    def _fields(self, **values):
        form = self._page().xpath(f"//form[@action='{self.post_path}']")[0]
        self.assertEqual(form.get("method"), "post")
        fields = dict(form.form_values())
        fields.update(values)
        return fields

    def _send(self, files=(), path=None, **values):
        return self.url_open(
            path or self.post_path,
            data=self._fields(**values),
            files=[("files", file) for file in files] or None,
            allow_redirects=False,
        )

    def _typed(self, text):
        return {f"answer_{self.line.id}": text}

    def _seen(self):
        self.env.invalidate_all()
        return self.line

    def assertDone(self, response, done="answer"):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], f"{self.path}?done={done}")

    def assertSentAway(self, response):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], "/my")

    def assertFieldError(self, response, field, text):
        self.assertEqual(response.status_code, 200)
        main = self._main(response)
        element = main.xpath(f"//*[@id='field-{field}']")[0]
        self.assertEqual(element.get("aria-invalid"), "true")
        self.assertIn(f"field-{field}-error", element.get("aria-describedby"))
        error = main.xpath(f"//*[@id='field-{field}-error']")[0]
        self.assertIn(text, self._text(error))

    # -- the page ------------------------------------------------------------------------

    def test_page_shows_the_own_bid_only(self):
        page = self._page()
        text = self._text(page)
        self.assertIn("Der <b>Plan</b> fehlt.", text, "text is text")
        self.assertIn("Europe/Berlin", text)
        self.assertIn("Your bid no. 1", text)
        self.assertNotIn("bid no. 2", text)
        self.assertNotIn("Rivalen", text)
        self.assertEqual(len(page.xpath(".//article//form")), 1)
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_requests_of_a_party(self):
        cures = self.party.sudo()._portal_cures()
        self.assertEqual([cure["url"] for cure in cures], [self.path])
        self.assertEqual(cures[0]["open"], 1)
        page = self._main(self.url_open(f"/my/procedures/{self.party.id}"))
        self.assertEqual(len(page.xpath(f".//a[@href='{self.path}']")), 1)
        draft = self.env["wohnkoord.cure.request"].create(
            {"procedure_id": self.procedure.id}
        )
        draft._fill_lines()
        self.assertEqual(len(self.party.sudo()._portal_cures()), 1, "no drafts")
        response = self.url_open(
            f"/my/procedures/{self.party.id}/cure/{draft.id}", allow_redirects=False
        )
        self.assertSentAway(response)

    # -- answers -------------------------------------------------------------------------

    def test_files_and_text(self):
        files = [("Finanzplan.pdf", PDF), ("Anlage.pdf", PDF + b"2")]
        response = self._send(files, **self._typed("Anbei <i>beides</i>."))
        self.assertDone(response)
        line = self._seen()
        self.assertEqual(line.answer, "Anbei <i>beides</i>.")
        self.assertEqual(
            line.document_ids.mapped("name"), ["Finanzplan.pdf", "Anlage.pdf"]
        )
        self.assertEqual(line.answer_state, "answered")
        page = self._main(self.url_open(f"{self.path}?done=answer"))
        self.assertIn("arrived in time", self._text(page))
        self.assertIn("Anbei <i>beides</i>.", self._text(page))
        url = page.xpath(".//a[contains(@href, '/documents/')]/@href")[0]
        download = self.url_open(url)
        self.assertEqual(download.content, PDF)
        self.assertIn("attachment", download.headers["Content-Disposition"])
        self.assertIn("no-store", download.headers["Cache-Control"])

    def test_twice_is_once(self):
        fields = self._fields(**self._typed("Anbei."))
        for _tap in range(2):
            response = self.url_open(
                self.post_path,
                data=fields,
                files=[("files", ("Plan.pdf", PDF))],
                allow_redirects=False,
            )
            self.assertDone(response)
        self.assertEqual(len(self._seen().document_ids), 1)
        self.assertEqual(len(self._events("cure_answered")), 1)

    def test_nothing_sent(self):
        self.assertFieldError(self._send(), f"files_{self.line.id}", "choose a file")
        self.assertFalse(self._seen().document_ids)

    def test_too_long(self):
        response = self._send(**self._typed("x" * 5001))
        self.assertFieldError(response, f"answer_{self.line.id}", "at most 5000")

    def test_hostile_files(self):
        field = f"files_{self.line.id}"
        for file, text in (
            (("böse.exe", b"MZ"), "PDF"),
            (("plan.pdf", b"<script>alert(1)</script>"), "does not fit"),
            (("leer.pdf", b""), "not empty"),
            (("ohne endung", PDF), "PDF"),
        ):
            self.assertFieldError(self._send([file]), field, text)
        # one bad file of two: none is kept
        response = self._send([("gut.pdf", PDF), ("böse.exe", b"MZ")])
        self.assertFieldError(response, field, "PDF")
        self.assertFalse(self._seen().document_ids)
        self.assertFalse(self._events("cure_answered"))

    def test_hostile_names(self):
        name = "../../etc/\u202efdp.Plan<img src=x>.pdf"
        self.assertDone(self._send([(name, PDF)]))
        kept = self._seen().document_ids.name
        self.assertNotIn("/", kept)
        self.assertNotIn("\u202e", kept)
        page = self._page()
        self.assertFalse(page.xpath(".//article//img"))
        url = page.xpath(".//a[contains(@href, '/documents/')]/@href")[0]
        self.assertEqual(self.url_open(url).status_code, 200)

    def test_too_many_at_once(self):
        files = [(f"{number}.pdf", PDF) for number in range(11)]
        self.assertFieldError(self._send(files), f"files_{self.line.id}", "at most 10")

    # -- in time or late -----------------------------------------------------------------

    def test_last_second_and_the_first_after(self):
        deadline = self.cure.date_deadline
        with self._at(deadline):
            self.assertDone(self._send([("Plan.pdf", PDF)]))
        self.assertFalse(self._seen().document_ids.is_late)
        with self._at(deadline + timedelta(seconds=1)):
            self.assertDone(self._send([("Mehr.pdf", PDF)]), "late")
            text = self._text(self._page())
        self.assertEqual(self._seen().document_ids.mapped("is_late"), [False, True])
        self.assertIn("The deadline was", text)
        self.assertIn("cannot be counted", text)

    def test_nothing_after_the_decision(self):
        fields = self._fields(**self._typed("Anbei."))
        self.bid.with_user(self.manager).action_exclude(
            self._reason("withdrew").id, "Auf Wunsch."
        )
        self.assertFalse(self._page().xpath(".//article//form"))
        response = self.url_open(self.post_path, data=fields, allow_redirects=False)
        self.assertIn("nothing more is taken", self._text(self._main(response)))

    # -- who -----------------------------------------------------------------------------

    def test_foreign_missing_and_forged_are_the_same(self):
        own_fields = self._fields(**self._typed("Hallo"))
        self.assertDone(self._send([("Plan.pdf", PDF)]))
        document = self._seen().document_ids
        foreign_line = self._line_of(self.rival_bid)
        response = self.url_open(
            f"{self.path}/lines/{foreign_line.id}",
            data=own_fields,
            allow_redirects=False,
        )
        self.assertSentAway(response)
        self._login(self.rival_spokesperson)
        rival_path = f"/my/procedures/{self.rival_party.id}/cure/{self.cure.id}"
        self.assertEqual(self.url_open(rival_path).status_code, 200)
        for path in (
            self.path,
            f"/my/procedures/{self.party.id}/cure/{10**6}",
            f"/my/procedures/{10**6}/cure/{self.cure.id}",
            f"{self.path}/documents/{document.id}",
            f"{rival_path}/documents/{document.id}",
        ):
            self.assertSentAway(self.url_open(path, allow_redirects=False))
        main = html.fromstring(self.url_open(rival_path).text)
        fields = dict(main.xpath("//main//article//form")[0].form_values())
        for path in (
            self.post_path,
            f"{rival_path}/lines/{self.line.id}",
            f"{rival_path}/lines/{10**6}",
        ):
            response = self.url_open(path, data=fields, allow_redirects=False)
            self.assertSentAway(response)
        self.assertFalse(self._seen().answer)
        self.assertFalse(foreign_line.answer)

    def test_member_without_a_voice_reads_only(self):
        fields = self._fields(**self._typed("Anbei."))
        membership = self.initiative.member_ids.filtered(
            lambda member: member.partner_id == self.spokesperson.partner_id
        )
        membership.role = "member"
        response = self.url_open(self.post_path, data=fields, allow_redirects=False)
        page = self._main(response)
        self.assertIn("A spokesperson of your group", self._text(page))
        self.assertFalse(page.xpath(".//article//form"))
        self.assertFalse(self._seen().answer)

    def test_without_login_or_token(self):
        fields = self._fields(**self._typed("Anbei."))
        with mute_logger("odoo.http"):
            response = self.url_open(
                self.post_path,
                data={**fields, "csrf_token": "forged"},
                allow_redirects=False,
            )
        self.assertEqual(response.status_code, 400)
        response = self.url_open(
            self.post_path, data={**fields, "form_token": ""}, allow_redirects=False
        )
        self.assertIn("once more", self._text(self._main(response)))
        response = self.url_open(self.post_path, allow_redirects=False)
        self.assertURLEqual(response.headers["Location"], self.path)
        self.logout(keep_db=True)
        response = self.url_open(self.path, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertFalse(self._seen().answer)

    def test_page_costs_the_same_for_many_files(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._page()
            return self.env.cr.sql_log_count - before

        moment = self.procedure._clock()
        self.line._answer("", [("0.pdf", PDF)], moment)
        cost()
        few = cost()
        self.line._answer("", [(f"{n}.pdf", PDF) for n in range(1, 15)], moment)
        self.assertLessEqual(cost(), few + 2)
