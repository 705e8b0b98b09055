# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..models.procedure_juror import SEAT_KINDS


class JurorChange(models.TransientModel):
    """Change a seat of a jury that works: by the head of the office, with a reason."""

    _name = "wohnkoord.juror.change"
    _description = "Change a Seat"

    seat_id = fields.Many2one(
        "wohnkoord.juror", "Seat to Change", required=True, readonly=True
    )
    name = fields.Char(
        "Seat",
        required=True,
        compute="_compute_seat",
        store=True,
        precompute=True,
        readonly=False,
    )
    kind = fields.Selection(
        SEAT_KINDS,
        required=True,
        compute="_compute_seat",
        store=True,
        precompute=True,
        readonly=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        compute="_compute_seat",
        store=True,
        precompute=True,
        readonly=False,
    )
    deputy_id = fields.Many2one(
        "res.users",
        compute="_compute_seat",
        store=True,
        precompute=True,
        readonly=False,
    )
    has_vote = fields.Boolean(
        "Votes", compute="_compute_seat", store=True, precompute=True, readonly=False
    )
    is_chair = fields.Boolean(
        "Chair", compute="_compute_seat", store=True, precompute=True, readonly=False
    )
    reason = fields.Text(required=True)

    @api.depends("seat_id")
    def _compute_seat(self):
        for dialog in self:
            seat = dialog.seat_id
            dialog.name, dialog.kind = seat.name, seat.kind
            dialog.user_id, dialog.deputy_id = seat.user_id, seat.deputy_id
            dialog.has_vote, dialog.is_chair = seat.has_vote, seat.is_chair

    def action_confirm(self):
        """Change the seat.

        :raise UserError: not the head of the office, or no reason
        """
        self.ensure_one()
        self.seat_id._change(
            {
                "name": self.name,
                "kind": self.kind,
                "user_id": self.user_id.id,
                "deputy_id": self.deputy_id.id,
                "has_vote": self.has_vote,
                "is_chair": self.is_chair,
            },
            self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
