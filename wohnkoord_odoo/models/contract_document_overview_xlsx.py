# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.xlsx import Sheet

WIDTHS = (30, 30, 12, 12, *[12] * 6, *[15] * 4)


class Framework(models.Model):
    """The overview as a sheet of figures."""

    _inherit = "wohnkoord.framework"

    def _write_overview(self, file):
        """Write the overview as XLSX.

        :param file: binary file, open for writing
        """
        values = self._overview_values()
        sheet = Sheet(file, self.env._("Framework"), WIDTHS, landscape=True)
        sheet.row(self.env._("Framework Overview"), bold=True)
        as_of = (self.env._("As of"), values["today_label"])
        for label, text in [*values["facts"], as_of]:
            sheet.row(label, text)
        sheet.row()
        sheet.head(*self._overview_columns())
        for lot in values["lots"]:
            self._write_overview_row(sheet, lot, bold=True)
            for contract in lot["contracts"]:
                self._write_overview_row(sheet, contract)
        total = {**values["total"], "name": self.env._("Total")}
        self._write_overview_row(sheet, total, bold=True, border=True)
        self._write_overview_orders(sheet, values["orders"])
        sheet.close()

    def _overview_columns(self):
        return (
            self.env._("Lot / contract"),
            self.env._("Consultant"),
            self.env._("Status"),
            self.env._("Hourly rate (net)"),
            self.env._("Maximum hours"),
            self.env._("Called off"),
            self.env._("Worked"),
            self.env._("Approved"),
            self.env._("Billed"),
            self.env._("Hours left"),
            self.env._("Maximum (net)"),
            self.env._("Committed (net)"),
            self.env._("Approved (net)"),
            self.env._("Billed (net)"),
        )

    def _write_overview_row(self, sheet, row, **style):
        sheet.row(
            row["name"],
            row.get("firm"),
            row.get("state"),
            row.get("rate"),
            row["max_hours"] or None,
            row["called_off"],
            row["worked"],
            row["approved"],
            row["billed"],
            row["left"],
            row.get("max_amount") or None,
            row["amount"],
            row["amount_approved"],
            row["amount_billed"],
            **style,
        )

    def _write_overview_orders(self, sheet, orders):
        sheet.row()
        sheet.row(self.env._("Orders that run"), bold=True)
        sheet.row(
            self.env._("Order"),
            self.env._("Consultant"),
            self.env._("Contract"),
            self.env._("End"),
            self.env._("Ordered"),
            None,
            self.env._("Worked"),
            None,
            None,
            self.env._("Left"),
            None,
            self.env._("Committed (net)"),
            bold=True,
        )
        for order in orders:
            sheet.row(
                order["name"],
                order["firm"],
                order["contract"],
                order["date_end"],
                order["hours"],
                None,
                order["worked"],
                None,
                None,
                order["left"],
                None,
                order["amount"],
            )
