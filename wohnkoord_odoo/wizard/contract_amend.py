# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class CallOffAmend(models.TransientModel):
    """Change the ordered hours of a confirmed order, with a reason."""

    _name = "wohnkoord.call.off.amend"
    _description = "Change Ordered Hours"

    call_off_id = fields.Many2one("wohnkoord.call.off", "Order", required=True)
    hours_before = fields.Float("Ordered so far", related="call_off_id.hours")
    hours_worked = fields.Float(related="call_off_id.hours_worked")
    hours = fields.Float(
        "New Total",
        compute="_compute_hours",
        store=True,
        readonly=False,
        required=True,
        help="All hours of the order, in steps of 0.25; not only the additional ones.",
    )
    reason = fields.Text(required=True)

    @api.depends("call_off_id")
    def _compute_hours(self):
        for wizard in self:
            wizard.hours = wizard.call_off_id.hours

    def action_apply(self):
        """Amend the order; see ``wohnkoord.call.off.action_amend``."""
        self.ensure_one()
        self.call_off_id.action_amend(self.hours, self.reason)
        return {"type": "ir.actions.act_window_close"}
