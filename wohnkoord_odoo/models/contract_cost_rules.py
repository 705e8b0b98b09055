# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount

ACTIVITY = "wohnkoord_odoo.mail_activity_type_deliverable"


class CallOffCost(models.Model):
    """What a fee or cost must meet; who decides is in the claim mixin."""

    _inherit = "wohnkoord.call.off.cost"

    @api.constrains("date", "call_off_id")
    def _check_date(self):
        """Costs fall into the order's term; a deliverable may be late, not early."""
        today = fields.Date.context_today(self)
        for cost in self:
            call_off_sudo = cost.call_off_id.sudo()
            if cost.date > today:
                raise ValidationError(
                    self.env._("Work is entered once it is done, not in advance.")
                )
            last = call_off_sudo.date_end if cost.kind == "ancillary" else today
            if not call_off_sudo.date_start <= cost.date <= last:
                raise ValidationError(
                    self.env._(
                        "%(date)s lies outside the order's term, %(start)s to %(end)s.",
                        date=fields.Date.to_string(cost.date),
                        start=fields.Date.to_string(call_off_sudo.date_start),
                        end=fields.Date.to_string(call_off_sudo.date_end),
                    )
                )

    @api.constrains("date", "call_off_id")
    def _check_not_locked(self):
        for cost in self:
            cost._refuse_locked(cost.date)

    @api.constrains("amount", "kind", "call_off_id")
    def _check_whole_fee(self):
        """The last agreed instalment is all that is left: nothing is lost by splitting."""
        for cost in self.filtered(lambda cost: cost.kind == "flat_fee"):
            order_sudo = cost.call_off_id.sudo()
            parts = cost.sudo() | order_sudo.cost_ids.filtered(
                lambda part: part.kind == "flat_fee" and part.state != "refused"
            )
            if len(parts) < order_sudo.max_instalments:
                continue
            total = sum(parts.mapped("amount"))
            if (
                order_sudo.currency_id.compare_amounts(total, order_sudo.flat_amount)
                < 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s: this is the last agreed instalment, so it is all that"
                        " is left of the flat fee (%(left)s).",
                        name=order_sudo.name,
                        left=format_amount(
                            self.env,
                            order_sudo.flat_amount - total + cost.amount,
                            order_sudo.currency_id,
                        ),
                    )
                )

    def _check_evidence(self):
        """Nothing is handed in without what proves it.

        :raise UserError: no file, or a deliverable without a result
        """
        self.ensure_one()
        if self.kind == "flat_fee":
            if not self.file_ids:
                raise UserError(
                    self.env._("Please attach the deliverable before it is handed in.")
                )
            if not (self.call_off_id.sudo().result or "").strip():
                raise UserError(
                    self.env._("Please write the short result before it is handed in.")
                )
        elif self.expense_kind != "car" and not self.file_ids:
            raise UserError(
                self.env._(
                    "Please attach the receipt; only kilometres by car have none."
                )
            )

    def _tell_adviser(self):
        """A deliverable is looked at soon: it stands in the adviser's list."""
        for cost in self.filtered(lambda cost: cost.kind == "flat_fee"):
            call_off_sudo = cost.call_off_id.sudo()
            call_off_sudo.activity_schedule(
                ACTIVITY,
                summary=self.env._("Deliverable handed in: %(name)s", name=cost.name),
                user_id=call_off_sudo.user_id.id or self.env.uid,
            )

    def _close_activities(self):
        call_offs = self.filtered(lambda cost: cost.kind == "flat_fee").call_off_id
        waiting = call_offs.cost_ids.filtered(
            lambda cost: cost.kind == "flat_fee" and cost.state == "submitted"
        )
        (call_offs - waiting.call_off_id).activity_feedback([ACTIVITY])
