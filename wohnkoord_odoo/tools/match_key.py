# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Names and phone numbers as keys: what is written differently and meant alike."""

import re

from .slug import fold

#: e.V., e. V. and their kin become one word
_SHORT_FORM = re.compile(r"\b(e|g)\s*\.?\s*(v|g)\b\.?")
#: forms of address
_TITLES = {"dr", "prof", "herr", "frau", "dipl", "ing", "med"}
_LEGAL_FORMS = set(
    "eg ev ggmbh gmbh mbh ug haftungsbeschraenkt ag kg kgaa co ohg gbr partg mbb".split()
)
#: what a group calls itself besides its name
_GROUP_WORDS = _LEGAL_FORMS | set(
    "wohnprojekt hausprojekt bauprojekt projekt wohngruppe baugruppe hausgruppe gruppe"
    " baugemeinschaft wohngemeinschaft hausgemeinschaft gemeinschaft initiative"
    " wohninitiative genossenschaft wohngenossenschaft verein kollektiv"
    " der die das".split()
)
#: shorter numbers are extensions or typing errors
LEAST_DIGITS = 6


def _words(name):
    return re.findall(r"[^\W_]+", _SHORT_FORM.sub(r"\1\2", fold(name)))


def words_key(name):
    """The key of any name, say of a town; empty if it has no letters.

    >>> words_key("Weber, Dr. Änne") == words_key("aenne  WEBER")
    True
    """
    words = _words(name)
    return " ".join(sorted(word for word in words if word not in _TITLES) or words)


def name_key(name, is_company=False):
    """The key of a contact's name; False if too many share such a name.

    An organisation's is without its legal form; a person's has two words at least.

    >>> name_key("SoWo Leipzig eG", True) == name_key("sowo-leipzig", True)
    True
    """
    if is_company:
        words = _words(name)
        bare = [word for word in words if word not in _LEGAL_FORMS]
        return " ".join(sorted(bare or words)) or False
    key = words_key(name)
    return " " in key and key


def group_key(name):
    """The key of a group's name, without what every group calls itself.

    >>> group_key("Wohnprojekt Sonnenhof e. V.") == group_key("Sonnenhof eG")
    True
    """
    return " ".join(sorted(word for word in _words(name) if word not in _GROUP_WORDS))


def phone_key(phone):
    """The digits of a phone number with country code; no number, no key."""
    text = (phone or "").strip()
    if text.startswith(("+", "00")):
        text = text.replace("(0)", "")
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("+"):
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = f"49{digits[1:]}"
    return digits if len(digits) >= LEAST_DIGITS else False
