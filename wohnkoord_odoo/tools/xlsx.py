# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Tables as XLSX: written row by row to a file, in figures that sheets can add."""

from datetime import date

import xlsxwriter

#: most characters in a cell
CELL_LENGTH = 32767
NUMBER = "#,##0.00"
A4 = 9


class Sheet:
    """One sheet of a workbook; rows are written from top to bottom.

    A text stays a text, whatever it begins with: no formula, no link. Memory does not
    grow with the rows.
    """

    def __init__(self, file, name, widths, landscape=False):
        """Begin the workbook.

        :param file: binary file, open for writing
        :param str name: of the sheet; cut to what sheets allow
        :param widths: of the columns, in characters
        """
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self._book = xlsxwriter.Workbook(file, options)
        self._sheet = self._book.add_worksheet(_sheet_name(name))
        self._line = 0
        self._formats = {}
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&R&P / &N")
        if landscape:
            self._sheet.set_landscape()

    def row(self, *cells, bold=False, border=False):
        """Write the next row: texts, ints, floats (two decimals), dates; None is empty.

        :param bool bold: head of a table, or a sum
        :param bool border: a line above each cell, also the empty ones
        """
        for column, value in enumerate(cells):
            self._write(column, value, bold, border)
        self._line += 1

    def head(self, *names):
        """The names of the columns; printed again on each page."""
        self.row(*names, bold=True)
        self._sheet.repeat_rows(self._line - 1)

    def close(self):
        """Write the end of the file."""
        self._book.close()

    def _write(self, column, value, bold, border):
        kind = "@"
        if isinstance(value, date):
            kind = "dd.mm.yyyy"
        elif isinstance(value, float):
            kind = NUMBER
        elif isinstance(value, int):
            kind = "0"
        style = self._format(kind, bold, border)
        if value is None:
            self._sheet.write_blank(self._line, column, None, style)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._line, column, value, style)
        elif isinstance(value, (int, float)):
            self._sheet.write_number(self._line, column, value, style)
        else:
            self._sheet.write_string(
                self._line, column, str(value)[:CELL_LENGTH], style
            )

    def _format(self, kind, bold, border):
        key = kind, bold, border
        if key not in self._formats:
            options = {"num_format": kind, "bold": bold, "valign": "top"}
            if kind == "@":
                options["text_wrap"] = True
            if border:
                options["top"] = 1
            self._formats[key] = self._book.add_format(options)
        return self._formats[key]


def _sheet_name(name):
    """A name as sheets allow it: at most 31 characters, without ``[]:*?/\\``."""
    return "".join(c for c in name if c not in "[]:*?/\\'")[:31]
