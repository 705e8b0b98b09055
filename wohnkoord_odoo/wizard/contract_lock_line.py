# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class ContractLockLine(models.TransientModel):
    """One contract in the dialog, and what nobody has decided in the period."""

    _name = "wohnkoord.contract.lock.line"
    _description = "Contract to Lock"

    lock_id = fields.Many2one(
        "wohnkoord.contract.lock",
        "Dialog",
        required=True,
        index=True,
        ondelete="cascade",
    )
    contract_id = fields.Many2one(
        "wohnkoord.contract", required=True, readonly=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean("Lock", default=True)
    lock_date = fields.Date("Locked Now", related="contract_id.lock_date")
    draft_count = fields.Integer("Not Handed in", compute="_compute_counts")
    submitted_count = fields.Integer("To Decide", compute="_compute_counts")
    refused_count = fields.Integer("Sent Back", compute="_compute_counts")

    @api.depends("contract_id", "lock_id.date")
    def _compute_counts(self):
        for dialog, lines in self.grouped("lock_id").items():
            counts = {
                (contract.id, state): count
                for contract, state, count in self.env[
                    "wohnkoord.time.entry"
                ]._read_group(
                    [
                        ("contract_id", "in", lines.contract_id.ids),
                        ("date", "<=", dialog.date or fields.Date.today()),
                        ("state", "in", ("draft", "submitted", "refused")),
                    ],
                    ["contract_id", "state"],
                    ["__count"],
                )
            }
            for line in lines:
                for state in ("draft", "submitted", "refused"):
                    key = (line.contract_id.id, state)
                    line[f"{state}_count"] = counts.get(key, 0)
