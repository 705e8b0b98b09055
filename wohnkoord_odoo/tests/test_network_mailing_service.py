# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailingService(MailingCase):
    """Service letters need no consent, and are no way around it."""

    def test_only_people_with_a_running_case(self):
        # the base class has an open case of the initiative with its spokesperson
        everybody = "[]"
        mailing = self._make_mailing(
            consent_purpose="service", mailing_domain=everybody
        )
        self.initiative.partner_id.email = "gruppe@example.org"
        self.assertEqual(
            self._to(self._send_now(mailing)),
            ["gruppe@example.org", "test_spokesperson@example.org"],
        )

    def test_a_person_with_an_own_case(self):
        self.case.action_cancel()
        self._make_case("orientation", initiative_id=False, partner_id=self.stranger.id)
        mailing = self._make_mailing(consent_purpose="service")
        self.assertEqual(
            self._to(self._send_now(mailing)), ["fremde.person@example.org"]
        )
        self.assertEqual(self._reasons(mailing)["ada.leserin@example.org"], "no_case")

    def test_nobody_when_all_cases_are_done(self):
        self.case.action_cancel()
        mailing = self._make_mailing(consent_purpose="service")
        self.assertEqual(mailing.total, 0)
        with self.assertRefused("Nobody would get"):
            mailing.action_launch()

    def test_former_members_get_none(self):
        self.initiative.member_ids.date_to = self.today - timedelta(days=1)
        mailing = self._make_mailing(consent_purpose="service")
        self.assertEqual(mailing.total, 0)

    def test_another_offices_case_does_not_count(self):
        self.case.action_cancel()
        self.env["wohnkoord.advisory"].create(
            {
                "subject": "Dort",
                "level": "orientation",
                "partner_id": self.shared.id,
                "company_id": self.other_company.id,
                "user_id": self.other_adviser.id,
            }
        )
        self.assertEqual(self._make_mailing(consent_purpose="service").total, 0)

    def test_the_purpose_does_not_change_on_the_way(self):
        mailing = self._make_mailing()
        with self._outgoing() as outbox:
            self.env["ir.config_parameter"].set_param("mail.mail.force.send.limit", "0")
            mailing.sudo()._action_send_mail()
            with self.assertRefused("stays as it is"):
                mailing.consent_purpose = "service"
            self.consent.action_withdraw()
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self._to(outbox), ["shared.reader@example.org"])

    def test_a_service_letter_says_so(self):
        mailing = self._make_mailing(consent_purpose="service")
        [message] = self._send_now(mailing)
        self.assertNotIn("List-Unsubscribe", message)
        text = self._part(message, "plain")
        self.assertIn("working on something for you", text)
        self.assertNotIn("/consent/", text)

    def test_registrations_get_letters_about_the_event_only(self):
        self.adviser.group_ids += self.env.ref("event.group_event_registration_desk")
        now = fields.Datetime.now()
        event = self.env["event.event"].create(
            {
                "name": "Stammtisch",
                "company_id": self.company.id,
                "date_begin": now + timedelta(days=3),
                "date_end": now + timedelta(days=3, hours=2),
                "event_mail_ids": [(5,)],
            }
        )
        past = event.copy(
            {
                "date_begin": now - timedelta(days=90),
                "date_end": now - timedelta(days=89),
            }
        )
        theirs = event.copy(
            {"company_id": self.other_company.id, "question_ids": [(5,)]}
        )
        for number, (of_event, state) in enumerate(
            ((event, "open"), (event, "cancel"), (past, "done"), (theirs, "open"))
        ):
            self.env["event.registration"].create(
                {
                    "event_id": of_event.id,
                    "name": f"Gast {number}",
                    "email": f"gast{number}@example.org",
                    "state": state,
                }
            )
        model_id = self.env["ir.model"]._get_id("event.registration")
        with self.assertRefused("letters about that event"):
            self._make_mailing(mailing_model_id=model_id)
        mailing = self._make_mailing(
            mailing_model_id=model_id, consent_purpose="service"
        )
        self.assertEqual(mailing.total, 1)
        self.assertEqual(
            self._reasons(mailing),
            {
                "gast0@example.org": "gets",
                "gast1@example.org": "cancelled",
                "gast2@example.org": "event_over",
            },
        )
        self.assertEqual(self._to(self._send_now(mailing)), ["gast0@example.org"])
