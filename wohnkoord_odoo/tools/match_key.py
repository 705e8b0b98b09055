# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Spellings of one name or phone number, brought to one key."""

import re
import unicodedata

LEGAL_FORMS = re.compile(
    r"(?:&\s?co\b|\(haftungsbeschränkt\)"
    r"|\b(?:e\.?\s?g|e\.?\s?v|g?gmbh|mbh|ug|ag|kg|kgaa|ohg|gbr|partg(?:\s?mbb)?)\b)\.?"
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: shorter numbers are extensions or typing errors
LEAST_DIGITS = 6


def name_key(name, city="", is_company=False):
    """What is left of a name, and its city, without legal form, spacing and accents.

    >>> name_key("SoWo Leipzig eG", "Leipzig", True) == name_key(
    ...     "sowo-leipzig", "LEIPZIG", True)
    True
    """
    text = (name or "").casefold()
    bare = LEGAL_FORMS.sub(" ", text) if is_company else text
    key = _letters(bare) or _letters(text)
    return f"{key}|{_letters((city or '').casefold())}" if key else False


def phone_key(phone):
    """The digits of a phone number with country code; no number, no key."""
    text = (phone or "").strip().replace("(0)", "")
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("+"):
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = f"49{digits[1:]}"
    return digits if len(digits) >= LEAST_DIGITS else False


def _letters(text):
    plain = unicodedata.normalize("NFKD", text.translate(UMLAUTS))
    return "".join(char for char in plain if char.isalnum())
