# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid
from email.message import EmailMessage
from unittest.mock import patch

from .common import WohnkoordCase

SENDER = "Jörg Müßig <joerg@example.org>"


class MailboxCase(WohnkoordCase):
    """An office with a shared mailbox, and mails as they arrive: bytes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {
                "name": "stelle.example",
                "bounce_alias": "zurueck",
                "catchall_alias": "antwort",
            }
        )
        cls.company.alias_domain_id = cls.domain
        cls.company.wohnkoord_mailbox_name = "wohnen"
        cls.company.wohnkoord_enquiry_user_id = cls.adviser
        # counts are kept in a transaction of their own, beyond the test's end
        limit = cls.env.registry["wohnkoord.rate.limit"]
        cls.startClassPatcher(
            patch.object(limit, "_allow", lambda self, *args, **kwargs: True)
        )

    def _mail(
        self,
        text="Guten Tag,\nwir suchen ein Haus.",
        sender=SENDER,
        html=None,
        **headers,
    ):
        """A mail as its sender's program writes it."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = headers.pop("To", "wohnen@stelle.example")
        mail["Subject"] = headers.pop("Subject", "Frage zu Häusern")
        mail["Message-ID"] = headers.pop("Message_ID", f"<{uuid.uuid4()}@example.org>")
        mail["Date"] = "Tue, 24 Nov 2026 09:30:00 +0100"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        return mail

    def _receive(self, mail, model=None):
        """Hand the mail to the gateway.

        :return: the cases that came of it
        """
        Case = self.env["wohnkoord.advisory"]
        before = Case.search([])
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.env["mail.thread"].message_process(model, raw)
        self.env.flush_all()
        return Case.search([]) - before
