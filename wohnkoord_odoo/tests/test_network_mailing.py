# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_common import SERVER, MailingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailing(MailingCase):
    """Whom a mailing reaches, whichever way it is sent."""

    def test_only_the_own_office_and_consents(self):
        mailing = self._make_mailing()
        self.assertEqual(
            self._to(self._send_now(mailing)),
            ["ada.leserin@example.org", "shared.reader@example.org"],
        )
        self.assertEqual(mailing.state, "done")

    def test_a_launch_never_reaches_another_office(self):
        """The user sees few; the job that sends sees all, and keeps to the office."""
        self.shared.consent_ids.action_withdraw()
        mailing = self._make_mailing()
        self.assertEqual(mailing.total, 1)
        mailing.action_launch()
        self.assertEqual(mailing.state, "in_queue")
        self.assertEqual(
            mailing.sudo()._get_recipients(), self.reader.ids, "as superuser"
        )
        with self._outgoing() as outbox:
            mailing.sudo().with_context(
                allowed_company_ids=[self.company.id, self.other_company.id]
            )._action_send_mail()
        self.assertEqual(self._to(outbox), ["ada.leserin@example.org"])
        self.assertFalse(
            mailing.sudo().mailing_trace_ids.filtered(
                lambda trace: trace.email == self.other_reader.email
            )
        )

    def test_chosen_ids_pass_the_same_gate(self):
        mailing = self._make_mailing(mailing_domain=f"[('id', '=', {self.reader.id})]")
        ids = (self.reader | self.stranger | self.other_reader | self.shared).ids
        with self._outgoing() as outbox:
            mailing.sudo().action_send_mail(ids)
        self.assertEqual(self._to(outbox), ["ada.leserin@example.org"])

    def test_a_shared_person_gives_each_office_an_own_consent(self):
        mailing = self._make_mailing(
            self.other_adviser, company_id=self.other_company.id
        )
        self.assertEqual(self._to(self._send_now(mailing)), ["otto.anders@example.org"])
        self._give_consent(self.shared, "newsletter", self.other_company)
        second = self._make_mailing(
            self.other_adviser, company_id=self.other_company.id
        )
        self.assertIn("shared.reader@example.org", self._to(self._send_now(second)))

    def test_another_purpose_is_another_consent(self):
        mailing = self._make_mailing(consent_purpose="plot_notice")
        self.assertEqual(mailing.total, 0)
        with self.assertRefused("Nobody would get this mailing"):
            mailing.action_launch()
        self._give_consent(self.stranger, "plot_notice")
        self.assertEqual(
            self._to(self._send_now(mailing)), ["fremde.person@example.org"]
        )

    def test_left_out_with_a_reason(self):
        people = {}
        for name in (
            "Archiviert",
            "Gesperrt",
            "Rueck Laeufer",
            "Ohne Adresse",
            "Widerrufen",
        ):
            people[name] = self._make_person(name)
            consent = self._give_consent(people[name], "newsletter")
            if name == "Widerrufen":
                consent.action_withdraw()
        people["Archiviert"].active = False
        people["Ohne Adresse"].email = False
        people["Rueck Laeufer"].message_bounce = 5
        self.env["mail.blacklist"]._add("gesperrt@example.org")
        twin = self._make_person("Zwilling", email="Ada.Leserin@Example.org")
        self._give_consent(twin, "newsletter")
        mailing = self._make_mailing()
        reasons = self._reasons(mailing)
        self.assertEqual(
            {
                address: reasons[address]
                for address in (
                    "archiviert@example.org",
                    "gesperrt@example.org",
                    "rueck.laeufer@example.org",
                    "Ohne Adresse",
                    "widerrufen@example.org",
                    "fremde.person@example.org",
                )
            },
            {
                "archiviert@example.org": "archived",
                "gesperrt@example.org": "blacklisted",
                "rueck.laeufer@example.org": "bounced",
                "Ohne Adresse": "no_address",
                "widerrufen@example.org": "withdrawn",
                "fremde.person@example.org": "no_consent",
            },
        )
        self.assertNotIn("otto.anders@example.org", reasons, "another office's")
        twins = (
            self.env["wohnkoord.mailing.recipient"]
            .with_context(mailing_id=mailing.id)
            .search([("email", "=", "ada.leserin@example.org")])
        )
        self.assertEqual(sorted(twins.mapped("reason")), ["duplicate", "gets"])
        self.assertFalse(mailing.sudo().mailing_trace_ids, "nothing was sent")
        self.assertEqual(
            self._to(self._send_now(mailing)),
            ["ada.leserin@example.org", "shared.reader@example.org"],
        )
        self.assertEqual(self._reasons(mailing)["shared.reader@example.org"], "got")

    def test_dry_run_counts_what_is_sent(self):
        mailing = self._make_mailing()
        gets = [r for r in self._reasons(mailing).values() if r == "gets"]
        self.assertEqual(len(gets), mailing.total)
        self.assertEqual(len(gets), len(self._send_now(mailing)))

    def test_dry_run_costs_the_same_for_more_people(self):
        mailing = self._make_mailing()
        recipients = (
            self.env["wohnkoord.mailing.recipient"]
            .with_user(self.adviser)
            .with_context(mailing_id=mailing.id)
        )

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            recipients.formatted_read_group([], ["reason"], ["__count"])
            recipients.search([]).mapped("email")
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(30):
            self._give_consent(self._make_person(f"Viele {number}"), "newsletter")
        self.assertEqual(count(), few)

    def test_each_address_once(self):
        for number in range(3):
            twin = self._make_person(
                f"Kopie {number}", email=" ADA.leserin@example.org "
            )
            self._give_consent(twin, "newsletter")
        mailing = self._make_mailing(
            body_html="<p>Guten Tag <t t-out='object.name'/></p>",
            mailing_domain="[('email_normalized', '=', 'ada.leserin@example.org')]",
        )
        self.assertEqual(mailing.total, 1)
        self.assertEqual(len(self._send_now(mailing)), 1)
        # also when ids are chosen, in one batch or after another
        everybody = self.env["res.partner"].search(
            [("email_normalized", "=", "ada.leserin@example.org")]
        )
        with self._outgoing() as outbox:
            mailing.sudo().action_send_mail(everybody.ids)
        self.assertFalse(outbox)

    def test_two_letters_to_one_address_are_refused_by_the_database(self):
        mailing = self._make_mailing()
        trace = {
            "mass_mailing_id": mailing.id,
            "model": "res.partner",
            "res_id": self.reader.id,
            "email": "ada.leserin@example.org",
        }
        self.env["mailing.trace"].create(trace)
        with self.assertRefused("duplicate key"):
            self.env["mailing.trace"].create({**trace, "res_id": self.shared.id})

    def test_retry_reaches_the_failed_only(self):
        mailing = self._make_mailing()
        failed = []

        def refuse_first(_server, message, *args, **kwargs):
            if not failed:
                failed.append(message["To"])
                raise ValueError("refused")
            return message["Message-Id"]

        with (
            self._outgoing(),
            patch(f"{SERVER}.send_email", refuse_first),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mailing.sudo()._action_send_mail()
        self.assertEqual(mailing.failed, 1)
        mailing.action_retry_failed()
        self.assertEqual(len(self._send_now(mailing)), 1)
        self.assertEqual(mailing.sent, 2)

    def test_withdrawn_between_queue_and_sending(self):
        mailing = self._make_mailing()
        with self._outgoing() as outbox:
            mails = self._queue_letters(mailing)
            self.assertEqual(len(mails), 2)
            self.consent.action_withdraw()
            self.env["mail.mail"].process_email_queue(mails.ids)
        self.assertEqual(self._to(outbox), ["shared.reader@example.org"])
        trace = mailing.sudo().mailing_trace_ids.filtered(
            lambda trace: trace.email == "ada.leserin@example.org"
        )
        self.assertEqual(trace.trace_status, "cancel")
        self.assertFalse(mails.exists().filtered("mailing_id"), "no copy is kept")

    def test_changed_address_between_queue_and_sending(self):
        mailing = self._make_mailing()
        with self._outgoing() as outbox:
            mails = self._queue_letters(mailing)
            self.reader.email = "neue.adresse@example.org"
            self.env["mail.mail"].process_email_queue(mails.ids)
        self.assertEqual(self._to(outbox), ["shared.reader@example.org"])

    def test_expired_consent(self):
        self.consent._write_guarded(
            {"date_expires": fields.Datetime.now() - timedelta(minutes=1)}
        )
        mailing = self._make_mailing()
        self.assertEqual(
            self._to(self._send_now(mailing)), ["shared.reader@example.org"]
        )

    def test_sender_is_the_office(self):
        mailing = self._make_mailing()
        message = self._send_now(mailing)[0]
        self.assertIn("stelle@example.org", message["From"])
        self.assertIn("stelle@example.org", message["Reply-To"])
        with self.assertRefused("neither the office's address"):
            mailing.copy().with_user(self.adviser).email_from = "chef@bank.example"

    def test_code_is_refused(self):
        # also from those whom core trusts with templates
        self.adviser.group_ids += self.env.ref("mail.group_mail_template_editor")
        for values in (
            {
                "body_html": "<p><t t-out=\"object.env['res.users'].sudo().search([])\"/></p>"
            },
            {"subject": "{{ object.sudo().company_id.name }}"},
        ):
            with self.assertRefused("contains no other code", AccessError):
                self._make_mailing(**values)
            with self.assertRefused("contains no other code", AccessError):
                self._make_mailing().write(values)
        self._make_mailing(subject="Hallo {{ object.name }}")

    def test_no_other_models(self):
        for name in ("res.users", "account.move", "mailing.list", "mailing.contact"):
            with self.assertRefused("The office writes to persons"):
                self._make_mailing(mailing_model_id=self.env["ir.model"]._get_id(name))
            with self.assertRefused("The office writes to persons"):
                self._make_mailing().mailing_model_id = self.env["ir.model"]._get_id(
                    name
                )

    def test_a_condition_asks_nothing_secret(self):
        with self.assertRefused("condition for recipients is not valid"):
            self._make_mailing(mailing_domain="[('nothing', '=', 1)]")
        with self.assertRefused("", AccessError):
            self._make_mailing(mailing_domain="[('signup_type', '=', 'reset')]")

    def test_nothing_changes_on_the_way(self):
        mailing = self._make_mailing()
        mailing.action_launch()
        both = Command.set([self.company.id, self.other_company.id])
        self.adviser.company_ids = [both]
        for values in (
            {"company_id": self.other_company.id},
            {"consent_purpose": "service"},
            {"mailing_domain": "[('id', '>', 0)]"},
            {"mailing_model_id": self.env["ir.model"]._get_id("wohnkoord.initiative")},
        ):
            with self.assertRefused("stays as it is"):
                mailing.write(values)
        mailing.action_cancel()
        mailing.consent_purpose = "plot_notice"
        sent = self._make_mailing()
        self._send_now(sent)
        for values in ({"subject": "Anders"}, {"state": "draft"}):
            with self.assertRefused():
                sent.write(values)
        with self.assertRefused("Mailings that were sent stay"):
            sent.unlink()

    def test_blocked_addresses_stay_blocked(self):
        mailing = self._make_mailing(use_exclusion_list=False)
        mailing.use_exclusion_list = False
        self.env["mail.blacklist"]._add("ada.leserin@example.org")
        self.assertEqual(
            self._to(self._send_now(mailing)), ["shared.reader@example.org"]
        )

    def _queue_letters(self, mailing):
        self.env["ir.config_parameter"].set_param("mail.mail.force.send.limit", "0")
        mailing.sudo()._action_send_mail()
        return self.env["mail.mail"].sudo().search([("mailing_id", "=", mailing.id)])
