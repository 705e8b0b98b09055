# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Numbers as people in Germany type them, without floats in between."""

import re
from decimal import Decimal

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
_PLAIN = re.compile(r"\d{1,12}(\.\d{1,2})?")


def read_decimal(text):
    """A number that is not negative, with two places at most.

    A comma parts the decimals; points part groups of three digits, or the decimals where
    there is no comma and no group: ``1.234,5``, ``1.234``, ``2.5``, ``2,50``.

    :param str text: as typed
    :return Decimal: with two places, or None if the text is no such number
    """
    text = re.sub(r"[\s\u00a0\u202f']", "", text or "")
    whole, comma, places = text.partition(",")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(".", "")
    elif comma and "." in whole:
        return None
    text = f"{whole}.{places}" if comma else whole
    if not _PLAIN.fullmatch(text):
        return None
    return Decimal(text).quantize(Decimal("0.01"))


def german_decimal(value):
    """A number as a form shows it: 1234.50 -> ``1.234,50``.

    :param value: ``Decimal`` or the text of one
    """
    text = f"{Decimal(value):,.2f}"
    return text.translate(str.maketrans(",.", ".,"))
