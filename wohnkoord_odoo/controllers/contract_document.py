# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Papers of contracts as downloads; office and portal answer in the same way."""

import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import Response, content_disposition, request

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIME_SHEET = "wohnkoord_odoo.contract_time_sheet_report"
#: never kept by a proxy, never guessed to be something else
HEADERS = [
    ("Cache-Control", "private, no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


class ContractDocuments:
    """Mixin of controllers; who may ask is up to them."""

    def _document_pdf(self, report, record, name, data=None):
        """A report of one record as PDF."""
        reports = request.env["ir.actions.report"].with_env(record.env)
        reports = reports.with_company(record.company_id)
        content = reports._render_qweb_pdf(report, record.ids, data=data)[0]
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", str(len(content))),
                ("Content-Disposition", content_disposition(f"{name}.pdf")),
                *HEADERS,
            ],
        )

    def _document_xlsx(self, write, name):
        """A workbook from the disk.

        :param write: function that writes it to the file it is given
        """
        file = tempfile.TemporaryFile()  # closed by the response
        write(file)
        size = file.tell()
        file.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, file),
            headers=[
                ("Content-Type", XLSX_TYPE),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
                *HEADERS,
            ],
            direct_passthrough=True,
        )

    def _document_time_sheet(self, contract, month, call_offs, ending):
        """The time sheet of a contract as ``pdf`` or ``xlsx``.

        :param contract: as the user, or as superuser after a check
        :param call_offs: orders to show, None for all
        """
        month = contract._month(month)
        name = contract._time_sheet_file(month, call_offs)
        if ending == "xlsx":
            return self._document_xlsx(
                lambda file: contract._write_time_sheet(file, month, call_offs), name
            )
        orders = None if call_offs is None else call_offs.ids
        data = {"month": month, "orders": orders}
        return self._document_pdf(TIME_SHEET, contract, name, data)
