# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import html

from odoo.tests import HttpCase, tagged

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install")
class TestPortalJuryConflict(JuryCase, HttpCase):
    """A seat's person declares on all bidders, once, before any bid is seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.path = f"/my/jury/{cls.seat.id}"
        cls.bidders = cls.procedure._bidders()

    def setUp(self):
        super().setUp()
        self.authenticate(self.juror.login, self.juror.login)

    def _page(self, path=None):
        response = self.url_open(path or self.path, allow_redirects=False)
        self.assertEqual(response.status_code, 200, path)
        return html.fromstring(response.text).xpath("//main")[0]

    def _fields(self, path=None):
        path = path or self.path
        page = self._page(path)
        form = page.xpath(f"//form[@action='{path}/declarations']")[0]
        return {name: value for name, value in form.fields.items() if value is not None}

    def _post(self, values, fields=None, path=None):
        return self.url_open(
            f"{path or self.path}/declarations",
            data={**(fields or self._fields()), **values},
            allow_redirects=False,
        )

    def _all(self, kind="none", **others):
        return {f"kind_{bidder.id}": kind for bidder in self.bidders} | others

    def _declared(self):
        self.env.invalidate_all()
        return self.env["wohnkoord.conflict"].sudo().search([])

    def test_no_names_before_the_opening(self):
        self.env.cr.execute("UPDATE wohnkoord_bid SET initiative_id = NULL")
        self.env.invalidate_all()
        section = self._page().xpath("//div[@id='jury_declarations']")[0]
        self.assertIn("once the bids were opened", section.text_content())
        self.assertFalse(section.xpath(".//form"))
        self.assertNotIn(self.initiative.name, section.text_content())

    def test_all_at_once(self):
        page = self._page()
        self.assertEqual(len(page.xpath("//fieldset[legend]")), 3)
        self.assertIn("§ 20 SächsGemO", page.text_content())
        note = f"note_{self.initiative.id}"
        answers = self._all(
            **{f"kind_{self.initiative.id}": "other", note: "Nachbarn <b>x</b>"}
        )
        response = self._post(answers)
        self.assertEqual(response.status_code, 303, response.text[:500])
        rows = self._declared()
        self.assertEqual(len(rows), 3)
        self.assertEqual((rows.user_id, rows.juror_id), (self.juror, self.seat))
        self.assertIn(self.juror, self.bid.sudo().blocked_user_ids)
        self.assertNotIn(self.juror, self.rival_bid.sudo().blocked_user_ids)
        page = self._page(f"{self.path}?done=declared")
        text = page.xpath("//div[@id='jury_declarations']")[0].text_content()
        self.assertIn("Nachbarn <b>x</b>", text)
        self.assertIn("cannot be set back", text)
        mail = (
            self.env["mail.mail"].sudo().search([("email_to", "ilike", "test_juror@")])
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(self.initiative.name, mail.body_html)
        self.assertNotIn(self.rival_initiative.name, mail.body_html)

    def test_a_missing_answer_saves_nothing(self):
        answers = self._all(**{f"kind_{self.initiative.id}": "own"})
        answers.pop(f"kind_{self.rival_initiative.id}")
        response = self._post(answers)
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._declared())
        page = html.fromstring(response.text)
        error = page.xpath(f"//*[@id='field-kind_{self.rival_initiative.id}-error']")
        self.assertEqual(len(error), 1)
        self.assertTrue(
            page.xpath(
                f"//fieldset[contains(@aria-describedby, '{error[0].get('id')}')]"
            )
        )
        kept = page.xpath(f"//input[@name='kind_{self.initiative.id}'][@checked]")
        self.assertEqual([radio.get("value") for radio in kept], ["own"])

    def test_another_reason_needs_words(self):
        response = self._post(self._all("other"))
        self.assertEqual(response.status_code, 200)
        self.assertIn(f"field-note_{self.initiative.id}-error", response.text)
        self.assertFalse(self._declared())

    def test_forged_answers(self):
        response = self._post(self._all("forged"))
        self.assertIn("Please choose one of the answers", response.text)
        self.assertFalse(self._declared())
        foreign = self._make_initiative("Fremd")
        response = self._post(self._all(**{f"kind_{foreign.id}": "own"}))
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._declared().initiative_id, self.bidders)

    def test_other_seats(self):
        fields = self._fields()
        for number in (self.second_seat.id, 999999999):
            path = f"/my/jury/{number}"
            response = self._post(self._all(), fields, path)
            self.assertTrue(response.headers["Location"].endswith("/my"), path)
        self.assertFalse(self._declared())
        self.authenticate(self.deputy.login, self.deputy.login)
        self.assertEqual(self._post(self._all()).status_code, 303)
        self.assertEqual(self._declared().user_id, self.deputy)

    def test_sent_twice(self):
        fields = self._fields()
        for _turn in range(2):
            self.assertEqual(self._post(self._all(), fields).status_code, 303)
        self.assertEqual(len(self._declared()), 3)
        self.assertEqual(self._post(self._all()).status_code, 303)
        self.assertEqual(len(self._declared()), 3, "nothing new was said")

    def test_a_conflict_stays_and_a_later_one_is_taken(self):
        self._post(self._all(**{f"kind_{self.initiative.id}": "own"}))
        later = self._all(**{f"kind_{self.rival_initiative.id}": "relative"})
        self.assertEqual(self._post(later).status_code, 303)
        blocked = self.procedure._blocked_initiatives(self.juror)
        self.assertEqual(blocked, self.initiative | self.rival_initiative)

    def test_ended(self):
        fields = self._fields()
        self._to_state("cancelled")
        response = self._post(self._all(), fields)
        self.assertIn("not taken at the moment", response.text)
        self.assertFalse(self._declared())

    def test_hints(self):
        self.rival_initiative.partner_id = self.juror.partner_id
        page = self._page()
        hint = page.xpath(f"//*[@id='hint-{self.rival_initiative.id}']")
        self.assertIn("member or contact", hint[0].text_content())
        radio = f"//input[@name='kind_{self.rival_initiative.id}'][@checked]"
        self.assertEqual(page.xpath(radio)[0].get("value"), "membership")
        self.assertFalse(page.xpath(f"//*[@id='hint-{self.initiative.id}']"))

    def test_hint_of_a_firm(self):
        self.case.with_user(self.adviser)._say_matter("other", "Rechtsform")
        call_off = self._make_call_off(hours=5)
        self.assertEqual(call_off.initiative_id, self.initiative)
        self.juror.partner_id.parent_id = call_off.commercial_partner_id
        hints = self.procedure._conflict_hints(self.juror)
        self.assertEqual(hints[self.initiative.id][0], "adviser")
        self.assertNotIn(self.rival_initiative.id, hints)
