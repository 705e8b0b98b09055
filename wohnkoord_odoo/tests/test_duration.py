# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import TransactionCase, tagged

from odoo.addons.wohnkoord_odoo.tools.duration import (
    DurationError,
    format_minutes,
    parse_duration,
)

GOOD = {
    "1:30": 90,
    "01:30": 90,
    "0:01": 1,
    ":45": 45,
    "24:00": 1440,
    " 1:30 ": 90,
    "1:30 h": 90,
    "1,5": 90,
    "1.5": 90,
    ",5": 30,
    ".25": 15,
    "0,25": 15,
    "2": 120,
    "24": 1440,
    "2 h": 120,
    "1,5 Std.": 90,
    "2 Stunden": 120,
    "90m": 90,
    "90 min": 90,
    "90 min.": 90,
    "90 Minuten": 90,
    "90\N{NO-BREAK SPACE}min": 90,
    "90'": 90,
    "1h30": 90,
    "1 h 30 min": 90,
    "1H5": 65,
    # decimal hours, rounded half up to the minute
    "0,33": 20,
    "1,30": 78,
    "0.0084": 1,  # 0.504 minutes
    "0,025": 2,  # 1.5 minutes
    "0,375": 23,  # 22.5 minutes
    "0,0417": 3,  # 2.502 minutes
}
BAD = {
    "": "empty",
    "   ": "empty",
    "\N{NO-BREAK SPACE}": "empty",
    None: "empty",
    "abc": "format",
    "1:5": "format",
    "1:60": "format",
    "1:30:00": "format",
    "1,5,5": "format",
    "1.000,5": "format",
    "1,": "format",
    ",": "format",
    ":": "format",
    "-1": "format",
    "-1:30": "format",
    "+2": "format",
    "1e3": "format",
    "1/2": "format",
    "1,5 min": "format",
    "min": "format",
    "٣": "format",  # a digit, but not one that int() should guess
    "<b>1</b>": "format",
    "=1+1": "format",
    "9" * 5000: "format",
    "inf": "format",
    "nan": "format",
    "0": "range",
    "0:00": "range",
    "0 min": "range",
    "0,001": "range",
    "24:01": "range",
    "24,1": "range",
    "90": "range",
    "1441 min": "range",
    "99999999999999999999": "range",
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestDuration(TransactionCase):
    def test_good(self):
        for text, minutes in GOOD.items():
            with self.subTest(text=text):
                self.assertEqual(parse_duration(text), minutes)
                self.assertIsInstance(parse_duration(text), int)

    def test_bad(self):
        for text, kind in BAD.items():
            with self.subTest(text=str(text)[:20]):
                with self.assertRaises(DurationError) as caught:
                    parse_duration(text)
                self.assertEqual(caught.exception.kind, kind)
                self.assertTrue(caught.exception.explain(self.env))

    def test_maximum(self):
        self.assertEqual(parse_duration("40", maximum=100 * 60), 2400)
        with self.assertRaises(DurationError) as caught:
            parse_duration("101", maximum=100 * 60)
        self.assertIn("100:00", caught.exception.explain(self.env))

    def test_round_trip(self):
        """What is shown can be typed again and means the same."""
        for minutes in range(1, 1441):
            self.assertEqual(parse_duration(format_minutes(minutes)), minutes)

    def test_format(self):
        self.assertEqual(format_minutes(0), "0:00")
        self.assertEqual(format_minutes(-75), "-1:15")
        self.assertEqual(format_minutes(6000), "100:00")
