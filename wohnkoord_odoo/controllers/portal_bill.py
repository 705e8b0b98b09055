# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import format_amount, format_date

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

#: kind of badge of each payment state
PAYMENT_COLOURS = {
    "paid": "done",
    "in_payment": "done",
    "partial": "draft",
    "reversed": "off",
    "blocked": "draft",
}


class PortalBill(CustomerPortal):
    """A consultant follows the bills that the office writes for approved hours."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        # without counters: the page itself, whose card needs no JavaScript
        if not counters or "consultant_bill_count" in counters:
            bills_sudo, domain = self._consultant_bills()
            values["consultant_bill_count"] = bills_sudo.search_count(domain)
        return values

    def _consultant_bills(self):
        """The bills as superuser with the one domain that limits them.

        sudo: a portal user has no right on contracts, which the domain asks for.
        """
        bills_sudo = request.env["account.move"].sudo()
        return bills_sudo, bills_sudo._wohnkoord_portal_domain(request.env.user)

    def _consultant_bill_values(self, bill):
        """All that the page shows of a bill: a whitelist of plain values."""
        env = request.env
        sign = -1 if bill.move_type == "in_refund" else 1

        def amount(value):
            return format_amount(env, sign * value, bill.currency_id)

        states = dict(bill._fields["payment_state"]._description_selection(env))
        start, end = bill.wohnkoord_date_from, bill.wohnkoord_date_to
        return {
            "id": bill.id,
            "name": bill.name,
            "is_credit_note": bill.move_type == "in_refund",
            "date": format_date(env, bill.invoice_date),
            "period": start and f"{format_date(env, start)} – {format_date(env, end)}",
            "contract": bill.wohnkoord_contract_id.name or "",
            "net": amount(bill.amount_untaxed),
            "gross": amount(bill.amount_total),
            "payment": states.get(bill.payment_state, ""),
            "colour": PAYMENT_COLOURS.get(bill.payment_state, "open"),
        }

    @http.route(
        ["/my/consultant-bills", "/my/consultant-bills/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_consultant_bills(self, page=1, **kw):
        bills_sudo, domain = self._consultant_bills()
        pager = portal_pager(
            url="/my/consultant-bills",
            total=bills_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = bills_sudo.search(
            domain,
            order="invoice_date desc, id desc",
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        return request.render(
            "wohnkoord_odoo.portal_my_consultant_bills",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "consultant_bill",
                "bills": [self._consultant_bill_values(bill) for bill in found],
                "pager": pager,
            },
        )

    @http.route(
        "/my/consultant-bills/<int:bill_id>/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_consultant_bill_pdf(self, bill_id, **kw):
        bills_sudo, domain = self._consultant_bills()
        bill_sudo = bills_sudo.search(domain & Domain("id", "=", bill_id))
        if not bill_sudo:
            raise request.not_found()
        return self._show_report(
            model=bill_sudo,
            report_type="pdf",
            report_ref="account.account_invoices",
            download=True,
        )
