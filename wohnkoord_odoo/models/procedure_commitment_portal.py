# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date, formatLang


class Commitment(models.Model):
    """A duty as the group reads it in its portal; called with sudo."""

    _inherit = "wohnkoord.commitment"

    def _portal_values(self, registration):
        dates = {
            self.env._("Due on"): self.date_due,
            self.env._("Next control"): self.date_next_control,
            self.env._("Bound until"): self.date_until,
        }
        states = dict(self._fields["duty_state"]._description_selection(self.env))
        return {
            **self._portal_proof_values(registration, "duties"),
            "name": self.display_name,
            "promised": self._portal_promise(),
            "state": self.duty_state,
            "state_label": states[self.duty_state],
            "dates": [
                (label, format_date(self.env, day))
                for label, day in dates.items()
                if day
            ],
            "wanted": self.proof or "",
            "penalty": self.penalty or "",
        }

    def _portal_promise(self):
        """The promised figure, the promised words, or both."""
        figure = self.value and formatLang(
            self.env, self.value, digits=0 if self.value == int(self.value) else 2
        )
        return ", ".join(filter(None, (figure, self.text)))
