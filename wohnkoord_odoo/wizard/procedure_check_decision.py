# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class BidDecision(models.TransientModel):
    """Exclude bids, propose it, or take back a decision: the reason, then the act."""

    _name = "wohnkoord.bid.decision"
    _description = "Exclude a Bid or Take It Back"

    bid_ids = fields.Many2many("wohnkoord.bid", string="Bids", required=True)
    act = fields.Selection(
        [
            ("exclude", "Exclude"),
            ("propose", "Propose an Exclusion"),
            ("reopen", "Take Back"),
        ],
        required=True,
        default="propose",
    )
    reason_id = fields.Many2one("wohnkoord.exclusion.reason")
    note = fields.Text("In a Sentence", required=True)

    def action_apply(self):
        """Do it; the bids' own methods ask for rights and reasons."""
        self.ensure_one()
        if self.act == "exclude":
            self.bid_ids.action_exclude(self.reason_id.id, self.note)
        elif self.act == "propose":
            self.bid_ids.action_propose_exclusion(self.reason_id.id, self.note)
        else:
            self.bid_ids.action_reopen(self.note)
        return {"type": "ir.actions.act_window_close"}
