# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Advisory(models.Model):
    """Cases that came while their adviser was away."""

    _inherit = "wohnkoord.advisory"

    absence_id = fields.Many2one(
        "wohnkoord.absence",
        "Came During",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="wohnkoord_odoo.group_user",
        help="The absence because of which the deputy has the case.",
    )
