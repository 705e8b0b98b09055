# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .portal_common import PortalCase
from .procedure_common import ProcedureCase

QUESTION = "Ist ein <b>Hof</b> möglich?\nUnd ein Garten?"


@tagged("post_install", "-at_install")
class TestPortalProcedure(ProcedureCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.member = cls._make_portal_user("test_plain_member")
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.initiative.id,
                "partner_id": cls.member.partner_id.id,
                "role": "member",
                "date_from": cls.today - timedelta(days=30),
            }
        )

    def _party(self):
        self.env.invalidate_all()
        return self.procedure.registration_ids.filtered(
            lambda r: r.initiative_id == self.initiative
        )

    def _path(self, party=None):
        return f"/my/procedures/{(party or self._party()).id}"

    def _registered(self):
        party = self._register()
        self._register(self.rival_initiative)
        return party

    def _answer(self, text="Ist ein Hof möglich?", answer="Ja."):
        question = self.env["wohnkoord.question"].create(
            {"procedure_id": self.procedure.id, "text": text, "answer": answer}
        )
        question.action_publish()
        return question

    # -- registering ---------------------------------------------------------------------

    def test_register_by_the_card(self):
        self._login(self.spokesperson)
        home = self._page("/my")
        self.assertTrue(home.xpath("//a[@href='/my/procedures']"))
        page = self._page("/my/procedures")
        self.assertIn("not registered for any procedure", self._text_of(page))
        fields = self._form(page, "/my/procedures/register")
        response = self._send("/my/procedures/register", fields)
        party = self._party()
        self.assertGoesTo(response, f"{self._path()}?done=registered")
        self.assertEqual((party.number, party.channel), (1, "portal"))
        # the same form once more
        self._send("/my/procedures/register", fields)
        self.assertEqual(len(self._party()), 1)
        page = self._page("/my/procedures")
        self.assertFalse(page.xpath("//form[@action='/my/procedures/register']"))
        self.assertTrue(page.xpath(f"//a[@href='{self._path()}']"))

    def test_member_reads_only(self):
        self._login(self.member)
        page = self._page("/my/procedures")
        self.assertFalse(page.xpath("//form[@action='/my/procedures/register']"))
        party = self._registered()
        page = self._page(self._path(party))
        self.assertFalse(page.xpath("//form[contains(@action, '/my/procedures')]"))
        self._login(self.spokesperson)
        fields = self._form(
            self._page(self._path(party)), f"{self._path(party)}/questions"
        )
        self._login(self.member)
        other = self._form_token()
        for path in ("questions", "withdraw"):
            response = self._send(
                f"{self._path(party)}/{path}", {**fields, **other, "text": "Hallo?"}
            )
            self.assertEqual(response.status_code, 200)
            self.assertIn("Only those who speak", response.text)
        self.assertFalse(self.procedure.question_ids)
        self.assertFalse(self._party().date_withdrawn)

    def _form_token(self):
        """Tokens of any page of the current user."""
        page = self._page(f"/my/initiatives/{self.initiative.id}")
        form = page.xpath("//form[.//input[@name='form_token']]")[0]
        return {n: form.fields[n] for n in ("csrf_token", "form_token")}

    def test_foreign_and_missing_lead_back(self):
        party = self._registered()
        for user in (self.rival_spokesperson, self.consultant, self.adviser):
            self._login(user)
            response = self.url_open(self._path(party), allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertURLEqual(response.headers["Location"], "/my")
            missing = self.url_open("/my/procedures/999999", allow_redirects=False)
            self.assertEqual(missing.headers["Location"], response.headers["Location"])

    def test_foreign_group_cannot_be_registered(self):
        self._login(self.rival_spokesperson)
        fields = self._form(self._page("/my/procedures"), "/my/procedures/register")
        forged = {**fields, "initiative": str(self.initiative.id)}
        self.assertSentToStart(self._send("/my/procedures/register", forged))
        hidden = self._make_procedure()
        for procedure in (str(hidden.id), "x", "9" * 30, "-1"):
            forged = {**fields, "procedure": procedure}
            self.assertSentToStart(self._send("/my/procedures/register", forged))
        self.assertFalse(self.procedure.registration_ids)

    def test_register_too_late(self):
        self._login(self.spokesperson)
        fields = self._form(self._page("/my/procedures"), "/my/procedures/register")
        with self._at(self.deadline + timedelta(seconds=1)):
            response = self._send("/my/procedures/register", fields)
            self.assertIn("not open for bids", self._text_of(self._main(response)))
            page = self._page("/my/procedures")
            self.assertFalse(page.xpath("//form[@action='/my/procedures/register']"))
        self.assertFalse(self._party())

    def test_withdraw_and_return(self):
        party = self._registered()
        self._login(self.spokesperson)
        path = self._path(party)
        fields = self._form(self._page(path), f"{path}/withdraw")
        self.assertGoesTo(
            self._send(f"{path}/withdraw", fields), f"{path}?done=withdrawn"
        )
        self.assertTrue(self._party().date_withdrawn)
        page = self._page(path)
        self.assertFalse(page.xpath(f"//form[@action='{path}/questions']"))
        fields = self._form(page, f"{path}/return")
        self._send(f"{path}/return", fields)
        self.assertFalse(self._party().date_withdrawn)
        self.assertEqual(self._party().number, party.number)

    # -- questions -----------------------------------------------------------------------

    def test_invented_fields_are_ignored(self):
        party = self._registered()
        self._login(self.spokesperson)
        path = self._path(party)
        fields = self._form(self._page(path), f"{path}/questions")
        fields.update(text=QUESTION, registration_sudo="1", method="x")
        response = self._send(f"{path}/questions", fields)
        self.assertGoesTo(response, f"{path}?done=asked")

    def test_ask(self):
        party = self._registered()
        self._login(self.spokesperson)
        path = self._path(party)
        fields = self._form(self._page(path), f"{path}/questions")
        response = self._send(f"{path}/questions", {**fields, "text": QUESTION})
        self.assertGoesTo(response, f"{path}?done=asked")
        self._send(f"{path}/questions", {**fields, "text": QUESTION})
        self.env.invalidate_all()
        question = self.procedure.question_ids
        self.assertEqual(len(question), 1, "a double tap asks once")
        self.assertEqual(question.original_text, QUESTION)
        page = self._page(path)
        self.assertIn("Ist ein <b>Hof</b> möglich?", page.text_content())
        self._login(self.rival_spokesperson)
        rival = self.procedure.registration_ids - party
        for own in (self._path(rival), "/my/procedures", "/my"):
            text = self.url_open(own).text
            self.assertNotIn("Hof", text)
            self.assertNotIn(self.initiative.name, text)

    def test_empty_and_long_questions_stay_in_the_form(self):
        party = self._registered()
        self._login(self.spokesperson)
        path = self._path(party)
        fields = self._form(self._page(path), f"{path}/questions")
        response = self._send(f"{path}/questions", {**fields, "text": " "})
        self.assertFieldError(response, "field-text", "fill in")
        response = self._send(f"{path}/questions", {**fields, "text": "x" * 10001})
        page = self.assertFieldError(response, "field-text", "at most")
        self.assertEqual(len(page.xpath("//textarea[@name='text']")[0].text), 10001)
        self.assertFalse(self.procedure.question_ids)

    def test_last_second_and_first_after(self):
        party = self._registered()
        until = self.deadline - timedelta(days=30)
        self._login(self.spokesperson)
        path = self._path(party)
        fields = self._form(self._page(path), f"{path}/questions")
        with self._at(until + timedelta(seconds=1)):
            response = self._send(f"{path}/questions", {**fields, "text": "Zu spät?"})
            page = self._main(response)
            self.assertIn("time for questions is over", self._text_of(page))
            self.assertIn("Zu spät?", page.text_content(), "nothing typed is lost")
            self.assertFalse(self.procedure.question_ids)
        with self._at(until):
            self._send(f"{path}/questions", {**fields, "text": "Rechtzeitig?"})
        self.env.invalidate_all()
        self.assertEqual(self.procedure.question_ids.original_text, "Rechtzeitig?")

    # -- news ----------------------------------------------------------------------------

    def test_news_for_all_at_once(self):
        party = self._registered()
        rival = self.procedure.registration_ids - party
        self._answer(text="Ist <script>x</script> möglich?")
        for user, own in ((self.spokesperson, party), (self.rival_spokesperson, rival)):
            self._login(user)
            self.assertIn("1 new", self._text_of(self._page("/my/procedures")))
            path = self._path(own)
            page = self._page(path)
            self.assertIn("Ist <script>x</script> möglich?", page.text_content())
            self.assertFalse(page.xpath("//li//script"))
            fields = self._form(page, f"{path}/read")
            self.assertGoesTo(self._send(f"{path}/read", fields), f"{path}?done=read")
            self.assertFalse(self._page(path).xpath(f"//form[@action='{path}/read']"))
        self.env.invalidate_all()
        deliveries = self.procedure.notice_ids.delivery_ids
        self.assertTrue(all(deliveries.mapped("date_read")))

    def test_reading_changes_nothing(self):
        party = self._registered()
        self._answer()
        self._login(self.spokesperson)
        self._page(self._path(party))
        self.env.invalidate_all()
        deliveries = self.procedure.notice_ids.delivery_ids
        self.assertFalse(any(deliveries.mapped("date_read")))
        for path in ("questions", "withdraw", "return", "read"):
            response = self.url_open(
                f"{self._path(party)}/{path}", allow_redirects=False
            )
            self.assertIn(response.status_code, (303, 404, 405))

    def test_place_for_bids(self):
        party = self._registered()
        self._login(self.spokesperson)
        page = self._page(self._path(party))
        self.assertEqual(len(page.xpath("//*[@id='procedure_bids']")), 1)
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_frozen_facts(self):
        party = self._registered()
        self.procedure._write_guarded({"name": "Heimlich umbenannt"})
        self._login(self.spokesperson)
        page = self._page(self._path(party))
        self.assertNotIn("Heimlich umbenannt", self._text_of(page))
        self.assertIn("Konzeptverfahren Probe", self._text_of(page))

    def test_queries(self):
        party = self._registered()
        self._login(self.spokesperson)
        for _number in range(3):
            self._answer()
        path = self._path(party)
        few = self._queries(path), self._queries("/my/procedures")
        for _number in range(27):
            self._answer()
        many = self._queries(path), self._queries("/my/procedures")
        self.assertEqual(few, many)
        self.assertLess(max(many), 90)
