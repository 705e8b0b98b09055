# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import format_date

from ..tools.duration import format_minutes


class CallOff(models.Model):
    """One order on a time sheet."""

    _inherit = "wohnkoord.call.off"

    def _time_sheet_order(self, rows):
        """This order with its rows as plain values; called as superuser.

        What is left counts all work on the order, also after the period.
        """
        self.ensure_one()
        minutes = sum(row["minutes"] for row in rows)
        left = round(self.hours_left * 60)
        return {
            "name": self.name,
            "initiative": self.initiative_id.name or "",
            "rows": rows,
            "minutes": minutes,
            "duration": format_minutes(minutes),
            "left_minutes": left,
            "note": self.env._(
                "Ordered: %(ordered)s h. Left on %(date)s, after all work so far:"
                " %(left)s h.",
                ordered=format_minutes(round(self.hours * 60)),
                date=format_date(self.env, fields.Date.context_today(self)),
                left=format_minutes(left),
            ),
        }

    def action_time_sheet(self):
        """Ask for the month, then print the time sheet of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.call_off_time_sheet_action"
        )
        return {
            **action,
            "context": {"active_model": self._name, "active_id": self.id},
        }
