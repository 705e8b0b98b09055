# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAdvisoryAccess(WohnkoordCase):
    """Who may what with cases, and what else belongs to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Case = cls.env["wohnkoord.advisory"].with_user(cls.adviser)
        cls.call = cls.Case.create({"subject": "Erste Frage"})

    def test_office_works_with_cases(self):
        for user in (self.adviser, self.manager):
            case = self.Case.with_user(user).create({"note": "<p>intern</p>"})
            self.assertIn("intern", case.note)
            case.action_start()

    def test_others_read_nothing(self):
        case = self.call.sudo()
        message = case.message_post(body="Vertrauliche Notiz")
        others = (
            self.steering,
            self.accountant,
            self.consultant,
            self.rival,
            self.spokesperson,
        )
        case.initiative_id = self.initiative
        for user in others:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    case.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    self.Case.with_user(user).search([])
                with self.assertRaises(AccessError):
                    case.with_user(user).write({"subject": "x"})
                with self.assertRaises(AccessError):
                    self.Case.with_user(user).create({})
                with self.assertRaises(AccessError):
                    case.with_user(user).action_start()
                with self.assertRaises(AccessError):
                    case.with_user(user).action_cancel("x")
                with self.assertRaises(AccessError):
                    message.with_user(user).read(["body"])
                found = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("model", "=", "wohnkoord.advisory")])
                )
                self.assertFalse(found)

    def test_other_office_reads_nothing(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(
            self.Case.with_user(stranger).search([("id", "=", self.call.id)])
        )
        with self.assertRaises(AccessError):
            self.call.with_user(stranger).read(["name"])

    def test_portal_records_of_other_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.manager.company_ids += other
        with self.assertRaises(UserError):
            self.Case.with_user(self.manager).with_company(other).create(
                {"initiative_id": self.initiative.id, "company_id": other.id}
            )

    def test_nobody_is_mailed(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        case = self.Case.create(
            {
                "user_id": self.manager.id,
                "partner_id": self.spokesperson.partner_id.id,
                "initiative_id": self.initiative.id,
            }
        )
        case.action_start()
        case.user_id = self.adviser
        case.with_user(self.manager).user_id = self.manager
        case.action_done()
        self.env.flush_all()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertNotIn(self.spokesperson.partner_id, case.message_partner_ids)

    # -- catalogues and referrals ------------------------------------------------------

    def test_licensed_topics_are_marked(self):
        self.call.topic_ids = self.topic
        self.assertFalse(self.call.has_licensed_topic)
        self.call.topic_ids += self.env.ref("wohnkoord_odoo.topic_law")
        self.assertTrue(self.call.has_licensed_topic)

    def test_topics_speak_german(self):
        topic = self.env.ref("wohnkoord_odoo.topic_tax")
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search(
            [("name", "=", "wohnkoord_odoo")]
        )._update_translations(["de_DE"])
        self.assertTrue(topic.licensed_only)

    def test_topic_is_the_managers(self):
        with self.assertRaises(AccessError):
            self.topic.with_user(self.adviser).name = "Anders"
        self.topic.with_user(self.manager).name = "Anders"
        with self.assertRaises(AccessError):
            self.topic.with_user(self.steering).name = "Noch anders"
        self.topic.with_user(self.steering).read(["name"])

    def test_referral_with_feedback(self):
        offer = (
            self.env["wohnkoord.offer"]
            .with_user(self.adviser)
            .create({"name": "Wohnberatung", "topic_ids": self.topic.ids})
        )
        self.call.referral_ids = [Command.create({"offer_id": offer.id})]
        referral = self.call.referral_ids
        self.assertEqual(referral.date, self.today)
        self.assertEqual(referral.result, "open")
        self.assertEqual(referral.company_id, self.company)
        referral.write({"result": "helped", "feedback": "Umzug geschafft"})
        self.assertEqual(offer.referral_count, 1)
        for user in (self.steering, self.consultant, self.spokesperson):
            with self.assertRaises(AccessError):
                referral.with_user(user).read(["feedback"])
