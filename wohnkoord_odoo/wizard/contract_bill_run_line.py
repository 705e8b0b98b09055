# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class BillRunLine(models.TransientModel):
    """One contract in a run: what would be billed, then what came of it."""

    _name = "wohnkoord.bill.run.line"
    _description = "Contract in a Bill Run"

    run_id = fields.Many2one("wohnkoord.bill.run", required=True, ondelete="cascade")
    contract_id = fields.Many2one(
        "wohnkoord.contract", required=True, readonly=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean("Bill", default=True)
    entry_count = fields.Integer("Entries", compute="_compute_preview")
    hours = fields.Float(
        "Approved Hours", compute="_compute_preview", help="Exact, before rounding."
    )
    quantity = fields.Float("Billed Hours", compute="_compute_preview")
    amount = fields.Monetary("Net", compute="_compute_preview")
    currency_id = fields.Many2one("res.currency", compute="_compute_preview")
    waits = fields.Boolean(
        compute="_compute_preview",
        help="Nothing above zero: the entries wait for the next bill.",
    )
    hours_done = fields.Float("Hours", readonly=True)
    amount_done = fields.Monetary("Net Amount", readonly=True)
    bill_id = fields.Many2one("account.move", "Draft Bill", readonly=True)
    outcome = fields.Selection(
        [
            ("billed", "Draft made"),
            ("waits", "Waits: nothing above zero"),
            ("failed", "Not billed"),
            ("skipped", "Left out"),
        ],
        "Result",
        readonly=True,
    )
    problem = fields.Text(readonly=True)

    @api.depends("contract_id", "run_id.date_from", "run_id.date_to")
    def _compute_preview(self):
        """The very figures of the bills, computed by the service itself."""
        for run, lines in self.grouped("run_id").items():
            allowed_sudo = run._contracts_sudo()
            contracts_sudo = lines.sudo().contract_id._origin & allowed_sudo
            work = {}
            if contracts_sudo and run.date_to:
                work = contracts_sudo._collect_billable(run.date_from, run.date_to)
            for line in lines:
                contract_sudo = line.sudo().contract_id._origin
                items = work.get(contract_sudo, [])
                line.currency_id = contract_sudo.currency_id
                line.entry_count = sum(len(item.entries) for item in items)
                line.hours = sum(item.minutes for item in items) / 60
                line.quantity = sum(item.hundredths for item in items) / 100
                line.amount = sum(item.amount for item in items)
                line.waits = not contract_sudo._is_billable(items)
