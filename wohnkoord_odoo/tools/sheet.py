# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Tables as German spreadsheet programs open them."""

import csv
import io
from datetime import date, datetime

#: texts that start so are formulas in a sheet
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def german_csv(header, rows):
    """A table as CSV: UTF-8 with its mark, semicolons, decimal commas, German days.

    :param header: names of the columns
    :param rows: lists of cells: texts, floats (two decimals), dates, None
    :return bytes:
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def _cell(value):
    """A cell that no sheet takes for a formula."""
    if value is None or value is False:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, (date, datetime)):
        return f"{value:%d.%m.%Y}"
    text = " ".join(str(value).split("\n"))
    return f"'{text}" if text.startswith(FORMULA) else text
