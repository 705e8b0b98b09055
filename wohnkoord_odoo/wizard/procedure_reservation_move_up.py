# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class ReservationMoveUp(models.TransientModel):
    """After a lapse: the runner-up gets the plot, by a resolution of its own."""

    _name = "wohnkoord.reservation.move.up"
    _description = "Let the Runner-Up Move Up"

    reservation_id = fields.Many2one("wohnkoord.reservation", required=True)
    runner_up = fields.Char("Next in the Ranking", compute="_compute_runner_up")
    resolution_body = fields.Char("Decided by", required=True)
    resolution_number = fields.Char("Resolution No.", required=True)
    resolution_date = fields.Date("Resolved on", required=True)
    reason = fields.Text(required=True)

    @api.depends("reservation_id")
    @api.depends_context("lang")
    def _compute_runner_up(self):
        for dialog in self:
            bid = dialog.reservation_id.award_id._runner_up()
            # the rules say whether this user may know of that bid
            bid = bid.sudo(False)._filtered_access("read")
            dialog.runner_up = bid.display_name if bid else self.env._("nobody")

    def action_confirm(self):
        """Award the plot to the runner-up.

        :raise UserError: nobody is left, or the resolution is missing
        """
        self.ensure_one()
        award = self.reservation_id.award_id._move_up(
            self.resolution_body,
            self.resolution_number,
            self.resolution_date,
            self.reason,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.award",
            "res_id": award.id,
            "view_mode": "form",
        }
