# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureOpeningPassphrase(models.TransientModel):
    """An officer sets the own passphrase for a full seal; it is kept nowhere."""

    _name = "wohnkoord.procedure.opening.passphrase"
    _description = "Set a Passphrase for the Full Seal"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    passphrase = fields.Char(store=False)
    passphrase_again = fields.Char("Once More", store=False)

    def action_confirm(self):
        """Make the officer's key; the button hands the passphrase over in its context.

        :raise UserError: weak, mistyped, or not the time for it
        """
        self.ensure_one()
        self.procedure_id.check_access("read")
        context = self.env.context
        self.procedure_id._set_passphrase(
            context.get("passphrase"), context.get("passphrase_again")
        )
        return {"type": "ir.actions.act_window_close"}
