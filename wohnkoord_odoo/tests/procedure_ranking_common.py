# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import random

from ..tools.ranking import rank

SCALE = ("0", "2.50", "5.00", "7.50", "10.00")


def criterion(key, weight="100", children=(), least="0", priority="1", most="10.00"):
    return {
        "key": key,
        "name": key,
        "weight": weight,
        "priority": priority,
        "points_min": least,
        "points_max": most,
        "children": list(children),
    }


def places(data):
    return {place["bid"]: place for place in rank(data)["places"]}


def large(bids=200, seats=15, criteria=30):
    """A whole procedure's input, the same in each run."""
    chance = random.Random(5)
    keys = [f"c{n}" for n in range(criteria)]
    return {
        "schema": 1,
        "weight_model": "points",
        "tie_break": "criteria",
        "criteria": [criterion(key) for key in keys],
        "lot": {
            "number": 1,
            "uuid": "lot",
            "price_model": "bid",
            "price_min": "0",
            "price_max": "0",
            "price_weight": "20.00",
        },
        "bids": [
            {"number": n, "uuid": f"u{n}", "price": f"{chance.randint(100, 999)}.00"}
            for n in range(1, bids + 1)
        ],
        "scores": {
            str(n): {
                key: {str(seat): chance.choice(SCALE) for seat in range(1, seats + 1)}
                for key in keys
            }
            for n in range(1, bids + 1)
        },
        "draws": [],
    }
