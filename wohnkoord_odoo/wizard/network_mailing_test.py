# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize, email_split


class MailingTest(models.TransientModel):
    """A test letter goes to the office itself: it is no way past the consents."""

    _inherit = "mailing.mailing.test"

    def send_mail_test(self):
        self.mass_mailing_id.check_access("write")
        staff = self.mass_mailing_id._staff_addresses()
        others = [
            address
            for line in (self.email_to or "").splitlines()
            for address in email_split(line)
            if email_normalize(address) not in staff
        ]
        if others:
            raise UserError(
                self.env._(
                    "Test letters only go to the office and its staff, not to:"
                    " %(addresses)s",
                    addresses=", ".join(others),
                )
            )
        return super().send_mail_test()
