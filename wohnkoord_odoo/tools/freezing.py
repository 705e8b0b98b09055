# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Values of records in a form that has one spelling, and back again."""

from decimal import ROUND_HALF_UP, Decimal

from odoo import Command, fields
from odoo.models import MAGIC_COLUMNS

#: places of a decimal whose field names none
PLACES = 2
#: kinds of fields that hold terms
_PLAIN = ("char", "text", "integer", "boolean", "selection", "date", "datetime")
_KINDS = (*_PLAIN, "html", "float", "monetary", "many2one", "many2many")


def frozen_names(model, skip=()):
    """The fields of a model that people fill in: what publication freezes of a row.

    A field that is added later is frozen as well; nobody can forget it.

    :param skip: names that are frozen in another way, or are no terms
    """
    return sorted(
        name
        for name, field in model._fields.items()
        if field.store
        and field.type in _KINDS
        and not (field.compute and field.readonly)
        and not field.related
        and name not in MAGIC_COLUMNS
        and name not in skip
    )


def freeze(record, names):
    """Some values of one record: no floats, decimals as text with fixed places.

    :return dict: field -> text, whole number, boolean, list or None; what a field points
        to is a dict of ``id`` and ``name``
    """
    return {name: _freeze_value(record, record._fields[name]) for name in names}


def thaw(model, values):
    """The reverse: what ``write`` needs to set the frozen ``values`` again."""
    return {
        name: _thaw_value(model, model._fields[name], value)
        for name, value in values.items()
        if name in model._fields
    }


def decimal_text(value, places=PLACES):
    """A number as text with fixed places, halves rounded up: 2.5 -> "2.50"."""
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def _freeze_value(record, field):
    value = record[field.name]
    if field.type in ("float", "monetary"):
        digits = field.type == "float" and field.get_digits(record.env)
        return decimal_text(value or 0, digits[1] if digits else PLACES)
    if field.type in ("date", "datetime"):
        # to the second, as it is stored
        return field.to_string(value) or None
    if field.type == "many2one":
        return _reference(value) if value else None
    if field.type == "many2many":
        return [_reference(item) for item in value.sorted("id")]
    if field.type in ("boolean", "integer"):
        return value
    return str(value) if value else None


def _reference(record):
    return {"id": record.id, "name": record.display_name}


def _thaw_value(model, field, value):
    if field.type in ("float", "monetary"):
        return float(value or 0)
    if field.type == "many2one":
        known = model.env[field.comodel_name].browse(value and value["id"]).exists()
        return known.id
    if field.type == "many2many":
        ids = [item["id"] for item in value or ()]
        known = model.env[field.comodel_name].browse(ids).exists()
        return [Command.set(known.ids)]
    if field.type == "datetime":
        return fields.Datetime.to_datetime(value)
    return value if value is not None else False
