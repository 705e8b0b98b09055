# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Starts the story of a month's end: what was there before, and the invoices' files."""

import base64
import secrets
from pathlib import Path

from .office import PASSWORD
from .project import shell

STAGE = Path(__file__).resolve().parent / "month_stage.py"


class Firm:
    """A consultant's firm with contract, order, and hours that are handed in."""

    def __init__(self, made):
        self.name, self.login, self.iban = made["name"], made["login"], made["iban"]
        self.order, self.order_name = made["order"], made["order_name"]
        self.contract, self.contract_name = made["contract"], made["contract_name"]
        self.rate, self.hours = made["rate"], made["minutes"] / 60
        self.group, self.entries = made["group"], made["entries"]

    @property
    def net(self):
        return round(self.hours * self.rate, 2)


class Month:
    """``zugferd``, ``xrechnung`` and ``self_billing`` are firms, ``files`` their files.

    ``deputy`` is the login of somebody with the rights of both sign-offs.
    """

    def __init__(self, made):
        self.firms = {key: Firm(firm) for key, firm in made["firms"].items()}
        self.zugferd = self.firms["zugferd"]
        self.xrechnung = self.firms["xrechnung"]
        self.self_billing = self.firms["self_billing"]
        self.deputy = made["deputy"]
        self.files = {
            name: base64.b64decode(raw) for name, raw in made["files"].items()
        }


def play(db, is_numbered=True):
    """:return Month: its persons log in with ``office.PASSWORD``"""
    tag = secrets.token_hex(3)
    suffix = f" ({tag})" if is_numbered else ""
    head = f"TAG, SUFFIX, PASSWORD = {tag!r}, {suffix!r}, {PASSWORD!r}\n"
    return Month(shell(db, head + STAGE.read_text(encoding="utf-8")))
