# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class DrawDialogLine(models.TransientModel):
    """A bid among those that are drawn."""

    _name = "wohnkoord.draw.dialog.line"
    _description = "Bid in a Draw"
    _order = "sequence, id"

    dialog_id = fields.Many2one(
        "wohnkoord.draw.dialog", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, readonly=True, ondelete="cascade"
    )
