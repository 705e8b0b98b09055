# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class OrderMixin(models.AbstractModel):
    """What both dialogs that order hours for a case have in common."""

    _name = "wohnkoord.order.mixin"
    _description = "Order Hours for a Case"

    advisory_id = fields.Many2one("wohnkoord.advisory", "Case", required=True)
    company_id = fields.Many2one(related="advisory_id.company_id")
    hours = fields.Float(default=10.0, required=True, help="In steps of 0.25.")
    date_end = fields.Date(
        "End",
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=6),
    )
    description = fields.Text(
        "Task", help="What the consultant is asked to do; the consultant reads it."
    )

    def _check_case(self):
        if self.advisory_id.state not in ("approved", "running"):
            raise UserError(
                self.env._(
                    "%(case)s must be approved or running before hours are ordered.",
                    case=self.advisory_id.display_name,
                )
            )
        if self.hours <= 0:
            raise UserError(self.env._("Please say how many hours are ordered."))

    def _place_order(self, contract, **values):
        """Make and confirm the order from ``contract`` and open it.

        The term ends with the contract at the latest.
        """
        call_off = self.env["wohnkoord.call.off"].create(
            {
                "contract_id": contract.id,
                "advisory_id": self.advisory_id.id,
                "hours": self.hours,
                "date_end": min(self.date_end, contract.date_end),
                "description": self.description,
                **values,
            }
        )
        call_off.action_confirm()
        return {
            "type": "ir.actions.act_window",
            "res_model": call_off._name,
            "res_id": call_off.id,
            "view_mode": "form",
        }
