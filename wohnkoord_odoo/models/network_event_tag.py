# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class EventTag(models.Model):
    """Tags of events are the office's own; Odoo has them without a company."""

    _inherit = "event.tag"

    company_id = fields.Many2one(
        "res.company",
        "Office",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: every office in this database uses it.",
    )
