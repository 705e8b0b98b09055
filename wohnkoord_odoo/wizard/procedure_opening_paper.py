# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.procedure_commitment import COMMITMENT_KINDS


class ProcedureOpeningPaper(models.TransientModel):
    """Type in what an opened envelope says: whose bid, on which plot, what it promises."""

    _name = "wohnkoord.procedure.opening.paper"
    _description = "Type in a Bid on Paper"

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, readonly=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(related="bid_id.procedure_id")
    registration_id = fields.Many2one("wohnkoord.registration", "Party")
    procedure_lot_id = fields.Many2one("wohnkoord.procedure.lot", "Plot")
    priority = fields.Integer(default=1)
    price = fields.Float(digits=(16, 2))
    line_ids = fields.One2many(
        "wohnkoord.procedure.opening.paper.line",
        "wizard_id",
        "Commitments",
        default=lambda self: [
            fields.Command.create({"kind": kind}) for kind, _label in COMMITMENT_KINDS
        ],
    )

    @api.model
    def _check_bid(self, bid):
        bid.check_access("read")
        if bid.state != "opened" or not bid.is_envelope:
            raise UserError(
                self.env._("Only opened bids that came on paper are typed in.")
            )

    def action_confirm(self):
        """Fill the bid's fields and note it in the log.

        :raise UserError: no envelope, or its party and plot are not of its procedure
        """
        self.ensure_one()
        bid = self.bid_id
        self._check_bid(bid)
        if not self.registration_id or not self.procedure_lot_id:
            raise UserError(self.env._("Please choose the party and the plot."))
        strangers = (
            self.registration_id.procedure_id | self.procedure_lot_id.procedure_id
        ) - bid.procedure_id
        if strangers:
            raise UserError(self.env._("Party and plot belong to another procedure."))
        lines = [
            {"kind": line.kind, "value": line.value, "text": line.text or False}
            for line in self.line_ids
            if line.value or line.text
        ]
        bid._type_in(
            self.registration_id,
            self.procedure_lot_id,
            {"priority": self.priority, "price": self.price},
            lines,
        )
        return {"type": "ir.actions.act_window_close"}
