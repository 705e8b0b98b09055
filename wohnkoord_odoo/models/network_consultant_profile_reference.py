# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ConsultantReference(models.Model):
    """A project that a consultant advised before."""

    _name = "wohnkoord.consultant.reference"
    _description = "Reference of a Consultant"
    _order = "year desc, id desc"

    profile_id = fields.Many2one(
        "wohnkoord.consultant.profile",
        "Consultant",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="profile_id.company_id", store=True, index=True, precompute=True
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    name = fields.Char("Project", required=True)
    description = fields.Text("What was done")

    _year_check = models.Constraint(
        "CHECK (year BETWEEN 1950 AND 2100)", "A year has four digits, e.g. 2024."
    )
