# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Names as parts of addresses, and texts as people search for them."""

import re
import unicodedata

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: what an address consists of
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fold(text):
    """Lower case and plain letters: whoever types Grosszschocher finds Großzschocher."""
    text = unicodedata.normalize("NFC", text or "").lower().translate(_GERMAN)
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def slugify(text, length=60):
    """A name as part of an address; empty if nothing of it can stand there."""
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(text)))
    return slug[:length].strip("-")


def free_slug(records, company, stem):
    """``stem``, numbered if another record of the office has that address.

    :param records: of a model with ``slug`` and ``company_id``
    """
    # sudo: also what the user may not see, or is archived, keeps its address
    others_sudo = records.sudo().with_context(active_test=False)
    taken = set(
        others_sudo.search(
            [("company_id", "=", company.id), ("slug", "=like", f"{stem}%")]
        ).mapped("slug")
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
