# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)

from odoo.addons.web.controllers.export import (
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)


class TextWriter:
    """Writes texts as texts: what a visitor typed is no formula and no link."""

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str) and cell_value:
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class TextXlsxWriter(TextWriter, ExportXlsxWriter):
    pass


class TextGroupXlsxWriter(TextWriter, GroupExportXlsxWriter):
    pass


class OfficeExport(ExcelExport):
    """Odoo's export, whose workbooks run what begins with "="."""

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for row_index, row in enumerate(rows, 1):
                for column_index, value in enumerate(row):
                    writer.write_cell(row_index, column_index, value)
        return writer.value
