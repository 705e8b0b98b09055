# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .find_group_common import FindGroupCase
from .network_common import PublicCase

ATTACK = "<script>alert(1)</script><b>fett</b>"


@tagged("post_install", "-at_install")
class TestPublicFindGroup(PublicCase, FindGroupCase):
    """The board and its messages, as visitors use and attack them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = f"/find-a-group/{cls.initiative.id}"
        cls.message_model = cls.env["wohnkoord.group.message"]

    def setUp(self):
        super().setUp()
        # counts of one test must not add up with those of the next
        self.patch(
            self.env.registry["wohnkoord.rate.limit"],
            "_allow",
            lambda model, purpose, sender, limit, minutes=60: self._count(
                purpose, sender, limit
            ),
        )
        self.counts = {}

    def _count(self, purpose, sender, limit):
        key = (purpose, sender)
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key] <= limit

    def _names(self, **params):
        page = self._open("/find-a-group", **params)
        return [h.text_content().strip() for h in page.xpath("//main//article//h3")]

    def _card(self):
        (card,) = self._open("/find-a-group").xpath("//main//article")
        return " ".join(card.text_content().split())

    def _write(self, **values):
        fields = self._form_fields(self._open(self.path), self.path)
        fields.update(
            {"name": "Vera Versuch", "email": "vera@example.org", "text": "Hallo!"}
        )
        fields.update(values)
        return self._send(self.path, {k: v for k, v in fields.items() if v is not None})

    def _message(self):
        return self.message_model.search([("initiative_id", "=", self.initiative.id)])

    def _token_path(self, link):
        return "/find-a-group/" + link.split("/find-a-group/", 1)[1]

    def _press(self, path, **values):
        fields = self._form_fields(self._open(path), path)
        response = self._send(path, {**fields, **values})
        self.assertEqual(response.status_code, 303)
        return response

    # -- the board ---------------------------------------------------------------------

    def test_who_is_on_the_board(self):
        self.assertEqual(self._names(), [self.initiative.name])
        for values in (
            {"seeks_members": False},
            {"active": False},
            {"stage_id": self._stage("dormant").id},
        ):
            before = {name: self.initiative[name] for name in values}
            self.initiative.write(values)
            self.assertFalse(self._names(), values)
            self._open(self.path, 404)
            self.initiative.write(before)
        self.initiative.action_unpublish()
        self.assertFalse(self._names(), "the office released nothing")
        self._open(self.path, 404)
        self.initiative.action_publish()
        self.publication.action_withdraw()
        self.assertFalse(self._names(), "withdrawal works at once")
        self._open(self.path, 404)

    def test_nothing_but_what_is_released(self):
        public_name = self.page.name
        self.initiative.write(
            {"name": "Interner Name", "dwelling_count": 43, "slug": "haus-probe"}
        )
        self.page.write({"teaser": "Ein Satz der Gruppe.", "show_building": False})
        card = self._card()
        for shown in (public_name, "Ein Satz der Gruppe.", "Probeviertel", "43"):
            self.assertIn(shown, card)
        for hidden in ("Interner Name", "Tenure", "Rent"):
            self.assertNotIn(hidden, card)
        links = self._open("/find-a-group").xpath("//main//article//h3/a/@href")
        self.assertEqual(links, ["/projects/haus-probe"])
        self.assertFalse(self._names(tenure="rent"), "no filter tells what is hidden")
        self.page.show_dwellings = False
        self.initiative.dwelling_accessible_count = 2
        self.assertNotIn("43", self._card())
        self.assertFalse(self._names(accessible="1"))
        self.page.show_dwellings = True
        self.assertEqual(self._names(accessible="1"), [public_name])
        self._write()
        confirm = self._token_path(self._message()._confirm_link())
        self.assertNotIn("Interner Name", str(self._mails()))
        self._press(confirm, action="send")
        page = self._open(confirm)
        self.assertNotIn("Interner Name", page.text_content())
        self._mails()
        answer = self._token_path(self._message()._answer_link(self.speaker))
        self._press(answer, text="Komm vorbei!")
        (mail,) = self.env["mail.mail"].search([("state", "=", "outgoing")])
        self.assertIn(public_name, mail.subject)
        self.assertNotIn("Interner Name", f"{mail.subject} {mail.body_html}")

    def test_other_offices_groups_do_not_exist(self):
        foreign = self._make_initiative(
            "Fremde Gruppe",
            company_id=self.other_company.id,
            user_id=self.other_adviser.id,
            seeks_members=True,
        )
        foreign.with_user(self.other_adviser).action_publish()
        person = self._make_person("Fremd", self.other_company)
        self._give_consent(person, "publication", self.other_company, foreign)
        self.assertEqual(self._names(), [self.initiative.name])
        self._open(f"/find-a-group/{foreign.id}", 404)
        self._open("/find-a-group/999999999", 404)
        headers = {"Host": "zwei.example"}
        page = self.url_open("/find-a-group", headers=headers)
        self.assertIn("Fremde Gruppe", page.text)
        self.assertNotIn(self.initiative.name, page.text)

    def test_filters_in_the_address(self):
        self.assertEqual(
            self._names(district=self.district.id, tenure="rent"),
            [self.initiative.name],
        )
        self.assertFalse(self._names(tenure="sale"))
        self.assertFalse(self._names(accessible="1"))
        for nonsense in (
            {"district": "0 OR 1=1"},
            {"district": "99999999999999999999"},
            {"tenure": "<b>"},
            {"page": "-1"},
            {"page": "9" * 30},
            {"unknown": "x"},
        ):
            self.assertEqual(self._names(**nonsense), [self.initiative.name])

    def test_board_costs_the_same_for_many(self):
        def queries():
            self._open("/find-a-group")
            before = self.cr.sql_log_count
            found = self._names()
            return len(found), self.cr.sql_log_count - before

        count, few = queries()
        self.assertEqual(count, 1)
        for i in range(19):
            group = self._make_initiative(
                f"Gruppe {i}", seeks_members=True, district_ids=self.district.ids
            )
            group.partner_id.email = f"gruppe{i}@example.org"
            group.action_publish()
            self._give_consent(group.partner_id, "publication", initiative=group)
        count, many = queries()
        self.assertEqual(count, 20)
        self.assertLessEqual(many, few + 2)

    # -- messages ----------------------------------------------------------------------

    def test_message_and_answer_hide_both_addresses(self):
        response = self._write()
        self.assertEqual(
            response.headers["Location"].split("8069")[-1][-18:], "/find-a-group/sent"
        )
        mails = self._mails()
        self.assertEqual(set(mails), {"vera@example.org"})
        message = self._message()
        confirm = self._token_path(message._confirm_link())
        self._open(confirm)
        self.assertEqual(message.state, "requested", "opening passes nothing on")
        self._press(confirm, action="send")
        self.assertEqual(message.state, "sent")
        mails = self._mails()
        self.assertEqual(set(mails), {self.speaker.email})
        self.assertNotIn("vera@example.org", mails[self.speaker.email])
        answer = self._token_path(message._answer_link(self.speaker))
        self._press(answer, text="Komm vorbei!", is_sharing="1")
        mails = self._mails()
        self.assertEqual(set(mails), {"vera@example.org"})
        self.assertIn("Komm vorbei!", mails["vera@example.org"])
        self.assertNotIn(
            self.speaker.email, mails["vera@example.org"], "only one of both agreed"
        )
        # replays of both links
        self.assertFalse(self._open(answer).xpath("//main//form"))
        token = self._form_fields(self._open(self.path), self.path)["csrf_token"]
        self._send(answer, {"csrf_token": token, "text": "Noch einmal"})
        self._send(confirm, {"csrf_token": token, "action": "send"})
        self.assertFalse(self._mails())

    def test_addresses_when_both_agree(self):
        self._write(is_sharing="1")
        message = self._message()
        self.assertFalse(
            self.env["res.partner"].search_count([("email", "=", "vera@example.org")]),
            "nobody is noted before the confirmation",
        )
        self._press(self._token_path(message._confirm_link()), action="send")
        self._mails()
        answer = self._token_path(message._answer_link(self.speaker))
        self._press(answer, text="Gern!", is_sharing="1")
        mails = self._mails()
        self.assertIn(self.speaker.email, mails["vera@example.org"])
        self.assertIn("vera@example.org", mails[self.speaker.email])
        consents = self.env["wohnkoord.consent"].search(
            [("purpose", "=", "contact_sharing"), ("is_live", "=", True)]
        )
        self.assertEqual(
            set(consents.mapped("email")), {"vera@example.org", self.speaker.email}
        )

    def test_withdrawn_sharing_is_respected(self):
        self._write(is_sharing="1")
        message = self._message()
        self._press(self._token_path(message._confirm_link()), action="send")
        self._mails()
        self.env["wohnkoord.consent"].search(
            [("purpose", "=", "contact_sharing"), ("email", "=", "vera@example.org")]
        ).action_withdraw()
        answer = self._token_path(message._answer_link(self.speaker))
        self._press(answer, text="Gern!", is_sharing="1")
        mails = self._mails()
        self.assertEqual(set(mails), {"vera@example.org"})
        self.assertNotIn(self.speaker.email, mails["vera@example.org"])

    def test_markup_is_text(self):
        self._write(
            name=ATTACK, text=f"{ATTACK}\n{{{{ object.email }}}} <t t-out='1'/>"
        )
        self._mails()
        message = self._message()
        confirm = self._token_path(message._confirm_link())
        self.assertFalse(self._open(confirm).xpath("//main//script | //main//b"))
        self._press(confirm, action="send")
        body = self._mails()[self.speaker.email]
        self.assertNotIn("<script", body)
        self.assertNotIn("<b>fett", body)
        self.assertIn("{{ object.email }}", body)
        answer = self._token_path(message._answer_link(self.speaker))
        self.assertFalse(self._open(answer).xpath("//main//script | //main//b"))
        self._press(answer, text=ATTACK)
        self.assertNotIn("<script", self._mails()["vera@example.org"])

    def test_bad_input(self):
        for name, value in (
            ("email", "keine"),
            ("email", ""),
            ("name", " "),
            ("name", "x" * 81),
            ("text", ""),
            ("text", "x" * 2001),
        ):
            self.counts.clear()
            self.assertFieldError(self._write(**{name: value}), name)
        self.assertFalse(self._message())
        self._write(name="Vera\r\nBcc: alle@example.org")
        self.assertEqual(self._message().name, "Vera Bcc: alle@example.org")

    def test_machines_and_floods(self):
        self._write(homepage="https://spam.example")
        self.assertFalse(self._message())
        for _post in range(3):
            self._write()
        self.assertEqual(len(self._message()), 3)
        response = self._write()
        self.assertEqual(response.status_code, 303, "the page says the same")
        self.assertEqual(len(self._message()), 3, "nobody's mailbox is flooded")
        self._write(email="andere@example.org")
        response = self._write(email="dritte@example.org")
        self.assertEqual(response.status_code, 200)
        self.assertIn("very often", response.text)

    def test_forged_links(self):
        self._write()
        message = self._message()
        confirm = self._token_path(message._confirm_link())
        answer = self._token_path(message._answer_link(self.speaker))
        other = f"/find-a-group/answer/{self.person.id}/{answer.rsplit('/', 1)[1]}"
        swapped = f"/find-a-group/message/{answer.rsplit('/', 1)[1]}"
        for path in (other, swapped, confirm[:-3] + "AAA", "/find-a-group/message/x"):
            self._open(path, 404)
        # a real link of somebody who does not speak for the group
        path = self._token_path(message._answer_link(self.person))
        message._confirm()
        self._mails()
        self.assertFalse(self._open(path).xpath("//main//form"))
        self.assertTrue(self._open(answer).xpath("//main//form"))

    def test_group_that_found_its_people(self):
        self._write()
        self.initiative.seeks_members = False
        self._mails()
        confirm = self._token_path(self._message()._confirm_link())
        self._press(confirm, action="send")
        self.assertFalse(self._mails())

    def test_cleared_after_a_time(self):
        self._write()
        self.cr.execute(
            "UPDATE wohnkoord_group_message SET create_date = now() - interval '8 days'"
        )
        self.env.invalidate_all()
        self.message_model._gc_messages()
        self.assertFalse(self._message())
