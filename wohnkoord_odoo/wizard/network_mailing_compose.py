# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class MailComposeMessage(models.TransientModel):
    """Where the letters of a mailing are made, batch by batch."""

    _inherit = "mail.compose.message"

    def _process_mail_values_state(self, mail_values_dict):
        values = super()._process_mail_values_state(mail_values_dict)
        if self.mass_mailing_id:
            self._cancel_refused(values)
        return values

    def _get_done_emails(self, mail_values_dict):
        """Ask for this batch's addresses only: core reads those of all letters."""
        if not self.mass_mailing_id:
            return super()._get_done_emails(mail_values_dict)
        recipients = self._get_recipients_data(mail_values_dict)
        emails = {e for info in recipients.values() for e in info["mail_to_normalized"]}
        return list(self.mass_mailing_id._addressed(emails))

    def _cancel_refused(self, values):
        """Make no letter for who must not get it, and one for each address."""
        mailing = self.mass_mailing_id
        allowed = mailing._still_allowed(self.model, values)
        meant = mailing._meant(values) if allowed else set()
        recipients = self._get_recipients_data(values)
        seen = set()
        for res_id, letter in values.items():
            if letter.get("state") == "cancel":
                continue
            emails = recipients[res_id]["mail_to_normalized"]
            email = allowed.get(res_id)
            if res_id not in meant or set(emails) != {email}:
                letter.update(state="cancel", failure_type="mail_optout")
            elif email in seen:
                letter.update(state="cancel", failure_type="mail_dup")
            seen.add(email)
