# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .enquiry_common import EnquiryCase

SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEnquiry(EnquiryCase):
    """What becomes of an enquiry: contact, group and case, and who may see them."""

    def test_group_with_a_name(self):
        case = self._receive(
            who="group",
            group_name="Kastanienhof",
            group_stage="plot",
            household_count=6,
            speaks=True,
            district=self.district.id,
            target_groups=self.target.ids,
            topics=self.topic.ids,
            name="Mira Albrecht",
            email="mira@example.org",
            phone="0341 0000417",
        )
        initiative, person = case.initiative_id, case.partner_id
        self.assertRecordValues(
            case,
            [
                {
                    "level": "orientation",
                    "state": "requested",
                    "origin": "form",
                    "enquirer": "group",
                    "user_id": False,
                    "company_id": self.company.id,
                    "topic_ids": self.topic.ids,
                    "target_group_ids": self.target.ids,
                    "enquiry_email": "mira@example.org",
                    "is_email_confirmed": False,
                }
            ],
        )
        self.assertRecordValues(
            initiative,
            [
                {
                    "name": "Kastanienhof",
                    "stage_code": "group",
                    "user_id": False,
                    "household_count": 6,
                    "seeks_members": False,
                    "district_ids": self.district.ids,
                    "target_group_ids": self.target.ids,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertRecordValues(
            initiative.member_ids,
            [{"partner_id": person.id, "role": "spokesperson"}],
        )
        self.assertRecordValues(
            person,
            [
                {
                    "name": "Mira Albrecht",
                    "email": "mira@example.org",
                    "company_id": self.company.id,
                    "lang": "en_US",
                }
            ],
        )
        self.assertIn("We look for a house or a plot", case.note)

    def test_idea_and_member(self):
        case = self._receive(
            who="group", group_name="Idee", group_stage="idea", name="A B"
        )
        self.assertEqual(case.initiative_id.stage_code, "idea")
        self.assertEqual(case.initiative_id.member_ids.role, "member")

    def test_group_without_a_person_is_reached_itself(self):
        case = self._receive(
            who="group", group_name="Ohne Namen", email="g@example.org"
        )
        self.assertEqual(case.partner_id, case.initiative_id.partner_id)
        self.assertEqual(case.partner_id.email, "g@example.org")
        self.assertFalse(case.initiative_id.member_ids)

    def test_group_without_a_name_makes_no_initiative(self):
        case = self._receive(who="group", name="Ada Klein", household_count=3)
        self.assertFalse(case.initiative_id)
        self.assertEqual(case.partner_id.name, "Ada Klein")

    def test_organisation(self):
        case = self._receive(
            who="organisation",
            organisation="Probe eG",
            name="Ola Nowak",
            email="ola@example.org",
        )
        self.assertEqual(case.partner_id.name, "Ola Nowak")
        firm = case.partner_id.parent_id
        self.assertRecordValues(
            firm, [{"name": "Probe eG", "is_company": True, "email": False}]
        )
        self.assertEqual(firm.company_id, self.company)
        alone = self._receive(
            who="organisation", organisation="Probe GmbH", phone="0341 5"
        )
        self.assertEqual(alone.partner_id.name, "Probe GmbH")
        self.assertEqual(alone.partner_id.phone, "0341 5")

    def test_owner_keeps_the_district_in_the_note(self):
        case = self._receive(who="owner", name="Uwe Alt", district=self.district.id)
        self.assertIn("Probestadtteil", case.note)
        self.assertEqual(case.enquirer, "owner")

    def test_anonymous(self):
        before = self.env["res.partner"].search_count([])
        case = self._receive()
        self.assertFalse(case.partner_id)
        self.assertFalse(case.initiative_id)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        only_mail = self._receive(email="nur.mail@example.org")
        self.assertEqual(only_mail.partner_id.name, "nur.mail@example.org")

    def test_what_another_answer_made_pointless_is_dropped(self):
        case = self._receive(
            who="person", group_name="Nie", organisation="Nie GmbH", name="Ada Klein"
        )
        self.assertFalse(case.initiative_id)
        self.assertFalse(case.partner_id.parent_id)
        self.assertNotIn("Nie", case.note)

    def test_who_and_concern_are_needed(self):
        for values in ({"subject": ""}, {"who": ""}):
            with self.assertRefused("who asks"):
                self._receive(**values)

    def test_foreign_and_forged_ids(self):
        case = self._receive(
            who="group",
            group_name="Fälscher",
            topics=[self.foreign_topic.id, 10**9, "x", self.topic.id],
            target_groups=["1 OR 1=1"],
            district=10**9,
            group_stage="occupied",
            user_id=self.adviser.id,
            company_id=self.other_company.id,
            state="done",
            level="specialist",
            partner_id=self.firm.id,
        )
        self.assertEqual(case.topic_ids, self.topic)
        self.assertFalse(case.target_group_ids)
        self.assertFalse(case.initiative_id.district_ids)
        self.assertEqual(case.initiative_id.stage_id, self._stage("idea"))
        self.assertEqual((case.state, case.level), ("requested", "orientation"))
        self.assertEqual(case.company_id, self.company)
        self.assertFalse(case.user_id or case.partner_id)

    def test_other_office(self):
        case = self._receive(
            self.other_company,
            who="group",
            group_name="Drüben",
            name="Dora Drüben",
            topics=[self.foreign_topic.id],
        )
        self.assertEqual(case.topic_ids, self.foreign_topic)
        for record in (case, case.initiative_id, case.partner_id):
            self.assertEqual(record.company_id, self.other_company)
            with self.assertRaises(AccessError):
                record.with_user(self.adviser).read(["name"])
            record.with_user(self.other_adviser).read(["name"])

    def test_who_may_read(self):
        case = self._receive(name="Ada Klein", concern="Vertraulich")
        case.with_user(self.adviser).read(["subject", "note"])
        for user in (self.steering, self.consultant, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                case.with_user(user).read(["subject"])
        for user in (self.adviser, self.manager, self.consultant):
            for model in ("wohnkoord.enquiry.upload", "wohnkoord.rate.limit"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({})
        with self.assertRaises(AccessError):
            self.env["wohnkoord.enquiry.match"].with_user(self.steering).create({})

    def test_markup_stays_text(self):
        case = self._receive(
            who="group",
            subject=SCRIPT,
            concern=f"{SCRIPT}\n<img src=x onerror=alert(1)>",
            group_name=f"G{SCRIPT}",
            name=f"N{SCRIPT}",
            spoken_language=SCRIPT,
            email="x@example.org",
        )
        self.assertNotIn("<script", case.note)
        self.assertNotIn("<img", case.note)
        self.assertIn("&lt;script&gt;alert(1)", case.note)
        self.assertIn("&lt;img src=x onerror=alert(1)&gt;", case.note)
        self.assertEqual(case.subject, SCRIPT)
        self.assertEqual(case.partner_id.name, f"N{SCRIPT}")
        mail = self._mails("x@example.org")
        self.assertNotIn("alert", mail.body_html + mail.subject)

    # -- mails and hints ---------------------------------------------------------------

    def test_receipt(self):
        case = self._receive(
            name="Eva Brief", email="eva@example.org", concern="Geheim"
        )
        mail = self._mails("eva@example.org")
        self.assertEqual(len(mail), 1)
        self.assertIn(case.name, mail.subject)
        self.assertIn("/advice/address/", mail.body_html)
        self.assertIn("/booking?case=", mail.body_html)
        for typed in ("Geheim", "Eva Brief", "Eine Frage"):
            self.assertNotIn(typed, mail.body_html)
        self.assertEqual(mail.email_from, self.company.email_formatted)
        token = mail.body_html.split("/booking?case=")[1].split('"')[0]
        link = self.env["wohnkoord.signed.link"]
        self.assertEqual(link._record("advisory", "wohnkoord.advisory", token), case)
        self.assertFalse(link._record("enquiry status", "wohnkoord.advisory", token))

    def test_one_address_gets_few_mails(self):
        for _number in range(5):
            self._receive(email="opfer@example.org", newsletter=True)
        mails = self._mails("opfer@example.org")
        receipts = mails.filtered(lambda mail: "/advice/address/" in mail.body_html)
        self.assertEqual(len(receipts), 3)
        self.assertLessEqual(len(mails), 6)

    def test_newsletter_is_asked_not_given(self):
        known = self._make_person("Nele Nachricht")
        case = self._receive(name="Wer anders", email=known.email, newsletter=True)
        consent = self.env["wohnkoord.consent"].search([("email", "=", known.email)])
        self.assertEqual(consent.state, "requested")
        self.assertEqual(consent.partner_id, known, "the owner of the address decides")
        self.assertNotEqual(case.partner_id, known, "nobody is merged")
        self._receive(name="Ohne Haken", email="ohne@example.org")
        self.assertFalse(
            self.env["wohnkoord.consent"].search([("email", "=", "ohne@example.org")])
        )

    def test_language_of_visitor_and_office(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.company.partner_id.lang = "en_US"
        case = self._receive(lang="de_DE", name="Die Deutsche", email="de@example.org")
        self.assertEqual(case.partner_id.lang, "de_DE")
        self.assertIn("Name:", case.note)

    def test_hint_for_the_office(self):
        self.company.wohnkoord_enquiry_user_id = self.adviser
        mails = self.env["mail.mail"].search_count([])
        case = self._receive(name="Ada Klein")
        self.assertEqual(case.activity_ids.user_id, self.adviser)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "no mail")
        case.with_user(self.manager).action_take()
        self.assertEqual(case.user_id, self.manager)
        self.assertFalse(case.activity_ids)
        self.adviser.active = False
        self.assertFalse(self._receive().activity_ids)

    def test_hint_only_to_own_staff(self):
        for user in (self.other_adviser, self.consultant):
            with self.assertRefused("does not work in this office"):
                self.company.wohnkoord_enquiry_user_id = user

    # -- what the office does ----------------------------------------------------------

    def test_new_enquiry_is_on_the_monday_list(self):
        case = self._receive()
        Case = self.env["wohnkoord.advisory"].with_user(self.adviser)
        action = Case.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.advisory_action_monday"
        )
        self.assertIn("search_default_nobodys", action["context"])
        waiting = Case.search([("needs_attention", "=", True), ("user_id", "=", False)])
        self.assertIn(case, waiting)
        self.assertIn("new enquiry", case.attention)
        case.with_user(self.adviser).action_start()
        self.assertNotIn("new enquiry", case.attention or "")
        self.assertNotIn("new enquiry", self.orientation.attention or "")

    def test_begin_makes_adviser(self):
        case = self._receive().with_user(self.adviser)
        case.action_start()
        self.assertEqual((case.state, case.user_id), ("running", self.adviser))
        other = self._receive()
        other.user_id = self.manager
        other.with_user(self.adviser).action_start()
        self.assertEqual(other.user_id, self.manager)

    def test_decline_with_a_mail(self):
        case = self._receive(name="Ada Klein", email="ada@example.org")
        wizard = Form(
            self.env["wohnkoord.enquiry.decline"]
            .with_user(self.adviser)
            .with_context(default_advisory_id=case.id)
        )
        wizard.reason = "Nicht unser Auftrag"
        self.assertTrue(wizard.send_mail)
        self.assertTrue(wizard.answer)
        wizard.answer = f"Leider nein.\n{SCRIPT}"
        wizard.save().action_decline()
        self.assertEqual(
            (case.state, case.outcome), ("rejected", "Nicht unser Auftrag")
        )
        mail = self._mails("ada@example.org").filtered(
            lambda mail: "Leider nein." in mail.body_html
        )
        self.assertEqual(len(mail), 1)
        self.assertNotIn("Nicht unser Auftrag", mail.body_html)
        self.assertNotIn("<script", mail.body_html)
        self.assertTrue(case.date_answer_sent)

    def test_decline_without_an_address(self):
        case = self._receive()
        wizard = (
            self.env["wohnkoord.enquiry.decline"]
            .with_user(self.adviser)
            .create({"advisory_id": case.id, "reason": "Werbung"})
        )
        self.assertFalse(wizard.send_mail)
        mails = self.env["mail.mail"].search_count([])
        wizard.action_decline()
        self.assertEqual(case.state, "rejected")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertTrue(case._status_values()["answer"])
        with self.assertRaises(UserError):
            case.with_user(self.adviser).action_send_answer()

    def test_others_do_nothing(self):
        case = self._receive(email="ada@example.org")
        case.answer = "Antwort"
        for user in (self.steering, self.other_adviser, self.consultant):
            foreign = case.with_user(user)
            for method in ("action_take", "action_send_answer", "action_compare"):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
                    getattr(foreign, method)()

    def test_constant_queries(self):
        """An enquiry costs the same with many others there."""

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._receive(name="Ada Klein", email="", topics=self.topic.ids)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(30):
            self._receive(name=f"Person {number}")
        self.assertLessEqual(queries(), few)
