# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..models.procedure_commitment import COMMITMENT_KINDS


class ProcedureOpeningPaperLine(models.TransientModel):
    _name = "wohnkoord.procedure.opening.paper.line"
    _description = "Commitment of a Bid on Paper"

    wizard_id = fields.Many2one(
        "wohnkoord.procedure.opening.paper", required=True, ondelete="cascade"
    )
    kind = fields.Selection(COMMITMENT_KINDS, required=True, readonly=True)
    value = fields.Float(digits=(12, 2))
    text = fields.Char("Note")
