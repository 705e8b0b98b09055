# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
import json
from pathlib import PurePosixPath
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.slug import slugify
from .procedure_case_file_registry import SECTIONS

#: rows that are read, and then forgotten, at a time
BATCH = 200
CHUNK_BYTES = 256 * 1024
#: what a spreadsheet would run
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CasePart(NamedTuple):
    """One file of a case file; its content is made when it is written.

    ``bid`` is the number of the bid that it belongs to, or None; ``kind`` is ``data``,
    ``document``, ``bid`` (a sealed content, under the hash of its receipt), ``page``,
    ``frozen``, ``log`` or ``tool``.
    """

    path: str
    kind: str
    title: str
    bid: int | None
    produce: object


class Procedure(models.Model):
    """How rows, files and pages become files of a case file."""

    _inherit = "wohnkoord.procedure"

    @api.model
    def _case_folder(self, section):
        """The folder of a section, numbered, in the office's language."""
        number = list(SECTIONS).index(section) + 1
        return f"{number:02d}-{slugify(self.env._(SECTIONS[section])) or section}"

    @api.model
    def _case_file_name(self, name, number=None):
        """A file name that every system takes; the number keeps it apart."""
        path = PurePosixPath((name or "").replace("\0", ""))
        ending = slugify(path.suffix, 10)
        stem = slugify(path.stem) or "file"
        prefix = f"{number:03d}-" if number is not None else ""
        return f"{prefix}{stem}.{ending}" if ending else f"{prefix}{stem}"

    # -- rows ----------------------------------------------------------------------------

    def _case_table(self, folder, model, domain, names=None, values=None, title=None):
        """Rows of a model as JSON and as CSV; nothing where there are none.

        :param domain: of the rows; the user's own rights hold as well
        :param names: fields; None: all that may leave
        :param values: function of a record that gives its values instead of fields
        :return: generator of CasePart
        """
        ids = model.search(domain, order="id").ids
        if not ids:
            return
        names = self._case_file_fields(model) if names is None else names

        def rows():
            for start in range(0, len(ids), BATCH):
                records = model.browse(ids[start : start + BATCH])
                for record in records:
                    yield (
                        values(record)
                        if values
                        else {n: self._case_file_value(record, n) for n in names}
                    )
                # a case file has more rows than should stand in memory
                records.invalidate_recordset()

        title = title or self._case_model_title(model)
        stem = f"{folder}/{slugify(title) or model._table}"
        yield CasePart(f"{stem}.json", "data", title, None, lambda: _json(rows()))
        yield CasePart(f"{stem}.csv", "data", title, None, lambda: _csv(rows()))

    @api.model
    def _case_model_title(self, model):
        # sudo: the name of a model in the user's language
        return self.env["ir.model"].sudo()._get(model._name).name or model._description

    # -- files ---------------------------------------------------------------------------

    def _case_documents(self):
        """Every file of the procedure but the ciphertext of bids, where it lies.

        :return: generator of dicts: ``section``, ``model``, ``id``, ``field``, ``name``,
            ``bid`` (a record, or empty), ``produce``
        """
        self.ensure_one()
        for section, model, path in self._case_file_models():
            if not model.has_access("read"):
                continue
            if model._name == "wohnkoord.bid.document":
                yield from self._case_bid_documents(model)
                continue
            names = [
                name
                for name, field in model._fields.items()
                if field.type == "binary"
                and field.store
                and not self._case_file_is_secret(model, field)
            ]
            if names:
                records = model.search([(path, "=", self.id)], order="id")
                for name in names:
                    yield from self._case_field_files(section, records, name)

    def _case_field_files(self, section, records, name):
        field = records._fields[name]
        bids = self._case_bids_of(records)
        if not field.attachment:
            for record in records.with_context(bin_size=False):
                if record[name]:
                    content = base64.b64decode(record[name])
                    yield {
                        **self._case_document(section, record, name, bids),
                        "produce": lambda content=content: [content],
                    }
            return
        # sudo: the attachments of records that the user may read
        attachments_sudo = self.env["ir.attachment"].sudo()
        found_sudo = attachments_sudo.search_fetch(
            [
                ("res_model", "=", records._name),
                ("res_field", "=", name),
                ("res_id", "in", records.ids),
            ],
            ["res_id", "store_fname"],
            order="res_id",
        )
        for attachment_sudo in found_sudo:
            record = records.browse(attachment_sudo.res_id)
            yield {
                **self._case_document(section, record, name, bids),
                "produce": lambda a=attachment_sudo: self._case_attachment(a),
            }

    def _case_document(self, section, record, name, bids):
        title = next(
            (
                record[other]
                for other in (f"{name}_name", "file_name", "name")
                if other in record._fields and isinstance(record[other], str)
            ),
            False,
        )
        return {
            "section": section,
            "model": record._name,
            "id": record.id,
            "field": name,
            "name": title or f"{name}.bin",
            "bid": bids.get(record.id, self.env["wohnkoord.bid"]),
        }

    @api.model
    def _case_bids_of(self, records):
        """The bid that each record belongs to: record id -> bid."""
        if "bid_id" in records._fields:
            return {record.id: record.bid_id for record in records}
        if "line_id" in records._fields and "bid_id" in records.line_id._fields:
            return {record.id: record.line_id.bid_id for record in records}
        return {}

    def _case_bid_documents(self, model):
        documents = model.search([("bid_id.procedure_id", "=", self.id)])
        # without the key there is nothing to read: sudo, to know whether there is one
        for document in documents.filtered(lambda d: d.sudo().content_key):
            yield {
                "section": "bids",
                "model": model._name,
                "id": document.id,
                "field": "cipher",
                "name": document.name or "file",
                "bid": document.bid_id,
                "produce": lambda document=document: [document._plain_content()],
            }

    @api.model
    def _case_attachment(self, attachment_sudo):
        """The bytes of an attachment, piece by piece, past every cache."""
        if attachment_sudo.store_fname:
            path = attachment_sudo._full_path(attachment_sudo.store_fname)
            with open(path, "rb") as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece
            return
        yield attachment_sudo.raw or b""
        attachment_sudo.invalidate_recordset(["raw", "datas", "db_datas"])

    # -- pages ---------------------------------------------------------------------------

    @api.model
    def _case_page(self, template, values):
        """A page of its own, without anything from the server."""
        html = self.env["ir.qweb"]._render(f"wohnkoord_odoo.{template}", values)
        return f"<!DOCTYPE html>\n{html}".encode()

    @api.model
    def _case_pdf(self, html):
        """A page as PDF, or None where the server cannot make one."""
        try:
            return self.env["ir.actions.report"]._run_wkhtmltopdf([html.decode()])
        except (OSError, UserError):
            return None


def _json(rows):
    before = "[\n"
    for row in rows:
        yield (before + json.dumps(row, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _csv(rows):
    """For a spreadsheet: UTF-8 with a mark, semicolons, and nothing that it would run."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write("\ufeff")
    header = None
    for row in rows:
        if header is None:
            header = list(row)
            writer.writerow(header)
        writer.writerow([_cell(row.get(name)) for name in header])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, dict) and set(value) == {"id", "name"}:
        value = value["name"]
    elif isinstance(value, list) and all(
        isinstance(v, dict) and set(v) == {"id", "name"} for v in value
    ):
        value = ", ".join(str(v["name"]) for v in value)
    elif isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
