# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from babel.dates import format_date, get_timezone_name
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse


class Procedure(models.Model):
    """Moments as the procedure's parties read them: its own zone, its offset in words."""

    _inherit = "wohnkoord.procedure"

    deadline_label = fields.Char(
        "Bids until (Time of the Procedure)", compute="_compute_labels"
    )
    questions_label = fields.Char(
        "Questions until (Time of the Procedure)", compute="_compute_labels"
    )
    published_deadline_label = fields.Char(
        "Published Deadline (Time of the Procedure)", compute="_compute_labels"
    )

    @api.depends("date_deadline", "date_questions_until", "published_deadline", "tz")
    @api.depends_context("lang")
    def _compute_labels(self):
        for procedure in self:
            label = procedure._date_label
            procedure.deadline_label = label(procedure.date_deadline)
            procedure.questions_label = label(procedure.date_questions_until)
            procedure.published_deadline_label = label(procedure.published_deadline)

    def _local(self, moment):
        """``moment`` on the clocks of the procedure's zone.

        :param datetime moment: UTC, without zone
        :return datetime: with zone
        """
        return utc.localize(moment).astimezone(timezone(self.tz or "UTC"))

    def _date_label(self, moment):
        """Date, time and the zone's name, e.g. ``29.03.2026, 12:00 Uhr (MESZ)``.

        In the reader's language, always in the procedure's zone. The name tells the two
        hours apart that a night in autumn has twice.

        :param datetime moment: UTC, without zone; seconds are named if there are any
        :return str: empty without a moment
        """
        if not moment:
            return ""
        local = self._local(moment)
        return self.env._(
            "%(date)s, %(time)s (%(zone)s)",
            date=self._day_text(local),
            time=_time_text(local),
            zone=self._zone_text(local),
        )

    def _period_label(self, begin, end=None):
        """As ``_date_label``, with the end: the time alone if it is on the same day."""
        if not begin or not end or begin == end:
            return self._date_label(begin or end)
        first, last = self._local(begin), self._local(end)
        same = first.date() == last.date() and first.utcoffset() == last.utcoffset()
        if not same:
            return f"{self._date_label(begin)} – {self._date_label(end)}"
        return self.env._(
            "%(date)s, %(time)s (%(zone)s)",
            date=self._day_text(first),
            time=f"{_time_text(first)}–{_time_text(last)}",
            zone=self._zone_text(first),
        )

    def _day_text(self, local):
        locale = self._locale()
        pattern = "dd.MM.yyyy" if locale.language == "de" else "medium"
        return format_date(local.date(), pattern, locale=locale)

    def _zone_text(self, local):
        locale = self._locale()
        if locale.language == "de":
            return get_timezone_name(local, width="short", locale=locale)
        return local.tzname()

    def _locale(self):
        return babel_locale_parse(self.env.lang or "en_US")


def _time_text(local):
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")
