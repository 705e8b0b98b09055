# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What differs between two published versions of a procedure, as plain values.

The wording, in the reader's language, is the models' business.
"""

#: keys of the content that are lists of rows with an identity
ROWS = {"lots": "lot", "criteria": "criterion", "requirements": "requirement"}
#: keys that are compared on their own below
_HANDLED = {*ROWS, "dates", "documents", "facts", "schema"}
#: values that belong to what a row is, not to what it says
_IDENTITY = frozenset({"uuid", "children", "steps", "plot", "file", "document"})


def compare(old, new):
    """Every difference between two contents; empty only if they say the same.

    :param dict old: content of a version
    :param dict new: content of the next one
    :return: list of dicts with ``area`` (procedure, deadline, date, lot, plot, criterion, scale,
        requirement, document), ``kind`` (changed, added, removed, replaced, order), ``label`` (of
        the row), ``field`` (technical name), ``old`` and ``new`` (values as frozen)
    """
    changes = _compare_top(old, new)
    changes += _compare_rows("date", old.get("dates"), new.get("dates"))
    changes += _compare_lots(old.get("lots"), new.get("lots"))
    changes += _compare_criteria(old.get("criteria"), new.get("criteria"))
    changes += _compare_rows(
        "requirement", old.get("requirements"), new.get("requirements")
    )
    return changes + _compare_documents(old.get("documents"), new.get("documents"))


def flatten(criteria, path=()):
    """A tree of criteria as rows in reading order, each with its ``label``.

    :return: list of dicts; ``parent``: identifier of the row above, ``depth`` from 0
    """
    rows = []
    for criterion in criteria or ():
        names = (*path, criterion["name"])
        rows.append(
            {
                **{k: v for k, v in criterion.items() if k != "children"},
                "label": " › ".join(names),
                "depth": len(path),
            }
        )
        below = flatten(criterion.get("children"), names)
        for row in below:
            row.setdefault("parent", criterion["uuid"])
        rows += below
    return rows


def is_same(old, new):
    """Whether two frozen values say the same; a renamed legal form is the same one."""
    return _plain(old) == _plain(new)


def _plain(value):
    if isinstance(value, dict):
        if set(value) == {"id", "name"}:
            return value["id"]
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    # never set, and emptied again
    return None if value == "" else value


def _change(area, kind, label, field=None, old=None, new=None):
    return {
        "area": area,
        "kind": kind,
        "label": label,
        "field": field,
        "old": old,
        "new": new,
    }


def _fields(area, label, old, new, skip=frozenset()):
    old, new = old or {}, new or {}
    return [
        _change(area, "changed", label, name, old.get(name), new.get(name))
        for name in sorted({*old, *new} - set(skip))
        if not is_same(old.get(name), new.get(name))
    ]


def _compare_top(old, new):
    dates = {"deadline": "date_deadline", "questions_until": "date_questions_until"}
    changes = _fields("procedure", "", old, new, _HANDLED | set(dates))
    changes += _fields("procedure", "", old.get("facts"), new.get("facts"))
    return changes + [
        _change("deadline", "changed", "", name, old.get(key), new.get(key))
        for key, name in dates.items()
        if old.get(key) != new.get(key)
    ]


def _compare_rows(area, old, new, label=lambda row: row["name"], skip=_IDENTITY):
    """Rows by their identity: gone, new, changed, and put in another order."""
    before = {row["uuid"]: row for row in old or ()}
    after = {row["uuid"]: row for row in new or ()}
    changes = [
        _change(area, "removed", label(row))
        for uuid, row in before.items()
        if uuid not in after
    ]
    for uuid, row in after.items():
        if uuid in before:
            changes += _fields(area, label(before[uuid]), before[uuid], row, skip)
        else:
            changes.append(_change(area, "added", label(row)))
    kept = [uuid for uuid in before if uuid in after]
    if kept != [uuid for uuid in after if uuid in before]:
        changes.append(_change(area, "order", ""))
    return changes


def lot_label(lot):
    """What people call a plot on offer: its number and the plot's name."""
    return f"{lot.get('number')} {(lot.get('plot') or {}).get('name') or ''}".strip()


def _compare_lots(old, new):
    changes = _compare_rows("lot", old, new, lot_label)
    before = {row["uuid"]: row for row in old or ()}
    for row in new or ():
        if row["uuid"] in before:
            plot = before[row["uuid"]].get("plot")
            changes += _fields("plot", lot_label(row), plot, row.get("plot"))
    return changes


def _compare_criteria(old, new):
    before, after = flatten(old), flatten(new)
    changes = _compare_rows(
        "criterion",
        before,
        after,
        lambda row: row["label"],
        _IDENTITY | {"label", "depth"},
    )
    known = {row["uuid"]: row for row in before}
    for row in after:
        if row["uuid"] in known:
            changes += _compare_steps(known[row["uuid"]], row)
    return changes


def _compare_steps(old, new):
    before = {step["points"]: step for step in old.get("steps") or ()}
    after = {step["points"]: step for step in new.get("steps") or ()}
    label, changes = old["label"], []
    for points in dict.fromkeys([*before, *after]):
        if points not in after:
            changes.append(_change("scale", "removed", label, None, before[points]))
        elif points not in before:
            changes.append(_change("scale", "added", label, None, None, after[points]))
        elif not is_same(before[points], after[points]):
            changes.append(
                _change("scale", "changed", label, None, before[points], after[points])
            )
    if not changes and not is_same(old.get("steps"), new.get("steps")):
        changes.append(_change("scale", "order", label))
    return changes


def _compare_documents(old, new):
    """A document with another content is replaced; its other facts are fields."""
    content = {"sha256", "size", "mimetype", "number", "file_name"}
    changes = _compare_rows("document", old, new, skip=_IDENTITY | content)
    before = {row["uuid"]: row for row in old or ()}
    for row in new or ():
        known = before.get(row["uuid"])
        if known and known["sha256"] != row["sha256"]:
            changes.append(
                _change("document", "replaced", row["name"], None, known, row)
            )
        elif known:
            changes += _fields(
                "document",
                row["name"],
                {"file_name": known.get("file_name")},
                {"file_name": row.get("file_name")},
            )
    return changes
