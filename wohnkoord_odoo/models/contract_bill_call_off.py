# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

OFFICE_AND_STEERING = "wohnkoord_odoo.group_user,wohnkoord_odoo.group_steering"


class CallOff(models.Model):
    """What of a call-off is on bills, and how minutes become billed quantities."""

    _inherit = "wohnkoord.call.off"

    bill_line_ids = fields.One2many(
        "account.move.line",
        "wohnkoord_call_off_id",
        "Bill Lines",
        groups=OFFICE_AND_STEERING,
    )
    bill_count = fields.Integer(
        compute="_compute_billed", compute_sudo=True, groups=OFFICE_AND_STEERING
    )
    quantity_billed = fields.Float(
        "Billed Quantity (hours)",
        compute="_compute_billed",
        compute_sudo=True,
        groups=OFFICE_AND_STEERING,
        help="Sum of the rounded quantities on bills that hold time entries.",
    )
    amount_billed = fields.Monetary(
        "Billed Amount (net)",
        compute="_compute_billed",
        compute_sudo=True,
        groups=OFFICE_AND_STEERING,
    )

    @api.depends(
        "bill_line_ids.wohnkoord_entry_ids",
        "bill_line_ids.price_subtotal",
        "amount_costs_billed",
    )
    def _compute_billed(self):
        """Two grouped queries for any number of call-offs."""
        bills = dict(
            self.env["account.move.line"]._read_group(
                [("wohnkoord_call_off_id", "in", self.ids)],
                ["wohnkoord_call_off_id"],
                ["move_id:count_distinct"],
            )
        )
        live = self._live_billing()
        for call_off in self:
            call_off.bill_count = bills.get(call_off, 0)
            hundredths, amount = live.get(call_off, (0, 0.0))
            call_off.quantity_billed = hundredths / 100
            call_off.amount_billed = amount + call_off.amount_costs_billed

    @api.model
    def _round_minutes(self, minutes, rounding):
        """R of the design: half up to ``rounding`` minutes, then to 2 decimals.

        In whole numbers, so that no float ever tips a half: 7.5 minutes at 15 are 15,
        20 minutes are 0.33 hours.

        :param int minutes: exact minutes, all of them together
        :param int rounding: minutes of the contract, at least 1
        :return: hundredths of an hour
        :rtype: int
        """
        rounded = (2 * minutes + rounding) // (2 * rounding) * rounding
        return (rounded * 200 + 60) // 120

    def _billable_hundredths(self, minutes):
        """Hundredths of an hour that ``minutes`` are worth on bills, all in all.

        Rounding is over the whole call-off, never per entry or bill; so the bills' sum is
        always the rounded sum, however the entries fall on bills. Rounding up never goes
        beyond the ordered hours.
        """
        self.ensure_one()
        worth = self._round_minutes(minutes, self.contract_id.rounding_minutes or 1)
        return min(worth, round(self.hours * 100))

    def _live_billing(self):
        """What stands on bill lines that hold time entries, in one query.

        Lines of cancelled and fully reversed bills hold none any more.

        :return: call-off -> (hundredths of an hour, net amount)
        """
        return {
            call_off: (round(quantity * 100), amount)
            for call_off, quantity, amount in self.env["account.move.line"]._read_group(
                [
                    ("wohnkoord_call_off_id", "in", self.ids),
                    ("wohnkoord_entry_ids", "!=", False),
                ],
                ["wohnkoord_call_off_id"],
                ["quantity:sum", "price_subtotal:sum"],
            )
        }

    def action_view_bills(self):
        """Open the bills that this order is on."""
        self.ensure_one()
        return self.env["account.move"]._wohnkoord_action(
            [("line_ids.wohnkoord_call_off_id", "=", self.id)]
        )
