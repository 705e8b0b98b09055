# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .advisory import OFFICE


class ResponsibilityMixin(models.AbstractModel):
    """A record that knows who in the administration is responsible for it."""

    _name = "wohnkoord.responsibility.mixin"
    _description = "Somebody in the Administration Is Responsible"

    responsibility_ids = fields.Many2many(
        "wohnkoord.responsibility",
        compute="_compute_responsibility_ids",
        string="Who Is Responsible",
        groups=OFFICE,
    )
    responsibility_id = fields.Many2one(
        "wohnkoord.responsibility",
        "Responsible in the City",
        compute="_compute_responsibility_ids",
        groups=OFFICE,
        help="By topic and district, the most specific first.",
    )
    responsibility_phone = fields.Char(
        "Phone of Who Is Responsible",
        compute="_compute_responsibility_ids",
        groups=OFFICE,
    )

    def _responsibility_keys(self):
        """Topics (None: any) and districts that decide; the model says which."""
        self.ensure_one()
        raise NotImplementedError

    def _compute_responsibility_ids(self):
        everybody = self.env["wohnkoord.responsibility"]._who(self.company_id)
        for record in self:
            found = everybody._for(record.company_id, *record._responsibility_keys())
            record.responsibility_ids = found
            record.responsibility_id = found[:1]
            record.responsibility_phone = found[:1].phone
