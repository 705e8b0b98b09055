# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

AMOUNTS = ("flat_amount", "max_instalments", "max_ancillary_amount")


class CallOffAmend(models.TransientModel):
    """Change what a confirmed order holds, hours or money, with a reason."""

    _name = "wohnkoord.call.off.amend"
    _description = "Change Ordered Hours"

    call_off_id = fields.Many2one("wohnkoord.call.off", "Order", required=True)
    currency_id = fields.Many2one(related="call_off_id.currency_id")
    kind = fields.Selection(related="call_off_id.kind")
    hours_before = fields.Float("Ordered so far", related="call_off_id.hours")
    hours_worked = fields.Float(related="call_off_id.hours_worked")
    amount_flat_claimed = fields.Monetary(related="call_off_id.amount_flat_claimed")
    amount_ancillary_claimed = fields.Monetary(
        related="call_off_id.amount_ancillary_claimed"
    )
    hours = fields.Float(
        "New Total",
        compute="_compute_amounts",
        store=True,
        readonly=False,
        help="All hours of the order, in steps of 0.25; not only the additional ones.",
    )
    flat_amount = fields.Monetary(
        "Flat Fee (net)",
        compute="_compute_amounts",
        store=True,
        readonly=False,
        help="The whole fee of the order; not only what is added.",
    )
    max_instalments = fields.Integer(
        "Instalments", compute="_compute_amounts", store=True, readonly=False
    )
    max_ancillary_amount = fields.Monetary(
        "Ancillary Costs up to (net)",
        compute="_compute_amounts",
        store=True,
        readonly=False,
    )
    reason = fields.Text(required=True)

    @api.depends("call_off_id")
    def _compute_amounts(self):
        for wizard in self:
            wizard.hours = wizard.call_off_id.hours
            for name in AMOUNTS:
                wizard[name] = wizard.call_off_id[name]

    def action_apply(self):
        """Amend the order; see ``wohnkoord.call.off.action_amend``."""
        self.ensure_one()
        self.call_off_id.action_amend(
            self.hours, self.reason, {name: self[name] for name in AMOUNTS}
        )
        return {"type": "ir.actions.act_window_close"}
