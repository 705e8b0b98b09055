# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import http
from odoo.fields import Date, Domain
from odoo.http import request

from ..tools.decimals import read_decimal
from ..tools.upload import MAX_BYTES, UPLOAD_TYPES, UploadError
from .form import FormError
from .portal_contract_posts import (
    ENTRY_LENGTH,
    TEXT_LENGTH,
    Blame,
    PortalContractPosts,
    post_route,
)
from .public import download_response

#: files taken in one go
FILES_AT_ONCE = 10


class PortalCost(PortalContractPosts):
    """A consultant hands in deliverables and receipts; see portal_contract_posts.py.

    sudo: the portal has no rights on fees and costs; what is read or written belongs to
    an order that the user's firm has.
    """

    # -- what the user may see ---------------------------------------------------------

    def _costs_sudo(self, call_off):
        """The fees and costs of an order of the user's firm."""
        costs_sudo = self._call_offs().sudo().env["wohnkoord.call.off.cost"]
        domain = costs_sudo._portal_domain(request.env.user)
        return costs_sudo.search(domain & Domain("call_off_id", "=", call_off.id))

    def _find_cost(self, call_off, cost_id):
        """The entry of the order that the user typed and may still change, or none."""
        return self._costs_sudo(call_off).filtered(
            lambda cost: cost.id == cost_id and cost._is_portal_editable()
        )

    def _expense_kinds(self):
        field = request.env["wohnkoord.call.off.cost"]._fields["expense_kind"]
        return field._description_selection(request.env)

    def _call_off_page_values(self, call_off, order, forms):
        today = Date.to_string(min(self._today(), order["date_end"]))
        preset = {"result": order["result"], "amount": order["fee_rest_typed"]}
        return {
            **super()._call_off_page_values(call_off, order, forms),
            "costs": self._costs_sudo(call_off)._portal_values(),
            "fee_form": self._form(forms.get("fee"), preset),
            "cost_form": self._form(forms.get("cost"), {"date": today}),
            **self._cost_form_values(),
        }

    def _cost_form_values(self):
        return {
            "expense_kinds": self._expense_kinds(),
            "accept": ",".join(UPLOAD_TYPES),
        }

    def _done_messages(self):
        return {
            **super()._done_messages(),
            "fee": request.env._(
                "The deliverable is handed in. The office accepts it or writes why not."
            ),
            "cost": request.env._("The costs are handed in for approval."),
        }

    # -- pages -------------------------------------------------------------------------

    @http.route(
        "/my/call-offs/<int:call_off_id>/costs/<int:cost_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_cost(self, call_off_id, cost_id, **_kw):
        """Change an entry of one's own that was returned."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        cost_sudo = self._find_cost(call_off, cost_id)
        if not cost_sudo:
            return request.redirect(f"/my/call-offs/{call_off.id}")
        return self._render_cost(call_off, cost_sudo)

    @http.route(
        "/my/call-offs/<int:call_off_id>/costs/<int:cost_id>/files/<int:file_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_cost_file(self, call_off_id, cost_id, file_id, **_kw):
        """A deliverable or receipt of the firm: a download, never kept by the browser."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        costs_sudo = self._costs_sudo(call_off).filtered(
            lambda cost: cost.id == cost_id
        )
        file_sudo = costs_sudo.file_ids.filtered(lambda file: file.id == file_id)
        if not file_sudo:
            return request.redirect("/my")
        return download_response(file_sudo)

    def _render_cost(self, call_off, cost_sudo, form=None):
        order = call_off._portal_values()[0]
        cost = cost_sudo._portal_values()[0]
        typed = {
            "date": Date.to_string(cost["date"]),
            "expense_kind": cost["expense_kind"],
            "name": cost["name"],
            "amount": cost["amount_typed"],
            "result": order["result"],
        }
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "call_off",
            "order": order,
            "entry": True,
            "cost": cost,
            "form": self._form(form, typed),
            "alert": self._alert(order, *filter(None, [form])),
            **self._form_values(order),
            **self._cost_form_values(),
        }
        return request.render("wohnkoord_odoo.portal_my_cost", values)

    # -- posts -------------------------------------------------------------------------

    @post_route("deliverable")
    def post_deliverable(self, call_off, **post):
        """Hand in a deliverable, and with it the fee or a part of it."""

        def hand_in():
            order = call_off._portal_values()[0]
            vals, result = self._read_fee(order, post)
            files = self._read_cost_files()
            with self._blaming_cost(order, vals):
                self._costs_sudo(call_off)._hand_in(
                    call_off.sudo(), {**vals, "kind": "flat_fee"}, files, result
                )

        if errors := self._post_once(post, hand_in):
            return self._render_call_off(call_off, fee=self._typed_cost(post, errors))
        return self._back(call_off, "fee")

    @post_route("costs")
    def post_cost(self, call_off, **post):
        """Hand in ancillary costs with their receipt."""

        def hand_in():
            order = call_off._portal_values()[0]
            vals = self._read_cost(post)
            files = self._read_cost_files(vals["expense_kind"] != "car")
            with self._blaming_cost(order, vals):
                self._costs_sudo(call_off)._hand_in(
                    call_off.sudo(), {**vals, "kind": "ancillary"}, files
                )

        if errors := self._post_once(post, hand_in):
            return self._render_call_off(call_off, cost=self._typed_cost(post, errors))
        return self._back(call_off, "cost")

    @post_route("costs/<int:cost_id>")
    def post_cost_change(self, call_off, cost_id, **post):
        """Change a returned entry of one's own and hand it in once more."""
        cost_sudo = self._find_cost(call_off, cost_id)
        if not cost_sudo:
            return self._back(call_off)
        is_fee = cost_sudo.kind == "flat_fee"

        def change():
            order = call_off._portal_values()[0]
            vals, result = (
                self._read_fee(order, post) if is_fee else (self._read_cost(post), None)
            )
            removed = request.httprequest.form.getlist("remove")
            removed = {int(number) for number in removed if number.isdecimal()}
            is_needed = is_fee or vals["expense_kind"] != "car"
            kept = set(cost_sudo.file_ids.ids) - removed
            files = self._read_cost_files(is_needed and not kept)
            with self._blaming_cost(order, vals):
                cost_sudo._hand_in_again(vals, files, removed, result)

        if errors := self._post_once(post, change):
            return self._render_cost(
                call_off, cost_sudo, self._typed_cost(post, errors)
            )
        return self._back(call_off, "fee" if is_fee else "cost")

    # -- what was typed ----------------------------------------------------------------

    def _typed_cost(self, post, errors):
        names = ("date", "expense_kind", "name", "amount", "result")
        return {
            "values": {name: self._text(post, name) for name in names},
            "errors": errors,
        }

    def _read_fee(self, order, post):
        """Values of a fee and the short result.

        :raise FormError: for each field that is missing or not understood
        """
        errors = {}
        name, result = self._text(post, "name"), self._text(post, "result")
        if error := self._text_error(name, ENTRY_LENGTH):
            errors["name"] = error
        if error := self._text_error(result, TEXT_LENGTH):
            errors["result"] = error
        typed = self._text(post, "amount")
        if order["fee_is_whole"]:  # nothing to choose: it is all that is left
            typed = order["fee_rest_typed"]
        amount = self._read_amount(typed, errors)
        if errors:
            raise FormError(errors)
        return {"name": name, "amount": amount}, result

    def _read_cost(self, post):
        """Values of ancillary costs.

        :raise FormError: for each field that is missing or not understood
        """
        errors = {}
        date = self._read_date(self._text(post, "date"))
        if not date:
            errors["date"] = request.env._("Please enter the day of the costs.")
        kind = self._text(post, "expense_kind")
        if kind not in dict(self._expense_kinds()):
            errors["expense_kind"] = request.env._("Please choose what it is for.")
        name = self._text(post, "name")
        if error := self._text_error(name, ENTRY_LENGTH):
            errors["name"] = error
        amount = self._read_amount(self._text(post, "amount"), errors)
        if errors:
            raise FormError(errors)
        return {"date": date, "expense_kind": kind, "name": name, "amount": amount}

    def _read_amount(self, text, errors):
        amount = read_decimal(text)
        if not amount:
            errors["amount"] = request.env._(
                "Please enter an amount above zero, e.g. 45,80."
            )
        return float(amount or 0)

    def _read_cost_files(self, is_needed=True):
        """Name and content of each posted file.

        :raise FormError: none though one is needed, or too many
        """
        uploads = [
            upload
            for upload in request.httprequest.files.getlist("files")
            if upload.filename
        ]
        message = None
        if is_needed and not uploads:
            message = request.env._("Please choose a file.")
        if len(uploads) > FILES_AT_ONCE:
            message = request.env._(
                "Please send at most %(count)s files at once.", count=FILES_AT_ONCE
            )
        if message:
            raise FormError({"files": message})
        # one byte more than allowed is enough to know that it is too large
        return [(file.filename, file.read(MAX_BYTES + 1)) for file in uploads]

    @contextmanager
    def _blaming_cost(self, order, vals):
        """Show a refusal of the model at the field that it is about.

        :param dict vals: amount and, of ancillary costs, date that are to be saved
        """
        last = min(self._today(), order["date_end"])
        left = order["costs_left_amount" if "date" in vals else "fee_rest_amount"]
        field = "form"
        if "date" in vals and not order["date_start"] <= vals["date"] <= last:
            field = "date"
        elif vals["amount"] > left:
            field = "amount"
        try:
            with Blame(field):
                yield
        except UploadError as error:
            raise FormError({"files": error.explain(request.env)}) from error
