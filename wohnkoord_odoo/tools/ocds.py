# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Releases of the Open Contracting Data Standard: their text, and what follows another.

Money keeps its digits: a ``Decimal`` is written as a JSON number, and read as one again.
"""

import json
from decimal import Decimal


def dumps(value):
    """JSON with sorted keys and no blanks; decimals as numbers with the digits they have.

    :raise TypeError: a float, whose digits are anybody's guess
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        pairs = (f"{json.dumps(k)}:{dumps(v)}" for k, v in sorted(value.items()))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(dumps, value)) + "]"
    if value is None or isinstance(value, (str, bool, int)):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"no value of a release: {type(value).__name__}")


def loads(text):
    """The reverse of ``dumps``."""
    return json.loads(text, parse_float=Decimal)


def prune(value):
    """A value without what says nothing: None, empty texts, lists and objects."""
    if isinstance(value, dict):
        pairs = ((name, prune(item)) for name, item in value.items())
        return {name: item for name, item in pairs if item not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [item for item in map(prune, value) if item not in (None, "", [], {})]
    return value


def carry(previous, current):
    """``current`` as it follows ``previous``, so that it says all there is to say.

    Who merges releases keeps what a later one leaves out. So what is gone is named with
    null: each value by itself, as the standard knows no null for an object, and who merges
    would keep what is in it. An element of a list, which cannot be taken out, keeps its
    identifier alone. Merged or read by itself, the release then says the same.

    :param previous: the release before, with its own nulls: they are said again
    :param current: pruned
    """
    if isinstance(previous, dict) and isinstance(current, dict):
        lost = {n: gone(item) for n, item in previous.items() if n not in current}
        return {
            **lost,
            **{name: carry(previous.get(name), v) for name, v in current.items()},
        }
    if _has_ids(previous) and _has_ids(current):
        now = {item["id"]: item for item in current}
        kept = [
            carry(item, now.pop(item["id"])) if item["id"] in now else _bare(item)
            for item in previous
        ]
        # in the order in which they came up, as who merges has them
        return [*kept, *now.values()]
    return current


def gone(value):
    """What a release says of a value that is there no more."""
    if isinstance(value, dict):
        return {name: gone(item) for name, item in value.items()}
    if _has_ids(value):
        return [_bare(item) for item in value]
    return None


def _bare(item):
    return {**gone(item), "id": item["id"]}


def compiled(content):
    """What a release says, without the names of what is gone.

    An object in which nothing is left stays, empty: so do those who merge releases.
    """
    if isinstance(content, dict):
        return {k: compiled(v) for k, v in content.items() if v is not None}
    if isinstance(content, list):
        return [compiled(item) for item in content]
    return content


def _has_ids(value):
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "id" in item for item in value)
    )
