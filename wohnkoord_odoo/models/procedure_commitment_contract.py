# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: promises that last for the years promised as ``rent_bound_years``
BOUND_KINDS = ("rent_bound", "rent_bound_years")


class ProcedureContract(models.Model):
    _inherit = "wohnkoord.procedure.contract"

    commitment_ids = fields.One2many(
        "wohnkoord.commitment", "contract_id", "Duties", readonly=True
    )
    open_promise_count = fields.Integer(compute="_compute_open_promise_count")

    @api.depends("bid_id.commitment_ids.duty_state")
    def _compute_open_promise_count(self):
        counts = dict(
            self.env["wohnkoord.commitment"]._read_group(
                [("bid_id", "in", self.bid_id.ids), ("duty_state", "=", "promised")],
                ["bid_id"],
                ["__count"],
            )
        )
        for contract in self:
            contract.open_promise_count = counts.get(contract.bid_id, 0)

    def action_make_duties(self):
        """Turn what the bid promised into duties of this contract, controlled yearly.

        :raise UserError: not signed, or nothing left to turn
        """
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.state != "signed":
            raise UserError(
                self.env._("Promises become duties once the contract is signed.")
            )
        promises = self.env["wohnkoord.commitment"].search(
            [("bid_id", "=", self.bid_id.id)]
        )
        years = sum(
            promises.filtered(lambda p: p.kind == "rent_bound_years").mapped("value")
        )
        promises = promises.filtered(lambda promise: promise.duty_state == "promised")
        if not promises:
            raise UserError(self.env._("All promises are duties already."))
        for promise in promises:
            is_bound = years and promise.kind in BOUND_KINDS
            promise._write_guarded(
                {
                    "contract_id": self.id,
                    "duty_state": "due",
                    "duty_user_id": self.user_id.id,
                    "interval_months": 12,
                    "date_next_control": self.date_signed + relativedelta(years=1),
                    "date_until": is_bound
                    and self.date_signed + relativedelta(years=int(years)),
                }
            )
        procedure = self.procedure_id
        procedure._log(
            "duties_made",
            {
                "bid": self.sudo().bid_id.number,
                "commitments": sorted(promises.mapped("kind")),
            },
            moment=procedure._now().replace(microsecond=0),
        )
        return True
