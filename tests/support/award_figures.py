# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What the story of an award says: seats, points, winners; and its figures once more."""

from fractions import Fraction

SESSION = "Sitzung des Auswahlgremiums"
EXPERTS, CHAIR, COUNCIL = (
    "Fachjury Architektur",
    "Amt für Wohnungsbau",
    "Stadtrat, Fachausschuss",
)
NEW, DEPUTY = "Rosa Probe", "Stefan Muster"
#: group and plot
WEFOREVER, MUSTERHOF, WI55 = ("weforever", 1), ("musterhof", 1), ("wi55", 2)
HOLZBRAU, MUSTERDACH, WA50 = ("holzbrau", 3), ("musterdach", 3), ("wa50", 4)
DEMOHOF_4, DEMOHOF_5 = ("demohof", 4), ("demohof", 5)
FLUSS, CASSIDA = ("fluss", 5), ("cassida", 6)
#: points for the ten criteria; two bids are equal in all, ``-`` is not assessable
POINTS = {
    bid: dict(zip((CHAIR, COUNCIL, EXPERTS), rows.split(), strict=True))
    for bid, rows in {
        WEFOREVER: "5555535555 5555553553 55555555-5",
        MUSTERHOF: "3553335355 5335333533 3353535333",
        WI55: "5535535353 5353555335 3555353535",
        HOLZBRAU: "5355353535 3555535355 5535553535",
        MUSTERDACH: "5355353535 3555535355 5535553535",
        WA50: "5553553555 5355555535 5555355553",
        DEMOHOF_4: "5555555555 5555555553 5555555555",
        DEMOHOF_5: "5555555555 5555535555 5555555553",
        FLUSS: "5553535553 5355355535 3555535355",
        CASSIDA: "5555355555 5555555535 5553555555",
    }.items()
}
CHANGED = "Der Kreditvertrag lag bei; ich hatte ihn überlesen."
#: part of the whole of each criterion, in per cent
WEIGHTS = ("15", "15", "15", "7.5", "7.5", "12", "8", "6", "4", "10")
LOTS = {
    1: "Gothaer Straße 42",
    2: "Wittenberger Straße 55",
    3: "Braustraße 22",
    4: "Breitschuhstraße 28/30",
    5: "Breitschuhstraße 31",
    6: "Walter-Albrecht-Weg",
}
#: the runner-up's plot comes last
SIGNED, LAST = (1, 2, 3, 4, 6), 5
#: ground rent a year: 2.5 % of the value; plot 6 is sold below its value
RENTS = {1: 11250, 2: 8750, 3: 9500, 4: 13000, 5: 10000}
PRICE = 990000
WINNERS = {
    1: "WE forever – gemeinsam Wohnen",
    2: "Wi 55",
    3: "HolzBrau Süd",
    4: "WohnAlternative 50+",
    5: "Ein Haus im Fluss in Zschocher",
    6: "Cassida",
}
LAPSED = "Die Gruppe hat sich aufgelöst und gibt das Grundstück zurück."
WITNESS = "Dr. Nora Notar"
DEVIATION = "Die Gruppe auf Platz 1 bekommt das Grundstück ihrer ersten Wahl."
NUMBER = "VII-DS-04711"
MEMBER_OF = "Musterhof Gohlis (Beispiel)"


def expected(bid):
    """Points of a bid, of 100, computed here once more."""
    return sum(
        Fraction(weight) * mean / 5
        for weight, mean in zip(WEIGHTS, means(bid), strict=True)
    )


def german(figure, places=4):
    return f"{round(float(figure), places):.{places}f}".replace(".", ",")


def points_of(bid):
    return german(expected(bid))


def means(bid):
    """The mean of the seats' points, criterion by criterion."""
    for place in range(len(WEIGHTS)):
        given = [rows[place] for rows in POINTS[bid].values() if rows[place] != "-"]
        if (bid, place) == (WEFOREVER, 9):
            given = ["5"] * len(given)
        yield Fraction(sum(map(int, given)), len(given))
