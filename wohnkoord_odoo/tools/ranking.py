# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The ranking of the bids on one plot: exact, and the same for whoever computes it again.

Standard library only. Input and result are plain values with a canonical form: decimals
are texts, fractions are texts as well ("155/2"). Figures are rounded (four places, half
up) for showing only; whether two bids are equal is asked of the exact fractions.

Input::

    {"schema": 1,
     "weight_model": "percent" | "points" | "priority" | "lot_only",
     "tie_break": "criteria" | "price" | "draw",
     "criteria": [{"key", "name", "weight", "priority", "points_min", "points_max",
                   "children": [...]}],
     "lot": {"number", "uuid", "price_model": "fixed" | "corridor" | "bid",
             "price_min", "price_max", "price_weight"},
     "bids": [{"number": 1, "uuid": "...", "price": "2.50" | None}],
     "scores": {"<bid's number>": {"<criterion's key>": {"<seat>": "5.00" | None}}},
     "draws": [[3, 1]]}

``None`` as a score means "not assessable": it does not count, and never as 0. A draw is
the order in which tied bids were drawn; the first draw that holds all of a tie decides.
"""

from fractions import Fraction

from .canonical import canonical
from .ranking_tree import Tree, mean, number, rounded, table

SCHEMA = 1


def normalised(data):
    """The input with its bids in the order of their numbers, so that it has one form."""
    return {
        **data,
        "bids": sorted(data["bids"], key=lambda bid: bid["number"]),
        "draws": [list(order) for order in data.get("draws") or ()],
    }


def rank(data):
    """Rank the bids on one plot.

    :param dict data: the input, see above; it is not changed
    :return dict: ``places`` (selectable bids by rank, then the others with rank 0; equal
        ones that no draw has parted yet share a rank), ``ties`` (what parted bids of
        equal points), ``open_ties`` (bids that need a draw), ``missing`` (what must be
        there before)
    """
    data = normalised(data)
    tree = Tree(data)
    return rank_table(data, tree, table(data), tree.weights, price_weight(data))


def price_weight(data):
    """The part of the price in the whole, 0 to 1; a fixed price has none."""
    lot = data["lot"]
    if data["weight_model"] == "lot_only" or lot["price_model"] == "fixed":
        return Fraction(0)
    return number(lot.get("price_weight")) / 100


def rank_table(data, tree, figures, weights, weight_of_price):
    """As ``rank``, from figures and weights that are given.

    :param figures: as ``table`` returns them
    :param dict weights: leaf's key -> part of the concept
    :param Fraction weight_of_price: 0 to 1
    """
    missing = _missing(data, figures, weight_of_price)
    lacking = {item["bid"] for item in missing}
    places = {}
    for bid in data["bids"]:
        if bid["number"] not in lacking:
            places[bid["number"]] = _Place(bid, figures[bid["number"]], tree, weights)
    _add_prices(data["lot"], places.values(), weight_of_price)
    sorting = _Sorting(data, tree)
    ranked = sorting.ranked([p for p in places.values() if not p.missed])
    # a bid without points is there, so that nobody is forgotten
    others = [p for p in places.values() if p.missed]
    return {
        "places": [place.as_dict(tree) for place in (*ranked, *others)],
        "ties": sorting.ties,
        "open_ties": sorting.open_ties,
        "missing": missing,
    }


def _missing(data, figures, weight_of_price):
    """What a bid lacks: no seat could assess a criterion, no seat has scored it, no price."""
    missing = []
    for bid in data["bids"]:
        own = bid["number"]
        scores = data["scores"].get(str(own), {})
        for key, (figure, _count) in figures[own].items():
            if figure is None:
                code = "not_assessable" if scores.get(key) else "not_scored"
                missing.append({"code": code, "bid": own, "criterion": key})
        if weight_of_price and number(bid.get("price")) <= 0:
            missing.append({"code": "no_price", "bid": own, "criterion": ""})
    return missing


class _Place:
    """A bid with its exact figures."""

    def __init__(self, bid, figures, tree, weights):
        self.bid, self.figures = bid, figures
        self.price = number(bid.get("price"))
        means = {key: figure for key, (figure, _count) in figures.items()}
        self.missed = tree.missed(means) if means else []
        self.shares = {key: tree.share(key, points) for key, points in means.items()}
        self.concept = sum(
            (weights.get(key, 0) * share for key, share in self.shares.items()),
            Fraction(0),
        )
        self.classes = []
        if tree.model == "priority":
            self.classes = [self._class_share(keys) for keys in tree.classes.values()]
        self.price_share, self.rank, self.parted_by = Fraction(0), 0, []

    def _class_share(self, keys):
        values = [self.shares[key] for key in keys if key in self.shares]
        return mean(values) if values else Fraction(0)

    def set_price(self, share, weight):
        self.price_share = share
        self.concept_points = 100 * (1 - weight) * self.concept
        self.price_points = 100 * weight * share
        self.points = self.concept_points + self.price_points

    def as_dict(self, tree):
        return {
            "bid": self.bid["number"],
            "uuid": self.bid["uuid"],
            "rank": self.rank,
            "selectable": not self.missed,
            "below_minimum": self.missed,
            "concept_points": rounded(self.concept_points),
            "price_points": rounded(self.price_points),
            "points": rounded(self.points),
            "exact": str(self.points),
            "classes": [rounded(100 * share) for share in self.classes],
            "criteria": {
                key: {
                    "mean": rounded(figure),
                    "share": rounded(100 * self.shares[key]),
                    "seats": count,
                }
                for key, (figure, count) in self.figures.items()
            },
            "parted_by": self.parted_by,
        }


def _add_prices(lot, places, weight):
    """Give each place its share of the price, 0 to 1; the more the city gets, the better.

    ``corridor``: linear between the bounds. ``bid``: price by highest price. That one is
    of the bids that can be selected: a fancy price beside a concept below the minimum
    would make the others' prices look alike.
    """
    highest = max((p.price for p in places if not p.missed), default=Fraction(0))
    low, high = number(lot.get("price_min")), number(lot.get("price_max"))
    for place in places:
        share = Fraction(0)
        if lot["price_model"] == "corridor" and high > low:
            share = (place.price - low) / (high - low)
        elif lot["price_model"] == "bid" and highest > 0:
            share = place.price / highest
        place.set_price(min(max(share, Fraction(0)), Fraction(1)), weight)


class _Sorting:
    """Sorts places by points, then parts equal ones as it was declared."""

    def __init__(self, data, tree):
        self.ties, self.open_ties = [], []
        self.draws = data["draws"]
        self.steps = self._steps(data, tree)

    def ranked(self, places):
        """The places in order, each with its rank."""
        ordered = []
        for group in _groups(places, self._points):
            ordered += self._part(group, 0, len(ordered) + 1)
        return ordered

    @staticmethod
    def _points(place):
        # by class, then the price; without classes all points together
        return (*place.classes, place.price_points if place.classes else place.points)

    @staticmethod
    def _steps(data, tree):
        """(name, criterion's key, figure of a place) in the declared order."""
        if data["weight_model"] == "lot_only":
            return []
        criteria = [
            ("criterion", key, lambda place, key=key: place.shares[key])
            for key in tree.heaviest_first()
        ]
        price = ("price", "", lambda place: place.price)
        return {
            "criteria": criteria,
            "price": [price, *criteria],
            "draw": [],
        }[data["tie_break"]]

    def _part(self, group, index, rank):
        """Order equal places from step ``index`` on; the first of them has ``rank``."""
        if len(group) == 1:
            group[0].rank = rank
            return group
        if index == len(self.steps):
            return self._draw(group, rank)
        name, key, figure = self.steps[index]
        parts = _groups(group, figure)
        if len(parts) > 1:
            self._note(group, parts, name, key)
        ordered = []
        for part in parts:
            ordered += self._part(part, index + 1, rank + len(ordered))
        return ordered

    def _draw(self, group, rank):
        tied = {place.bid["number"] for place in group}
        order = next((order for order in self.draws if tied <= set(order)), None)
        if order is None:
            self.open_ties.append(sorted(tied))
            for place in group:
                place.rank = rank
            return group
        group = sorted(group, key=lambda place: order.index(place.bid["number"]))
        self._note(group, [[place] for place in group], "draw", "")
        for offset, place in enumerate(group):
            place.rank = rank + offset
        return group

    def _note(self, group, parts, name, key):
        step = {"by": name, "criterion": key}
        bids = [[place.bid["number"] for place in part] for part in parts]
        self.ties.append({**step, "bids": bids})
        for place in group:
            place.parted_by.append(step)


def _groups(places, figure):
    """The places by a figure, the highest first; equal ones together, by number."""
    found = {}
    for place in sorted(places, key=lambda place: place.bid["number"]):
        found.setdefault(figure(place), []).append(place)
    return [found[value] for value in sorted(found, reverse=True)]


# -- as a document -------------------------------------------------------------------------


def document(data):
    """Input and result together: what is kept, under a hash."""
    data = normalised(data)
    return {"schema": SCHEMA, "input": data, "result": rank(data)}


def is_right(content):
    """Whether a kept document is in canonical form and its result follows from its input.

    :param dict content: as ``document`` made it
    """
    try:
        return canonical(document(content["input"])) == canonical(content)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return False
