# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class BillRun(models.TransientModel):
    """Choose a period, look at what would be billed, make the drafts."""

    _name = "wohnkoord.bill.run"
    _description = "Make Bills"

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        "From",
        help="Empty: everything that is approved and not billed yet, so that late entries"
        " are not forgotten.",
    )
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    contract_ids = fields.Many2many(
        "wohnkoord.contract",
        string="Only these Contracts",
        readonly=True,
        groups="wohnkoord_odoo.group_manager",
    )
    state = fields.Selection(
        [("preview", "Preview"), ("done", "Done")], default="preview", readonly=True
    )
    line_ids = fields.One2many(
        "wohnkoord.bill.run.line",
        "run_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    bill_ids = fields.Many2many("account.move", readonly=True)

    @api.depends("company_id", "date_from", "date_to", "contract_ids")
    def _compute_line_ids(self):
        for run in self.filtered(lambda run: run.state != "done"):
            contracts_sudo = run._contracts_sudo()
            work = {}
            if contracts_sudo and run.date_to:
                work = contracts_sudo._collect_billable(run.date_from, run.date_to)
            run.line_ids = [
                Command.clear(),
                *(Command.create({"contract_id": contract.id}) for contract in work),
            ]

    def _contracts_sudo(self):
        """The contracts this run may see: of the chosen office, which is the user's."""
        # sudo: accounting has no right on contracts; only names and sums are shown
        contracts_sudo = self.env["wohnkoord.contract"].sudo()
        contracts_sudo = contracts_sudo._billable_contracts(
            self.company_id & self.env.companies
        )
        only_these_sudo = self.sudo().contract_ids._origin
        if only_these_sudo:
            contracts_sudo &= only_these_sudo
        return contracts_sudo

    def action_run(self):
        """Make the draft bills of the chosen contracts and show what came of it.

        :raise AccessError: neither head of the office nor accounting
        :raise UserError: no contract is chosen
        """
        self.ensure_one()
        lines = self.line_ids.filtered("is_chosen")
        contracts = self.env["wohnkoord.contract"].browse(lines.contract_id.ids)
        if self.state == "done" or not contracts:
            raise UserError(self.env._("Nothing is chosen that could be billed."))
        before = {line: (line.hours, line.amount) for line in self.line_ids}
        bills, problems = contracts._run_bills(self.date_from, self.date_to)
        bills_sudo = bills.sudo()
        for line in self.line_ids:
            contract = line.sudo().contract_id
            bill = bills_sudo.filtered(
                lambda bill, contract=contract: bill.wohnkoord_contract_id == contract
            )
            line.write(
                {
                    "hours_done": before[line][0],
                    "amount_done": before[line][1],
                    "bill_id": bill.id,
                    "problem": problems.get(contract),
                    "outcome": "billed"
                    if bill
                    else "failed"
                    if contract in problems
                    else "waits"
                    if line in lines
                    else "skipped",
                }
            )
        for contract_sudo, problem in problems.items():
            contract_sudo._message_log(body=problem)
        self.write({"state": "done", "bill_ids": [Command.set(bills.ids)]})
        return self._reopen()

    def action_view_bills(self):
        """Open the bills that this run made."""
        self.ensure_one()
        return self.env["account.move"]._wohnkoord_action(
            [("id", "in", self.sudo().bill_ids.ids)]
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make Bills"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
