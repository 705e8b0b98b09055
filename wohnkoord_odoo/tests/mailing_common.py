# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tools.mail import email_normalize

from .network_common import NetworkCase

SERVER = "odoo.addons.base.models.ir_mail_server.IrMail_Server"


class Killed(BaseException):
    """The server process ends at this point; nothing catches that."""


class MailingCase(NetworkCase):
    """Two offices with readers; letters are caught where they leave for the server.

    Readers of this office: ``reader`` and ``shared`` (of no office) agreed to the
    newsletter, ``stranger`` did not; ``other_reader`` agreed at the other office.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "stelle@example.org"
        cls.reader = cls._make_person("Ada Leserin")
        cls.shared = cls._make_person("Shared Reader")
        cls.shared.company_id = False
        cls.stranger = cls._make_person("Fremde Person")
        cls.other_reader = cls._make_person("Otto Anders", cls.other_company)
        cls.consent = cls._give_consent(cls.reader, "newsletter")
        cls._give_consent(cls.shared, "newsletter")
        cls._give_consent(cls.other_reader, "newsletter", cls.other_company)

    @classmethod
    def _make_mailing(cls, user=None, **values):
        return (
            cls.env["mailing.mailing"]
            .with_user(user or cls.adviser)
            .create(
                {
                    "subject": "Neues aus der Stelle",
                    "body_arch": "<div><p>Guten Tag</p></div>",
                    "body_html": "<div><p>Guten Tag</p></div>",
                    "mailing_domain": "[]",
                    **values,
                }
            )
        )

    @contextmanager
    def _outgoing(self, kill_after=None):
        """Catch letters on their way to the mail server.

        :param int kill_after: after so many letters the process ends
        :return: list of messages
        """
        outbox = []

        def send_email(_server, message, *args, **kwargs):
            if kill_after is not None and len(outbox) >= kill_after:
                raise Killed()
            outbox.append(message)
            return message["Message-Id"]

        with (
            patch(f"{SERVER}._disable_send", lambda server: False),
            patch(f"{SERVER}._connect__", lambda server, *args, **kwargs: None),
            patch(f"{SERVER}.send_email", send_email),
        ):
            yield outbox

    def _send_now(self, mailing):
        """Send as the queue does, with superuser rights.

        :return: list of messages
        """
        with self._outgoing() as outbox:
            mailing.sudo()._action_send_mail()
        return outbox

    def _to(self, outbox):
        return sorted(email_normalize(message["To"]) for message in outbox)

    def _part(self, message, kind):
        return message.get_body((kind,)).get_content()

    def _reasons(self, mailing, user=None):
        """The dry run: dict of e-mail address to reason."""
        self.env.invalidate_all()
        rows = (
            self.env["wohnkoord.mailing.recipient"]
            .with_user(user or self.adviser)
            .with_context(mailing_id=mailing.id)
            .search([])
        )
        return {row.email or row.name: row.reason for row in rows}
