# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailingAccess(MailingCase):
    """Who reads, writes and sends mailings; offices are apart."""

    def test_adviser_writes_and_sends(self):
        segment = (
            self.env["mailing.filter"].with_user(self.adviser).create({"name": "Alle"})
        )
        new = (
            self.env["wohnkoord.mailing.new"]
            .with_user(self.adviser)
            .create({"kind": "newsletter", "segment_id": segment.id})
        )
        action = new.action_start()
        mailing = (
            self.env["mailing.mailing"].with_user(self.adviser).browse(action["res_id"])
        )
        self.assertEqual(mailing.mailing_filter_id, segment)
        mailing.body_html = "<p>Guten Tag</p>"
        mailing.action_launch()
        self.assertEqual(mailing.state, "in_queue")
        mailing.action_cancel()
        mailing.copy()
        mailing.unlink()

    def test_others_do_not(self):
        mailing = self._make_mailing()
        self._send_now(mailing)
        users = (self.steering, self.accountant, self.consultant, self.spokesperson)
        for user in users:
            for model in (
                "mailing.mailing",
                "mailing.filter",
                "mailing.trace",
                "wohnkoord.mailing.recipient",
                "wohnkoord.mailing.new",
            ):
                with self.assertRefused("", AccessError):
                    self.env[model].with_user(user).search([]).read(["id"])
            with self.assertRefused("", AccessError):
                mailing.with_user(user).action_launch()
            with self.assertRefused("", AccessError):
                mailing.with_user(user).action_send_mail(self.reader.ids)

    def test_adviser_keeps_off_traces_and_blocked_addresses(self):
        mailing = self._make_mailing()
        self._send_now(mailing)
        traces = self.env["mailing.trace"].with_user(self.adviser).search([])
        self.assertEqual(len(traces), 2)
        with self.assertRefused("", AccessError):
            traces.unlink()
        with self.assertRefused("", AccessError):
            traces.write({"email": "x@example.org"})
        for model in ("mail.blacklist", "mailing.contact", "mailing.subscription"):
            with self.assertRefused("", AccessError):
                self.env[model].with_user(self.adviser).search([])

    def test_offices_are_apart(self):
        mailing = self._make_mailing()
        self._send_now(mailing)
        segment = self.env["mailing.filter"].create({"name": "Alle"})
        mail_list = self.env["mailing.list"].create({"name": "Liste"})
        contact = self.env["mailing.contact"].create(
            {
                "name": "Kontakt",
                "email": "k@example.org",
                "subscription_ids": [(0, 0, {"list_id": mail_list.id})],
            }
        )
        # also with core's own group
        self.other_adviser.group_ids += self.env.ref(
            "mass_mailing.group_mass_mailing_user"
        )
        self.env.flush_all()
        for record in (
            mailing,
            segment,
            mail_list,
            contact,
            contact.subscription_ids,
            mailing.sudo().mailing_trace_ids,
            self.env["mailing.trace.report"].search([("name", "=", mailing.name)]),
        ):
            self.assertTrue(record, record._name)
            theirs = record.with_user(self.other_adviser)
            self.assertFalse(theirs.search([("id", "in", record.ids)]), record._name)
            with self.assertRefused("", AccessError):
                theirs.read(["id", "company_id"] if "company_id" in record else ["id"])
        theirs = mailing.with_user(self.other_adviser)
        for method in ("action_launch", "action_dry_run", "action_send_mail", "copy"):
            with self.assertRefused("", AccessError):
                getattr(theirs, method)()
        self.assertEqual(self._reasons(mailing, self.other_adviser), {})

    def test_company_of_a_mailing_is_the_users(self):
        with self.assertRefused("", AccessError):
            self._make_mailing(company_id=self.other_company.id)
        mailing = self._make_mailing()
        with self.assertRefused("", AccessError):
            mailing.company_id = self.other_company
        segment = self.env["mailing.filter"].create(
            {"name": "Fremd", "company_id": self.other_company.id}
        )
        with self.assertRefused():
            mailing.mailing_filter_id = segment

    def test_composer_is_no_way_around(self):
        """Core's dialog for mails, called with a mailing and with chosen people."""
        mailing = self._make_mailing()
        people = self.reader | self.stranger
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.adviser)
            .with_context(active_ids=people.ids, default_composition_mode="mass_mail")
            .create(
                {
                    "model": "res.partner",
                    "composition_mode": "mass_mail",
                    "mass_mailing_id": mailing.id,
                    "subject": "x",
                    "body": "<p>x</p>",
                    "partner_ids": [(4, self.stranger.id)],
                    "use_exclusion_list": False,
                }
            )
        )
        with self._outgoing() as outbox:
            composer._action_send_mail()
        self.assertEqual(self._to(outbox), [], "an added reader stops the letter")
        with self.assertRefused():
            self.env["mail.compose.message"].with_user(self.adviser).with_context(
                active_ids=self.firm.ids, default_composition_mode="mass_mail"
            ).create(
                {
                    "model": "mailing.contact",
                    "composition_mode": "mass_mail",
                    "mass_mailing_name": "Nebenweg",
                    "subject": "x",
                    "body": "<p>x</p>",
                }
            )._action_send_mail()

    def test_test_letters_stay_in_the_office(self):
        mailing = self._make_mailing()
        Test = self.env["mailing.mailing.test"].with_user(self.adviser)
        for address in ("fremd@example.org", "Stelle <x@example.org>, y@example.org"):
            test = Test.create({"mass_mailing_id": mailing.id, "email_to": address})
            with self.assertRefused("only go to the office"):
                test.send_mail_test()
        test = Test.create(
            {"mass_mailing_id": mailing.id, "email_to": self.adviser.email}
        )
        with self._outgoing() as outbox:
            test.send_mail_test()
        self.assertEqual(self._to(outbox), [self.adviser.email])
        self.assertNotIn("/consent/", self._part(outbox[0], "html"))
        self.assertNotIn("List-Unsubscribe", outbox[0])
        self.assertFalse(mailing.sudo().mailing_trace_ids)
