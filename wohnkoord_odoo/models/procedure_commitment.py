# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

COMMITMENT_KINDS = [
    ("dwellings", "Dwellings"),
    ("subsidised_share", "Share of subsidised dwellings (%)"),
    ("rent_bound", "Highest rent (€/m²)"),
    ("rent_bound_years", "Years of the rent bound"),
    ("accessible_dwellings", "Accessible dwellings"),
    ("community_space", "Community space (m²)"),
    ("energy_standard", "Energy standard"),
    ("self_use_share", "Share of self-use (%)"),
]


class Commitment(models.Model):
    """What a bidder promises; a figure or a word. Filled at the opening of its bid."""

    _name = "wohnkoord.commitment"
    _description = "Commitment of a Concept"
    _order = "bid_id, id"

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="bid_id.company_id", store=True, index=True)
    kind = fields.Selection(COMMITMENT_KINDS, required=True, readonly=True)
    value = fields.Float(readonly=True, digits=(12, 2))
    text = fields.Char(readonly=True)

    _kind_uniq = models.Constraint(
        "UNIQUE (bid_id, kind)", "A bid makes each commitment once."
    )
