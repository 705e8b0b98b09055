# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """How long an office keeps the concepts of losing bids."""

    _inherit = "res.company"

    wohnkoord_concept_keep_months = fields.Integer(
        "Months that Concepts Are Kept",
        default=12,
        help="Of bids that lost. 0: nothing is proposed for deletion.",
    )

    _concept_keep_check = models.Constraint(
        "CHECK (wohnkoord_concept_keep_months BETWEEN 0 AND 240)",
        "Please enter 0 to 240 months.",
    )


class ResConfigSettings(models.TransientModel):
    """The same, in the settings."""

    _inherit = "res.config.settings"

    wohnkoord_concept_keep_months = fields.Integer(
        related="company_id.wohnkoord_concept_keep_months", readonly=False
    )
