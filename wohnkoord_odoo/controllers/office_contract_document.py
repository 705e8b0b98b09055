# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .contract_document import ContractDocuments


class OfficeContractDocument(ContractDocuments, http.Controller):
    """Time sheets and overviews for whoever may read contracts in the office."""

    @http.route(
        "/wohnkoord/contracts/<int:contract_id>/time-sheet.<any(pdf, xlsx):ending>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_time_sheet(self, contract_id, ending, month="", order="", **_params):
        """The time sheet of a contract, or of one order of it, for a month or all."""
        contract = self._office_document_record("wohnkoord.contract", contract_id)
        # the city's steering reads contracts, not who did what
        if not request.env["wohnkoord.time.entry"].has_access("read"):
            raise NotFound()
        orders = None
        if order:
            number = int(order) if order.isascii() and order.isdecimal() else 0
            orders = contract._time_sheet_orders([number])
            if not orders:
                raise NotFound()
        return self._document_time_sheet(contract, month, orders, ending)

    @http.route(
        "/wohnkoord/frameworks/<int:framework_id>/overview.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_framework_overview(self, framework_id, **_params):
        """The overview of a framework agreement, for the office and the city's steering."""
        framework = self._office_document_record("wohnkoord.framework", framework_id)
        return self._document_xlsx(
            framework._write_overview, framework._overview_file()
        )

    def _office_document_record(self, model, number):
        """The record if the user may read it; else the same answer as for none."""
        records = request.env[model]
        if not records.has_access("read"):
            raise NotFound()
        record = records.search([("id", "=", number)])
        if not record:
            raise NotFound()
        return record
