# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Bids that are full of secrets, on the running server, for the probes of the seal."""

from .bids import PDF, Bidder, make_bidder, make_procedure, register

#: what only the bids say
SECRETS = ("Mirabellenkonzept", "Lageplangeheimnis", "Kronjuwelenseite", "314159,27")
WORDS = (*SECRETS, "314159.27")
VALUES = {"statement": SECRETS[0], "price": SECRETS[3]}
FILE = (f"{SECRETS[1]}.pdf", PDF + SECRETS[2].encode())


class Planted:
    """Bids in all states before the opening, made through the portal's pages."""

    def __init__(self, office, ledger):
        self.ledger = ledger
        self.procedure = make_procedure(office, lots=2)
        registration = register(office, self.procedure, office.initiative)
        self.bidder = Bidder(office, office.spokesperson, registration)
        self.rival = make_bidder(office, self.procedure)
        self.paths = {
            "submitted": self.bidder.write(0, FILE, **VALUES),
            "draft": self.bidder.write(0, FILE, **VALUES, priority="2"),
            "withdrawn": self.rival.write(0, FILE, **VALUES),
        }
        self.bidder.submit(self.paths["submitted"])
        self.rival.submit(self.paths["withdrawn"])
        self.rival.act(self.paths["withdrawn"], "withdraw")
        rows = ledger.rows(
            "SELECT state, id, bidder_key, slot_key FROM wohnkoord_bid"
            " WHERE procedure_id = %s",
            [self.procedure],
        )
        self.bids = {state: number for state, number, *_keys in rows}
        self.keys = {key for *_row, bidder, slot in rows for key in (bidder, slot)}
        self.documents = self.numbers(
            "SELECT id FROM wohnkoord_bid_document WHERE bid_id = ANY(%s)",
            list(self.bids.values()),
        )
        self.attachments = self.numbers(
            "SELECT id FROM ir_attachment WHERE res_model = 'wohnkoord.bid.document'"
            " AND res_id = ANY(%s)",
            self.documents,
        )
        self.slug = ledger.value(
            "SELECT slug FROM wohnkoord_procedure WHERE id = %s", [self.procedure]
        )

    def numbers(self, query, numbers):
        return [number for (number,) in self.ledger.rows(query, [numbers])]


def assert_silent(text, planted):
    """Neither a word of a bid, nor what ties bids to a bidder."""
    for word in (*WORDS, *planted.keys):
        assert word not in text, word
