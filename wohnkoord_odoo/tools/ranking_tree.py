# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The criteria of a ranking: their weights, and the seats' points as exact figures.

Standard library only. Input as in ``ranking``.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

#: classes of the model "priority", the most important first
CLASSES = ("1", "2", "3")
PLACES = 4


@lru_cache(maxsize=4096)
def number(text):
    """A decimal as an exact fraction; nothing is 0."""
    return Fraction(Decimal(text)) if text else Fraction(0)


def rounded(fraction, places=PLACES):
    """A fraction as text with fixed places, halves away from zero."""
    scaled = abs(fraction) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{whole:0{places + 1}d}"
    sign = "-" if fraction < 0 and whole else ""
    return f"{sign}{text[:-places]}.{text[-places:]}"


def median(values):
    """The middle one of fractions, or the mean of the two in the middle."""
    values, middle = sorted(values), len(values) // 2
    if len(values) % 2:
        return values[middle]
    return (values[middle - 1] + values[middle]) / 2


def mean(values):
    """The exact mean of fractions."""
    return sum(values) / len(values)


def reduced_criteria(frozen):
    """What the ranking needs of the criteria as a published version has them.

    :param list frozen: rows with uuid, their values, steps and children
    """
    return [
        {
            "key": row["uuid"],
            "name": row.get("name") or "",
            "weight": row.get("weight") or "0",
            "priority": row.get("priority") or "",
            "points_min": row.get("points_min") or "0",
            "points_max": max(
                (step.get("points") or "0" for step in row.get("steps") or ()),
                key=number,
                default="0",
            ),
            "children": reduced_criteria(row.get("children") or ()),
        }
        for row in frozen
    ]


class Tree:
    """The criteria that are scored, their weights, and the points needed at least.

    :param dict data: the input
    """

    def __init__(self, data):
        self.model = data["weight_model"]
        self.leaves, self.minima, self.shares = [], [], {}
        self._walk(data["criteria"], Fraction(1))
        self.maxima = {leaf["key"]: number(leaf["points_max"]) for leaf in self.leaves}
        self.weights = self._weights()
        self.classes = {
            name: [leaf["key"] for leaf in self.leaves if leaf["priority"] == name]
            for name in CLASSES
        }

    def _walk(self, rows, share):
        """:return list: keys of the leaves below"""
        below = []
        for row in rows:
            own_share = share * number(row["weight"]) / 100
            if row["children"]:
                keys = self._walk(row["children"], own_share)
            else:
                keys = [row["key"]]
                self.leaves.append(row)
                self.shares[row["key"]] = own_share
            least = number(row["points_min"])
            if least > 0:
                self.minima.append((row["key"], least, keys))
            below += keys
        return below

    def _weights(self):
        """Key of a leaf -> its part of the whole; empty where nothing weighs."""
        if self.model == "percent":
            return dict(self.shares)
        total = sum(self.maxima.values())
        if self.model == "points" and total:
            return {key: most / total for key, most in self.maxima.items()}
        return {}

    def heaviest_first(self):
        """Keys of the leaves as a tie asks for them; the declared order where equal."""
        keys = [leaf["key"] for leaf in self.leaves]
        if self.model == "priority":
            order = {
                leaf["key"]: CLASSES.index(leaf["priority"])
                if leaf["priority"] in CLASSES
                else len(CLASSES)
                for leaf in self.leaves
            }
            return sorted(keys, key=order.get)
        return sorted(keys, key=lambda key: -self.weights.get(key, 0))

    def share(self, key, points):
        """Points as a part of the most that the criterion's scale has."""
        most = self.maxima[key]
        return points / most if most else Fraction(0)

    def missed(self, means):
        """Keys of the criteria of which ``means`` have fewer points than needed."""
        return [
            key
            for key, least, leaves in self.minima
            if sum(means[leaf] for leaf in leaves) < least
        ]


def table(data, middle=mean, without=None):
    """The seats' points of each criterion as one figure.

    :param middle: ``mean`` or ``median``
    :param str without: a seat that is left out
    :return dict: bid's number -> criterion's key -> (figure or None, count of seats)
    """
    keys = [leaf["key"] for leaf in Tree(data).leaves]
    if data["weight_model"] == "lot_only":
        keys = []
    figures = {}
    for bid in data["bids"]:
        scores = data["scores"].get(str(bid["number"]), {})
        row = figures[bid["number"]] = {}
        for key in keys:
            values = [
                number(points)
                for seat, points in scores.get(key, {}).items()
                if points is not None and seat != without
            ]
            row[key] = (middle(values) if values else None, len(values))
    return figures
