# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureTell(models.TransientModel):
    """Write the same to all parties of a procedure, at the same moment."""

    _name = "wohnkoord.procedure.tell"
    _description = "Write to All Parties"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    party_count = fields.Integer(related="procedure_id.registration_count")
    subject = fields.Char(required=True)
    body = fields.Text("Text", required=True)

    def action_send(self):
        """Tell all parties that take part now.

        :raise AccessError: not of the office
        :raise UserError: the procedure is not published
        """
        self.ensure_one()
        procedure = self.procedure_id
        procedure._check_may_tell()
        procedure._tell_parties("other", self.subject, self.body)
        return {"type": "ir.actions.act_window_close"}
