# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class Contract(models.Model):
    """One consultant's contract in a lot: rate, hours, term."""

    _name = "wohnkoord.contract"
    _inherit = ["wohnkoord.balance.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Consultant's Framework Contract"
    _order = "lot_id, rank, id"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {"active": "action_activate", "ended": "action_end"}
    _guarded_fields = (
        "minutes_called_off",
        "hours_called_off",
        "company_id",
        "framework_id",
    )
    _call_off_link = "contract_id"
    #: what both sides signed; fixed once the contract is active
    _fixed_fields = ("lot_id", "partner_id")

    name = fields.Char("Number", help="Number of the contract in the office's files.")
    lot_id = fields.Many2one(
        "wohnkoord.framework.lot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    framework_id = fields.Many2one(
        related="lot_id.framework_id", store=True, index=True
    )
    company_id = fields.Many2one(related="lot_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="lot_id.currency_id")
    level = fields.Selection(related="lot_id.level")
    partner_id = fields.Many2one(
        "res.partner",
        "Consultant",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('parent_id', '=', False)]",
        help="The firm or the self-employed person, not an employee of it.",
    )
    rank = fields.Integer(
        default=1, help="Place in the award; decides under the rule 'ranking'."
    )
    hourly_rate = fields.Monetary(
        "Hourly Rate (net)",
        required=True,
        tracking=True,
        help="Holds for new orders; confirmed orders keep theirs.",
    )
    max_hours = fields.Float(tracking=True)
    date_start = fields.Date(
        "Start",
        compute="_compute_term",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="Empty: the term of the framework. Orders lie within it.",
    )
    date_end = fields.Date(
        "End",
        compute="_compute_term",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    lock_date = fields.Date(
        "Locked until",
        tracking=True,
        help="Time entries up to this day change only by counter-entries.",
    )
    rounding_minutes = fields.Integer(
        "Rounding (minutes)",
        default=1,
        help="Billed quantities are rounded half up to this many minutes, over all"
        " hours of the call-off together.",
    )
    self_billing = fields.Boolean(
        help="The office writes the bill (§ 14 (2) UStG); needs a written agreement.",
        tracking=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("ended", "Ended")],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    call_off_ids = fields.One2many("wohnkoord.call.off", "contract_id")
    note = fields.Html()

    _term_check = models.Constraint(
        "CHECK (date_start <= date_end)", "The end is before the start."
    )
    _hours_check = models.Constraint(
        "CHECK (minutes_called_off >= 0 AND COALESCE(max_hours, 0) >= 0"
        " AND (COALESCE(max_hours, 0) = 0"
        " OR minutes_called_off <= round(max_hours * 60)))",
        "More hours are called off than the contract's maximum.",
    )
    _rate_check = models.Constraint(
        "CHECK (hourly_rate >= 0)", "The hourly rate is not negative."
    )
    _rounding_check = models.Constraint(
        "CHECK (rounding_minutes BETWEEN 1 AND 60)",
        "Rounding is between 1 and 60 minutes.",
    )

    @api.depends("lot_id")
    def _compute_term(self):
        for contract in self:
            framework = contract.lot_id.framework_id
            contract.date_start = contract.date_start or framework.date_start
            contract.date_end = contract.date_end or framework.date_end

    @api.depends("name", "partner_id.name", "lot_id.name")
    def _compute_display_name(self):
        for contract in self:
            parts = (
                contract.name,
                contract.partner_id.sudo().name,
                contract.lot_id.sudo().name,
            )
            contract.display_name = ", ".join(part for part in parts if part)

    @api.constrains("partner_id")
    def _check_commercial_partner(self):
        for contract in self:
            if contract.partner_id.commercial_partner_id != contract.partner_id:
                raise ValidationError(
                    self.env._(
                        "The contract is made with %(firm)s, not with %(person)s.",
                        firm=contract.partner_id.commercial_partner_id.name,
                        person=contract.partner_id.name,
                    )
                )

    @api.constrains("date_start", "date_end", "lot_id")
    def _check_inside_framework(self):
        for contract in self:
            framework = contract.framework_id
            if (
                contract.date_start < framework.date_start
                or contract.date_end > framework.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "The term of %(contract)s lies outside the framework"
                        " %(framework)s.",
                        contract=contract.display_name,
                        framework=framework.display_name,
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_call_offs_inside(self):
        self.call_off_ids.filtered(
            lambda call_off: call_off.state == "confirmed"
        )._check_inside_terms()

    def write(self, vals):
        fixed = [name for name in self._fixed_fields if name in vals]
        if fixed and self.filtered(lambda contract: contract.state != "draft"):
            raise UserError(
                self.env._("Lot and consultant of an active contract are fixed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda contract: contract.state != "draft"):
            raise UserError(self.env._("Only drafts are deleted."))

    def action_activate(self):
        """Put the contract in force and open the office to the firm's portal users.

        :raise UserError: not a draft, framework not active, or no rate (only a direct
            award may have none: it is at a flat fee)
        """
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._("%(name)s is not a draft.", name=contract.display_name)
                )
            if contract.framework_id.state != "active":
                raise UserError(
                    self.env._(
                        "Activate the framework %(name)s first.",
                        name=contract.framework_id.display_name,
                    )
                )
            # a direct award at a flat fee has none; ordering hours asks for it then
            if (
                contract.framework_id.regime != "direct"
                and contract.currency_id.compare_amounts(contract.hourly_rate, 0) <= 0
            ):
                raise UserError(
                    self.env._(
                        "%(name)s needs an hourly rate.", name=contract.display_name
                    )
                )
        self._write_guarded({"state": "active"})
        self._open_company()

    def action_end(self):
        """End the contract; its running call-offs are still worked off.

        :raise UserError: the contract is not active
        """
        for contract in self:
            if contract.state != "active":
                raise UserError(
                    self.env._("%(name)s is not active.", name=contract.display_name)
                )
        self._write_guarded({"state": "ended"})

    def _open_company(self):
        """Let the firms' portal users reach this office's records."""
        # sudo: office staff may not search users
        self.env["res.users"].sudo().search(
            [
                ("partner_id.commercial_partner_id", "in", self.partner_id.ids),
                ("share", "=", True),
            ]
        )._wohnkoord_open_companies()

    def _has_room(self, minutes, money=0.0):
        """Whether ``minutes`` more fit into contract, lot and framework.

        Only for choosing: what holds is the booking itself.

        :param float money: net amount beside the hours, a flat fee or costs
        """
        self.ensure_one()
        amount = self.currency_id.round(minutes / 60 * self.hourly_rate) + money
        levels = (self, self.lot_id, self.framework_id)
        return all(
            not level.max_hours or round(level.hours_left * 60) >= minutes
            for level in levels
        ) and all(
            not level.max_amount
            or level.currency_id.compare_amounts(
                level.amount_called_off + amount, level.max_amount
            )
            <= 0
            for level in levels[1:]
        )
