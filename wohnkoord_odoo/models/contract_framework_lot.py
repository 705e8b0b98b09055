# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class FrameworkLot(models.Model):
    """A lot (Fachlos) of a framework: one level of advice, some or all topics."""

    _name = "wohnkoord.framework.lot"
    _inherit = ["wohnkoord.balance.mixin"]
    _description = "Lot of a Framework Agreement"
    _order = "framework_id, sequence, id"
    _check_company_auto = True

    _guarded_fields = (
        "minutes_called_off",
        "hours_called_off",
        "amount_called_off",
        "company_id",
    )
    _call_off_link = "lot_id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    framework_id = fields.Many2one(
        "wohnkoord.framework", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="framework_id.company_id", store=True)
    currency_id = fields.Many2one(related="framework_id.currency_id")
    framework_state = fields.Selection(related="framework_id.state")
    level = fields.Selection(
        selection="_selection_level",
        required=True,
        default="specialist",
        help="Only cases of this level are ordered from the lot.",
    )
    topic_ids = fields.Many2many(
        "wohnkoord.topic",
        string="Topics",
        help="Empty: every topic. Otherwise a case must have one of them.",
    )
    max_amount = fields.Monetary(
        "Maximum Amount (net)", help="0: no limit of its own in money is agreed."
    )
    amount_called_off = fields.Monetary(
        "Amount Called off", default=0.0, copy=False, readonly=True
    )
    amount_usage = fields.Float("Money Called off (%)", compute="_compute_amount_usage")
    contract_ids = fields.One2many("wohnkoord.contract", "lot_id", string="Contracts")

    _hours_check = models.Constraint(
        "CHECK (minutes_called_off >= 0 AND (COALESCE(max_hours, 0) = 0"
        " OR minutes_called_off <= round(max_hours * 60)))",
        "More hours are called off than the lot's maximum.",
    )
    _amount_check = models.Constraint(
        "CHECK (amount_called_off >= 0 AND (COALESCE(max_amount, 0) = 0"
        " OR amount_called_off <= max_amount))",
        "More money is called off than the lot's maximum.",
    )
    _maximum_check = models.Constraint(
        "CHECK (COALESCE(max_hours, 0) >= 0 AND COALESCE(max_amount, 0) >= 0)",
        "Maxima are not negative.",
    )

    @api.model
    def _selection_level(self):
        level = self.env["wohnkoord.advisory"]._fields["level"]
        return level._description_selection(self.env)

    @api.depends("name", "framework_id.name")
    def _compute_display_name(self):
        for lot in self:
            parts = (lot.name, lot.framework_id.name)
            lot.display_name = " / ".join(part for part in parts if part)

    @api.depends("max_amount", "amount_called_off")
    def _compute_amount_usage(self):
        for lot in self:
            lot.amount_usage = (
                100 * lot.amount_called_off / lot.max_amount if lot.max_amount else 0.0
            )

    def write(self, vals):
        fixed = {"framework_id", "level", "topic_ids"}
        if fixed & set(vals) and self.filtered("minutes_called_off"):
            raise UserError(
                self.env._(
                    "Framework, level and topics are fixed: hours of this lot are"
                    " called off already."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        if self.filtered(lambda lot: lot.framework_id.state != "draft"):
            raise UserError(
                self.env._("Only lots of a draft framework can be deleted.")
            )

    def _meets_topics(self, topics):
        """Whether a case with ``topics`` belongs to this lot (empty lot: all do)."""
        self.ensure_one()
        return not self.topic_ids or bool(self.topic_ids & topics)

    def _choose_contracts(self, minutes=0):
        """The active contracts with enough hours left, in the order of the rule.

        :param int minutes: what the order needs; None for a flat fee, which needs none
        :return: contracts, the one whose turn it is first (§ 21 (4) VgV)
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        contracts = self.contract_ids.filtered(
            lambda contract: (
                contract.state == "active"
                and contract.date_start <= today <= contract.date_end
                and (
                    minutes is None
                    or not contract.max_hours
                    or round(contract.hours_left * 60) >= max(minutes, 1)
                )
            )
        )
        if self.framework_id.selection_rule == "rotation":
            last_order = dict(
                self.env["wohnkoord.call.off"]._read_group(
                    [
                        ("contract_id", "in", contracts.ids),
                        ("state", "in", ("confirmed", "closed")),
                    ],
                    ["contract_id"],
                    ["date_confirmed:max"],
                )
            )
            return contracts.sorted(
                lambda c: (
                    str(last_order.get(c) or ""),
                    c.minutes_called_off,
                    c.rank,
                    c.id,
                )
            )
        return contracts.sorted(lambda contract: (contract.rank, contract.id))
