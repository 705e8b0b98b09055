# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ReservationMilestone(models.Model):
    """A milestone is shown by proofs of the group."""

    _name = "wohnkoord.reservation.milestone"
    _inherit = ["wohnkoord.reservation.milestone", "wohnkoord.proof.wanted.mixin"]

    proof_ids = fields.One2many(
        "wohnkoord.award.proof", "milestone_id", "Proofs", readonly=True
    )

    def _takes_proofs(self):
        return self.reservation_id.state == "running" and not self.date_done

    def _proof_holder(self):
        return self.reservation_id

    def _proof_users(self):
        reservation = self.reservation_id
        return reservation.user_id | reservation.procedure_id.user_id

    def _proof_accepted(self, moment):
        # a paper may be accepted later than its reservation ended
        if self._takes_proofs():
            self.date_done = self.reservation_id.procedure_id._local(moment).date()
