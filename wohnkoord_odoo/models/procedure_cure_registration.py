# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Registration(models.Model):
    """The cure requests that concern a party, for its page in the portal."""

    _inherit = "wohnkoord.registration"

    def _portal_cures(self):
        """The cure requests that concern this party, newest first; called with sudo.

        :return: list of dicts: ``url``, ``deadline`` (text), ``is_ended``, ``open`` (how
            many missing things are not answered)
        """
        self.ensure_one()
        Cure = self.env["wohnkoord.cure.request"]
        return [
            {
                "url": cure._portal_path(self),
                "deadline": cure._deadline_text(),
                "is_ended": cure.state == "ended",
                "open": len(
                    cure._portal_lines(self).filtered(
                        lambda line: line.answer_state != "answered"
                    )
                ),
            }
            for cure in Cure.search(Cure._portal_domain(self))
        ]

    def _portal_page_values(self):
        return {**super()._portal_page_values(), "cures": self._portal_cures()}

    def _speaks_for(self, user):
        """Whether a user is a spokesperson today; other members read only."""
        self.ensure_one()
        spokespersons = self.initiative_id._current_spokespersons()
        return user.partner_id in spokespersons.partner_id
