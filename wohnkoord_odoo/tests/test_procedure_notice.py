# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .test_procedure_question import SECRET, QuestionCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureNotice(QuestionCase):
    def _send_mails(self, broken=None):
        """Run the queue; a server that refuses the address ``broken``.

        :return: what was handed over, as (recipient, mail)
        """
        sent = []

        def send_email(server, message, *args, **kwargs):
            if broken and broken in message["To"]:
                raise OSError("550 mailbox unknown")
            sent.append((message["To"], message))
            return message["Message-Id"]

        mails = self._deliveries().mail_id
        with (
            patch.object(IrMail_Server, "_disable_send", lambda server: False),
            patch.object(IrMail_Server, "_connect__", lambda *args, **kwargs: None),
            patch.object(IrMail_Server, "send_email", send_email),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mails.send()
        self.env.invalidate_all()
        return sent

    def _plain(self, message):
        return message.get_body(("plain",)).get_content()

    def test_all_at_the_same_moment(self):
        first, second = self._answered(), self._answered()
        (first | second).action_publish()
        notice = self.procedure.notice_ids
        self.assertEqual(len(notice), 1)
        self.assertTrue(notice.is_for_all)
        self.assertEqual(notice.date, first.date_published)
        self.assertEqual(first.date_published, second.date_published)
        deliveries = notice.delivery_ids
        self.assertEqual(deliveries.registration_id, self.party | self.rival_party)
        self.assertEqual(set(deliveries.mapped("state")), {"queued"})
        self.assertEqual(len(deliveries.mail_id), 2, "one mail per person")
        for party in (self.party, self.rival_party):
            notices = self.env["wohnkoord.procedure.notice"]._of_party(party)
            self.assertEqual(notices, notice)
        for text in ("Question 1", "Question 2", "Ja.", "Ist ein Hof möglich?"):
            self.assertIn(text, notice.body)

    def test_withdrawn_are_not_told(self):
        self.rival_party.action_withdraw()
        self._answered().action_publish()
        self.assertEqual(self._deliveries().registration_id, self.party)

    def test_mail_of_its_own_for_each(self):
        self._answered().action_publish()
        sent = self._send_mails()
        self.assertEqual(len(sent), 2)
        for recipient, message in sent:
            self.assertEqual(recipient.count("@"), 1)
            self.assertFalse(message["Cc"] or message["Bcc"])
            plain = self._plain(message)
            self.assertIn("Ist ein Hof möglich?", plain)
            self.assertIn("/my/procedures/", plain)
            self.assertIn(self.procedure.name, message["Subject"])
        deliveries = self._deliveries()
        self.assertEqual(set(deliveries.mapped("state")), {"sent"})
        self.assertTrue(all(deliveries.mapped("date_sent")))
        self.assertFalse(deliveries.mail_id, "a sent mail is not kept")

    def test_asker_stays_unknown(self):
        """Neither name nor words of the asker are anywhere but in the question."""
        self._answered().action_publish()
        dropped = self._ask()
        dropped.action_drop("Doppelt")
        rival_texts = []
        for delivery in self._deliveries(self.rival_party):
            rival_texts += [delivery.notice_id.subject, delivery.notice_id.body]
            rival_texts += [delivery.mail_id.body_html, delivery.mail_id.subject]
            rival_texts += [delivery.mail_id.email_to, delivery.mail_id.reply_to]
        questions = self.procedure._published_questions()
        rival_texts.append(str(questions))
        rival_texts += self.procedure.event_ids.mapped("content")
        rival_texts += [
            event.actor
            for event in self.procedure.event_ids
            if event.kind == "question_asked"
        ]
        messages = self.env["mail.message"].search(
            [("model", "in", ["wohnkoord.procedure", "wohnkoord.question"])]
        )
        rival_texts += messages.mapped("body")
        rival_texts += self.procedure.activity_ids.mapped("summary")
        everything = "\n".join(map(str, filter(None, rival_texts)))
        for telling in (
            self.initiative.name,
            self.spokesperson.name,
            self.spokesperson.email,
            "Party 1",
            SECRET,
            "einen Hof",
            "1234567",
        ):
            self.assertNotIn(telling, everything)
        found = self.env["mail.message"].search_count([("body", "ilike", "1234567")])
        self.assertFalse(found)

    def test_text_is_text(self):
        question = self._ask()
        question.write({"text": "<script>alert(1)</script>", "answer": "<b>x</b>"})
        question.action_publish()
        body = str(self._deliveries().mail_id[:1].body_html)
        self.assertNotIn("<script>alert", body)
        self.assertIn("&lt;b&gt;x&lt;/b&gt;", body)

    def test_failed_mail_and_again(self):
        self._answered().action_publish()
        self._send_mails(broken="test_rival_spokesperson")
        delivery = self._deliveries(self.rival_party)
        self.assertEqual(delivery.state, "failed")
        self.assertIn("550", delivery.error)
        self.assertEqual(self._deliveries(self.party).state, "sent")
        notice = self.procedure.notice_ids
        self.assertEqual((notice.sent_count, notice.failed_count), (1, 1))
        self.assertEqual(self.procedure.failed_delivery_count, 1)
        Notice = self.env["wohnkoord.procedure.notice"]
        self.assertEqual(Notice.search([("has_failed", "=", True)]), notice)
        with self.assertRaises(AccessError):
            notice.with_user(self.steering).action_retry()
        self.rival_spokesperson.partner_id.email = "neu@example.org"
        notice.with_user(self.adviser).action_retry()
        self.assertEqual((delivery.state, delivery.error), ("queued", False))
        self.assertEqual(delivery.email, "neu@example.org")
        sent = self._send_mails()
        self.assertEqual(len(sent), 1)
        self.assertIn("neu@example.org", sent[0][0])
        self.assertEqual(delivery.state, "sent")
        with self.assertRaises(UserError):
            notice.with_user(self.adviser).action_retry()

    def test_no_address(self):
        self.rival_spokesperson.partner_id.email = False
        self._answered().action_publish()
        delivery = self._deliveries(self.rival_party)
        self.assertEqual(delivery.state, "failed")
        self.assertIn("letter", delivery.error)
        office = delivery.with_user(self.adviser)
        with self.assertRaises(UserError):
            office.action_told_otherwise("")
        office.action_told_otherwise("Brief vom 3. Mai")
        self.assertEqual(
            (delivery.state, delivery.told_otherwise), ("sent", "Brief vom 3. Mai")
        )
        kinds = self.procedure.event_ids.mapped("kind")
        self.assertIn("told_otherwise", kinds)

    def test_mail_taken_out_of_the_queue(self):
        self._answered().action_publish()
        delivery = self._deliveries(self.party)
        delivery.mail_id.cancel()
        self.assertEqual(delivery.state, "failed")
        other = self._deliveries(self.rival_party)
        other.mail_id.unlink()
        self.assertEqual(other.state, "failed")
        self.assertIn("queue", other.error)

    def test_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.rival_spokesperson.partner_id.lang = "de_DE"
        template = self.env.ref("wohnkoord_odoo.mail_template_procedure_notice")
        template.with_context(lang="de_DE").body_html = "<p>Guten Tag,</p>"
        self._answered().action_publish()
        german, english = (
            self._deliveries(self.rival_party),
            self._deliveries(self.party),
        )
        self.assertIn("Guten Tag", str(german.mail_id.body_html))
        self.assertNotIn("Guten Tag", str(english.mail_id.body_html))

    def test_nobody_writes_proofs(self):
        self._answered().action_publish()
        for record in (self.procedure.notice_ids, self._deliveries()):
            for user in (self.adviser, self.manager):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"company_id": self.company.id})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
            with self.assertRaises(AccessError):
                record.with_user(self.steering).mapped("display_name")
            self.assertFalse(
                record.with_user(self.other_adviser).search([("id", "in", record.ids)])
            )

    def test_write_to_all(self):
        dialog = self.env["wohnkoord.procedure.tell"].with_user(self.adviser)
        values = {
            "procedure_id": self.procedure.id,
            "subject": "Kolloquium\nam 3. Mai",
            "body": "Wir treffen uns\nam Grundstück.",
        }
        dialog.create(values).action_send()
        notice = self.procedure.notice_ids
        self.assertEqual(notice.subject, "Kolloquium am 3. Mai")
        self.assertEqual(notice.party_count, 2)
        hidden = self._make_procedure()
        with self.assertRaises(UserError):
            dialog.create({**values, "procedure_id": hidden.id}).action_send()
        with self.assertRaises(AccessError):
            dialog.with_user(self.steering).create(values)

    def test_some_only(self):
        notice = self.procedure._tell_parties(
            "cure", "Nachforderung", "Bitte nachreichen.", self.rival_party
        )
        self.assertEqual(notice.delivery_ids.registration_id, self.rival_party)
        Notice = self.env["wohnkoord.procedure.notice"]
        self.assertFalse(Notice._of_party(self.party))

    def test_steps_are_told(self):
        amendment = self.env["wohnkoord.procedure.amendment"].new(
            {"version_id": self.procedure.version_id.id}
        )
        self.procedure._on_amended(amendment)
        self.procedure._on_cancelled()
        kinds = self.procedure.notice_ids.mapped("kind")
        self.assertEqual(sorted(kinds), ["amendment", "cancellation"])

    def test_many_parties_in_few_queries(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.procedure._tell_parties("other", "Hinweis", "Text")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(20):
            group = self._make_initiative(f"Gruppe {number}")
            group.partner_id.email = f"gruppe{number}@example.org"
            self._register(group)
        queries()
        self.assertLess(queries() - few, 60)
