# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Leave out of texts and data what others may not learn; nothing is painted over."""

import re

#: parts of frozen data that say more of a bidder or a person than number and points
LEFT_OUT = re.compile(
    r"price|concept_points|fee|amount|e_?mail|phone|mobile|contact|address|member|person|people"
    r"|attend|present|user|login|officer|secretary|chair|witness|author|actor"
    r"|name_of|statement|files?$|document|commitment|promise|salt|key_file"
    r"|private|non_?public|internal|confidential|note|initiative|registration"
    r"|partner|party|parties|bidder|sensitivity|conflict"
    r"|keeper|drawer|recus|deput|reason",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: a part of a person's name stands for the person if it has so many letters
LONG_NAME = 4


class Redactor:
    """Names as they may be called; addresses are left out.

    :param dict names: what may not stand -> what stands instead
    :param dict people: names of persons, of whom the last name is found as well
    """

    def __init__(self, names, people=()):
        known = {}
        for name, instead in dict(people).items():
            words = (name or "").split()
            if len(words) > 1 and len(words[-1]) >= LONG_NAME:
                known.setdefault(words[-1].casefold(), instead)
            known[" ".join(words).casefold()] = instead
        # a group's name counts more than a person's who is called alike
        known.update(
            (" ".join((n or "").split()).casefold(), i) for n, i in names.items()
        )
        known.pop("", None)
        self._known = known
        # the longest first: a name may be part of another
        spelled = sorted(known, key=len, reverse=True)
        self._pattern = spelled and re.compile(
            r"(?<!\w)(?:"
            + "|".join(r"\s+".join(map(re.escape, n.split())) for n in spelled)
            # a German genitive is no other word
            + r")(?=(?:'?e?s)?(?!\w))",
            re.IGNORECASE,
        )

    def text(self, text):
        """A text without names and addresses; empty stays empty."""
        if not text:
            return text
        text = _EMAIL.sub("[…]", text)
        return self._pattern.sub(self._instead, text) if self._pattern else text

    def data(self, value):
        """Data without names, addresses, and all that ``LEFT_OUT`` matches."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (list, tuple)):
            return [self.data(item) for item in value]
        if isinstance(value, dict):
            return {
                self.text(name): self.data(item)
                for name, item in value.items()
                if not LEFT_OUT.search(name)
            }
        return value

    def _instead(self, match):
        return self._known[" ".join(match.group().split()).casefold()]
