# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProjectPicture(models.Model):
    """A released picture. Only a release makes, changes and removes it."""

    _name = "wohnkoord.project.picture"
    _inherit = ["wohnkoord.project.picture.mixin"]
    _description = "Released Picture of a Project"

    page_id = fields.Many2one(
        "wohnkoord.project.page", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="page_id.company_id", store=True, index=True)
