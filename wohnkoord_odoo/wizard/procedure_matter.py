# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureMatter(models.TransientModel):
    """Ask whether a case concerns the running procedure or another matter."""

    _name = "wohnkoord.procedure.matter"
    _description = "What a Case Concerns"

    advisory_id = fields.Many2one(
        "wohnkoord.advisory", required=True, readonly=True, ondelete="cascade"
    )
    running_procedure_ids = fields.Many2many(
        related="advisory_id.running_procedure_ids"
    )
    matter = fields.Selection(
        [
            ("procedure", "Matter of the procedure"),
            ("other", "Another matter"),
        ],
        "The Case Concerns",
        required=True,
        default="other",
    )
    reason = fields.Text("Why")

    def action_apply(self):
        """Keep what was said, at the case.

        :raise AccessError: not of the office
        :raise UserError: another matter, and no word about it
        """
        self.ensure_one()
        self.advisory_id._say_matter(self.matter, self.reason)
        return {"type": "ir.actions.act_window_close"}
