# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

from .contract_bill_call_off import OFFICE_AND_STEERING


class Contract(models.Model):
    """What of fees and ancillary costs waits for a bill, by contract."""

    _inherit = "wohnkoord.contract"

    costs_to_bill = fields.Monetary(
        "Fee and Costs to Bill (net)",
        compute="_compute_costs_to_bill",
        compute_sudo=True,
        groups=OFFICE_AND_STEERING,
        help="Approved and not on a bill yet.",
    )

    @api.depends(
        "call_off_ids.amount_flat_approved",
        "call_off_ids.amount_ancillary_approved",
        "call_off_ids.amount_costs_billed",
    )
    def _compute_costs_to_bill(self):
        sums = {
            contract: flat + ancillary - billed
            for contract, flat, ancillary, billed in self.env[
                "wohnkoord.call.off"
            ]._read_group(
                [("contract_id", "in", self.ids)],
                ["contract_id"],
                [
                    "amount_flat_approved:sum",
                    "amount_ancillary_approved:sum",
                    "amount_costs_billed:sum",
                ],
            )
        }
        for contract in self:
            contract.costs_to_bill = sums.get(contract, 0.0)

    def _billable_costs(self, date_from, date_to):
        """Approved fees and costs of these contracts that stand on no bill.

        :param date date_from: first day; empty: everything not billed yet
        :param date date_to: last day
        :return: contract -> its costs, by order and date; in one query
        """
        domain = Domain(
            [
                ("contract_id", "in", self.ids),
                ("state", "=", "approved"),
                ("date", "<=", date_to),
            ]
        )
        if date_from:
            domain &= Domain("date", ">=", date_from)
        costs = self.env["wohnkoord.call.off.cost"].search(
            domain, order="call_off_id, date, id"
        )
        return costs.grouped("contract_id")

    @api.model
    def _billable_contracts(self, companies):
        """Also contracts with nothing but a fee or costs to bill."""
        groups = self.env["wohnkoord.call.off.cost"]._read_group(
            [
                ("state", "=", "approved"),
                ("company_id", "in", companies.ids),
                ("contract_id.self_billing", "=", True),
            ],
            ["contract_id"],
        )
        contracts = super()._billable_contracts(companies)
        return contracts.union(*(contract for (contract,) in groups))
