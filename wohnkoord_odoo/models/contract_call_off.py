# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: who may read what a case is about: the office, and the firm that works on it
OFFICE_AND_PORTAL = "wohnkoord_odoo.group_user,base.group_portal"
OFFICE = "wohnkoord_odoo.group_user"
#: counters of fee and ancillary costs; like those of hours, the balance module's own
COST_COUNTERS = (
    "amount_flat_claimed",
    "amount_flat_approved",
    "instalment_count",
    "amount_ancillary_claimed",
    "amount_ancillary_approved",
    "amount_costs_billed",
)


class CallOff(models.Model):
    """An order from a consultant's contract for one case (Einzelauftrag)."""

    _name = "wohnkoord.call.off"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Call-off"
    _order = "date_end desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "confirmed": "action_confirm",
        "closed": "action_close",
        "cancelled": "action_cancel",
    }
    _counter_fields = (
        "minutes_worked",
        "hours_worked",
        "minutes_approved",
        "hours_approved",
        "minutes_billed",
        "hours_billed",
        *COST_COUNTERS,
    )
    _guarded_fields = _counter_fields + (
        "name",
        "hourly_rate",
        "amount",
        "minutes_committed",
        "amount_committed",
        "date_confirmed",
        "date_closed",
        "lot_id",
        "framework_id",
        "commercial_partner_id",
        "company_id",
        "initiative_id",
    )
    #: what an order is about; fixed once it is confirmed
    _fixed_fields = (
        "contract_id",
        "advisory_id",
        "kind",
        "hours",
        "flat_amount",
        "max_instalments",
        "max_ancillary_amount",
    )

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    contract_id = fields.Many2one(
        "wohnkoord.contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    lot_id = fields.Many2one(related="contract_id.lot_id", store=True, index=True)
    framework_id = fields.Many2one(
        related="contract_id.framework_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="contract_id.partner_id", store=True, index=True, string="Consultant"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        groups=OFFICE,
    )
    initiative_id = fields.Many2one(
        related="advisory_id.initiative_id", store=True, index=True, groups=OFFICE
    )
    user_id = fields.Many2one(
        "res.users",
        "Adviser",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        help="Is told when hours are asked for or the work is reported.",
    )
    description = fields.Text(
        "Task",
        groups=OFFICE_AND_PORTAL,
        help="What the consultant is asked to do; the consultant reads it.",
    )
    selection_reason = fields.Text(
        groups=OFFICE,
        help="Why another consultant than the one whose turn it is was chosen.",
    )
    hours = fields.Float(
        "Ordered Hours",
        required=True,
        default=0.0,
        tracking=True,
        help="In steps of 0.25.",
    )
    hours_max = fields.Float(related="hours", string="Agreed Hours")
    date_start = fields.Date(
        "Start",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="Hours and costs of other days than those of the term cannot be entered.",
    )
    date_end = fields.Date(
        "End",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    hourly_rate = fields.Monetary(
        "Hourly Rate (net)",
        compute="_compute_hourly_rate",
        store=True,
        copy=False,
        aggregator="avg",
        help="Copied from the contract at confirmation.",
    )
    amount = fields.Monetary(
        "Ordered Amount (net)",
        compute="_compute_amount",
        store=True,
        help="Ordered hours at the hourly rate, and the flat fee; without "
        "ancillary costs.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    date_confirmed = fields.Datetime("Confirmed on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    result = fields.Text(
        copy=False,
        groups=OFFICE_AND_PORTAL,
        help="The consultant's short report with the next steps; closing needs it.",
    )
    minutes_worked = fields.Integer(default=0, required=True, copy=False, readonly=True)
    minutes_approved = fields.Integer(
        default=0, required=True, copy=False, readonly=True
    )
    minutes_billed = fields.Integer(default=0, required=True, copy=False, readonly=True)
    hours_worked = fields.Float(
        default=0.0,
        copy=False,
        readonly=True,
        help="All entries but the refused ones; drafts count too.",
    )
    hours_approved = fields.Float(
        default=0.0,
        copy=False,
        readonly=True,
        help="Approved by the head of the office, billed or not.",
    )
    hours_billed = fields.Float(
        default=0.0,
        copy=False,
        readonly=True,
        help="On a bill; drafts of bills count too.",
    )
    hours_left = fields.Float(
        compute="_compute_hours_left",
        store=True,
        help="Ordered less worked; 0 once closed.",
    )
    usage = fields.Float(
        "Worked (%)", compute="_compute_hours_left", store=True, aggregator="avg"
    )
    minutes_committed = fields.Integer(
        compute="_compute_committed",
        store=True,
        copy=False,
        help="Minutes that this order takes from contract, lot and framework.",
    )
    amount_committed = fields.Monetary(
        "Committed (net)",
        compute="_compute_committed",
        store=True,
        copy=False,
        help="Money that this order takes from lot and framework: hours at their rate,"
        " the flat fee, and ancillary costs up to their maximum.",
    )
    time_entry_ids = fields.One2many(
        "wohnkoord.time.entry", "call_off_id", groups=OFFICE_AND_PORTAL
    )
    hours_request_ids = fields.One2many(
        "wohnkoord.hours.request", "call_off_id", groups=OFFICE
    )

    _term_check = models.Constraint(
        "CHECK (date_start <= date_end)", "The end is before the start."
    )
    _hours_check = models.Constraint(
        "CHECK ((hours > 0 OR (hours = 0 AND kind = 'flat_fee'))"
        " AND hours * 4 = round(hours * 4))",
        "Hours are ordered in steps of a quarter of an hour, at least 0.25.",
    )
    _worked_check = models.Constraint(
        "CHECK (minutes_worked BETWEEN 0 AND round(hours * 60))",
        "More hours are worked than ordered.",
    )
    _approved_check = models.Constraint(
        "CHECK (minutes_approved >= 0 AND minutes_billed >= 0)",
        "Approved and billed hours are not negative.",
    )

    # the list's own order: without it 100,000 orders are sorted for every page
    _order_idx = models.Index("(date_end DESC, id DESC)")

    @api.depends("contract_id")
    def _compute_date_end(self):
        for call_off in self:
            call_off.date_end = call_off.date_end or call_off.contract_id.date_end

    @api.depends("contract_id")
    def _compute_hourly_rate(self):
        for call_off in self:
            if call_off.state in (False, "draft"):
                call_off.hourly_rate = call_off.contract_id.hourly_rate

    @api.depends("hours", "hourly_rate", "flat_amount")
    def _compute_amount(self):
        for call_off in self:
            value = call_off._value_of(round(call_off.hours * 60))
            call_off.amount = value + call_off.flat_amount

    @api.depends("hours", "minutes_worked", "state")
    def _compute_hours_left(self):
        for call_off in self:
            ordered = round(call_off.hours * 60)
            worked = call_off.minutes_worked
            over = call_off.state in ("closed", "cancelled")
            call_off.hours_left = 0.0 if over else (ordered - worked) / 60
            call_off.usage = 100 * worked / ordered if ordered else 0.0

    @api.depends(
        "state",
        "hours",
        "hourly_rate",
        "minutes_worked",
        "flat_amount",
        "max_ancillary_amount",
        "amount_flat_approved",
        "amount_ancillary_approved",
    )
    def _compute_committed(self):
        for call_off in self:
            minutes = {
                "confirmed": round(call_off.hours * 60),
                "closed": call_off.minutes_worked,
            }.get(call_off.state, 0)
            call_off.minutes_committed = minutes
            call_off.amount_committed = (
                call_off._value_of(minutes) + call_off._committed_money()
            )

    @api.depends("name", "commercial_partner_id.name")
    def _compute_display_name(self):
        for call_off in self:
            parts = (call_off.name, call_off.commercial_partner_id.sudo().name)
            call_off.display_name = ", ".join(part for part in parts if part)

    @api.constrains("date_start", "date_end", "contract_id")
    def _check_inside_terms(self):
        for call_off in self:
            contract = call_off.contract_id
            if (
                call_off.date_start < contract.date_start
                or call_off.date_end > contract.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "The order's term %(start)s to %(end)s lies outside the"
                        " contract's, %(contract_start)s to %(contract_end)s.",
                        start=fields.Date.to_string(call_off.date_start),
                        end=fields.Date.to_string(call_off.date_end),
                        contract_start=fields.Date.to_string(contract.date_start),
                        contract_end=fields.Date.to_string(contract.date_end),
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_entries_inside(self):
        domain = [("call_off_id", "in", self.ids), ("state", "!=", "refused")]
        dates = (["call_off_id"], ["date:min", "date:max"])
        entries_sudo = self.env["wohnkoord.time.entry"].sudo()
        costs_sudo = self.env["wohnkoord.call.off.cost"].sudo()
        for call_off, first, last in [
            *entries_sudo._read_group(domain, *dates),
            # a fee is asked for when the work is done, which may be late
            *costs_sudo._read_group([*domain, ("kind", "=", "ancillary")], *dates),
        ]:
            if first < call_off.date_start or last > call_off.date_end:
                raise ValidationError(
                    self.env._(
                        "%(name)s has time or cost entries from %(first)s to"
                        " %(last)s; its term must hold them.",
                        name=call_off.name,
                        first=fields.Date.to_string(first),
                        last=fields.Date.to_string(last),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        call_offs = super().create(vals_list)
        for company, group in call_offs.grouped("company_id").items():
            sequence = self.env["ir.sequence"].with_company(company)
            for call_off in group:
                call_off._write_guarded(
                    {"name": sequence.next_by_code("wohnkoord.call.off")}
                )
        return call_offs

    def write(self, vals):
        if self.filtered(lambda call_off: call_off.state != "draft"):
            self._refuse_change(vals)
        return super().write(vals)

    def _refuse_change(self, vals):
        """An order that is out changes only by an amendment; an ended one not at all."""
        if any(name in vals for name in self._fixed_fields):
            raise UserError(
                self.env._(
                    "A confirmed order is not edited. Use 'Change', or cancel it."
                )
            )
        frozen = (
            "date_start",
            "date_end",
            "date_due",
            "deliverable",
            "result",
            "description",
        )
        if any(name in vals for name in frozen) and self.filtered(
            lambda call_off: call_off.state in ("closed", "cancelled")
        ):
            raise UserError(
                self.env._("A closed or cancelled order is no longer changed.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda call_off: call_off.state != "draft"):
            raise UserError(self.env._("Only drafts are deleted."))
