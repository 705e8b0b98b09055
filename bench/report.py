# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The report in Markdown, in parts that can be measured one at a time.

Usage: report.py OLD NEW prints OLD with the parts of NEW in place of its own.
"""

import re
import sys
from pathlib import Path

#: the parts in their order, and their headings
PARTS = {
    "office": "# Benchmark",
    "day": "# The office's day",
    "network": "# Network and public side",
    "procedure": "# Procedures and bids",
    "jury": "# Jury and ranking",
    "opendata": "# Open data",
}


class Report:
    """The lines of one part."""

    def __init__(self, part, origin):
        self.lines = [PARTS[part], "", origin]

    def title(self, title, text, columns):
        self.lines += ["", f"## {title}", "", text, ""]
        self.row(*columns)
        self.row(*["---"] * len(columns))

    def row(self, *cells):
        self.lines.append("| " + " | ".join(map(str, cells)) + " |")
        # kept in sight, should a later measurement fail
        print(self.lines[-1], file=sys.stderr, flush=True)

    def text(self):
        return "\n".join(self.lines) + "\n"


def split(text):
    """A report as dict of part -> text."""
    blocks = re.split(r"^(?=# )", text, flags=re.MULTILINE)
    heads = {head: part for part, head in PARTS.items()}
    return {
        heads[block.split("\n", 1)[0]]: block.strip()
        for block in blocks
        if block.strip()
    }


def merge(old, new):
    """The newer parts, and those of the older report that were not measured anew."""
    parts = {**split(old), **split(new)}
    return "\n\n".join(parts[part] for part in PARTS if part in parts) + "\n"


if __name__ == "__main__":
    before, after = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3])
    sys.stdout.write(merge(before, after))
