# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io

import openpyxl
from lxml import html

from .common import WohnkoordCase

LETTER = "wohnkoord_odoo.contract_order_letter_report"
TIME_SHEET = "wohnkoord_odoo.contract_time_sheet_report"
OVERVIEW = "wohnkoord_odoo.contract_framework_overview_report"


class DocumentMixin:
    """What papers say: text of a report, cells of a workbook."""

    def _text(self, report, record, **data):
        """The words of a report as ``record``'s user reads it, on one line."""
        reports = self.env["ir.actions.report"].with_env(record.env)
        content = reports._render_qweb_html(report, record.ids, data=data)[0]
        tree = html.fromstring(content.decode())
        return " ".join(tree.xpath("//main")[0].text_content().split())

    def _cells(self, content):
        """The rows of a workbook's sheet; no cell is a formula or a link.

        :param content: bytes of an XLSX file
        """
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [list(row) for row in sheet.iter_rows()]
        for cell in (cell for row in rows for cell in row):
            self.assertNotEqual(cell.data_type, "f", cell.value)
            self.assertFalse(cell.hyperlink, cell.value)
        return [[cell.value for cell in row] for row in rows]

    def _german(self, record):
        """The record as somebody reads it in German."""
        self.env["res.lang"]._activate_lang("de_DE")
        return record.with_context(lang="de_DE")


class DocumentCase(DocumentMixin, WohnkoordCase):
    """Papers of the contract that every test finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.case.note = "<p>Vertraulich: Streit in der Gruppe</p>"
        cls.order = cls._make_call_off(10, max_ancillary_amount=200.0)
