# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mailing_common import Killed, MailingCase

#: core commits only where no test runs
NO_TEST = SimpleNamespace(module=SimpleNamespace(current_test=None))
#: the last one: core's dialog tells its progress by a method that core deprecated
LOGGERS = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.mass_mailing.models.mailing",
    "py.warnings",
)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailingResume(MailingCase):
    """A server that is killed while it sends: every address gets one letter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(6):
            cls._give_consent(cls._make_person(f"Leser {number}"), "newsletter")

    def setUp(self):
        super().setUp()
        self.mailing = self._make_mailing()
        self.mailing.action_launch()
        self.env.flush_all()
        # the job commits; here a commit is a savepoint that the test rolls back
        self.registry_enter_test_mode()
        for module in ("mail.models.mail_mail", "mass_mailing.models.mailing"):
            self.startPatcher(patch(f"odoo.addons.{module}.modules", NO_TEST))

    def _run(self, job, kill_after=None):
        """Run a job in a transaction of its own.

        :return: list of addresses that got a letter
        """
        with self._outgoing(kill_after) as outbox, self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                job(env)
                cr.commit()  # pylint: disable=invalid-commit
            except Killed:
                cr.rollback()
        self.env.invalidate_all()
        return self._to(outbox)

    def _send_queue(self, env):
        with mute_logger(*LOGGERS):
            env["mailing.mailing"]._process_mass_mailing_queue()

    def _mail_queue(self, env):
        with mute_logger(*LOGGERS):
            env["mail.mail"].process_email_queue()

    def _assertOnce(self, first, later, lost=0):
        every = sorted(first + later)
        self.assertEqual(len(every), len(set(every)), "nobody twice")
        self.assertEqual(len(every), 8 - lost)

    def test_killed_between_two_letters(self):
        """Dies while it hands the fourth letter over: that one is uncertain."""
        first = self._run(self._send_queue, kill_after=3)
        self.assertEqual(len(first), 3)
        self.assertEqual(self.mailing.state, "sending")
        later = self._run(self._send_queue) + self._run(self._mail_queue)
        self._assertOnce(first, later, lost=1)
        self.assertEqual(self.mailing.state, "done")

    def test_the_uncertain_letter_is_reported_and_not_sent_again(self):
        first = self._run(self._send_queue, kill_after=3)
        later = self._run(self._mail_queue)
        traces = self.mailing.sudo().mailing_trace_ids
        uncertain = traces.filtered(lambda trace: trace.trace_status == "process")
        self.assertEqual(len(uncertain), 1)
        long_ago = fields.Datetime.now() - timedelta(hours=1)
        self.env.cr.execute(
            "UPDATE mailing_trace SET write_date = %s WHERE id = %s",
            [long_ago, uncertain.id],
        )
        self.env.invalidate_all()
        later += self._run(self._mail_queue) + self._run(self._send_queue)
        self._assertOnce(first, later, lost=1)
        self.assertEqual(uncertain.trace_status, "error")
        self.assertIn("may have arrived", uncertain.failure_reason)
        with self.assertRefused("Nobody would get"):
            self.mailing.action_retry_failed()

    def test_killed_before_the_first_letter(self):
        with patch(
            "odoo.addons.mail.wizard.mail_compose_message.MailComposeMessage"
            "._action_send_mail_mass_mail",
            side_effect=Killed,
        ):
            self.assertEqual(self._run(self._send_queue), [])
        self._assertOnce([], self._run(self._send_queue))

    def test_killed_while_letters_are_made(self):
        """Many readers: letters are made in batches, then sent by the mail queue."""
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("mail.mail.force.send.limit", "0")
        parameters.set_param("mail.batch_size", 3)
        self.env.flush_all()
        Composer = type(self.env["mail.compose.message"])
        prepare = Composer._prepare_mail_values
        calls = []

        def die_in_second_batch(composer, res_ids):
            calls.append(res_ids)
            if len(calls) == 2:
                raise Killed()
            return prepare(composer, res_ids)

        with patch.object(Composer, "_prepare_mail_values", die_in_second_batch):
            self._run(self._send_queue)
        self.assertEqual(len(self.mailing.sudo().mailing_trace_ids), 3)
        first = self._run(self._mail_queue)
        self.assertEqual(len(first), 3)
        later = self._run(self._send_queue) + self._run(self._mail_queue)
        self._assertOnce(first, later)

    def test_killed_in_the_mail_queue(self):
        self.env["ir.config_parameter"].set_param("mail.mail.force.send.limit", "0")
        self.env.flush_all()
        self._run(self._send_queue)
        first = self._run(self._mail_queue, kill_after=5)
        later = self._run(self._mail_queue) + self._run(self._send_queue)
        self._assertOnce(first, later, lost=1)

    def test_withdrawn_after_the_crash(self):
        self._run(self._send_queue, kill_after=0)
        self.env["wohnkoord.consent"].search(
            [("purpose", "=", "newsletter"), ("company_id", "=", self.company.id)]
        ).action_withdraw()
        self.env.flush_all()
        later = self._run(self._send_queue) + self._run(self._mail_queue)
        self.assertEqual(later, [])
