# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    wohnkoord_report_days = fields.Integer(
        "Reporting Dates (Days ahead)",
        default=14,
        help="Usual for new dates; each may have its own. 0: no reminder.",
    )

    _wohnkoord_report_days_check = models.Constraint(
        "CHECK (wohnkoord_report_days >= 0)", "Days are not negative."
    )
