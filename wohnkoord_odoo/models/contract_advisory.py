# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Advisory(models.Model):
    _inherit = "wohnkoord.advisory"

    call_off_ids = fields.One2many(
        "wohnkoord.call.off", "advisory_id", string="Call-offs"
    )
    call_off_count = fields.Integer(compute="_compute_call_off_count")
    hours_ordered = fields.Float(compute="_compute_call_off_count")
    hours_left = fields.Float(compute="_compute_call_off_count")
    hours_running_out = fields.Boolean(
        compute="_compute_call_off_count", search="_search_hours_running_out"
    )

    @api.depends("call_off_ids.state", "call_off_ids.hours", "call_off_ids.usage")
    def _compute_call_off_count(self):
        figures = {
            case.id: row
            for case, *row in self.env["wohnkoord.call.off"]._read_group(
                [
                    ("advisory_id", "in", self.ids),
                    ("state", "in", ("draft", "confirmed", "closed")),
                ],
                ["advisory_id"],
                ["__count", "hours:sum", "hours_left:sum"],
            )
        }
        running_out = self.filtered_domain(
            self._search_hours_running_out("in", [True])
        ).ids
        for case in self:
            case.call_off_count, case.hours_ordered, case.hours_left = figures.get(
                case.id, (0, 0.0, 0.0)
            )
            case.hours_running_out = case.id in running_out

    def _search_hours_running_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = fields.Domain(
            "call_off_ids",
            "any",
            # the office's own limit, see the reminders
            [("state", "=", "confirmed"), ("limit_step_hours", ">", 0)],
        )
        return domain if True in value else ~domain

    def write(self, vals):
        self._refuse_change_once_ordered(vals)
        return super().write(vals)

    def _refuse_change_once_ordered(self, vals):
        """Level and group decide whether an order was rightly placed (invariant 3)."""
        fixed = {"level", "initiative_id", "company_id"} & set(vals)
        for case in self if fixed else ():
            values = case._convert_to_write({name: case[name] for name in fixed})
            if all(values[name] == vals[name] for name in fixed):
                continue
            if case.call_off_ids.filtered(lambda order: order.state != "draft"):
                raise UserError(
                    self.env._(
                        "Hours are ordered for this case: level and initiative are"
                        " fixed."
                    )
                )

    @api.model
    def _attention_domains(self):
        return {
            **super()._attention_domains(),
            "hours": self._search_hours_running_out("in", [True]),
        }

    def _attention_reasons(self):
        reasons = super()._attention_reasons()
        for case in self.filtered("hours_running_out"):
            reasons.setdefault(case, []).append(self.env._("hours running out"))
        return reasons

    def action_done(self):
        self._check_no_open_call_off()
        return super().action_done()

    def action_cancel(self, reason=None):
        self._check_no_open_call_off()
        return super().action_cancel(reason)

    def _check_no_open_call_off(self):
        open_orders = self.call_off_ids.filtered(
            lambda call_off: call_off.state == "confirmed"
        )
        if open_orders:
            raise UserError(
                self.env._(
                    "Close or cancel the orders of this case first: %(orders)s.",
                    orders=", ".join(open_orders.mapped("name")),
                )
            )

    def _fitting_lots(self):
        """Lots of active frameworks for this case's level and topics.

        Tendered frameworks come before direct awards, the newest first.
        """
        if not self:
            return self.env["wohnkoord.framework.lot"]
        self.ensure_one()
        today = fields.Date.context_today(self)
        lots = self.env["wohnkoord.framework.lot"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("level", "=", self.level),
                ("framework_id.state", "=", "active"),
                ("framework_id.date_start", "<=", today),
                ("framework_id.date_end", ">=", today),
            ]
        )
        return lots.filtered(lambda lot: lot._meets_topics(self.topic_ids)).sorted(
            lambda lot: lot.framework_id.regime == "direct"
        )

    def action_choose_consultant(self):
        """Open the dialog that orders hours by the lot's selection rule."""
        return self._order_dialog("wohnkoord_odoo.choose_consultant_action")

    def action_quick_order(self):
        """Open the dialog that orders hours from a consultant directly."""
        return self._order_dialog("wohnkoord_odoo.quick_order_action")

    def _order_dialog(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "context": {"default_advisory_id": self.id}}

    def action_view_call_offs(self):
        """Open the orders of this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.call_off_action"
        )
        return {
            **action,
            "domain": [("advisory_id", "=", self.id)],
            "context": {"default_advisory_id": self.id},
        }
