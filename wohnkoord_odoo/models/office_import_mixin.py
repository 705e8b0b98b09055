# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import namedtuple

import psycopg2

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.import_template import template_workbook

#: where one import notes what its rows ask for; made anew by every ``load``
NOTED = "wohnkoord_import_noted"

#: a column of a template: path of the field, what stands there, and a hint
ImportColumn = namedtuple("ImportColumn", "path example hint")


class Noted:
    """What the rows of one import ask for, beside values to write."""

    def __init__(self, last_id):
        #: records with a higher id are new
        self.last_id = last_id
        #: place in the file -> id of the record, what is asked for, where the row stands
        self.rows = {}


class Import(models.AbstractModel):
    """What the models have in common that an office imports.

    A state in an imported file is reached by the actions that lead there.

    All rows are made first, as new records are. Then each goes the way that its button
    goes, under the same rules and rights, in an order that does not depend on the
    file's. A row that may not go there is refused, and with it the file.
    """

    _name = "wohnkoord.import.mixin"
    _description = "Import of an Office's Spreadsheets"

    #: state -> names of the public methods that lead there from a new record
    _import_ways = {}
    #: readonly fields that an import takes; what becomes of them: ``_import_settle``
    _import_extra_fields = ()
    #: required fields that the system fills where a cell is empty
    _import_optional_fields = ()
    #: a new row that agrees in these with a record is refused; the first is never empty
    _import_twin_fields = ()

    @api.model
    def get_import_templates(self):
        return [*super().get_import_templates(), *self._import_templates()]

    @api.model
    def _import_templates(self):
        """The template, in the user's language and with the office's own words."""
        if not self.has_access("create") or not self._import_columns():
            return []
        return [
            {
                "label": self._import_title(),
                "template": f"/wohnkoord/import-template/{self._name}",
            }
        ]

    @api.model
    def _import_title(self):
        return self.env._("Template with Example and Hints")

    @api.model
    def _import_columns(self):
        """The columns of the template.

        :return: list of ``ImportColumn``
        """
        return []

    @api.model
    def _import_template(self):
        """The template as a workbook.

        :return bytes:
        """
        tree = self.env["base_import.import"].get_fields_tree(self._name)
        return template_workbook(
            [
                self._import_column(tree, path.split("/"), example, hint)
                for path, example, hint in self._import_columns()
            ],
            {
                "data": self.env._("Import"),
                "hints": self.env._("Hints"),
                "column": self.env._("Column"),
                "required": self.env._("Required"),
                "hint": self.env._("What Stands There"),
                "choices": self.env._("Possible Values"),
                "yes": self.env._("yes"),
            },
        )

    @api.model
    def _import_column(self, tree, path, example, hint):
        model, labels, required = self, [], True
        for name in path:
            entry = next(field for field in tree if field["name"] == name)
            labels.append(entry["string"])
            field = model._fields[name]
            # what has a default or is found by the system may stay empty
            filled = field.default or field.compute
            required &= entry["required"] and not filled
            required &= name not in self._import_optional_fields
            tree = entry["fields"]
            if field.comodel_name:
                model = self.env[field.comodel_name]
        choices = []
        if field.type == "selection":
            choices = [label for _key, label in field._description_selection(self.env)]
        elif field.type == "boolean":
            choices = [self.env._("yes"), self.env._("no")]
        elif isinstance(model, self.env.registry["wohnkoord.catalogue.mixin"]):
            domain = [("company_id", "in", (False, self.env.company.id))]
            choices = model.search(domain, limit=60).mapped("name")
        return {
            "label": "/".join(labels),
            "required": required,
            "example": example,
            "hint": hint,
            "choices": choices,
            "one_choice": field.type in ("selection", "boolean", "many2one"),
        }

    @api.model
    def load(self, fields, data):
        asked = {"state", *self._import_extra_fields}
        if not self._import_ways or asked.isdisjoint(fields):
            return super().load(fields, data)
        savepoint = self.env.cr.savepoint()
        noted = Noted(self._import_last_id())
        loading = self.with_context(**{NOTED: noted})
        result = super(Import, loading).load(fields, data)
        failed = not result["ids"] or any(
            message["type"] == "error" for message in result["messages"]
        )
        if not failed:
            rows = [noted.rows[place] for place in sorted(noted.rows)]
            refused = self._import_settle(
                [(self.browse(rid), asked, info) for rid, asked, info in rows],
                noted.last_id,
            )
            result["messages"] += refused
            failed = bool(refused)
        if failed:
            result["ids"] = False
        savepoint.close(rollback=failed)
        return result

    def _load_records(self, data_list, update=False):
        """Take what the actions set out of the values, and note it for later."""
        noted = self.env.context.get(NOTED)
        if not isinstance(noted, Noted):
            return super()._load_records(data_list, update)
        asked = []
        for index, data in enumerate(data_list):
            values = dict(data["values"])
            asked.append(self._import_take_out(values))
            data_list[index] = {**data, "values": values}
        records = super()._load_records(data_list, update)
        for record, wishes, data in zip(records, asked, data_list, strict=True):
            info = data["info"]
            noted.rows[info["record"]] = (record.id, wishes, info)
        return records

    def _load_records_write(self, values):
        """Write what differs: an export that is imported again changes nothing."""
        changed = {
            name: value for name, value in values.items() if self._differs(name, value)
        }
        return super()._load_records_write(changed) if changed else None

    def _differs(self, name, value):
        field = self._fields[name]
        if name == "id":
            return False
        if field.type == "many2many":
            wanted = set()
            for command, *rest in value or []:
                if command != Command.SET:
                    return True
                wanted |= set(rest[1])
            return wanted != set(self[name].ids)
        if field.type in ("one2many", "properties", "binary"):
            return True
        return field.convert_to_cache(value, self) != field.convert_to_cache(
            self[name], self
        )

    def _load_records_create(self, vals_list):
        if self.env.context.get("import_file"):
            vals_list = [self._import_without_blanks(vals) for vals in vals_list]
            if self._import_twin_fields:
                self._import_refuse_twins(vals_list)
        return super()._load_records_create(vals_list)

    @api.model
    def _import_without_blanks(self, vals):
        """An empty cell of a new record is its default, as an empty field is."""
        kept = {}
        for name, value in vals.items():
            field = self._fields[name]
            if value is False and field.type != "boolean":
                if field.default or field.required:
                    continue
            kept[name] = value
        return kept

    @api.model
    def _import_refuse_twins(self, vals_list):
        """A list that is imported twice makes nothing twice.

        :raise UserError: one of the new records is there already
        """
        names = self._import_twin_fields
        keys = [tuple(vals.get(name) or False for name in names) for vals in vals_list]
        keys = [key for key in keys if key[0]]
        office = Domain("company_id", "=", self.env.company.id)
        twins = self.with_context(active_test=False).search(
            office & Domain(names[0], "in", [key[0] for key in keys])
        )
        there = {
            tuple(
                twin[n].id
                if twin[n] and self._fields[n].relational
                else twin[n] or False
                for n in names
            )
            for twin in twins
        }
        for key in keys:
            if key in there:
                raise UserError(self._import_twin_words(key))
            there.add(key)

    @api.model
    def _import_twin_words(self, key):
        return self.env._(
            '"%(name)s" exists already. To change it, export it with its external ID,'
            " edit the file and import that.",
            name=next((text for text in key[::-1] if isinstance(text, str)), ""),
        )

    @api.model
    def _import_take_out(self, values):
        """Remove from ``values`` what is not written but done; return it."""
        names = ("state", *self._import_extra_fields)
        return {name: values.pop(name) for name in names if name in values}

    @api.model
    def _import_last_id(self):
        # sudo: a number only, to tell new records from those that were there
        last_sudo = self.sudo().with_context(active_test=False)
        return last_sudo.search([], order="id desc", limit=1).id or 0

    @api.model
    def _import_settle(self, rows, last_id):
        """Bring the imported records where the file says that they are.

        :param rows: list of record, what its row asks for, where the row stands
        :param int last_id: records with a higher id are new
        :return: list of messages about the rows that may not go there
        """
        groups = {}
        for row in rows:
            record, asked, _info = row
            state = asked.get("state") or record.state
            if record.state != state or self._import_has_extra(asked):
                is_new = record.id > last_id
                key = (self._import_order(record), state, is_new)
                groups.setdefault(key, []).append(row)
        messages = []
        for _order, state, is_new in sorted(groups):
            group = groups[_order, state, is_new]
            if not self._import_try(group, state, is_new):
                messages += filter(
                    None, (self._import_refusal(row, state, is_new) for row in group)
                )
        return messages

    @api.model
    def _import_has_extra(self, asked):
        return any(asked.get(name) for name in self._import_extra_fields)

    @api.model
    def _import_try(self, rows, state, is_new):
        """Do all of ``rows`` in one go; False if any of them is refused."""
        try:
            with self.env.cr.savepoint():
                self._import_go(rows, state, is_new)
        except (UserError, psycopg2.Error):
            return False
        return True

    @api.model
    def _import_refusal(self, row, state, is_new):
        """Do one row; the message about it if it is refused."""
        record, _asked, info = row
        try:
            with self.env.cr.savepoint():
                self._import_go([row], state, is_new)
        except UserError as error:
            return {**info, "type": "error", "message": str(error)}
        except psycopg2.Error as error:
            message = record._sql_error_to_message(error)
            return {**info, "type": "error", "message": message}
        return None

    @api.model
    def _import_go(self, rows, state, is_new):
        """Take the actions that lead ``rows`` to ``state``."""
        records = self.browse([record.id for record, _asked, _info in rows])
        if not is_new:
            records.check_access("write")
            records._change_state(state)
            return
        for method in records._import_way(state):
            getattr(records, method)()

    def _import_way(self, state):
        """The methods that lead these records, new and alike, to ``state``."""
        return self._import_ways[state]

    @api.model
    def _import_order(self, record):
        """What must be there before the others has the lower number."""
        return 0
