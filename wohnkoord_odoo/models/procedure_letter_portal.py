# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Domain


class Registration(models.Model):
    """The letters of a party, for its page in the portal."""

    _inherit = "wohnkoord.registration"

    def _portal_letters_sudo(self, letter_id=None):
        """The letters that this party got, newest first; called with sudo."""
        self.ensure_one()
        mine = Domain("registration_id", "=", self.id) & Domain("state", "=", "sent")
        if letter_id is not None:
            mine &= Domain("id", "=", letter_id)
        return self.env["wohnkoord.award.letter"].search(mine, order="date_sent desc")

    def _portal_page_values(self):
        return {
            **super()._portal_page_values(),
            "letters": [
                {
                    "subject": letter.subject,
                    "body": letter.body,
                    "date": self.procedure_id._date_label(letter.date_sent),
                    "url": self._portal_path(f"letters/{letter.id}"),
                }
                for letter in self._portal_letters_sudo()
            ],
        }
