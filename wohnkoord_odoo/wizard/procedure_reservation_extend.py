# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ReservationExtend(models.TransientModel):
    """Extend a reservation by a decision."""

    _name = "wohnkoord.reservation.extend"
    _description = "Extend a Reservation"

    reservation_id = fields.Many2one("wohnkoord.reservation", required=True)
    date_end_before = fields.Date(related="reservation_id.date_end")
    date_end = fields.Date("New End", required=True)
    resolution_body = fields.Char("Decided by", required=True)
    resolution_number = fields.Char("Resolution No.", required=True)
    resolution_date = fields.Date("Resolved on", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Extend.

        :raise UserError: the new end is not later, or the decision is missing
        """
        self.ensure_one()
        self.reservation_id._extend(
            self.date_end,
            self.resolution_body,
            self.resolution_number,
            self.resolution_date,
            self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
