# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .portal_group_common import PDF
from .procedure_award_common import AwardCase


class PortalAwardCase(AwardCase, HttpCase):
    """The party's page after the decision, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _path(self, party=None, below=""):
        return f"/my/procedures/{(party or self.party).id}{below}"

    def _main(self, response):
        return html.fromstring(response.text).xpath("//main")[0]

    def _page(self, party=None):
        response = self.url_open(self._path(party), allow_redirects=False)
        self.assertEqual(response.status_code, 200)
        return self._main(response)

    def _text(self, element):
        return " ".join(element.text_content().split())

    def _fields(self, action, party=None, **values):
        form = self._page(party).xpath(f"//form[@action='{action}']")[0]
        return {**dict(form.form_values()), **values}

    def _post(self, action, fields, field=None, upload=None):
        self.env.invalidate_all()
        return self.url_open(
            action,
            data=fields,
            files=[(field, upload)] if upload else None,
            allow_redirects=False,
        )

    def assertDone(self, response, party, done):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(
            response.headers["Location"], f"{self._path(party)}?done={done}"
        )

    def assertSentAway(self, response):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], "/my")

    def assertFieldError(self, response, field, text):
        self.assertEqual(response.status_code, 200)
        main = self._main(response)
        element = main.xpath(f"//*[@id='field-{field}']")[0]
        self.assertEqual(element.get("aria-invalid"), "true")
        error = main.xpath(f"//*[@id='field-{field}-error']")[0]
        self.assertIn(text, self._text(error))
        self.assertTrue(element.xpath("ancestor::details/@open"), "the form is open")
        return main


@tagged("post_install", "-at_install")
class TestPortalAward(PortalAwardCase):
    """What a winner reads and hands in; what the others read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reservation = cls._reserve()
        cls.reservation.write({"fee": 500, "note": "Interner Vermerk"})
        cls.milestone = cls.reservation.milestone_ids[0]
        cls.reservation._extend(
            cls.reservation.date_end + timedelta(days=60),
            "Ausschuss",
            "A-7",
            cls.today,
            "Die Bauvoranfrage <dauert>.",
        )

    def setUp(self):
        super().setUp()
        self._login(self.spokesperson)
        self.action = self._path(below=f"/milestones/{self.milestone.id}/proof")
        self.key = f"milestones_{self.milestone.id}"

    def _send(self, upload=("Bank.pdf", PDF), **values):
        return self._post(
            self.action, self._fields(self.action, **values), f"file_{self.key}", upload
        )

    def _proofs(self):
        self.env.invalidate_all()
        return self.milestone.sudo().proof_ids

    def test_winner(self):
        page = self._page()
        text = self._text(page)
        for part in (
            "Your reservation",
            "days left",
            "500",
            "A-7",
            "Die Bauvoranfrage <dauert>.",
            *self.reservation.milestone_ids.mapped("name"),
        ):
            self.assertIn(part, text)
        self.assertNotIn("Interner Vermerk", text)
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertEqual(len(page.xpath(".//form[contains(@action, '/proof')]")), 4)

    def test_others(self):
        self._login(self.rival_spokesperson)
        page = self._page(self.rival_party)
        text = self._text(page)
        self.assertIn("This plot is reserved.", text)
        for part in (self.initiative.name, "Your reservation", "A-7", "500"):
            self.assertNotIn(part, text)
        self.assertFalse(page.xpath(".//form[contains(@action, '/proof')]"))

    def test_hand_in_and_download(self):
        note = {f"note_{self.key}": "Anbei <b>alles</b>"}
        self.assertDone(self._send(**note), self.party, "proof")
        proof = self._proofs()
        self.assertEqual((proof.name, proof.note), ("Bank.pdf", "Anbei <b>alles</b>"))
        self.assertEqual(proof.user_id, self.spokesperson)
        page = self._page()
        self.assertIn("Proof is being checked", self._text(page))
        self.assertIn("Anbei <b>alles</b>", self._text(page))
        [url] = page.xpath(".//a[contains(@href, '/proofs/')]/@href")
        download = self.url_open(url)
        self.assertEqual(download.content, PDF)
        self.assertIn("attachment", download.headers["Content-Disposition"])
        self.assertIn("no-store", download.headers["Cache-Control"])
        proof.with_user(self.adviser).action_return("Die <i>Unterschrift</i> fehlt.")
        text = self._text(self._page())
        self.assertIn("Proof returned", text)
        self.assertIn("Die <i>Unterschrift</i> fehlt.", text)
        self.assertDone(self._send(), self.party, "proof")
        self._proofs()[0].with_user(self.adviser).action_accept()
        self.assertFalse(self._page().xpath(f"//form[@action='{self.action}']"))

    def test_twice_is_once(self):
        fields = self._fields(self.action)
        for _tap in range(2):
            response = self._post(
                self.action, fields, f"file_{self.key}", ("Bank.pdf", PDF)
            )
            self.assertDone(response, self.party, "proof")
        self.assertEqual(len(self._proofs()), 1)

    def test_bad_input(self):
        field = f"file_{self.key}"
        note = {f"note_{self.key}": "bleibt stehen"}
        for upload, text in (
            (None, "choose a file"),
            (("Bank.pdf", b"MZ"), "does not fit"),
            (("Bank.exe", PDF), "Please send a PDF"),
        ):
            main = self.assertFieldError(self._send(upload, **note), field, text)
            self.assertIn("bleibt stehen", self._text(main))
        response = self._send(**{f"note_{self.key}": "x" * 2001})
        self.assertFieldError(response, f"note_{self.key}", "at most 2000")
        self.assertFalse(self._proofs())

    def test_foreign_and_forged(self):
        fields = self._fields(self.action)
        name, upload = f"file_{self.key}", ("Bank.pdf", PDF)
        self.assertDone(
            self._post(self.action, fields, name, upload), self.party, "proof"
        )
        proof = self._proofs()
        for below in ("/milestones/999999/proof", f"/duties/{self.milestone.id}/proof"):
            self.assertSentAway(
                self._post(self._path(below=below), fields, name, upload)
            )
        self._login(self.rival_spokesperson)
        for party in (self.party, self.rival_party):
            below = f"/milestones/{self.milestone.id}/proof"
            fields = self._fields_of_any_form()
            self.assertSentAway(
                self._post(self._path(party, below), fields, name, upload)
            )
            for path in (f"/proofs/{proof.id}", "/proofs/999999"):
                self.assertSentAway(
                    self.url_open(self._path(party, path), allow_redirects=False)
                )
        self.assertEqual(len(self._proofs()), 1)

    def _fields_of_any_form(self):
        page = html.fromstring(self.url_open("/my/procedures").text)
        token = page.xpath("//script[contains(text(), 'csrf_token')]/text()")[0]
        token = token.split('csrf_token: "')[1].split('"')[0]
        return {"csrf_token": token, "form_token": "x" * 20}

    def test_a_member_without_a_voice_reads_only(self):
        member = self._make_portal_user("test_plain_member")
        self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": self.initiative.id,
                "partner_id": member.partner_id.id,
                "role": "member",
                "date_from": self.today - timedelta(days=9),
            }
        )
        self._login(member)
        page = self._page()
        self.assertIn("Your reservation", self._text(page))
        self.assertFalse(page.xpath(".//form[contains(@action, '/proof')]"))
        response = self._post(
            self.action,
            self._fields_of_any_form(),
            f"file_{self.key}",
            ("Bank.pdf", PDF),
        )
        self.assertIn("speaks for your group", self._text(self._main(response)))
        self.assertFalse(self._proofs())

    def test_get_of_a_form_leads_to_the_page(self):
        for below in ("/objections", f"/milestones/{self.milestone.id}/proof"):
            response = self.url_open(self._path(below=below), allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertURLEqual(response.headers["Location"], self._path())

    def test_contract_and_duties(self):
        self.env["wohnkoord.commitment"].create(
            {"bid_id": self.bid.id, "kind": "dwellings", "value": 12}
        )
        contract = self._sign(
            self.reservation,
            tenure="sale",
            price=987654,
            full_value=987654,
            state_aid_note="Interne Beihilfeprüfung",
            terms="Interne Klausel",
        )
        contract.action_make_duties()
        duty = self.bid.commitment_ids
        duty.with_user(self.adviser).write(
            {"proof": "Bescheid der Bank", "date_due": self.today}
        )
        text = self._text(self._page())
        for part in ("Signed", "987,654.00", "Dwellings: 12", "Bescheid der Bank"):
            self.assertIn(part, text)
        self.assertNotIn("Intern", text)
        action = self._path(below=f"/duties/{duty.id}/proof")
        response = self._post(
            action, self._fields(action), f"file_duties_{duty.id}", ("x.pdf", PDF)
        )
        self.assertDone(response, self.party, "proof")
        self.env.invalidate_all()
        self.assertEqual(duty.sudo().proof_ids.state, "to_check")

    def test_queries_do_not_grow(self):
        def count():
            self.env.invalidate_all()
            party_sudo = self.party.with_user(self.spokesperson).sudo()
            before = self.env.cr.sql_log_count
            party_sudo._portal_page_values()
            return self.env.cr.sql_log_count - before

        count()  # what is asked once for all
        few = count()
        self.milestone.sudo()._take_proof("a.pdf", PDF, "", self.procedure._now())
        rows = self.milestone.copy_data()[0]
        for index in range(30):
            milestone = self.milestone.create({**rows, "name": f"Nachweis {index}"})
            milestone.sudo()._take_proof("a.pdf", PDF, "", self.procedure._now())
        self.env.flush_all()
        self.assertLessEqual(count(), few + 2)


@tagged("post_install", "-at_install")
class TestPortalAwardObjection(PortalAwardCase):
    """A party objects in its portal."""

    def setUp(self):
        super().setUp()
        self.action = self._path(self.rival_party, "/objections")
        self._login(self.rival_spokesperson)

    def _object(self, fields=None, upload=None, **values):
        fields = fields or self._fields(self.action, self.rival_party)
        fields = {**fields, "objection": "Zu <b>wenig</b> Punkte", **values}
        return self._post(self.action, fields, "objection_file", upload)

    def _rows(self):
        self.env.invalidate_all()
        rows = self.env["wohnkoord.award.objection"]
        return rows.search([("procedure_id", "=", self.procedure.id)])

    def _forms(self, party=None):
        page = self._page(party or self.rival_party)
        return page.xpath(".//form[contains(@action, '/objections')]")

    def test_only_with_a_letter_and_not_the_winner(self):
        self.assertFalse(self._forms())
        self._send_letters()
        self.assertEqual(len(self._forms()), 1)
        self._login(self.spokesperson)
        self.assertFalse(self._forms(self.party))

    def test_object_and_read_the_decision(self):
        self._send_letters()
        response = self._object(upload=("Brief.pdf", PDF))
        self.assertDone(response, self.rival_party, "objected")
        row = self._rows()
        self.assertEqual(row.text, "Zu <b>wenig</b> Punkte")
        self.assertTrue(row.is_from_portal)
        page = self._page(self.rival_party)
        self.assertIn("Zu <b>wenig</b> Punkte", self._text(page))
        self.assertIn("being checked", self._text(page))
        self.assertFalse(self._forms())
        [url] = page.xpath(".//a[contains(@href, '/file')]/@href")
        download = self.url_open(url)
        self.assertEqual(download.content, PDF)
        self.assertIn("no-store", download.headers["Cache-Control"])
        own = row.with_user(self.adviser)
        own.answer = "Die Wertung <stimmt>."
        own.action_answer()
        self.assertIn("Die Wertung <stimmt>.", self._text(self._page(self.rival_party)))
        self._login(self.spokesperson)
        self.assertNotIn("wenig", self._text(self._page()))
        for party in (self.party, self.rival_party):
            path = self._path(party, f"/objections/{row.id}/file")
            self.assertSentAway(self.url_open(path, allow_redirects=False))

    def test_two_taps_and_two_tabs(self):
        self._send_letters()
        first = self._fields(self.action, self.rival_party)
        second = self._fields(self.action, self.rival_party)
        for _tap in range(2):
            self.assertDone(self._object(first), self.rival_party, "objected")
        response = self._object(second)
        self.assertEqual(response.status_code, 200)
        self.assertIn("on record already", self._text(self._main(response)))
        self.assertEqual(len(self._rows()), 1)

    def test_after_the_stand_still(self):
        self._send_letters()
        fields = self._fields(self.action, self.rival_party)
        with self._at(self.award.standstill_until):
            response = self._object(fields)
            self.assertEqual(response.status_code, 200)
            text = self._text(self._main(response))
            self.assertIn("objections were possible until", text)
            self.assertFalse(self._forms())
        self.assertFalse(self._rows())

    @mute_logger("odoo.http")
    def test_bad_input(self):
        self._send_letters()
        response = self._object(objection=" ")
        self.assertFieldError(response, "objection", "fill in")
        response = self._object(upload=("Brief.pdf", b"MZ"))
        main = self.assertFieldError(response, "objection_file", "does not fit")
        self.assertIn("Zu <b>wenig</b> Punkte", self._text(main))
        for award in ("", "999999", "x", str(self.award.id) + "0"):
            response = self._object(award=award)
            self.assertEqual(response.status_code, 200)
            self.assertIn("no decision", self._text(self._main(response)))
        fields = self._fields(self.action, self.rival_party)
        response = self._object({**fields, "csrf_token": "x"})
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._rows())
