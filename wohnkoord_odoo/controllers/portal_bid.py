# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.http import request

from ..tools.upload import UPLOAD_TYPES
from .portal_procedure import PortalProcedures


def bid_page(path=""):
    """The address of a page below a party's bids."""
    return http.route(
        f"/my/procedures/<int:registration_id>/bids{path}",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )


class PortalBids(PortalProcedures):
    """A party's bids; posts below are in portal_bid_posts.py."""

    @bid_page()
    def portal_bids(self, registration_id, done=None, **_params):
        """The plots on offer, each with the party's draft and bid on it."""
        registration_sudo = self._find_registration(registration_id)
        if not registration_sudo:
            return request.redirect("/my")
        return self._render_bids(registration_sudo, done=done)

    @bid_page("/<string:bid_uuid>")
    def portal_bid(self, registration_id, bid_uuid, done=None, **_params):
        """A draft's form, or a submitted bid."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        if not bid:
            return request.redirect("/my")
        return self._render_bid(registration_sudo, bid, done=done)

    @bid_page("/<string:bid_uuid>/review")
    def portal_bid_review(self, registration_id, bid_uuid, **_params):
        """Everything once more before it is sealed."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        if not bid:
            return request.redirect("/my")
        if bid.state != "draft":
            return request.redirect(self._bid_path(registration_sudo, bid))
        return self._render_bid_review(registration_sudo, bid)

    @bid_page("/<string:bid_uuid>/withdraw")
    def portal_bid_withdraw(self, registration_id, bid_uuid, **_params):
        """Ask once more before a bid is withdrawn."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        if not bid:
            return request.redirect("/my")
        if bid.state != "submitted":
            return request.redirect(self._bid_path(registration_sudo, bid))
        return self._render_bid_page(
            "portal_bid_withdraw",
            registration_sudo,
            bid=bid._portal_status(registration_sudo),
            subpage=request.env._("Withdraw the bid"),
        )

    # -- downloads -----------------------------------------------------------------------

    @bid_page("/<string:bid_uuid>/receipt")
    def portal_bid_receipt(self, registration_id, bid_uuid, **_params):
        """The receipt of a submitted bid."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        if not bid or not bid.number:
            return request.redirect("/my")
        return self._render_bid_page(
            "portal_bid_receipt",
            registration_sudo,
            bid=bid._portal_status(registration_sudo),
            receipt=bid._receipt_values(),
            how_to=bid._receipt_how_to(),
            subpage=request.env._("Receipt"),
        )

    @bid_page("/<string:bid_uuid>/receipt.pdf")
    def portal_bid_receipt_pdf(self, registration_id, bid_uuid, **_params):
        """The receipt as PDF."""
        _registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        if not bid or not bid.number:
            return request.redirect("/my")
        return self._bid_download(
            bid._receipt_pdf(), "application/pdf", f"receipt-{bid.number}.pdf"
        )

    @bid_page("/<string:bid_uuid>/bid.json")
    def portal_bid_json(self, registration_id, bid_uuid, **_params):
        """The bid in canonical form: its SHA-256 is what the receipt says."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        content = bid and self._bid_content(registration_sudo, bid)
        if not content:
            return request.redirect("/my")
        return self._bid_download(content, "application/json", "bid.json")

    @bid_page("/<string:bid_uuid>/bid.html")
    def portal_bid_html(self, registration_id, bid_uuid, **_params):
        """The bid as a page of its own, to read and to print."""
        registration_sudo, bid = self._find_bid(registration_id, bid_uuid)
        content = bid and self._bid_content(registration_sudo, bid)
        if not content:
            return request.redirect("/my")
        html = request.env["ir.qweb"]._render(
            "wohnkoord_odoo.bid_readable",
            {
                "bid": bid._readable_values(content),
                "lang": request.env.lang.split("_")[0],
            },
        )
        page = f"<!DOCTYPE html>\n{html}".encode()
        return self._bid_download(page, "text/html; charset=utf-8", "bid.html")

    def _bid_content(self, registration_sudo, bid):
        if bid.state != "draft":
            return bid._content_bytes()
        content, _parsed, _problems = bid._review(registration_sudo)
        return content and bid._canonical_bytes(content)

    def _bid_download(self, content, mimetype, name):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", http.content_disposition(name)),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    # -- the party's page ----------------------------------------------------------------

    def _procedure_page_values(self, registration_sudo):
        section = request.env["wohnkoord.bid"]._portal_section(registration_sudo)
        return {
            **super()._procedure_page_values(registration_sudo),
            "bid_section": section,
        }

    # -- gate ----------------------------------------------------------------------------

    def _find_bid(self, registration_id, bid_uuid):
        """One of the visitor's group's bids; only spokespersons look into them.

        :return tuple: registration and bid, the latter as the system itself
        """
        registration_sudo = self._find_registration(registration_id)
        bids = request.env["wohnkoord.bid"].browse()
        if not registration_sudo or not self._may_bid(registration_sudo):
            return registration_sudo, bids
        found = bids._of_registration(registration_sudo)
        return registration_sudo, found.filtered(lambda bid: bid.uuid == bid_uuid)

    def _may_bid(self, registration_sudo):
        """Whether the visitor speaks for the party, today."""
        return registration_sudo.initiative_id._portal_rights()["may_act"]

    def _bid_path(self, registration_sudo, bid):
        return f"/my/procedures/{registration_sudo.id}/bids/{bid.uuid}"

    # -- rendering -----------------------------------------------------------------------

    def _render_bids(self, registration_sudo, done=None, alert=None):
        bids = request.env["wohnkoord.bid"]
        may_act = self._may_bid(registration_sudo)
        return self._render_bid_page(
            "portal_bids",
            registration_sudo,
            done=done,
            alert=alert,
            may_act=may_act and not registration_sudo.date_withdrawn,
            lots=bids._portal_lots(registration_sudo) if may_act else [],
            bids=bids._portal_list(registration_sudo, may_act),
            subpage=None,
        )

    def _render_bid(self, registration_sudo, bid, done=None, alert=None, **form):
        if bid.state != "draft":
            return self._render_bid_page(
                "portal_bid_status",
                registration_sudo,
                done=done,
                alert=alert,
                bid=bid._portal_status(registration_sudo),
                subpage=request.env._("Bid number %(number)s", number=bid.number),
            )
        draft = bid._portal_form(registration_sudo)
        # missing things are marked once somebody has saved
        is_fresh = draft["revision"] == "0"
        typed = form.get("values")
        return self._render_bid_page(
            "portal_bid_draft",
            registration_sudo,
            done=done,
            alert=alert,
            bid=draft,
            form={
                "values": draft["values"] if typed is None else typed,
                "errors": {} if is_fresh or typed is not None else draft["problems"],
            },
            upload={"errors": form.get("upload_errors") or {}},
            accept=",".join(UPLOAD_TYPES),
            subpage=request.env._("Draft"),
        )

    def _render_bid_review(self, registration_sudo, bid, alert=None):
        content, parsed, problems = bid._review(registration_sudo)
        return self._render_bid_page(
            "portal_bid_review",
            registration_sudo,
            alert=alert,
            bid=bid._portal_form(registration_sudo),
            summary=bid._portal_summary(parsed) if parsed else [],
            problems=list(problems.values()),
            is_complete=bool(content),
            subpage=request.env._("Check and submit"),
        )

    def _render_bid_page(self, template, registration_sudo, done=None, **values):
        response = request.render(
            f"wohnkoord_odoo.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "procedure_bids",
                "procedure": request.env["wohnkoord.bid"]._portal_frame(
                    registration_sudo
                ),
                "done": self._bid_done_messages().get(done),
                "form_token": secrets.token_urlsafe(16),
                **values,
            },
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _bid_done_messages(self):
        return {
            "start": request.env._("The draft is made. Save as often as you like."),
            "save": request.env._("The draft is saved, encrypted."),
            "file": request.env._("The file is sealed. Nobody can read it now."),
            "remove": request.env._("The file is removed."),
            "discard": request.env._("The draft is deleted."),
            "submit": request.env._("Your bid is sealed and submitted."),
            "withdraw": request.env._("Your bid is withdrawn."),
            "confirm": request.env._("Your bid is confirmed."),
            "replace": request.env._(
                "Change the draft and submit it: it then takes the old bid's place. Until"
                " then the old bid stands."
            ),
        }
