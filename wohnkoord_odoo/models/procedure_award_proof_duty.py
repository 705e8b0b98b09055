# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .procedure_commitment_duty import RUNNING_DUTIES


class Commitment(models.Model):
    """A duty is shown by proofs of the group; whether it is met, a control finds."""

    _name = "wohnkoord.commitment"
    _inherit = ["wohnkoord.commitment", "wohnkoord.proof.wanted.mixin"]

    proof_ids = fields.One2many(
        "wohnkoord.award.proof", "commitment_id", "Proofs", readonly=True
    )

    def _takes_proofs(self):
        return self.duty_state in RUNNING_DUTIES

    def _proof_users(self):
        return self.duty_user_id | self.contract_id.user_id | self.procedure_id.user_id
