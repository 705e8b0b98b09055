# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Names as keys: what people write differently and mean alike has one key."""

import re
import unicodedata

from .match_key import UMLAUTS

#: e.V., e. V. and their kin become one word
_SHORT_FORM = re.compile(r"\b(e|g)\s*\.?\s*(v|g)\b\.?")
#: forms of address
_TITLES = {"dr", "prof", "herr", "frau", "dipl", "ing", "med"}
#: what a group calls itself besides its name
_GROUP_WORDS = set(
    "wohnprojekt hausprojekt bauprojekt projekt wohngruppe baugruppe hausgruppe gruppe"
    " baugemeinschaft wohngemeinschaft hausgemeinschaft gemeinschaft initiative"
    " wohninitiative genossenschaft wohngenossenschaft verein kollektiv"
    " ev eg gmbh ug gbr der die das".split()
)


def _words(name):
    text = unicodedata.normalize("NFC", name or "").casefold().translate(UMLAUTS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _SHORT_FORM.sub(r"\1\2", text)
    return re.findall(r"[^\W_]+", text)


def words_key(name):
    """The key of a person's or an organisation's name; empty if it has no letters.

    >>> words_key("Weber, Dr. Änne") == words_key("aenne  WEBER")
    True
    """
    words = _words(name)
    return " ".join(sorted(word for word in words if word not in _TITLES) or words)


def group_key(name):
    """The key of a group's name, without what every group calls itself.

    >>> group_key("Wohnprojekt Sonnenhof e. V.") == group_key("Sonnenhof eG")
    True
    """
    return " ".join(sorted(word for word in _words(name) if word not in _GROUP_WORDS))
