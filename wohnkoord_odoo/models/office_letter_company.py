# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResCompany(models.Model):
    """The office as a letter shows it."""

    _inherit = "res.company"

    def _wohnkoord_letter(self, recipient, subject, block):
        """The head of a letter (DIN 5008, form B) as plain values for its template.

        :param list recipient: lines of the address field
        :param str subject: what the letter is about
        :param list block: label and value of each line of the information block; lines
            without a value are left out
        :return dict: ``sender`` and ``recipient`` (lists of lines), ``office`` (the block),
            ``logo`` (base64 or False), ``subject``
        """
        self.ensure_one()
        town = " ".join(filter(None, (self.zip, self.city)))
        return {
            "sender": [line for line in (self.name, self.street, town) if line],
            "recipient": [line.strip() for line in recipient if line.strip()],
            "office": [(label, value) for label, value in block if value],
            "logo": self.logo or False,
            "subject": subject,
        }
