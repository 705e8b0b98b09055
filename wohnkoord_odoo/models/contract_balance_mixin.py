# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class BalanceMixin(models.AbstractModel):
    """Counters of contract, lot and framework: how much of the maximum is called off."""

    _name = "wohnkoord.balance.mixin"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Balance of Called-off Hours"

    _counter_fields = ("minutes_called_off", "hours_called_off", "amount_called_off")
    _guarded_fields = ("minutes_called_off", "hours_called_off")

    max_hours = fields.Float("Maximum Hours", help="0: no limit in hours is agreed.")
    hours_max = fields.Float(related="max_hours", string="Agreed Hours")
    minutes_called_off = fields.Integer(
        default=0, required=True, copy=False, readonly=True
    )
    hours_called_off = fields.Float(default=0.0, copy=False, readonly=True)
    hours_left = fields.Float(
        compute="_compute_hours_left",
        store=True,
        help="Maximum less called off. 0 when no limit in hours is agreed.",
    )
    usage = fields.Float(
        "Called off (%)",
        compute="_compute_hours_left",
        store=True,
        aggregator="avg",
    )
    hours_worked = fields.Float(compute="_compute_hours_worked")
    hours_approved = fields.Float(compute="_compute_hours_worked")
    hours_billed = fields.Float(compute="_compute_hours_worked")
    call_off_count = fields.Integer("Orders", compute="_compute_hours_worked")

    @api.depends("max_hours", "minutes_called_off")
    def _compute_hours_left(self):
        for record in self:
            maximum = round(record.max_hours * 60)
            used = record.minutes_called_off
            record.hours_left = (maximum - used) / 60 if maximum else 0.0
            record.usage = 100 * used / maximum if maximum else 0.0

    def _compute_hours_worked(self):
        """Sum the call-offs below in one query; these levels store no such counter.

        A row that every time entry updates was tried: it makes parallel saves fail.
        """
        link = self._call_off_link
        sums = {
            record.id: row
            for record, *row in self.env["wohnkoord.call.off"]
            .sudo()
            ._read_group(
                [(link, "in", self.ids)],
                [link],
                [
                    "minutes_worked:sum",
                    "minutes_approved:sum",
                    "minutes_billed:sum",
                    "__count",
                ],
            )
        }
        for record in self:
            worked, approved, billed, count = sums.get(record.id, (0, 0, 0, 0))
            record.hours_worked = worked / 60
            record.hours_approved = approved / 60
            record.hours_billed = billed / 60
            record.call_off_count = count

    def action_view_call_offs(self):
        """Open the orders below this level as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.call_off_action"
        )
        context = {}
        if self._call_off_link == "contract_id":
            context["default_contract_id"] = self.id
        return {
            **action,
            "domain": [(self._call_off_link, "=", self.id)],
            "context": context,
        }

    def _explain_refusal(self, minutes, amount, date_start, date_end):
        """Say in the user's language why nothing more is called off here."""
        self.ensure_one()
        reason = self._term_refusal(date_start, date_end)
        if reason:
            return reason
        if self.max_hours and self.minutes_called_off + minutes > round(
            self.max_hours * 60
        ):
            return self.env._(
                "%(name)s: %(left).2f hours are left, %(asked).2f are asked for.",
                name=self.display_name,
                left=self.hours_left,
                asked=minutes / 60,
            )
        return self.env._(
            "%(name)s: the agreed maximum amount would be exceeded by this order.",
            name=self.display_name,
        )

    def _term_refusal(self, date_start, date_end):
        """The reason why the state or the term forbids an order, if any."""
        if "state" not in self._fields:
            return None
        if self.state != "active":
            return self.env._("%(name)s is not active.", name=self.display_name)
        today = fields.Date.context_today(self)
        if not (
            self.date_start <= min(today, date_start)
            and max(today, date_end) <= self.date_end
        ):
            return self.env._(
                "%(name)s runs from %(start)s to %(end)s; today and the term of the"
                " order must lie inside.",
                name=self.display_name,
                start=fields.Date.to_string(self.date_start),
                end=fields.Date.to_string(self.date_end),
            )
        return None
