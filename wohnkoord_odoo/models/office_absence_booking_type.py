# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import models
from odoo.tools.intervals import Intervals


class BookingType(models.Model):
    """Nobody is offered a time with an adviser who is away."""

    _inherit = "wohnkoord.booking.type"

    def _working_hours(self, users, begin, end):
        hours = super()._working_hours(users, begin, end)
        absences = self.env["wohnkoord.absence"].search(
            [
                ("user_id", "in", users.ids),
                ("company_id", "=", self.company_id.id),
                ("date_from", "<=", end.date()),
                ("date_to", ">=", begin.date()),
            ]
        )
        for user, rows in absences.grouped("user_id").items():
            away = [
                (
                    self._midnight(row.date_from),
                    self._midnight(row.date_to + timedelta(days=1)),
                    row,
                )
                for row in rows
            ]
            hours[user] = hours[user] - Intervals(away)
        return hours
