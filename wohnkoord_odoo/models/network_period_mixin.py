# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain


class PeriodMixin(models.AbstractModel):
    """A stretch of days in which something holds; who asks means today."""

    _name = "wohnkoord.period.mixin"
    _description = "Period"

    date_from = fields.Date(
        "From", default=lambda self: self._default_date_from(), help="Empty: unknown."
    )
    date_to = fields.Date("Until", help="Last day; empty while it holds.")
    is_current = fields.Boolean(
        "Today", compute="_compute_is_current", search="_search_is_current"
    )

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self)

    @api.depends("date_from", "date_to")
    @api.depends_context("tz")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for record in self:
            record.is_current = (
                not record.date_from or record.date_from <= today
            ) and (not record.date_to or record.date_to >= today)

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._current_domain()
        return current if True in value else ~current

    @api.model
    def _current_domain(self):
        """What holds today, in the user's time zone."""
        today = fields.Date.context_today(self)
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", today)
        return begun & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
