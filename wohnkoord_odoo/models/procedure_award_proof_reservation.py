# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Reservation(models.Model):
    """The proofs of a reservation's milestones."""

    _inherit = "wohnkoord.reservation"

    proof_ids = fields.One2many(
        "wohnkoord.award.proof", "reservation_id", "Proofs of the Group", readonly=True
    )
