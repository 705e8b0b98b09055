# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date


class ReservationMilestone(models.Model):
    """A milestone as the group reads it in its portal; called with sudo."""

    _inherit = "wohnkoord.reservation.milestone"

    def _portal_values(self, registration):
        return {
            **self._portal_proof_values(registration, "milestones"),
            "name": self.name,
            "due": format_date(self.env, self.date_due),
            "done": self.date_done and format_date(self.env, self.date_done),
            "state": self._portal_state(),
            "state_label": self._portal_state_label(),
        }

    def _portal_state(self):
        """As ``state``; ``over``: not met, and nobody waits for it any more."""
        if self.state == "open" and self.reservation_id.state != "running":
            return "over"
        return self.state

    def _portal_state_label(self):
        """What the group has to know: met, being checked, returned, overdue or open."""
        if self._portal_state() == "over":
            if self.reservation_id.state == "lapsed":
                return self.env._("Not met")
            return self.env._("No longer needed")
        if self.state != "done":
            if self.proof_state == "to_check":
                return self.env._("Proof is being checked")
            if self.proof_state == "returned":
                return self.env._("Proof returned")
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
