# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.pdf_pages import number_pages

#: papers of several pages that go to groups, consultants, councils and courts
NUMBERED = (
    "wohnkoord_odoo.contract_framework_overview",
    "wohnkoord_odoo.contract_order_letter",
    "wohnkoord_odoo.contract_time_sheet",
    "wohnkoord_odoo.procedure_letter_document",
    "wohnkoord_odoo.procedure_minutes_document",
)


class IrActionsReport(models.Model):
    """Letters, minutes and sheets have page numbers."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        # several records come back one by one
        if len(res_ids or ()) != 1:
            return streams
        if self._get_report(report_ref).report_name in NUMBERED:
            for row in streams.values():
                if row["stream"]:
                    row["stream"] = number_pages(row["stream"], self._page_label)
        return streams

    def _page_label(self, number, count):
        return self.env._("Page %(number)s of %(count)s", number=number, count=count)
