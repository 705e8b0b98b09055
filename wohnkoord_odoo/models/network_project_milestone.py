# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Milestone(models.Model):
    """A milestone on the project's public page."""

    _inherit = "wohnkoord.milestone"

    is_public = fields.Boolean(
        "On the Public Page",
        help="Shown on the initiative's public page once it is reached.",
    )
