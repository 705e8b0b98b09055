# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Where the rows of an imported file stand in the spreadsheet."""

import csv
import io


def row_numbers(content, kind, options):
    """The numbers of the rows that Odoo's reader keeps: the ones that are not empty.

    :param bytes content: the file
    :param str kind: "csv" or "xlsx"
    :param dict options: of the import dialog, as its reader completed them
    :return: list of row numbers as a spreadsheet shows them, or None if the kind of
        file does not tell
    """
    rows = {"csv": _csv_rows, "xlsx": _xlsx_rows}.get(kind)
    if not rows:
        return None
    return [
        number
        for number, row in enumerate(rows(content, options), 1)
        if any(cell and (not isinstance(cell, str) or cell.strip()) for cell in row)
    ]


def _csv_rows(content, options):
    text = content.decode(options.get("encoding") or "utf-8")
    return csv.reader(
        io.StringIO(text),
        quotechar=options.get("quoting") or '"',
        delimiter=options.get("separator") or ",",
    )


def _xlsx_rows(content, options):
    import openpyxl  # noqa: PLC0415  only needed for the message about a bad row

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheet = book[options.get("sheet") or book.sheetnames[0]]
    # what Odoo's reader keeps, a zero among it, has text
    return (
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    )
