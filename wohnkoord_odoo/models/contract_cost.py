# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from .contract_balance_cost import COUNTED


class CallOffCost(models.Model):
    """Money that is asked for on an order: a flat fee or a part of it, or costs.

    A flat fee comes with its deliverable, ancillary costs with their receipt. Both are
    handed in and decided like time entries; accepted ones are billed once. All amounts
    are net.
    """

    _name = "wohnkoord.call.off.cost"
    _inherit = ["wohnkoord.claim.mixin"]
    _description = "Fee or Cost on an Order"
    _order = "date desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "submitted": "action_submit",
        "approved": "action_approve",
    }
    _guarded_fields = (
        "user_id",
        "date_submitted",
        "approved_by_id",
        "approved_date",
        "refusal_reason",
        "bill_line_id",
        "commercial_partner_id",
        "company_id",
        "contract_id",
        "advisory_id",
    )
    _reason_actions = ("action_refuse", "action_withdraw")

    call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Order",
        required=True,
        index=True,
        ondelete="restrict",
    )
    contract_id = fields.Many2one(
        related="call_off_id.contract_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="call_off_id.commercial_partner_id",
        store=True,
        index=True,
        string="Consultant",
    )
    company_id = fields.Many2one(
        related="call_off_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="call_off_id.currency_id")
    advisory_id = fields.Many2one(
        related="call_off_id.advisory_id", store=True, index=True, string="Case"
    )
    kind = fields.Selection(
        [("flat_fee", "Flat Fee"), ("ancillary", "Ancillary Costs")],
        required=True,
        default="ancillary",
        index=True,
    )
    expense_kind = fields.Selection(
        [
            ("public_transport", "Train, bus, tram"),
            ("car", "Car (by the kilometre)"),
            ("accommodation", "Accommodation"),
            ("material", "Material, printing"),
            ("other", "Other"),
        ],
        "Kind of Costs",
        help="What the ancillary costs are for.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    name = fields.Char(
        "Text", required=True, help="What it is for; stands on the bill."
    )
    amount = fields.Monetary(
        "Amount (net)",
        required=True,
        help="Without VAT; the bill adds it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Handed in for",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The person who did the work or had the costs: someone of the firm.",
    )
    file_ids = fields.One2many(
        "wohnkoord.call.off.cost.file",
        "cost_id",
        "Files",
        help="The deliverable or the receipt.",
    )
    result = fields.Text(related="call_off_id.result")
    date_submitted = fields.Datetime("Handed in on", readonly=True, copy=False)
    bill_line_id = fields.Many2one(
        "account.move.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _amount_check = models.Constraint(
        "CHECK (amount > 0)", "The amount is above zero; a correction is a refusal."
    )
    _kind_check = models.Constraint(
        "CHECK ((kind = 'ancillary') = (expense_kind IS NOT NULL))",
        "Ancillary costs name their kind; a flat fee has none.",
    )
    _approval_check = models.Constraint(
        "CHECK (state NOT IN ('approved', 'billed') OR approved_by_id IS NOT NULL)",
        "An approved entry names who approved it.",
    )
    _refusal_check = models.Constraint(
        "CHECK (state != 'refused' OR refusal_reason IS NOT NULL)",
        "A refused entry has a reason.",
    )
    _bill_check = models.Constraint(
        "CHECK ((state = 'billed') = (bill_line_id IS NOT NULL))",
        "A billed entry stands on a bill, any other on none.",
    )
    _one_per_line = models.UniqueIndex(
        "(bill_line_id) WHERE bill_line_id IS NOT NULL",
        "A bill line holds one fee or cost.",
    )
    _to_approve_idx = models.Index("(company_id, date) WHERE state = 'submitted'")
    _to_bill_idx = models.Index("(contract_id, date) WHERE state = 'approved'")

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(vals_list)
        with costs._rebooking(before=False):
            return costs

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "id"}  # import
        if set(vals) <= {"state"}:
            return super().write(vals)
        self._check_may_change()
        for name in ("call_off_id", "partner_id", "kind"):
            if name in vals and any(
                self._fields[name].convert_to_write(cost[name], cost) != vals[name]
                for cost in self
            ):
                raise UserError(
                    self.env._(
                        "Order, person and kind of an entry are fixed; make a new entry."
                    )
                )
        for cost in self:
            cost._refuse_locked(cost.date)
        state = vals.pop("state", None)
        with self._rebooking():
            super().write(vals)
        if state:
            self._change_state(state)
        return True

    def unlink(self):
        self.check_access("unlink")
        self._unlink_except_draft()
        self.file_ids.unlink()  # with their attachments, which no cascade reaches
        with self._rebooking():
            return super().unlink()

    # -- actions -----------------------------------------------------------------------

    def action_submit(self):
        """Hand in: a fee with its deliverable, costs with their receipt.

        :raise UserError: not a draft or refused entry, evidence is missing, or more
            than agreed
        """
        self.check_access("write")
        self._check_may_change()
        for cost in self:
            cost._check_evidence()
            if cost.state == "refused":
                cost._refuse_locked(cost.date)  # its amount would count again
                cost._check_whole_fee()
        with self._rebooking():
            self._write_guarded(
                {"state": "submitted", "date_submitted": fields.Datetime.now()}
            )
        self._tell_adviser()

    def action_approve(self):
        """Accept what is handed in; it may be billed from now on.

        :raise AccessError: not the head of the office, or the own work or firm
        :raise UserError: an entry is not submitted
        """
        self._check_may_decide()
        with self._rebooking():
            self._write_guarded(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_date": fields.Datetime.now(),
                    "refusal_reason": False,
                }
            )
        self._close_activities()

    def action_refuse(self, reason):
        """Return what is handed in; its amount is free again.

        :param str reason: read by the consultant
        :raise AccessError: not the head of the office, or the own work or firm
        :raise UserError: no reason, or an entry is not submitted
        """
        self._check_reason(reason)
        self._check_may_decide()
        self._return(reason)

    def action_withdraw(self, reason):
        """Take an approval back, before it is billed.

        What is on a bill is freed first, by cancelling or reversing the bill.

        :param str reason: read by the consultant
        :raise AccessError: not the head of the office, or the own work or firm
        :raise UserError: no reason, or an entry is not approved
        """
        self._check_reason(reason)
        self._check_may_decide("approved")
        self._return(reason)

    def action_ask_refuse(self):
        """Ask for the reason, then return the entries."""
        return self._ask_reason("action_refuse", self.env._("Return with a Reason"))

    def action_ask_withdraw(self):
        """Ask for the reason, then take the approval back."""
        return self._ask_reason("action_withdraw", self.env._("Take Approval Back"))

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for the refusal."))

    def _return(self, reason):
        with self._rebooking():
            self._write_guarded(
                {
                    "state": "refused",
                    "refusal_reason": reason.strip(),
                    "approved_by_id": False,
                    "approved_date": False,
                }
            )
        self._close_activities()

    # -- booking -----------------------------------------------------------------------

    def _sum_by_counter(self):
        """What these costs count for: call-off -> counter -> net amount or number."""
        sums = {}
        for cost in self.exists():
            row = sums.setdefault(cost.call_off_id.sudo(), dict.fromkeys(COUNTED, 0))
            for counter, (what, kinds, states) in COUNTED.items():
                if cost.kind in kinds.split() and cost.state in states.split():
                    row[counter] += 1 if what == "1" else cost[what]
        return sums

    @contextmanager
    def _rebooking(self, before=True):
        """Book what the block changes in the counters of the orders.

        :param bool before: False for costs that were just created
        """
        call_offs_sudo = self.call_off_id.sudo()
        old = self._sum_by_counter() if before else {}
        yield
        new = self._sum_by_counter()
        deltas = {
            call_off: {
                counter: new.get(call_off, {}).get(counter, 0)
                - old.get(call_off, {}).get(counter, 0)
                for counter in COUNTED
            }
            for call_off in {**old, **new}
        }
        balance_sudo = self.env["wohnkoord.balance"].sudo()
        # an approval may be taken back on a closed order, which then commits less
        with call_offs_sudo._committing():
            balance_sudo._book_costs(deltas)
