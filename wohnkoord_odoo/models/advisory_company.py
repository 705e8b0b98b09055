# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """How an office asks departments."""

    _inherit = "res.company"

    wohnkoord_department_days = fields.Integer(
        "Days for an Answer",
        default=21,
        help="So many days a department has to answer, if nothing else is agreed.",
    )

    _wohnkoord_department_check = models.Constraint(
        "CHECK (wohnkoord_department_days BETWEEN 1 AND 366)",
        "A department has 1 to 366 days to answer.",
    )
