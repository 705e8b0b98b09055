# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.account.controllers.portal import PortalAccount
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.decimals import german_decimal, read_decimal
from ..tools.invoice_file import MAX_BYTES, InvoiceFileError
from .form import FormError, FormPosts
from .portal_contract import DEFAULT_TZ
from .public import reads

NUMBER_LENGTH = 60
PATH = "/my/invoices/received/<int:invoice_id>"


def invoice_post(path):
    """A form's address below an invoice; the method gets the invoice as superuser."""

    def decorate(method):
        @http.route(
            f"{PATH}/{path}", type="http", auth="user", methods=["POST"], website=True
        )
        @functools.wraps(method)
        def post(self, invoice_id, **kwargs):
            invoice_sudo = self._find_own_invoice(invoice_id)
            if not invoice_sudo:
                return request.redirect("/my", code=303)
            return method(self, invoice_sudo, **kwargs)

        return post

    return decorate


class PortalInvoice(FormPosts, PortalAccount):
    """A consultant sends invoices and follows them.

    For a firm with contracts ``/my/invoices`` is this page; for everybody else, and with
    any of Odoo's own filters, it stays Odoo's list.
    """

    # -- what the user may see ---------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        # without counters: the page itself, whose card needs no JavaScript
        if not counters or "own_invoice_count" in counters:
            invoices_sudo, domain = self._own_invoices()
            offices = invoices_sudo._portal_offices(request.env.user)
            values["own_invoice_count"] = (
                invoices_sudo.search_count(domain) if offices else 0
            )
            if not counters:
                values["may_send_invoices"] = bool(offices)
        return values

    def _own_invoices(self):
        """The invoices as superuser with the one domain that limits them."""
        user = request.env.user
        tz = user.tz or request.env.company.partner_id.tz or DEFAULT_TZ
        # sudo: the portal has no rights on invoices
        invoices_sudo = request.env["wohnkoord.invoice"].sudo().with_context(tz=tz)
        return invoices_sudo, invoices_sudo._portal_domain(user)

    def _find_own_invoice(self, invoice_id):
        invoices_sudo, domain = self._own_invoices()
        return invoices_sudo.search(domain & Domain("id", "=", invoice_id))

    # -- pages -------------------------------------------------------------------------------

    # a callable: Odoo's own list is read/write, and a plain True is not heard
    @http.route(readonly=reads)
    def portal_my_invoices(
        self, page=1, date_begin=None, date_end=None, sortby=None, filterby=None, **kw
    ):
        """The firm's invoices to the office, and the form to send one."""
        invoices_sudo, _domain = self._own_invoices()
        asked = (date_begin, date_end, sortby, filterby)
        if any(asked) or not invoices_sudo._portal_offices(request.env.user):
            return super().portal_my_invoices(
                page, date_begin, date_end, sortby, filterby, **kw
            )
        return self._render_own_invoices(page)

    @http.route(
        PATH,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_received_invoice(self, invoice_id, done=None, **_params):
        """One invoice: where it stands, what differs, what to do."""
        invoice_sudo = self._find_own_invoice(invoice_id)
        if not invoice_sudo:
            return request.redirect("/my")
        return self._render_own_invoice(invoice_sudo, done=done)

    @http.route(
        f"{PATH}/file",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_received_invoice_file(self, invoice_id, **_params):
        """The file that was sent: a download, never kept by the browser."""
        invoice_sudo = self._find_own_invoice(invoice_id)
        if not invoice_sudo:
            return request.redirect("/my")
        stream = request.env["ir.binary"]._get_stream_from(
            invoice_sudo, "file", filename=invoice_sudo.file_name
        )
        response = stream.get_response(as_attachment=True, immutable=False)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @http.route(
        [f"{PATH}/<path:_rest>", "/my/invoices/upload"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def portal_my_received_invoice_elsewhere(self, **_params):
        """Where only posts are answered, e.g. after a login in between."""
        return request.redirect("/my/invoices")

    def _render_own_invoices(self, page=1, form=None):
        invoices_sudo, domain = self._own_invoices()
        pager = portal_pager(
            url="/my/invoices",
            total=invoices_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found_sudo = invoices_sudo.search(
            domain, limit=self._items_per_page, offset=pager["offset"]
        )
        offices = invoices_sudo._portal_offices(request.env.user)
        form = form or {"values": {}, "errors": {}}
        return self._own_invoice_page(
            "wohnkoord_odoo.portal_my_own_invoices",
            {
                "page_name": "own_invoices",
                "invoices": found_sudo._portal_values(),
                "pager": pager,
                "offices": [(str(office.id), office.name) for office in offices],
                "recipients": [
                    {
                        "name": office._wohnkoord_recipients()[0],
                        "leitweg": office.wohnkoord_leitweg_id or "",
                    }
                    for office in offices
                ],
                "form": form,
                "alert": form["errors"].get("form"),
            },
        )

    def _render_own_invoice(self, invoice_sudo, done=None, form=None):
        values = invoice_sudo._portal_values()[0]
        done_texts = {
            "sent": request.env._("Thank you, your invoice has arrived."),
            "known": request.env._("This file was here already; nothing was added."),
            "typed": request.env._("Thank you, your data are compared."),
            "withdrawn": request.env._("The invoice is withdrawn."),
        }
        form = form or {"values": self._typed_values(invoice_sudo), "errors": {}}
        return self._own_invoice_page(
            "wohnkoord_odoo.portal_my_own_invoice",
            {
                "page_name": "own_invoice",
                "own_invoice": values,
                "orders": invoice_sudo._portal_orders(
                    request.env.user, invoice_sudo.company_id
                )
                if values["can_type"]
                else [],
                "form": form,
                "alert": form["errors"].get("form"),
                "done": done_texts.get(done),
            },
        )

    def _own_invoice_page(self, template, values):
        response = request.render(
            template,
            {
                **self._prepare_portal_layout_values(),
                **values,
                "form_token": secrets.token_urlsafe(24),
            },
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    # -- posts -----------------------------------------------------------------------------------

    @http.route(
        "/my/invoices/upload", type="http", auth="user", methods=["POST"], website=True
    )
    def post_invoice(self, **post):
        """Keep a file; it is read as soon as it is safely stored."""
        invoices_sudo, _domain = self._own_invoices()
        user = request.env.user
        offices = invoices_sudo._portal_offices(user)
        if not offices:
            return request.redirect("/my", code=303)
        kept = {}

        def receive():
            name, raw = self._read_invoice_file()
            office = offices[:1]
            if len(offices) > 1:
                asked = self._text(post, "office")
                office = offices.filtered(lambda office: str(office.id) == asked)
                if not office:
                    raise FormError({"office": request.env._("Please choose one.")})
            try:
                kept["invoice"], kept["is_new"] = invoices_sudo._receive(
                    office,
                    user.partner_id.commercial_partner_id,
                    name,
                    raw,
                    "portal",
                    user.partner_id,
                )
            except InvoiceFileError as error:
                text = invoices_sudo._explain_file(error.kind)
                raise FormError({"file": text}) from error

        if errors := self._post_once(post, receive):
            form = {"values": {"office": self._text(post, "office")}, "errors": errors}
            return self._render_own_invoices(form=form)
        if not kept:  # the same form once more
            return request.redirect("/my/invoices", code=303)
        done = "sent" if kept["is_new"] else "known"
        url = f"/my/invoices/received/{kept['invoice'].id}?done={done}"
        return request.redirect(url, code=303)

    @invoice_post("data")
    def post_invoice_data(self, invoice_sudo, **post):
        """Take what was typed from a PDF without data."""

        def take():
            invoice_sudo._type_data(self._read_invoice_data(invoice_sudo, post))

        if errors := self._post_once(post, take):
            values = {name: self._text(post, name) for name in post}
            return self._render_own_invoice(
                invoice_sudo, form={"values": values, "errors": errors}
            )
        url = f"/my/invoices/received/{invoice_sudo.id}?done=typed"
        return request.redirect(url, code=303)

    @invoice_post("withdraw")
    def post_invoice_withdraw(self, invoice_sudo, **post):
        """Take an invoice back that is no bill yet."""

        def withdraw():
            if not invoice_sudo._portal_values()[0]["can_withdraw"]:
                raise UserError(
                    request.env._("This invoice cannot be withdrawn any more.")
                )
            invoice_sudo.action_withdraw()

        if errors := self._post_once(post, withdraw):
            form = {"values": self._typed_values(invoice_sudo), "errors": errors}
            return self._render_own_invoice(invoice_sudo, form=form)
        url = f"/my/invoices/received/{invoice_sudo.id}?done=withdrawn"
        return request.redirect(url, code=303)

    # -- what was posted ---------------------------------------------------------------------

    def _read_invoice_file(self):
        """Name and content of the one file.

        :raise FormError: none, or several
        """
        uploads = [
            upload
            for upload in request.httprequest.files.getlist("file")
            if upload.filename
        ]
        if len(uploads) != 1:
            raise FormError({"file": request.env._("Please choose one file.")})
        # one byte more than allowed is enough to know that it is too large
        return uploads[0].filename, uploads[0].read(MAX_BYTES + 1)

    def _read_invoice_data(self, invoice_sudo, post):
        """Number, days, sum and tax as typed.

        :raise FormError: what is missing or wrong, by field
        """
        env, errors, vals = request.env, {}, {}
        vals["number"] = self._text(post, "number")
        if error := self._text_error(vals["number"], NUMBER_LENGTH):
            errors["number"] = error
        for name in ("invoice_date", "date_from", "date_to"):
            vals[name] = self._read_date(self._text(post, name))
            if not vals[name]:
                errors[name] = env._("Please enter a day.")
        net, rate = (
            read_decimal(self._text(post, name)) for name in ("net", "tax_rate")
        )
        if not net:
            errors["net"] = env._("Please enter an amount, such as 1.234,50.")
        if rate is None or rate > 100:
            errors["tax_rate"] = env._("Please enter a rate, such as 19 or 0.")
        if not errors.keys() & {"date_from", "date_to"} and (
            vals["date_from"] > vals["date_to"]
        ):
            errors["date_to"] = env._("The end is before the start.")
        order = self._text(post, "call_off_id")
        known = dict(
            invoice_sudo._portal_orders(request.env.user, invoice_sudo.company_id)
        )
        if order and order not in known:
            errors["call_off_id"] = env._("Please choose one of your orders.")
        if errors:
            raise FormError(errors)
        return {
            **vals,
            "net": float(net),
            "tax_rate": float(rate),
            "call_off_id": int(order) if order else False,
        }

    def _typed_values(self, invoice_sudo):
        """What the form shows of what was typed before."""
        days = ("invoice_date", "date_from", "date_to")
        return {
            "number": invoice_sudo.number or "",
            "call_off_id": str(invoice_sudo.call_off_id.id or ""),
            "net": german_decimal(f"{invoice_sudo.net:.2f}")
            if invoice_sudo.net
            else "",
            "tax_rate": f"{invoice_sudo.tax_rate:g}".replace(".", ",")
            if invoice_sudo.net
            else "",
            **{name: str(invoice_sudo[name] or "") for name in days},
        }
