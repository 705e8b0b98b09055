# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import codecs
import re
from contextlib import suppress

from odoo import api, models
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..tools.import_rows import row_numbers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: a number as the reader of workbooks writes it, whatever the user's language
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?", re.IGNORECASE)
#: "1.200" typed as text in a workbook: 1200 for a German, 1.2 for the reader
GROUPED_NUMBER = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
THOUSANDS = "float_thousand_separator"
TECHNICAL_HEADING = re.compile(r"[a-z0-9_./]+")
#: what Odoo's own CSV export puts before a text that a sheet took for a formula
QUOTED_FORMULA = re.compile(r"'(?=[=+\-])")
#: the dialog offers a way out (create, leave empty, skip) under columns of these
CHOICES = ("many2one", "many2many", "selection", "boolean")

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = (b";", b"\t", b",")
#: so many rows of the same fault are named
MOST_ROWS = 20


class BaseImport(models.TransientModel):
    """The office's spreadsheets in Odoo's own dialog: all rows or none, each one named.

    Numbers, days and the rows in messages are mended for every model; the rest holds
    for the office's models and contacts.
    """

    _inherit = "base_import.import"

    @api.model
    def _is_office_model(self, model):
        return model == "res.partner" or model.startswith("wohnkoord.")

    @api.model
    def get_fields_tree(self, model, depth=3):
        """Also offer what the office's models take in an import only."""
        tree = super().get_fields_tree(model, depth)
        if not depth or not self._is_office_model(model):
            return tree
        extra = getattr(self.env[model], "_import_extra_fields", ())
        labels = self.env[model].fields_get(extra, ["string", "type"])
        return tree + [
            {
                "id": name,
                "name": name,
                "string": label["string"],
                "required": False,
                "fields": [],
                "type": label["type"],
                "model_name": model,
            }
            for name, label in labels.items()
        ]

    def execute_import(self, fields, columns, options, dryrun=False):
        """Import the whole file in one transaction, or nothing of it.

        Odoo works in batches, each of which is kept whatever becomes of the next, and
        keeps rows in spite of a warning.
        """
        if not self._is_office_model(self.res_model):
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        options = {**options, "limit": None}
        savepoint = self.env.cr.savepoint()
        result = super().execute_import(fields, columns, options, dryrun=dryrun)
        failed = bool(result.get("messages"))
        if failed:
            self._name_rows(result, fields, options)
            result["ids"] = False
        savepoint.close(rollback=failed)
        if failed:
            self.env.registry.clear_all_caches()
            self.env.registry.reset_changes()
        return result

    # -- values --------------------------------------------------------------------------

    def _file_kind(self):
        kind = guess_mimetype(self.file or b"")
        if XLSX in (kind, self.file_type) or (self.file_name or "").endswith(".xlsx"):
            return "xlsx"
        return "csv" if self.file_type == "text/csv" else None

    def _read_csv(self, options):
        """Take the likely encoding and the separator of the headings.

        Odoo guesses "Planb√ºro" where a file is short, and stumbles over empty lines.
        """
        content = self.file or b""
        if not options.get("encoding") and not content.startswith(UTF16_MARKS):
            for encoding in ("utf-8-sig", "windows-1252"):
                with suppress(UnicodeDecodeError):
                    content.decode(encoding)
                    options["encoding"] = encoding
                    break
        if not options.get("separator"):
            heads = next((line for line in content.splitlines() if line.strip()), b"")
            counts = {mark: heads.count(mark) for mark in SEPARATORS}
            likely = max(SEPARATORS, key=counts.get)
            if counts[likely]:
                options["separator"] = likely.decode()
        return super()._read_csv(options)

    @api.model
    def _convert_import_data(self, fields, options):
        data, names = super()._convert_import_data(fields, options)
        if self._is_office_model(self.res_model):
            csv_file = self._file_kind() == "csv"
            for row in data:
                for index, cell in enumerate(row):
                    if csv_file and isinstance(cell, str):
                        row[index] = QUOTED_FORMULA.sub("", cell, count=1)
        return data, names

    def _parse_import_data(self, data, import_fields, options):
        options = {**options, "own_export": self._is_own_export(options)}
        data = super()._parse_import_data(data, import_fields, options)
        # a day that the spreadsheet made of something else becomes text again
        texts = [
            index
            for index, path in enumerate(import_fields)
            if self._type_at(path) not in ("date", "datetime")
        ]
        for row in data:
            for index in texts:
                if not isinstance(row[index], str):
                    row[index] = self._stringify_date_like_objects(row[index], options)
        return data

    def _type_at(self, path):
        """The type of the field at a path like ``lot_ids/name``."""
        model, field = self.env[self.res_model], None
        for name in path.split("/"):
            field = model._fields.get(name.split(".")[0])
            if not field:
                return "id"
            model = self.env[field.comodel_name] if field.comodel_name else model
        return field.type

    def _is_own_export(self, options):
        """Whether the file is an export for imports: technical headings, plain numbers."""
        if not options.get("has_headers"):
            return False
        _length, rows = self._read_file({**options})
        heads = [str(head) for head in rows[0]]
        return "id" in heads and all(map(TECHNICAL_HEADING.fullmatch, heads))

    @api.model
    def _parse_float_from_data(self, data, index, name, options):
        """Read numbers row by row; a bad one is left for the message about its row."""
        for row in data:
            text = row[index] = str(row[index]).strip()
            plain = self._is_plain_number(text, options)
            if plain is None:
                row[index] = self.env._("%(number)s (1,000 or 1.000?)", number=text)
            elif not plain:
                with suppress(ImportValidationError):
                    super()._parse_float_from_data([row], index, name, options)
                    continue
                # "nan" and "inf" are no numbers of an office
                no_number = text.lower().strip("+-") in ("nan", "inf", "infinity")
                row[index] = f"'{text}'" if no_number else text
        return None

    def _is_plain_number(self, text, options):
        """Whether a point in ``text`` is a decimal one, whatever the user's language.

        :return bool: None if nobody can tell
        """
        if not PLAIN_NUMBER.fullmatch(text):
            return False
        if options.get("own_export"):
            return True
        grouped = GROUPED_NUMBER.fullmatch(text)
        if self._file_kind() == "xlsx":
            return None if grouped else True
        return "." in text and not grouped and options.get(THOUSANDS) == "."

    def _parse_date_from_data(self, data, index, name, field_type, options):
        """Read days row by row, in the user's own form too; bad ones as above."""
        language = self.env["res.lang"]._get_data(code=self.env.user.lang)
        own = language.date_format or "%Y-%m-%d"
        formats = [options.get("date_format"), own, own.replace("%Y", "%y")]
        for row in data:
            text = row[index]
            for date_format in filter(None, (*formats, "%Y-%m-%d")):
                tried = {**options, "date_format": date_format}
                with suppress(ImportValidationError):
                    super()._parse_date_from_data([row], index, name, field_type, tried)
                    break
                row[index] = text
        return None

    # -- messages ------------------------------------------------------------------------

    def _name_rows(self, result, fields, options):
        """Say in every message which row of the spreadsheet it is about.

        The dialog counts without the headings, empty rows and what was skipped, and
        says "at multiple rows" where several have the same fault.
        """
        rows = self._imported_rows(fields, options)
        merged = {}
        for message in result["messages"]:
            index = (message.get("rows") or {}).get("from")
            if index is None or index >= len(rows):
                merged[id(message)] = (message, [])
                continue
            number, cells = rows[index]
            path = "/".join(message.get("field_path") or [message.get("field") or ""])
            if message.get("at_row") or not self._offers_choice(path, fields):
                for name in ("field", "field_path", "field_name"):
                    message.pop(name, None)
            else:
                value = str(cells[fields.index(path)])
                message["value"] = message.get("value") or value
            key = (message["message"], message.get("field"), message.get("value"))
            merged.setdefault(key, (message, []))[1].append(number)
        for message, numbers in merged.values():
            if numbers:
                self._place(message, sorted(set(numbers)))
        result["messages"] = [message for message, _numbers in merged.values()]
        result["name"] = self._names_by_row(rows, fields)

    def _offers_choice(self, path, fields):
        """Whether the dialog shows a way out below the column; it names no reason."""
        return path in fields and self._type_at(path) in CHOICES

    def _place(self, message, numbers):
        """Put the rows into the texts and into what the dialog adds to them."""
        message["record"] = numbers[0]
        message["rows"] = {"from": numbers[0] - 1, "to": numbers[0] - 1}
        names = ", ".join(str(number) for number in numbers[:MOST_ROWS])
        if len(numbers) > MOST_ROWS:
            names += " ..."
        if message.get("field"):
            message["message"] = self.env._(
                "Row %(row)s: %(message)s", row=names, message=message["message"]
            )
            if len(numbers) > 1:
                message["rows"]["to"] += 1  # "at multiple rows"
                message["value"] += f" ({names})"
        elif len(numbers) > 1:
            message["message"] = self.env._(
                "%(message)s (rows %(rows)s)", message=message["message"], rows=names
            )

    def _names_by_row(self, rows, fields):
        if "name" not in fields:
            return []
        names = [""] * max((number for number, _cells in rows), default=0)
        for number, cells in rows:
            names[number - 1] = str(cells[fields.index("name")])
        return names

    def _imported_rows(self, fields, options):
        """The rows that were imported, as pairs of row number and all cells."""
        _length, rows = self._read_file(options)
        numbers = row_numbers(self.file, self._file_kind(), options)
        if not numbers or len(numbers) != len(rows):
            numbers = range(1, len(rows) + 1)
        numbered = list(zip(numbers, rows, strict=True))
        if options.get("has_headers"):
            numbered = numbered[1:]
        used = [index for index, field in enumerate(fields) if field]
        kept = [(n, row) for n, row in numbered if any(row[index] for index in used)]
        return kept[options.get("skip") or 0 :]
