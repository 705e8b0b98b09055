# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class ContractLock(models.TransientModel):
    """Lock many contracts at a month's end, and see what is still open in them."""

    _name = "wohnkoord.contract.lock"
    _description = "Lock a Period"

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        "Locked until",
        default=lambda self: self._default_date(),
        help="Last locked day. Empty opens everything.",
    )
    reason = fields.Text(help="Needed where a locked period is opened again.")
    line_ids = fields.One2many(
        "wohnkoord.contract.lock.line",
        "lock_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    opens = fields.Boolean(compute="_compute_opens")

    @api.model
    def _default_date(self):
        """The last day of the month before."""
        return fields.Date.context_today(self) + relativedelta(day=1, days=-1)

    @api.depends("company_id")
    def _compute_line_ids(self):
        contracts = self.env["wohnkoord.contract"]
        chosen = self.env.context.get("active_model") == contracts._name
        ids = self.env.context.get("active_ids") if chosen else None
        for dialog in self:
            domain = [("company_id", "=", dialog.company_id.id)]
            domain.append(("id", "in", ids) if ids else ("state", "=", "active"))
            dialog.line_ids = [
                Command.clear(),
                *(
                    Command.create({"contract_id": contract.id})
                    for contract in contracts.search(domain)
                ),
            ]

    @api.depends("date", "line_ids.is_chosen")
    def _compute_opens(self):
        for dialog in self:
            contracts = dialog.line_ids.filtered("is_chosen").contract_id
            dialog.opens = bool(contracts._goes_back(dialog.date))

    def action_apply(self):
        """Lock the chosen contracts.

        :raise UserError: none is chosen, or the reason is missing
        """
        self.ensure_one()
        contracts = self.line_ids.filtered("is_chosen").contract_id
        if not contracts:
            raise UserError(self.env._("Please choose at least one contract."))
        contracts.action_lock(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
