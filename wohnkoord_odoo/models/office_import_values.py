# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

import psycopg2

from odoo import Command, api, models
from odoo.exceptions import UserError

#: how spreadsheets of offices tick a box, beside Odoo's own yes and no
TICKS = {"x": True, "j": True, "ok": True, "n": False, "-": False}

#: shorter beginnings of a label say too little
LEAST_LETTERS = 4


class FieldsConverter(models.AbstractModel):
    """What stands in the cells of an office's spreadsheet.

    Names are matched whatever their capitals; a name that two records bear is refused,
    where Odoo would take the first of them.
    """

    _inherit = "ir.fields.converter"

    @api.model
    def _is_office_import(self, model):
        return self.env.context.get("import_file") and self.env[
            "base_import.import"
        ]._is_office_model(model._name)

    @api.model
    def _str_to_boolean(self, model, field, value, savepoint):
        tick = TICKS.get(value.strip().lower())
        if tick is not None and self._is_office_import(model):
            return tick, []
        return super()._str_to_boolean(model, field, value.strip(), savepoint)

    @api.model
    def _str_to_selection(self, model, field, value, savepoint):
        value = value.strip()
        if self._is_office_import(model):
            # Odoo looks labels up by their English text, whichever field has it
            labels = field._description_selection(self.env)
            for match in (str.__eq__, self._begins):
                keys = [
                    key
                    for key, label in labels
                    if match(value.casefold(), (label or "").casefold())
                ]
                if len(keys) == 1:
                    return keys[0], []
        return super()._str_to_selection(model, field, value, savepoint)

    @api.model
    def _begins(self, value, label):
        """Whether one begins with the other: "Konzeptberatung" for "Konzept"."""
        short, long = sorted((value, label), key=len)
        return len(short) >= LEAST_LETTERS and long.startswith(short)

    @api.model
    def _str_to_many2many(self, model, field, value, savepoint):
        """Split at commas, semicolons and line breaks, but not within a known name."""
        if not self._is_office_import(model) or None not in value[0]:
            return super()._str_to_many2many(model, field, value, savepoint)
        comodel = self.env[field.comodel_name]
        ids = [
            self.db_id_for(model, field, None, name, savepoint)[0]
            for name in self._split_names(comodel, value[0][None])
        ]
        if None in ids and field.name in (
            self.env.context.get("import_skip_records") or []
        ):
            return None, []
        return [Command.set(list(filter(None, ids)))], []

    @api.model
    def _split_names(self, comodel, text):
        names = []
        if re.search(r"[,;]", text) and "name" in comodel._fields:
            domain = ["|", ("name", "like", ","), ("name", "like", ";")]
            names = comodel.search(domain, limit=200).mapped("name")
        end = r"(?=\s*(?:[,;\n]|$))"
        known = [re.escape(name) + end for name in sorted(names, key=len, reverse=True)]
        one_name = re.compile("|".join([*known, r"[^,;\s][^,;\n]*"]), re.IGNORECASE)
        found = [match.strip() for match in one_name.findall(text)]
        return list(dict.fromkeys(filter(None, found)))

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        if subfield is not None or not self._is_office_import(model):
            return super().db_id_for(model, field, subfield, value, savepoint)
        value = value.strip()
        comodel = self.env[field.comodel_name]
        flush = self.env.context.get("import_flush")
        if flush:
            flush(model=comodel._name)
        found = comodel._import_matches(value)
        if len(found) == 1:
            return found.id, []
        if found:
            raise self._refusal(
                self.env._(
                    'Several records are called "%(value)s" (field "%%(field)s"). Please'
                    " write what only one of them has, for instance the e-mail address,"
                    " or its external ID.",
                    value=value.replace("%", "%%"),
                )
            )
        return self._without_match(field, comodel, value), []

    @api.model
    def _without_match(self, field, comodel, value):
        """What the user chose for a name that nobody bears: create, or leave out.

        Odoo's own way would look again, also among what is not the office's.

        :return: id of the new record, or None to leave it out
        """
        context = self.env.context
        path = "/".join([*context.get("parent_fields_hierarchy", []), field.name])
        if (context.get("name_create_enabled_fields") or {}).get(field.name):
            if not comodel.has_access("create"):
                raise self._refusal(
                    self.env._(
                        '"%(value)s" does not exist (field "%%(field)s"), and your role'
                        " may not add it. Please ask the head of the office to add it,"
                        " or choose something that exists.",
                        value=value.replace("%", "%%"),
                    )
                )
            return self._create_by_name(comodel, value)
        chosen = ("import_set_empty_fields", "import_skip_records")
        if any(path in (context.get(choice) or []) for choice in chosen):
            return None
        raise ValueError(
            self.env._(
                'Nothing here is called "%(value)s" (field "%%(field)s").',
                value=value.replace("%", "%%"),
            ),
            {
                "value": value[:50],
                "field_type": self.env._("name"),
                "moreinfo": {
                    "type": "ir.actions.act_window",
                    "name": self.env._("Possible Values"),
                    "res_model": comodel._name,
                    "view_mode": "list,form",
                    "views": [(False, "list"), (False, "form")],
                    "target": "new",
                    "context": {"create": False},
                },
            },
        )

    @api.model
    def _create_by_name(self, comodel, value):
        try:
            with self.env.cr.savepoint():
                record_id = comodel.name_create(value)[0]
                self.env.flush_all()
        except (UserError, psycopg2.Error):
            raise self._refusal(
                self.env._(
                    '"%(value)s" (field "%%(field)s") needs more than a name. Please'
                    " create it first.",
                    value=value.replace("%", "%%"),
                )
            ) from None
        return record_id

    @api.model
    def _refusal(self, text):
        """An error about the row; the dialog offers no way around it."""
        return ValueError(text, {"at_row": True})
