# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Would another bid win, had one seat been missing, or a weight been a little different?

For the office's own view only: nothing of it decides, and nothing of it is kept.
"""

from fractions import Fraction

from .ranking import normalised, price_weight, rank_table
from .ranking_tree import Tree, median, table

STEP = Fraction(5, 100)


def variants(data):
    """The winners under small changes.

    :param dict data: the input of a ranking
    :return list: dicts of ``kind`` (``declared``, ``without_seat``, ``median``,
        ``weight``, ``price``), ``key`` (seat or criterion), ``delta`` (points of weight),
        ``winners`` (numbers; none: it cannot be ranked then) and ``changes``
    """
    data = normalised(data)
    tree, figures = Tree(data), table(data)
    of_price = price_weight(data)

    def winners(figures, weights=None, price=of_price):
        result = rank_table(data, tree, figures, weights or tree.weights, price)
        if result["missing"]:
            return []
        return [place["bid"] for place in result["places"] if place["rank"] == 1]

    base = winners(figures)
    found = [_row("declared", "", 0, base, base)]
    for seat in _seats(data):
        changed = winners(table(data, without=seat))
        found.append(_row("without_seat", seat, 0, changed, base))
    found.append(_row("median", "", 0, winners(table(data, median)), base))
    for key, delta, weights in _shifted(tree.weights):
        found.append(_row("weight", key, delta, winners(figures, weights), base))
    if of_price:
        for delta in (-STEP, STEP):
            price = min(max(of_price + delta, Fraction(0)), Fraction(1))
            changed = winners(figures, price=price)
            found.append(_row("price", "", delta, changed, base))
    return found


def _row(kind, key, delta, winners, base):
    return {
        "kind": kind,
        "key": key,
        "delta": int(100 * delta),
        "winners": winners,
        "changes": winners != base,
    }


def _seats(data):
    """The seats that scored; one alone cannot be left out."""
    seats = {
        seat
        for criteria in data["scores"].values()
        for scores in criteria.values()
        for seat in scores
    }
    return sorted(seats, key=int) if len(seats) > 1 else []


def _shifted(weights):
    """Each criterion a step lighter and heavier; the others share the difference."""
    for key, weight in weights.items():
        for delta in (-STEP, STEP):
            own = weight + delta
            if not 0 <= own <= 1 or weight == 1:
                continue
            rest = (1 - own) / (1 - weight)
            yield (
                key,
                delta,
                {k: own if k == key else w * rest for k, w in weights.items()},
            )
