# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import UserError

#: dates that one press makes at most
MOST_DATES = 24


class EventSeries(models.TransientModel):
    """Make the next dates of a regulars' table: copies of an event at later dates."""

    _name = "wohnkoord.event.series"
    _description = "Next Dates of an Event"

    event_id = fields.Many2one(
        "event.event", required=True, readonly=True, ondelete="cascade"
    )
    interval = fields.Selection(
        [
            ("week", "Every week"),
            ("fortnight", "Every two weeks"),
            ("weekday", "Every month, on the same weekday"),
            ("month", "Every month, on the same day"),
        ],
        required=True,
        default="weekday",
    )
    number = fields.Integer("Number of Dates", required=True, default=6)
    is_public = fields.Boolean(
        "Publish at Once",
        compute="_compute_is_public",
        store=True,
        readonly=False,
        precompute=True,
    )
    preview = fields.Text("New Dates", compute="_compute_preview")

    @api.depends("event_id")
    def _compute_is_public(self):
        for series in self:
            series.is_public = series.event_id.is_public

    @api.depends("event_id", "interval", "number")
    def _compute_preview(self):
        for series in self:
            dates = series._dates() if series.event_id and series.interval else []
            series.preview = "\n".join(
                series.event_id._moment_text(begin) for begin in dates
            )

    def action_make(self):
        """Make the events and show them; the same date is not made twice."""
        self.ensure_one()
        if not 1 <= self.number <= MOST_DATES:
            raise UserError(
                self.env._("Please choose 1 to %(most)s dates.", most=MOST_DATES)
            )
        event = self.event_id
        there = event.search(
            [
                ("company_id", "=", event.company_id.id),
                ("name", "=", event.name),
                ("date_begin", "in", self._dates()),
            ]
        ).mapped("date_begin")
        length = event.date_end - event.date_begin
        made = event.browse()
        for begin in self._dates():
            if begin not in there:
                made += self._copy_to(begin, begin + length)
        if not made:
            raise UserError(self.env._("All these dates are there already."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Dates"),
            "res_model": "event.event",
            "view_mode": "list,form,calendar",
            "domain": [("id", "in", made.ids)],
        }

    def _copy_to(self, begin, end):
        event = self.event_id
        copied = event.copy(
            {
                "name": event.name,
                "date_begin": begin,
                "date_end": end,
                "is_public": self.is_public,
            }
        )
        for lang, _name in self.env["res.lang"].get_installed():
            copied.with_context(lang=lang).name = event.with_context(lang=lang).name
        return copied

    def _dates(self):
        """The starts of the new dates, at the same local time also over a clock change."""
        zone = timezone(self.event_id.date_tz or "UTC")
        first = utc.localize(self.event_id.date_begin).astimezone(zone)
        number = min(max(self.number, 0), MOST_DATES)
        return [
            zone.localize(self._shift(first.replace(tzinfo=None), step))
            .astimezone(utc)
            .replace(tzinfo=None)
            for step in range(1, number + 1)
        ]

    def _shift(self, first, step):
        if self.interval == "week":
            return first + relativedelta(weeks=step)
        if self.interval == "fortnight":
            return first + relativedelta(weeks=2 * step)
        if self.interval == "month":
            return first + relativedelta(months=step)
        return self._same_weekday(first, step)

    def _same_weekday(self, first, step):
        """E.g. the first Thursday of a later month; a fifth one may be the last."""
        which = (first.day - 1) // 7
        start = first.replace(day=1) + relativedelta(months=step)
        day = start + relativedelta(days=(first.weekday() - start.weekday()) % 7)
        there = day + relativedelta(weeks=which)
        return there if there.month == day.month else there - relativedelta(weeks=1)
