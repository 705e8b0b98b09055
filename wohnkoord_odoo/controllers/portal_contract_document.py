# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..models.contract_document_sheet import SHEET_STATES
from .contract_document import ContractDocuments
from .portal_contract import PortalContract

PATH = "/my/call-offs/<int:call_off_id>"


class PortalContractDocument(ContractDocuments, PortalContract):
    """The order letter and the time sheet of an order of the user's own firm."""

    @http.route(
        f"{PATH}/order.pdf",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def my_call_off_letter(self, call_off_id, **_params):
        """The order as a letter."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        # sudo: found by the firm's domain; the letter names initiative and contract
        order_sudo = call_off.sudo()
        return self._document_pdf(
            "wohnkoord_odoo.contract_order_letter_report",
            order_sudo,
            order_sudo._order_letter_file(),
        )

    @http.route(
        f"{PATH}/time-sheet.<any(pdf, xlsx):ending>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=True,
        sitemap=False,
    )
    def my_call_off_time_sheet(self, call_off_id, ending, month="", **_params):
        """What the firm handed in on the order, in a month or in all, to be signed."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        # sudo: found by the firm's domain; the sheet names contract and persons
        order_sudo = call_off.sudo()
        return self._document_time_sheet(
            order_sudo.contract_id, month, order_sudo, ending
        )

    def _call_off_page_values(self, call_off, order, forms):
        """Also the months of which there is a time sheet."""
        values = super()._call_off_page_values(call_off, order, forms)
        return {**values, "sheet_months": self._sheet_months(call_off, order)}

    def _sheet_months(self, call_off, order):
        """Months of an order with entries that were handed in, the newest first."""
        if order["is_flat"]:
            return []
        months = self._entries()._read_group(
            Domain("call_off_id", "=", call_off.id)
            & Domain("state", "in", SHEET_STATES),
            ["date:month"],
            order="date:month desc",
        )
        label = request.env["wohnkoord.contract"]._month_label
        values = [f"{month:%Y-%m}" for (month,) in months]
        return [(value, label(value)) for value in values]
