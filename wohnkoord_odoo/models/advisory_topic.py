# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

#: what a coordination office is commissioned with; the council report counts by these
SERVICE_AREAS = [
    ("1", "1 Network and public relations"),
    ("2", "2 Advice"),
    ("3", "3 Development of approaches"),
    ("4", "4 Support of expert concepts"),
]


class Topic(models.Model):
    """A field of advice (Beratungsthema)."""

    _name = "wohnkoord.topic"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Topic of Advice"

    licensed_only = fields.Boolean(
        help="Law and tax: individual advice only by licensed experts; the office"
        " informs and refers.",
    )
    service_area = fields.Selection(
        SERVICE_AREAS,
        default="2",
        help="The part of the office's commission that advice on this counts for.",
    )
