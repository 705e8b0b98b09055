# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Durations as people type them, to and from whole minutes."""

import re
from decimal import ROUND_HALF_UP, Decimal

MINUTES_PER_DAY = 24 * 60

#: longer input is no duration; also keeps int() away from endless digits
_MAX_LENGTH = 24
_HOUR = r"(?:h|std|stunden?|hours?)\.?"
_MINUTE = r"(?:m|min|mins|minuten?|minutes?|')\.?"

#: 1:30 or 1:30 h
_CLOCK = re.compile(rf"(?P<h>\d*):(?P<m>[0-5]\d)(?:{_HOUR})?", re.ASCII)
#: 1,5 or 1.5 or 2 or ,5; with or without a unit for hours
_DECIMAL = re.compile(rf"(?P<h>\d+(?:[.,]\d+)?|[.,]\d+)(?:{_HOUR})?", re.ASCII)
#: 90m or 90 min
_MINUTES = re.compile(rf"(?P<m>\d+){_MINUTE}", re.ASCII)
#: 1h30 or 1 h 30 min
_BOTH = re.compile(rf"(?P<h>\d+){_HOUR}(?P<m>[0-5]?\d)(?:{_MINUTE})?", re.ASCII)


class DurationError(ValueError):
    """A text that is no duration, or one out of bounds.

    ``kind`` is ``"empty"``, ``"format"`` or ``"range"``; ``maximum`` is in minutes.
    """

    def __init__(self, kind, maximum=MINUTES_PER_DAY):
        super().__init__(kind)
        self.kind = kind
        self.maximum = maximum

    def explain(self, env):
        """What to do about it, in the user's language."""
        if self.kind == "empty":
            return env._("Please enter a duration, for example 1:30 or 1,5.")
        if self.kind == "range":
            return env._(
                "Please enter at least 0:01 and at most %(maximum)s hours. Write 90 min"
                " for minutes.",
                maximum=format_minutes(self.maximum),
            )
        return env._(
            "This is not a duration. Please write hours as 1:30 or 1,5, or minutes as"
            " 90 min."
        )


def parse_duration(text, maximum=MINUTES_PER_DAY):
    """Whole minutes of a duration typed by a person.

    Hours: ``1:30``, ``1,5``, ``1.5``, ``2``, ``1,5 h``, ``1h30``; minutes: ``90m``,
    ``90 min``. Decimal hours are rounded half up to the minute.

    :param str text: what was typed
    :param int maximum: the most minutes allowed
    :return int: minutes, from 1 to ``maximum``
    :raise DurationError: empty, not a duration, or out of bounds
    """
    # split() also removes the non-breaking spaces that phones and sheets paste
    compact = "".join((text or "").split()).lower()
    if not compact:
        raise DurationError("empty", maximum)
    minutes = _to_minutes(compact) if len(compact) <= _MAX_LENGTH else None
    if minutes is None:
        raise DurationError("format", maximum)
    if not 1 <= minutes <= maximum:
        raise DurationError("range", maximum)
    return minutes


def format_minutes(minutes):
    """Minutes as hours and minutes: ``90`` -> ``"1:30"``, ``-90`` -> ``"-1:30"``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02d}"


def _to_minutes(compact):
    """Minutes of a text without spaces, or None if it is no duration."""
    for pattern in (_CLOCK, _BOTH):
        if match := pattern.fullmatch(compact):
            return int(match["h"] or 0) * 60 + int(match["m"])
    if match := _MINUTES.fullmatch(compact):
        return int(match["m"])
    if match := _DECIMAL.fullmatch(compact):
        hours = Decimal(match["h"].replace(",", "."))
        return int((hours * 60).to_integral_value(rounding=ROUND_HALF_UP))
    return None
