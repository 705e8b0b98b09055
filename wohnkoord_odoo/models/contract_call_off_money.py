# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from .contract_call_off import OFFICE, OFFICE_AND_PORTAL


class CallOff(models.Model):
    """Money on an order beside hours: a flat fee for a deliverable, ancillary costs.

    An order at a flat fee (a feasibility study) has no hours; its fee is paid once the
    deliverable is accepted, in as many instalments as are agreed. Ancillary costs
    (travel) are paid on evidence, up to an agreed maximum, on orders of both kinds.
    """

    _inherit = "wohnkoord.call.off"

    kind = fields.Selection(
        [("hours", "By the Hour"), ("flat_fee", "Flat Fee")],
        required=True,
        default="hours",
        index=True,
        tracking=True,
        help="By the hour: time entries up to the ordered hours. Flat fee: a fixed"
        " amount once the deliverable is accepted; no hours are entered.",
    )
    flat_amount = fields.Monetary(
        "Flat Fee (net)",
        required=True,
        default=0.0,
        tracking=True,
        help="Paid once the deliverable is accepted, whatever time it took.",
    )
    max_instalments = fields.Integer(
        "Instalments",
        required=True,
        default=1,
        help="In how many parts the flat fee may be asked for; 1: only as a whole.",
    )
    deliverable = fields.Text(
        groups=OFFICE_AND_PORTAL,
        help="What is to be handed in for the flat fee; the consultant reads it.",
    )
    date_due = fields.Date(
        "Due",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        help="Day by which the deliverable of a flat fee is handed in.",
    )
    max_ancillary_amount = fields.Monetary(
        "Ancillary Costs up to (net)",
        required=True,
        default=0.0,
        tracking=True,
        help="Agreed maximum of travel and other costs, paid on evidence; 0: none.",
    )
    amount_flat_claimed = fields.Monetary(
        "Fee Asked for",
        default=0.0,
        required=True,
        copy=False,
        readonly=True,
        help="Net; handed in and not returned.",
    )
    amount_flat_approved = fields.Monetary(
        "Fee Accepted", default=0.0, required=True, copy=False, readonly=True
    )
    instalment_count = fields.Integer(
        "Instalments Asked for", default=0, required=True, copy=False, readonly=True
    )
    amount_ancillary_claimed = fields.Monetary(
        "Costs Entered",
        default=0.0,
        required=True,
        copy=False,
        readonly=True,
        help="Net; entered and not returned.",
    )
    amount_ancillary_approved = fields.Monetary(
        "Costs Approved", default=0.0, required=True, copy=False, readonly=True
    )
    amount_costs_billed = fields.Monetary(
        "Fee and Costs Billed", default=0.0, required=True, copy=False, readonly=True
    )
    amount_ancillary_left = fields.Monetary(
        "Costs Left", compute="_compute_amount_ancillary_left"
    )
    cost_ids = fields.One2many("wohnkoord.call.off.cost", "call_off_id", groups=OFFICE)
    cost_count = fields.Integer(compute="_compute_cost_count", groups=OFFICE)
    cost_submitted_count = fields.Integer(
        "Fee and Costs to Decide", compute="_compute_cost_count", groups=OFFICE
    )

    _kind_check = models.Constraint(
        "CHECK ((kind = 'hours' AND flat_amount = 0)"
        " OR (kind = 'flat_fee' AND flat_amount > 0 AND hours = 0))",
        "An order at a flat fee has an amount above zero and no hours; one by the hour"
        " has no flat fee.",
    )
    _flat_check = models.Constraint(
        "CHECK (amount_flat_approved >= 0 AND amount_flat_claimed <= flat_amount"
        " AND amount_flat_approved <= amount_flat_claimed)",
        "More than the agreed flat fee is asked for.",
    )
    _instalments_check = models.Constraint(
        "CHECK (max_instalments BETWEEN 1 AND 24"
        " AND instalment_count BETWEEN 0 AND max_instalments)",
        "There are at least 1 and at most 24 instalments, and no more than agreed.",
    )
    _ancillary_check = models.Constraint(
        "CHECK (max_ancillary_amount >= 0 AND amount_ancillary_approved >= 0"
        " AND amount_ancillary_claimed <= max_ancillary_amount"
        " AND amount_ancillary_approved <= amount_ancillary_claimed)",
        "The ancillary costs exceed the agreed maximum.",
    )
    _costs_billed_check = models.Constraint(
        "CHECK (amount_costs_billed BETWEEN 0"
        " AND amount_flat_approved + amount_ancillary_approved)",
        "More fee and costs are billed than approved.",
    )
    _due_check = models.Constraint(
        "CHECK (date_due IS NULL OR date_due BETWEEN date_start AND date_end)",
        "The deliverable is due within the order's term.",
    )

    @api.depends("kind", "date_end")
    def _compute_date_due(self):
        for call_off in self:
            if call_off.kind != "flat_fee":
                call_off.date_due = False
            else:
                call_off.date_due = call_off.date_due or call_off.date_end

    @api.depends("state", "max_ancillary_amount", "amount_ancillary_claimed")
    def _compute_amount_ancillary_left(self):
        for call_off in self:
            is_open = call_off.state not in ("closed", "cancelled")
            call_off.amount_ancillary_left = (
                call_off.max_ancillary_amount - call_off.amount_ancillary_claimed
                if is_open
                else 0.0
            )

    @api.depends("cost_ids.state")
    def _compute_cost_count(self):
        counts = {}
        for call_off, state, count in self.env["wohnkoord.call.off.cost"]._read_group(
            [("call_off_id", "in", self.ids)], ["call_off_id", "state"], ["__count"]
        ):
            counts.setdefault(call_off.id, {})[state] = count
        for call_off in self:
            by_state = counts.get(call_off.id, {})
            call_off.cost_count = sum(by_state.values())
            call_off.cost_submitted_count = by_state.get("submitted", 0)

    @api.onchange("kind")
    def _onchange_kind(self):
        """What belongs to the other kind is not carried along."""
        if self.kind == "flat_fee":
            self.hours = 0.0
        else:
            self.flat_amount = 0.0
            self.max_instalments = 1

    def action_view_costs(self):
        """Open fee and ancillary costs of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.cost_action"
        )
        return {
            **action,
            "domain": [("call_off_id", "=", self.id)],
            "context": {
                "default_call_off_id": self.id,
                "default_kind": "ancillary" if self.kind == "hours" else self.kind,
            },
        }

    # -- amounts ---------------------------------------------------------------------------

    def _committed_money(self):
        """Net money beside hours that this order takes from lot and framework."""
        self.ensure_one()
        if self.state == "confirmed":
            return self.flat_amount + self.max_ancillary_amount
        if self.state == "closed":
            return self.amount_flat_approved + self.amount_ancillary_approved
        return 0.0

    def _next_instalment(self):
        """What may be asked for now: the rest, and whether it must be all of it.

        :return: net amount, and True where no later instalment is agreed
        """
        self.ensure_one()
        rest = self.currency_id.round(self.flat_amount - self.amount_flat_claimed)
        return rest, self.instalment_count + 1 >= self.max_instalments

    # -- rules -----------------------------------------------------------------------------

    def _check_orderable(self):
        """Also: a flat fee is for something, and hours have a price."""
        result = super()._check_orderable()
        if self.kind == "flat_fee" and not (self.deliverable or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: please say what is to be handed in for the flat fee.",
                    name=self.name,
                )
            )
        if self.kind == "hours" and not self.contract_id.hourly_rate:
            raise UserError(
                self.env._(
                    "%(contract)s has no hourly rate: only a flat fee can be ordered.",
                    contract=self.contract_id.display_name,
                )
            )
        return result

    def _check_amendable(self, vals):
        """Less than what is asked for already cannot be agreed.

        :param dict vals: new values of hours, fee, instalments and maximum of costs
        """
        compare = self.currency_id.compare_amounts
        hours = vals.get("hours", self.hours)
        if round(hours * 60) < self.minutes_worked:
            raise UserError(
                self.env._(
                    "%(worked).2f hours are worked already; the order cannot be less.",
                    worked=self.hours_worked,
                )
            )
        for name, claimed in (
            ("flat_amount", self.amount_flat_claimed),
            ("max_ancillary_amount", self.amount_ancillary_claimed),
        ):
            if name in vals and compare(vals[name], claimed) < 0:
                raise UserError(
                    self.env._(
                        "%(amount).2f are asked for already; the order cannot be less.",
                        amount=claimed,
                    )
                )
        if vals.get("max_instalments", self.max_instalments) < self.instalment_count:
            raise UserError(
                self.env._(
                    "%(count)s instalments are asked for already.",
                    count=self.instalment_count,
                )
            )

    def _check_costs_decided(self):
        """Nothing waits for a decision when an order ends.

        :raise UserError: a fee or cost is a draft or submitted
        """
        open_costs = self.env["wohnkoord.call.off.cost"]._read_group(
            [("call_off_id", "in", self.ids), ("state", "in", ("draft", "submitted"))],
            ["call_off_id"],
            ["__count"],
        )
        for call_off, count in open_costs:
            raise UserError(
                self.env._(
                    "%(name)s: %(count)s entries of fee or costs are not decided yet.",
                    name=call_off.name,
                    count=count,
                )
            )

    def _explain_cost_refusal(self, delta):
        """Say in the user's language why fee or costs cannot be entered.

        :param dict delta: counter -> what was to be added
        """
        self.ensure_one()
        if self.state != "confirmed":
            return self.env._(
                "%(name)s is not open: no fee and no costs can be entered on it.",
                name=self.name,
            )
        if delta.get("amount_ancillary_claimed", 0) > 0:
            if not self.max_ancillary_amount:
                return self.env._(
                    "%(name)s: no ancillary costs are agreed.", name=self.name
                )
            return self.env._(
                "%(name)s: %(left).2f of the agreed ancillary costs are left,"
                " %(asked).2f are entered.",
                name=self.name,
                left=self.amount_ancillary_left,
                asked=delta["amount_ancillary_claimed"],
            )
        if self.kind != "flat_fee":
            return self.env._("%(name)s has no flat fee.", name=self.name)
        if self.instalment_count + delta.get("instalment_count", 0) > (
            self.max_instalments
        ):
            return self.env._(
                "%(name)s: %(count)s instalments are agreed, and all are asked for.",
                name=self.name,
                count=self.max_instalments,
            )
        return self.env._(
            "%(name)s: %(left).2f of the flat fee are left, %(asked).2f are asked for.",
            name=self.name,
            left=self._next_instalment()[0],
            asked=delta.get("amount_flat_claimed", 0),
        )
