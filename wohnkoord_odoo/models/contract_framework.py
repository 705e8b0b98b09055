# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: longest term in years; VgV § 21 (6), VOL/A § 4 (1), UVgO § 15 (4)
MAX_TERM_YEARS = {"vgv": 4, "vola": 4, "uvgo": 6}


class Framework(models.Model):
    """The framework agreement as tendered: its term, its maximum and its lots."""

    _name = "wohnkoord.framework"
    _inherit = ["wohnkoord.balance.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Framework Agreement"
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "reference"]
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {"active": "action_activate", "closed": "action_close"}
    _guarded_fields = ("minutes_called_off", "hours_called_off", "amount_called_off")
    _call_off_link = "framework_id"

    name = fields.Char(required=True, tracking=True)
    reference = fields.Char(help="Number of the award procedure or of the file.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    regime = fields.Selection(
        [
            ("vgv", "VgV (above the EU threshold)"),
            ("uvgo", "UVgO (below the threshold)"),
            ("vola", "VOL/A (below the threshold, Saxony)"),
            ("direct", "Direct award"),
        ],
        required=True,
        default="vola",
        tracking=True,
        help="Law under which the agreement was tendered; it limits the term.",
    )
    date_start = fields.Date("Start", required=True, tracking=True)
    date_end = fields.Date("End", required=True, tracking=True)
    term_exception_reason = fields.Text(
        "Reason for a Longer Term",
        tracking=True,
        help="A term beyond the limit of the regime needs a justification on record.",
    )
    max_amount = fields.Monetary(
        "Maximum Amount (net)",
        tracking=True,
        help="Agreed maximum; once reached, the agreement is used up (CJEU C-23/20).",
    )
    max_hours = fields.Float(tracking=True)
    amount_called_off = fields.Monetary(
        "Amount Called off", default=0.0, copy=False, readonly=True
    )
    amount_left = fields.Monetary(
        compute="_compute_amount_left", help="Maximum amount less called off, net."
    )
    amount_usage = fields.Float("Money Called off (%)", compute="_compute_amount_left")
    selection_rule = fields.Selection(
        [
            ("ranking", "Ranking: the first with hours left"),
            ("rotation", "Rotation: whose last order is longest ago"),
            ("criteria", "By criteria, with a reason"),
        ],
        required=True,
        default="ranking",
        help="How a consultant is chosen for an order; stated in the tender"
        " (§ 21 (4) VgV).",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    lot_ids = fields.One2many(
        "wohnkoord.framework.lot", "framework_id", string="Lots", copy=True
    )
    contract_ids = fields.One2many(
        "wohnkoord.contract", "framework_id", string="Contracts"
    )
    contract_count = fields.Integer(compute="_compute_contract_count")
    call_off_ids = fields.One2many("wohnkoord.call.off", "framework_id")
    note = fields.Html()

    _term_check = models.Constraint(
        "CHECK (date_start <= date_end)", "The end is before the start."
    )
    _hours_check = models.Constraint(
        "CHECK (minutes_called_off >= 0 AND (COALESCE(max_hours, 0) = 0"
        " OR minutes_called_off <= round(max_hours * 60)))",
        "More hours are called off than the framework's maximum.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount_called_off >= 0 AND (COALESCE(max_amount, 0) = 0"
        " OR amount_called_off <= max_amount))",
        "More money is called off than the framework's maximum.",
    )
    _maximum_check = models.Constraint(
        "CHECK (COALESCE(max_hours, 0) >= 0 AND COALESCE(max_amount, 0) >= 0"
        " AND (state = 'draft' OR max_amount > 0))",
        "An active framework needs a maximum amount; maxima are not negative.",
    )

    @api.depends("max_amount", "amount_called_off")
    def _compute_amount_left(self):
        for framework in self:
            maximum, used = framework.max_amount, framework.amount_called_off
            framework.amount_left = maximum - used if maximum else 0.0
            framework.amount_usage = 100 * used / maximum if maximum else 0.0

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        counts = dict(
            self.env["wohnkoord.contract"]._read_group(
                [("framework_id", "in", self.ids)], ["framework_id"], ["__count"]
            )
        )
        for framework in self:
            framework.contract_count = counts.get(framework, 0)

    @api.constrains("regime", "date_start", "date_end", "term_exception_reason")
    def _check_term(self):
        for framework in self:
            years = MAX_TERM_YEARS.get(framework.regime)
            if (
                years
                and framework.date_end
                >= framework.date_start + relativedelta(years=years)
                and not framework.term_exception_reason
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s runs longer than %(years)s years, the limit of"
                        " %(regime)s. Shorten it or record the justification.",
                        name=framework.name,
                        years=years,
                        regime=dict(
                            self._fields["regime"]._description_selection(self.env)
                        )[framework.regime],
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_contracts_inside(self):
        self.contract_ids._check_inside_framework()

    def write(self, vals):
        if "company_id" in vals or "currency_id" in vals:
            self._refuse_parties_change()
        return super().write(vals)

    def _refuse_parties_change(self):
        if self.filtered(lambda framework: framework.state != "draft"):
            raise UserError(
                self.env._("Office and currency of an active framework are fixed.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        if self.filtered(lambda framework: framework.state != "draft"):
            raise UserError(self.env._("Only drafts are deleted."))

    def action_activate(self):
        """Put the framework in force.

        :raise UserError: not a draft, or without a maximum amount (the notice must
            state it, CJEU C-23/20)
        """
        for framework in self:
            if framework.state != "draft":
                raise UserError(
                    self.env._("%(name)s is not a draft.", name=framework.name)
                )
            if framework.currency_id.compare_amounts(framework.max_amount, 0) <= 0:
                raise UserError(
                    self.env._(
                        "%(name)s needs a maximum amount before it is activated.",
                        name=framework.name,
                    )
                )
        self._check_term()
        self._write_guarded({"state": "active"})

    def action_close(self):
        """End the use of the framework; running call-offs are worked off.

        :raise UserError: the framework is not active
        """
        for framework in self:
            if framework.state != "active":
                raise UserError(
                    self.env._("%(name)s is not active.", name=framework.name)
                )
        self._write_guarded({"state": "closed"})

    def action_view_contracts(self):
        """Open the contracts of this framework as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.contract_action"
        )
        return {**action, "domain": [("framework_id", "=", self.id)], "context": {}}
