# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The jury of Leipzig's call and its points; all of it invented."""

#: the seat whose person is a member of a group, and the seat that changes its points
CRITIC, STEADY = 3, 1
#: the chair first; person and deputy
SEATS = [
    {
        "name": "Amt für Wohnungsbau, Leitung (Beispiel)",
        "kind": "administration",
        "has_vote": True,
        "persons": ("Dr. Petra Muster", "Quentin Beispiel"),
    },
    {
        "name": "Fachjury Architektur (Beispiel)",
        "kind": "expert",
        "has_vote": True,
        "persons": ("Rosa Probe", "Stefan Muster"),
    },
    {
        "name": "Stadtrat, Fachausschuss (Beispiel)",
        "kind": "political",
        "has_vote": True,
        "persons": ("Tarek Beispiel", "Ute Probe"),
    },
    {
        "name": "Fachjury gemeinschaftliches Wohnen (Beispiel)",
        "kind": "expert",
        "has_vote": True,
        "persons": ("Viola Muster", "Wanja Beispiel"),
    },
    {
        "name": "Stadtbezirksbeirat (Beispiel)",
        "kind": "citizen",
        "has_vote": True,
        "persons": ("Xenia Probe", "Yusuf Muster"),
    },
    {
        "name": "Liegenschaften, beratend (Beispiel)",
        "kind": "administration",
        "has_vote": False,
        "persons": ("Zoe Beispiel", "Anton Probe"),
    },
]
#: of ten points, how many are the best that the scale has; the others' bids: some
BEST = {
    ("weforever", 1): 9,
    ("wi55", 2): 8,
    ("holzbrau", 3): 9,
    ("wa50", 4): 9,
    ("demohof", 5): 9,
    ("fluss", 5): 7,
    ("cassida", 6): 9,
}
OTHERS = 5


def points(bid, seat, criterion, number):
    """What a seat gives: always the same, and never the same everywhere.

    :param bid: group and plot
    :param int seat: place of the seat
    :param int criterion: place of the criterion
    :param int number: of the bid
    :return int: 0, 3 or 5
    """
    turn = (7 * criterion + 3 * seat + number) % 10
    best = BEST.get(bid, OTHERS)
    if turn < best:
        return 5
    return 3 if turn < best + 4 else 0
