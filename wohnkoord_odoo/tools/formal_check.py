# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What a bid says about a minimum requirement; a person decides.

Plain values in, plain values out: no database, so that a proposal can be made again from
what was published and what was sealed.
"""

from decimal import Decimal, InvalidOperation

MET, NOT_MET, UNCLEAR = "met", "not_met", "unclear"
#: kind of requirement -> where a bid's content states the figure
_FIGURES = {
    "group_size": ("group", "household_count"),
    "complete_share": ("group", "complete_share"),
    "self_use": ("commitments", "self_use_share"),
    "subsidised": ("commitments", "subsidised_share"),
}


def evaluate(requirement, content, files):
    """Compare a bid with one requirement.

    :param dict requirement: as frozen: ``kind``, ``threshold`` (text), ``legal_form_ids``
        (dicts of ``id`` and ``name``), ``document_kind``
    :param dict content: the bid as it was sealed
    :param files: (kind, name, is readable) of each file of the bid
    :return tuple: proposal and what was found, as text; empty: the bid does not say
    """
    kind = requirement["kind"]
    if kind in _FIGURES:
        return _figure(requirement, content)
    if kind == "legal_form":
        return _legal_form(requirement, content)
    if kind == "document":
        return _document(requirement, content, files)
    return UNCLEAR, ""


def read_decimal(value):
    """A figure as it was sealed; None if it is missing or none."""
    if value is None or isinstance(value, (bool, dict, list)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _figure(requirement, content):
    stated = _stated(content, *_FIGURES[requirement["kind"]])
    number, least = read_decimal(stated), read_decimal(requirement.get("threshold"))
    found = "" if stated is None else str(stated)
    if number is None or least is None:
        return UNCLEAR, found
    return (MET if number >= least else NOT_MET), found


def _stated(content, area, name):
    """A figure of the group, or the value of a commitment."""
    values = content.get(area)
    value = values.get(name) if isinstance(values, dict) else None
    if area == "commitments" and isinstance(value, dict):
        value = value.get("value")
    return None if value == "" else value


def _legal_form(requirement, content):
    group = content.get("group")
    group = group if isinstance(group, dict) else {}
    number, name = group.get("legal_form_id"), group.get("legal_form")
    if not number and not name:
        return UNCLEAR, ""
    allowed = requirement.get("legal_form_ids") or ()
    if number:
        fits = str(number) in {str(form["id"]) for form in allowed}
    else:
        fits = name in {form["name"] for form in allowed}
    if not allowed:
        return UNCLEAR, name or ""
    return (MET if fits else NOT_MET), name or str(number)


def _document(requirement, content, files):
    fitting = [file for file in files if file[0] == requirement.get("document_kind")]
    names = "\n".join(name or "?" for _kind, name, _readable in fitting)
    if any(readable for _kind, _name, readable in fitting):
        return MET, names
    # on paper it may lie in the envelope; what is damaged may be the right one
    if fitting or not content or "envelope" in content:
        return UNCLEAR, names
    return NOT_MET, ""
