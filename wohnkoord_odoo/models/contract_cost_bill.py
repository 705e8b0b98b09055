# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CallOffCost(models.Model):
    """The way of an approved fee or cost onto a bill and back; one line each."""

    _inherit = "wohnkoord.call.off.cost"

    bill_id = fields.Many2one(related="bill_line_id.move_id", string="Bill")

    def _mark_billed(self, lines):
        """Bind approved fees and costs to their bill lines.

        :param dict lines: cost -> line of the bill, one for each
        :raise UserError: a cost is not approved, so that nothing is billed twice
        """
        for cost in self:
            if cost.state != "approved":
                raise UserError(
                    self.env._(
                        'The entry "%(text)s" is not approved, or billed already.',
                        text=cost.display_name,
                    )
                )
        with self._rebooking():
            for cost in self:
                cost._write_guarded({"state": "billed", "bill_line_id": lines[cost].id})

    def _free_from_bill(self):
        """Take billed fees and costs off their bill: they may be billed again."""
        with self._rebooking():
            self._write_guarded({"state": "approved", "bill_line_id": False})

    def _bill_line_text(self):
        """What the consultant and accounting read: no case and no group is named."""
        self.ensure_one()
        env = self.with_context(
            lang=self.commercial_partner_id.lang or self.env.lang
        ).env
        cost = self.with_env(env)
        values = {
            "order": self.call_off_id.name,
            "date": format_date(env, self.date),
            "text": self.name,
        }
        if self.kind == "flat_fee":
            return env._("%(order)s: flat fee, %(date)s, %(text)s", **values)
        kinds = dict(self._fields["expense_kind"]._description_selection(env))
        return env._(
            "%(order)s: costs, %(date)s, %(kind)s: %(text)s",
            **values,
            kind=kinds[cost.expense_kind],
        )
