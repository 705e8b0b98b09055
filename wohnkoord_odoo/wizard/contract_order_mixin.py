# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderMixin(models.AbstractModel):
    """What both dialogs that order hours or a flat fee for a case have in common."""

    _name = "wohnkoord.order.mixin"
    _description = "Order Hours for a Case"

    advisory_id = fields.Many2one("wohnkoord.advisory", "Case", required=True)
    company_id = fields.Many2one(related="advisory_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection="_selection_kind",
        required=True,
        default="hours",
        help="A flat fee is paid for a deliverable, e.g. a feasibility study.",
    )
    hours = fields.Float(default=10.0, required=True, help="In steps of 0.25.")
    flat_amount = fields.Monetary("Flat Fee (net)")
    max_instalments = fields.Integer(
        "Instalments", default=1, help="In how many parts the fee may be asked for."
    )
    deliverable = fields.Text(
        help="What is handed in for the flat fee; the consultant reads it."
    )
    date_due = fields.Date("Due", help="Day by which it is handed in; empty: the end.")
    max_ancillary_amount = fields.Monetary(
        "Ancillary Costs up to (net)",
        help="Travel and other costs on evidence; 0: none are paid.",
    )
    date_end = fields.Date(
        "End",
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=6),
    )
    description = fields.Text(
        "Task", help="What the consultant is asked to do; the consultant reads it."
    )

    @api.model
    def _selection_kind(self):
        kind = self.env["wohnkoord.call.off"]._fields["kind"]
        return kind._description_selection(self.env)

    def _minutes(self):
        """Minutes of the order; None at a flat fee, which takes none of a contract."""
        self.ensure_one()
        return None if self.kind == "flat_fee" else round(self.hours * 60)

    def _money(self):
        """Net money beside the hours: the flat fee, and costs up to their maximum."""
        self.ensure_one()
        fee = self.flat_amount if self.kind == "flat_fee" else 0.0
        return fee + self.max_ancillary_amount

    def _check_case(self):
        if self.advisory_id.state not in ("approved", "running"):
            raise UserError(
                self.env._(
                    "%(case)s must be approved or running before hours are ordered.",
                    case=self.advisory_id.display_name,
                )
            )
        if self.kind == "hours" and self.hours <= 0:
            raise UserError(self.env._("Please say how many hours are ordered."))
        if self.kind == "flat_fee" and self.flat_amount <= 0:
            raise UserError(self.env._("Please say how much the flat fee is."))
        if self.kind == "flat_fee" and not (self.deliverable or "").strip():
            raise UserError(
                self.env._("Please say what is handed in for the flat fee.")
            )

    def _place_order(self, contract, **values):
        """Make and confirm the order from ``contract`` and open it.

        The term ends with the contract at the latest.
        """
        date_end = min(self.date_end, contract.date_end)
        values.update(
            contract_id=contract.id,
            advisory_id=self.advisory_id.id,
            kind=self.kind,
            date_end=date_end,
            description=self.description,
            max_ancillary_amount=self.max_ancillary_amount,
        )
        if self.kind == "flat_fee":
            values.update(
                flat_amount=self.flat_amount,
                max_instalments=self.max_instalments or 1,
                deliverable=self.deliverable,
                date_due=self.date_due and min(self.date_due, date_end),
            )
        else:
            values["hours"] = self.hours
        call_off = self.env["wohnkoord.call.off"].create(values)
        call_off.action_confirm()
        return {
            "type": "ir.actions.act_window",
            "res_model": call_off._name,
            "res_id": call_off.id,
            "view_mode": "form",
        }
