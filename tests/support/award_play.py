# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Starts the story of an award: plays its first half in Odoo's own shell."""

import json
import secrets
import subprocess
from pathlib import Path

from .office import PASSWORD

HERE = Path(__file__).resolve().parent
SHELL = HERE.parent.parent / "odoo"


class Story:
    """What the first half made.

    ``bids`` maps group and number of the plot to the bid's number, ``ids`` to its id,
    ``groups`` maps groups
    to ids of their initiatives, ``people`` to those who speak for them.
    """

    def __init__(self, tag, made):
        self.tag = tag
        self.procedure, self.slug = made["procedure"], made["slug"]
        self.bids = {(group, lot): number for group, lot, number, _id in made["bids"]}
        self.ids = {(group, lot): bid for group, lot, _number, bid in made["bids"]}
        self.groups, self.people = made["groups"], made["people"]

    def id(self, key):
        """The id of the bid of a group on a plot."""
        return self.ids[key]

    def address(self, key):
        """The address, and the login, of somebody in the story."""
        return f"{key}.{self.tag}@example.org"


def play(db):
    """:return Story: its persons can log in with ``office.PASSWORD``"""
    tag = secrets.token_hex(3)
    text = (HERE / "award_stage.py").read_text(encoding="utf-8")
    done = subprocess.run(
        [SHELL, "shell", "-d", db, "--no-http", "--log-level=warn"],
        input=f"TAG, PASSWORD = {tag!r}, {PASSWORD!r}\n{text}",
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = [li for li in done.stdout.splitlines() if li.startswith("PLAYED ")]
    assert done.returncode == 0 and lines, done.stderr[-5000:]
    return Story(tag, json.loads(lines[-1].removeprefix("PLAYED ")))
