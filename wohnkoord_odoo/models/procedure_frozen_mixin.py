# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import fields, models


class ProcedureFrozenMixin(models.AbstractModel):
    """A numbered row of a procedure whose content was frozen in one form under one hash.

    The models that inherit it see to it that nobody changes their rows, not even with SQL.
    """

    _name = "wohnkoord.procedure.frozen.mixin"
    _description = "Frozen Row of a Procedure"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True, precompute=True
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True)
    content = fields.Text(required=True, readonly=True, help="In canonical form.")
    hash = fields.Char("SHA-256", required=True, readonly=True)

    def _content(self):
        """The frozen values, as a dict of their own."""
        self.ensure_one()
        return json.loads(self.content)
