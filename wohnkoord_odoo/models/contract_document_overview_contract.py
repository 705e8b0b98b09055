# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_amount, format_date


class Contract(models.Model):
    """A contract's line in the overview of its framework."""

    _inherit = "wohnkoord.contract"

    def _overview_row(self, money):
        """Its hours and its net money; called as superuser.

        :param dict money: ``amount`` ordered, ``amount_approved``, ``amount_billed``
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "name": self.name or "",
            "firm": self.partner_id.name,
            "state": states[self.state],
            "terms": self.env._(
                "%(state)s, %(rate)s per hour, until %(date)s",
                state=states[self.state],
                rate=format_amount(self.env, self.hourly_rate, self.currency_id),
                date=format_date(self.env, self.date_end),
            ),
            "rate": self.hourly_rate,
            "max_hours": self.max_hours,
            "called_off": self.hours_called_off,
            "worked": self.hours_worked,
            "approved": self.hours_approved,
            "billed": self.hours_billed,
            "left": self.hours_left if self.max_hours else None,
            "amount": money["amount"],
            "amount_approved": money["amount_approved"],
            "amount_billed": money["amount_billed"],
        }
