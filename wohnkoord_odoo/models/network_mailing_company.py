# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """What an office wants to know about its readers: by default nothing."""

    _inherit = "res.company"

    wohnkoord_reader_tracking = fields.Boolean(
        "Measure Readers",
        help="Adds an invisible picture and rewritten links to mailings, which tell who"
        " opened and clicked what. Readers must have agreed to that (§ 25 TDDDG).",
    )
