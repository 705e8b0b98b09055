# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A person who reads her mails one by one, in the order in which they come."""


class Reader:
    def __init__(self, office, mailbox, address):
        self.office, self.mailbox, self.address = office, mailbox, address
        self.read = len(mailbox.to(address))

    def next_letter(self, part=""):
        """The next letter, which has a link with ``part`` in it; no other one came."""
        deliver(self.office)
        self.read += 1
        letter = self.mailbox.wait(self.address, count=self.read)
        self.assert_no_more()
        if part:
            letter.link(part)
        return letter

    def assert_no_more(self):
        """Nothing has come since the last letter that was read."""
        deliver(self.office)
        subjects = [letter.subject for letter in self.mailbox.to(self.address)]
        assert len(subjects) == self.read, subjects


def deliver(office):
    """Do what the server's jobs do: make the letters of mailings, send what waits."""
    for job in (
        "mass_mailing.ir_cron_mass_mailing_queue",
        "mail.ir_cron_mail_scheduler_action",
    ):
        office.admin.do("ir.cron", office.xml_id(job), "method_direct_trigger")


def consents(office, purpose, address):
    """The states of the consents of an address for that purpose, oldest first."""
    rows = office.admin.call(
        "wohnkoord.consent",
        "search_read",
        [("purpose", "=", purpose), ("partner_id.email_normalized", "=", address)],
        ["state"],
        order="id",
    )
    return [row["state"] for row in rows]
