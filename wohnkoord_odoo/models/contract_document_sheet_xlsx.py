# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.xlsx import Sheet

WIDTHS = (12, 14, 26, 24, 60, 14, 10, 10)


class Contract(models.Model):
    """The time sheet as a sheet of figures."""

    _inherit = "wohnkoord.contract"

    def _write_time_sheet(self, file, month="", call_offs=None):
        """Write the time sheet as XLSX.

        :param file: binary file, open for writing
        :param month, call_offs: as in ``_time_sheet_values``
        """
        values = self._time_sheet_values(month, call_offs)
        sheet = Sheet(file, self.env._("Time sheet"), WIDTHS, landscape=True)
        sheet.row(self.env._("Time sheet"), bold=True)
        for label, text in values["facts"]:
            sheet.row(label, None, text)
        sheet.row()
        sheet.head(*self._time_sheet_columns())
        for order in values["orders"]:
            for row in order["rows"]:
                sheet.row(
                    row["date"],
                    order["name"],
                    order["initiative"],
                    row["person"],
                    row["description"],
                    row["state"],
                    row["minutes"],
                    row["minutes"] / 60,
                )
        self._write_time_sheet_sums(sheet, values)
        for sign in values["signs"]:
            for _line in range(3):
                sheet.row()
            sheet.row(sign, None, None, None, border=True)
        sheet.close()

    def _time_sheet_columns(self):
        return (
            self.env._("Date"),
            self.env._("Order"),
            self.env._("Initiative"),
            self.env._("Person"),
            self.env._("What was done"),
            self.env._("Status"),
            self.env._("Minutes"),
            self.env._("Hours"),
        )

    def _write_time_sheet_sums(self, sheet, values):
        """The sum, what of it stands where, and what is left on each order."""
        blank, minutes = [None] * 5, values["minutes"]
        total = (self.env._("Total"), *blank, minutes, minutes / 60)
        sheet.row(*total, bold=True, border=True)
        for state in values["states"]:
            sheet.row(state["label"], *blank, state["minutes"], state["minutes"] / 60)
        sheet.row()
        left = self.env._("Left on the order, %(date)s", date=values["today_label"])
        for order in values["orders"]:
            names = (order["name"], order["initiative"], None, left, None)
            sheet.row(None, *names, order["left_minutes"], order["left_minutes"] / 60)
