# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from ast import literal_eval
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailbox_common import MailboxCase

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
OUT_OF_OFFICE = b"""\
Return-Path: <>
From: =?utf-8?q?J=C3=B6rg_M=C3=BC=C3=9Fig?= <joerg@example.org>
To: wohnen@stelle.example
Subject: =?utf-8?q?Automatische_Antwort=3A_Urlaub?=
Message-ID: <weg-1@example.org>
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Ich bin im Urlaub.
"""
BOUNCE = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: wohnen@stelle.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-1@mx.example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary="grenze"
MIME-Version: 1.0

--grenze
Content-Type: text/plain; charset=us-ascii

The following address had permanent fatal errors.
--grenze
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; weg@example.org
Action: failed
Status: 5.1.1
--grenze--
"""
#: as an older program writes: Latin-1, quoted-printable, encoded words
LATIN = b"""\
From: =?iso-8859-1?Q?B=E4rbel_Gr=FCn?= <Baerbel@Example.ORG>
To: Stelle <Wohnen@Stelle.example>
Subject: =?iso-8859-1?Q?Gr=FC=DFe_und_eine_Frage?=
Message-ID: <alt-1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Sch=F6nen Tag, wir m=F6chten b=E4uerlich wohnen.
"""


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailbox(MailboxCase):
    def test_a_mail_makes_contact_and_case(self):
        case = self._receive(self._mail())
        self.assertEqual(len(case), 1)
        self.assertEqual(
            (case.origin, case.level, case.state), ("mail", "orientation", "requested")
        )
        self.assertEqual(case.company_id, self.company)
        self.assertFalse(case.user_id)
        self.assertEqual(case.subject, "Frage zu Häusern")
        self.assertEqual(case.enquiry_email, "joerg@example.org")
        self.assertFalse(case.is_email_confirmed)
        self.assertEqual(case.partner_id.name, "Jörg Müßig")
        self.assertEqual(case.partner_id.company_id, self.company)
        message = case.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertIn("wir suchen ein Haus", message.body)
        self.assertEqual(message.author_id, case.partner_id)
        activity = case.activity_ids
        self.assertEqual(activity.user_id, self.adviser)
        self.assertEqual(activity.summary, "New enquiry by mail")
        listed = self.env.ref("wohnkoord_odoo.advisory_action_enquiries").domain
        self.assertIn(case, case.search(literal_eval(listed)))

    def test_nothing_is_written_back(self):
        before = self.env["mail.mail"].search([])
        self._receive(self._mail())
        self.assertFalse(self.env["mail.mail"].search([]) - before)

    def test_the_address_is_recognised(self):
        self.spokesperson.partner_id.email = "Joerg@Example.org"
        partners = self.env["res.partner"].search_count([])
        case = self._receive(self._mail())
        self.assertEqual(case.partner_id, self.spokesperson.partner_id)
        self._receive(self._mail(Subject="Noch etwas"))
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_old_encodings(self):
        case = self._receive(LATIN)
        self.assertEqual(case.subject, "Grüße und eine Frage")
        self.assertEqual(case.partner_id.name, "Bärbel Grün")
        self.assertEqual(case.enquiry_email, "baerbel@example.org")
        self.assertIn("bäuerlich", case.message_ids[-1:].body or "")

    def test_without_subject_and_name(self):
        case = self._receive(self._mail(sender="x@example.org", Subject=""))
        self.assertEqual(case.subject, "(without a subject)")
        self.assertEqual(case.partner_id.name, "x@example.org")

    def test_text_is_text(self):
        html = (
            "<p>Hallo <b>Sie</b></p><script>alert(1)</script>"
            "<img src='https://spion.example/pixel.png' onerror='alert(2)'>"
            "<a href='javascript:alert(3)'>hier</a>"
        )
        case = self._receive(
            self._mail(html=html, Subject="<img src=x onerror=alert(4)>")
        )
        body = case.message_ids.filtered(lambda m: m.message_type == "email").body
        self.assertIn("Hallo", body)
        for bad in ("<script", "<img", "onerror=", 'href="javascript'):
            self.assertNotIn(bad, body)
        self.assertNotIn("<script", str(case.note or ""))
        self.assertEqual(case.subject, "<img src=x onerror=alert(4)>")  # a plain field

    def test_attachments(self):
        mail = self._mail()
        mail.add_attachment(
            PDF, maintype="application", subtype="pdf", filename="Plan.pdf"
        )
        mail.add_attachment(PNG, maintype="image", subtype="png", filename="Bild ä.png")
        mail.add_attachment(
            b"MZ\x90\x00" + bytes(200),
            maintype="application",
            subtype="pdf",
            filename="Rechnung.pdf",
        )
        mail.add_attachment(
            b"<html><script>alert(1)</script></html>",
            maintype="text",
            subtype="html",
            filename="Seite.html",
        )
        mail.add_attachment("Notiz", filename="../../notiz.txt")
        case = self._receive(mail)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertEqual(
            set(files.mapped("name")), {"Plan.pdf", "Bild ä.png", "notiz.txt"}
        )
        log = " ".join(case.message_ids.mapped("body"))
        self.assertIn("Rechnung.pdf", log)
        self.assertIn("Seite.html", log)

    def test_too_large(self):
        mail = self._mail()
        with patch(
            "odoo.addons.wohnkoord_odoo.models.office_mailbox_thread.MOST_BYTES", 30
        ):
            mail.add_attachment(
                PDF, maintype="application", subtype="pdf", filename="Groß.pdf"
            )
            case = self._receive(mail)
        self.assertFalse(case.message_ids.attachment_ids)

    # -- what makes no case --------------------------------------------------------------

    def test_machines_make_no_case(self):
        self.assertFalse(self._receive(OUT_OF_OFFICE))
        self.assertFalse(self._receive(BOUNCE))
        for headers in (
            {"Auto_Submitted": "auto-generated"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
        ):
            self.assertFalse(self._receive(self._mail(**headers)), headers)
        self.assertFalse(
            self._receive(self._mail(sender="Stelle <wohnen@stelle.example>"))
        )
        self.assertTrue(self._receive(self._mail(Auto_Submitted="no")))
        self.assertFalse(
            self.env["res.partner"].search([("email", "ilike", "mailer-daemon")])
        )

    def test_the_same_mail_twice(self):
        mail = self._mail()
        self.assertTrue(self._receive(mail))
        self.assertFalse(self._receive(mail))

    def test_blocked_senders(self):
        Block = self.env["wohnkoord.mail.block"].with_user(self.adviser)
        Block.create([{"name": "JOERG@example.org "}, {"name": "@spam.example"}])
        self.assertFalse(self._receive(self._mail()))
        self.assertFalse(self._receive(self._mail(sender="a@spam.example")))
        self.assertTrue(self._receive(self._mail(sender="a@nospam.example")))
        for bad in ("niemand", "@", "@host"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                Block.create({"name": bad})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            Block.create({"name": self.adviser.email})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            Block.create({"name": "@stelle.example"})

    def test_block_by_click(self):
        case = self._receive(self._mail())
        case.with_user(self.adviser).action_block_sender()
        self.assertEqual(case.state, "rejected")
        self.assertFalse(self._receive(self._mail()))
        with self.assertRaises(UserError):
            self.case.with_user(self.adviser).action_block_sender()

    @mute_logger("odoo.addons.wohnkoord_odoo.models.office_mailbox_thread")
    def test_rate_limit(self):
        """What is more than the limit joins the last case; nothing floods the list."""
        case = self._receive(self._mail())
        limit = self.env.registry["wohnkoord.rate.limit"]

        def no_more(records, purpose, *args, **kwargs):
            return purpose != "mailbox"

        with patch.object(limit, "_allow", no_more):
            self.assertFalse(self._receive(self._mail("Noch eine", Subject="Mehr")))
            other = self._receive(self._mail(sender="neu@example.org"))
            self.assertTrue(other, "what has no case to join is not lost")
        self.assertIn("Noch eine", " ".join(case.message_ids.mapped("body")))

        def full(records, purpose, *args, **kwargs):
            return purpose != "mailbox office"

        with patch.object(limit, "_allow", full):
            self.assertFalse(self._receive(self._mail(sender="voll@example.org")))

    # -- answers ---------------------------------------------------------------------------

    def _answer(self, message, text="Danke, und noch etwas.", **headers):
        return self._mail(
            text,
            In_Reply_To=message.message_id,
            References=message.message_id,
            Subject="Re: Frage zu Häusern",
            **headers,
        )

    def test_answers_stay_in_the_case(self):
        case = self._receive(self._mail())
        case.with_user(self.adviser).action_take()
        sent = case.with_user(self.adviser).message_post(
            body="Kommen Sie vorbei.",
            partner_ids=case.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertIn("wohnen@stelle.example", sent.reply_to)
        self.assertFalse(self._receive(self._answer(sent)))
        self.assertIn("noch etwas", case.message_ids[0].body)
        self.assertEqual(case.activity_ids.user_id, self.adviser)
        self.assertEqual(case.activity_ids.summary, "Somebody answered by mail")
        self._receive(self._answer(sent))
        self.assertEqual(len(case.activity_ids), 1, "one hint, however many answers")

    def test_the_answer_by_button_can_be_answered(self):
        case = self._receive(self._mail()).with_user(self.adviser)
        case.answer = "Bitte rufen Sie an."
        case.action_send_answer()
        mail = self.env["mail.mail"].search([("res_id", "=", case.id)], limit=1)
        self.assertIn("wohnen@stelle.example", mail.reply_to)
        self.assertFalse(self._receive(self._answer(mail.mail_message_id)))
        self.assertIn("noch etwas", case.message_ids[0].body)

    def test_automatic_answers_give_nobody_work(self):
        case = self._receive(self._mail())
        case.activity_ids.unlink()
        message = case.message_ids[:1]
        self.assertFalse(
            self._receive(self._answer(message, Auto_Submitted="auto-replied"))
        )
        self.assertFalse(case.activity_ids)

    def test_answers_of_consultants_and_groups(self):
        """Also if they write to the mailbox; core would make a case of it."""
        call_off = self._make_call_off(5)
        for record, person in (
            (call_off, self.consultant),
            (self.initiative, self.spokesperson),
        ):
            sent = record.with_user(self.adviser).message_post(
                body="Wie weit sind Sie?",
                partner_ids=person.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
            for to in ("wohnen@stelle.example", "antwort@stelle.example"):
                mail = self._answer(
                    sent, f"Fast fertig, {to}", sender=person.email, To=to
                )
                self.assertFalse(self._receive(mail))
                self.assertIn(to, record.message_ids[0].body)
                self.assertEqual(record.message_ids[0].author_id, person.partner_id)
            self.assertEqual(record.activity_ids.user_id, self.adviser)

    def test_deputy_gets_the_hint(self):
        second = self._make_user("test_second", "wohnkoord_odoo.group_user")
        self.env["wohnkoord.absence"].create(
            {
                "user_id": self.adviser.id,
                "deputy_id": second.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        case = self._receive(self._mail())
        self.assertEqual(case.activity_ids.user_id, second)
        self.assertTrue(case.activity_ids.sudo().wohnkoord_absence_id)

    # -- offices ---------------------------------------------------------------------------

    def test_each_office_has_its_own(self):
        office = self.env["res.company"].create(
            {"name": "Andere Stelle", "alias_domain_id": self.domain.id}
        )
        office.wohnkoord_mailbox_name = "anderswo"
        case = self._receive(self._mail(To="anderswo@stelle.example"))
        self.assertEqual(case.company_id, office)
        self.assertEqual(case.partner_id.company_id, office)
        mine = self._receive(self._mail())
        self.assertEqual(mine.company_id, self.company)
        self.assertNotEqual(mine.partner_id, case.partner_id, "an office each")
        with self.assertRaises(UserError):
            office.wohnkoord_mailbox_name = "wohnen"

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_without_a_mailbox(self):
        self.company.wohnkoord_mailbox_name = False
        self.assertFalse(self.company.wohnkoord_mailbox_address)
        with self.assertRaises(ValueError):
            self._receive(self._mail())

    def test_user_who_writes(self):
        """A colleague who forwards a mail makes a case like anybody."""
        case = self._receive(self._mail(sender=self.adviser.email))
        self.assertEqual(case.partner_id, self.adviser.partner_id)
        self.assertFalse(case.user_id)

    # -- data protection --------------------------------------------------------------------

    def test_declined_enquiries_are_forgotten(self):
        mail = self._mail()
        mail.add_attachment(
            PDF, maintype="application", subtype="pdf", filename="a.pdf"
        )
        case = self._receive(mail)
        known = self._receive(self._mail(sender=self.spokesperson.email))
        kept = self._receive(self._mail(sender="c@example.org"))
        stranger = case.partner_id
        (case | known).with_user(self.adviser).action_reject("Nicht zuständig")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE wohnkoord_advisory SET write_date = now() - interval '7 months'"
            " WHERE id IN %s",
            [tuple((case | known | kept).ids)],
        )
        self.env.invalidate_all()
        self.company.wohnkoord_enquiry_keep_months = 0
        case._gc_declined_enquiries()
        self.assertTrue(case.subject)
        self.company.wohnkoord_enquiry_keep_months = 6
        case._gc_declined_enquiries()
        for gone in (case, known):
            self.assertFalse(gone.subject or gone.partner_id or gone.enquiry_email)
            self.assertFalse(gone.message_ids)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", case._name), ("res_id", "=", case.id)]
            )
        )
        self.assertFalse(stranger.exists())
        self.assertTrue(self.spokesperson.partner_id.exists())
        self.assertTrue(kept.subject, "an open enquiry stays")

    def test_another_office_reads_no_case_of_a_mail(self):
        case = self._receive(self._mail())
        office = self.env["res.company"].create({"name": "Andere Stelle"})
        other = self._make_user(
            "test_elsewhere",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        self.assertFalse(
            self.env["wohnkoord.advisory"].with_user(other).search([]) & case
        )
