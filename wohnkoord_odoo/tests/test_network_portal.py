# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .portal_group_common import PDF, GroupCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkPortalPlan(GroupCase):
    """Milestones that the group ticks off itself."""

    def _task(self, user, milestone=None):
        return (milestone or self.own_task).with_user(user).sudo()

    def test_spokesperson_ticks_and_takes_back(self):
        task = self._task(self.spokesperson)
        task._group_tick("Alle waren <b>dabei</b>")
        self.assertRecordValues(
            self.own_task,
            [
                {
                    "date_done": fields.Date.context_today(task),
                    "group_done_by_id": self.spokesperson.partner_id.id,
                    "group_note": "Alle waren <b>dabei</b>",
                    "status": "done",
                }
            ],
        )
        note = self.initiative.message_ids[0]
        self.assertEqual(note.author_id, self.spokesperson.partner_id)
        self.assertIn("Ziele aufschreiben", note.body)
        self.assertIn("&lt;b&gt;dabei", note.body)
        task._group_untick()
        self.assertRecordValues(
            self.own_task, [{"date_done": False, "group_done_by_id": False}]
        )

    def test_nobody_is_mailed_or_follows(self):
        mails = self._mails()
        followers = self.initiative.message_partner_ids
        self.own_task.date_reminded = self.today
        self._task(self.spokesperson)._group_tick("x")
        self._task(self.spokesperson)._group_untick()
        self.assertEqual(self._mails(), mails)
        self.assertEqual(self.initiative.message_partner_ids, followers)
        self.assertNotIn(
            self.spokesperson.partner_id, self.own_task.message_partner_ids
        )

    def test_who_may_tick(self):
        for user in (self.member, self.stranger, self.consultant, self.adviser):
            with self.assertRefused("Only those who speak", AccessError):
                self._task(user)._group_tick()
            with self.assertRefused("Only those who speak", AccessError):
                self._task(user)._group_untick()
        self.assertFalse(self.own_task.date_done)

    def test_what_may_be_ticked(self):
        with self.assertRefused("office ticks"):
            self._task(self.spokesperson, self.office_task)._group_tick()
        self._task(self.spokesperson)._group_tick()
        with self.assertRefused("done already"):
            self._task(self.spokesperson)._group_tick()
        for milestone in (self.office_task, self.foreign_task):
            with self.assertRefused("", (UserError, AccessError)):
                self._task(self.spokesperson, milestone)._group_untick()

    def test_office_tick_is_not_taken_back(self):
        self.own_task.with_user(self.adviser).action_done()
        with self.assertRefused("ticked off itself"):
            self._task(self.spokesperson)._group_untick()
        self.assertTrue(self.own_task.date_done)

    def test_office_takes_over(self):
        self._task(self.spokesperson)._group_tick("Fertig")
        self.own_task.with_user(self.adviser).date_done = self.today
        self.assertRecordValues(
            self.own_task, [{"group_done_by_id": False, "group_note": False}]
        )

    def test_tick_is_not_forged(self):
        task = self.own_task.with_user(self.adviser)
        partner = self.spokesperson.partner_id.id
        for vals in (
            {"group_done_by_id": partner},
            {"date_done": self.today, "group_done_by_id": partner},
            {"group_note": "gefälscht"},
        ):
            with self.assertRefused("kept by the system"):
                task.write(vals)
        made = task.with_context(default_group_done_by_id=partner).create(
            {"name": "Neu", "initiative_id": self.initiative.id}
        )
        self.assertFalse(made.group_done_by_id)

    def test_dissolved_group_only_reads(self):
        self.initiative.stage_id = self._stage("dissolved")
        with self.assertRefused("dissolved"):
            self._task(self.spokesperson)._group_tick()
        group = self._as(self.spokesperson)
        for call in (
            lambda: group._portal_send_message("x"),
            lambda: group._portal_upload("a.pdf", PDF),
            lambda: group._portal_request("specialist", {}),
        ):
            with self.assertRefused("dissolved"):
                call()

    def test_template_hands_on_whose_work_it_is(self):
        template = self.env.ref("wohnkoord_odoo.milestone_template_general")
        plan = self.env["wohnkoord.initiative.plan"].create(
            {"initiative_id": self.foreign.id, "template_id": template.id}
        )
        plan.action_apply()
        made = self.foreign.milestone_ids.filtered("template_line_id")
        self.assertEqual(len(made), len(template.line_ids))
        for milestone in made:
            self.assertEqual(
                milestone.is_group_task, milestone.template_line_id.is_group_task
            )
        self.assertIn(True, made.mapped("is_group_task"))
        self.assertIn(False, made.mapped("is_group_task"))


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkPortalMessage(GroupCase):
    """The conversation between a group and its adviser."""

    def test_group_writes(self):
        self._as(self.spokesperson)._portal_send_message("  Eine Frage  ")
        self.assertRecordValues(
            self.initiative.portal_message_ids,
            [
                {
                    "body": "Eine Frage",
                    "author_id": self.spokesperson.partner_id.id,
                    "from_office": False,
                    "date_read": False,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self.initiative.portal_news_count, 1)

    def test_only_spokespersons_write(self):
        for user in (self.member, self.stranger, self.consultant, self.adviser):
            with self.assertRefused("Only those who speak", AccessError):
                self._as(user)._portal_send_message("Fremd")
        self.assertFalse(self.initiative.portal_message_ids)

    def test_former_spokesperson(self):
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        with self.assertRefused("Only those who speak", AccessError):
            self._as(self.spokesperson)._portal_send_message("Noch da")

    def test_one_activity_however_much_comes(self):
        mails = self._mails()
        group = self._as(self.spokesperson)
        for body in ("Eins", "Zwei"):
            group._portal_send_message(body)
        group._portal_upload("Plan.pdf", PDF)
        activity = self._portal_activities()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.adviser)
        self.assertEqual(activity.summary.count("message"), 1)
        self.assertIn("document", activity.summary)
        self.assertEqual(self._mails(), mails, "the adviser gets no mail")
        self.assertFalse(self.foreign.activity_ids)

    def test_activity_without_adviser(self):
        self.initiative.user_id = False
        self._as(self.spokesperson)._portal_send_message("Wer ist da?")
        activity = self._portal_activities()
        self.assertTrue(activity.user_id.has_group("wohnkoord_odoo.group_manager"))

    def test_activity_moves_with_the_adviser(self):
        self._as(self.spokesperson)._portal_send_message("Hallo")
        self.initiative.with_user(self.adviser).user_id = self.manager
        self.assertEqual(self._portal_activities().user_id, self.manager)

    def test_office_answers(self):
        self._as(self.spokesperson)._portal_send_message("Frage")
        question = self.initiative.portal_message_ids
        answer = self._write_to_group("Die <b>Antwort</b>")
        self.assertRecordValues(
            answer,
            [
                {
                    "body": "Die <b>Antwort</b>",
                    "author_id": self.adviser.partner_id.id,
                    "from_office": True,
                }
            ],
        )
        self.assertTrue(question.date_read)
        self.assertFalse(self.initiative.portal_news_count)
        self.assertFalse(self._portal_activities())

    def test_dialog_of_the_office(self):
        action = self.initiative.with_user(self.adviser).action_write_to_group()
        Message = self.env[action["res_model"]].with_user(self.adviser)
        form = Form(Message.with_context(**action["context"]))
        form.body = "Aus dem Dialog"
        self.assertEqual(form.save().initiative_id, self.initiative)

    def test_short_note_to_who_asked(self):
        before = self._mails()
        self._as(self.spokesperson)._portal_send_message("Frage")
        self._write_to_group("Geheime Antwort")
        mail = self._mails() - before
        self.assertEqual(len(mail), 1)
        self.assertIn("test_spokesperson@example.org", mail.email_to)
        text = f"{mail.subject} {mail.body_html}"
        self.assertIn(f"/my/initiatives/{self.initiative.id}", text)
        self.assertIn(self.initiative.name, text)
        self.assertNotIn("Geheime", text)
        self.assertNotIn("Frage", text)
        # a second message of the office answers nobody's question
        self._write_to_group("Noch etwas")
        self.assertEqual(self._mails() - before, mail)

    def test_no_note_without_a_question(self):
        before = self._mails()
        self._write_to_group("Ungefragt")
        self.assertEqual(self._mails(), before)

    def test_note_to_who_switched_it_on(self):
        before = self._mails()
        self._as(self.member)._set_portal_mail(True)
        self._write_to_group("Eins")
        mail = self._mails() - before
        self.assertIn("test_member@example.org", mail.email_to)
        self._as(self.member)._set_portal_mail(False)
        self._write_to_group("Zwei")
        self.assertEqual(self._mails() - before, mail)

    def test_no_note_to_former_members(self):
        before = self._mails()
        self._as(self.spokesperson)._portal_send_message("Frage")
        self._as(self.member)._set_portal_mail(True)
        self.initiative.member_ids.date_to = self.today - timedelta(days=2)
        self._write_to_group("Zu spät")
        self.assertEqual(self._mails(), before)

    def test_preference_is_the_persons_own(self):
        membership = self.initiative.member_ids[0].with_user(self.adviser)
        for vals in ({"wants_portal_mail": True}, {"date_portal_read": "2026-01-01"}):
            with self.assertRefused("kept by the system"):
                membership.write(vals)
        self._as(self.stranger)._set_portal_mail(True)
        self.assertFalse(any(self.initiative.member_ids.mapped("wants_portal_mail")))

    def test_unread(self):
        self.initiative.member_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE wohnkoord_initiative_member SET create_date = create_date"
            " - INTERVAL '1 hour'"
        )
        self.env.invalidate_all()
        answer = self._write_to_group()
        for user in (self.spokesperson, self.member):
            group = self._as(user)
            self.assertEqual(group._portal_unread(), {group: 1})
        self._as(self.member)._mark_portal_read()
        self.assertTrue(answer.date_read, "the office sees that it was read")
        self.assertEqual(self._as(self.member)._portal_unread().get(self.initiative), 0)
        self.assertEqual(
            self._as(self.spokesperson)._portal_unread().get(self.initiative), 1
        )
        self.assertFalse(self._as(self.stranger)._portal_unread())

    def test_messages_stay_as_they_are(self):
        message = self._write_to_group()
        for user in (self.adviser, self.manager):
            with self.assertRefused("", AccessError):
                message.with_user(user).write({"body": "anders"})
        with self.assertRefused("not changed"):
            message.sudo().write({"body": "anders"})
        with self.assertRefused("", AccessError):
            message.unlink()

    def test_authorship_is_not_forged(self):
        Message = self.env["wohnkoord.initiative.message"].with_user(self.adviser)
        vals = {"initiative_id": self.initiative.id, "body": "x"}
        for name, value in (
            ("author_id", self.spokesperson.partner_id.id),
            ("from_office", False),
            ("date", "2020-01-01 00:00:00"),
            ("date_read", "2020-01-01 00:00:00"),
        ):
            with self.assertRefused("kept by the system"):
                Message.create({**vals, name: value})
            made = Message.with_context(**{f"default_{name}": value}).create(vals)
            self.assertEqual(made.author_id, self.adviser.partner_id)
            self.assertTrue(made.from_office)
            self.assertGreater(made.date.year, 2020)

    def test_empty_and_endless(self):
        for body in ("", "  \n ", False):
            with self.assertRefused("write a message"):
                self._write_to_group(body)
        with self.assertRefused("body_check"):
            self._write_to_group("x" * 10001)
        self.assertEqual(len(self._write_to_group("x" * 10000).body), 10000)

    def test_filter_of_initiatives(self):
        Initiative = self.env["wohnkoord.initiative"].with_user(self.adviser)
        domain = [("has_portal_news", "=", True)]
        self.assertNotIn(self.initiative, Initiative.search(domain))
        self._as(self.spokesperson)._portal_send_message("Neu")
        self.assertIn(self.initiative, Initiative.search(domain))
        self.assertNotIn(self.foreign, Initiative.search(domain))
        self.initiative.with_user(self.adviser).action_mark_news_read()
        self.assertNotIn(self.initiative, Initiative.search(domain))
