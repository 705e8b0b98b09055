# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class FrameworkLot(models.Model):
    """A lot's line in the overview of its framework."""

    _inherit = "wohnkoord.framework.lot"

    def _overview_row(self, below):
        """Its own figures, with those of its contracts added up; called as superuser."""
        self.ensure_one()
        return {
            **below,
            "name": self.name,
            "max_hours": self.max_hours,
            "called_off": self.hours_called_off,
            "left": self.hours_left if self.max_hours else None,
            "max_amount": self.max_amount,
            "amount": self.amount_called_off,
        }
