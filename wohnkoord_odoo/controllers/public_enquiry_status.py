# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import time

from odoo import http
from odoo.http import request

from .public_enquiry import ROUTE, SENT, SENT_SECONDS, PublicEnquiry

MODEL = "wohnkoord.advisory"


class PublicEnquiryStatus(PublicEnquiry):
    """After the enquiry: its reference, how far it is, and whose address it was."""

    @http.route("/advice/sent", methods=["GET"], readonly=True, **ROUTE)
    def enquiry_sent(self, **_params):
        """The reference and the link to the status; shown to whoever sent it."""
        sent = request.session.get(SENT) or {}
        office_sudo = self._office()
        fresh = sent.get("time", 0) > time.time() - SENT_SECONDS
        if not fresh or sent.get("company") != office_sudo.id:
            return self._enquiry_go("/advice")
        case_sudo = self._office_env()[MODEL].browse(sent["case"]).exists()
        if not case_sudo:
            return self._enquiry_go("/advice")
        return self._enquiry_private(
            self._render_public(
                "public_enquiry_sent",
                request.env._("Thank you, your enquiry has reached us"),
                noindex=True,
                reference=case_sudo.name,
                has_email=bool(case_sudo.enquiry_email),
                status_url=case_sudo._enquiry_link("status"),
                status_path=case_sudo._enquiry_path("status"),
                booking_path=case_sudo._enquiry_path("booking", hours=24),
                office=self._enquiry_office(office_sudo),
                url=self._enquiry_url,
            )
        )

    @http.route(
        "/advice/status/<string:token>", methods=["GET"], readonly=True, **ROUTE
    )
    def enquiry_status(self, token, **_params):
        """How far an enquiry is, and the office's answer; also without a name."""
        case_sudo = self._enquiry_case("enquiry status", token)
        if not case_sudo:
            return self._enquiry_gone()
        return self._enquiry_private(
            self._render_public(
                "public_enquiry_status",
                request.env._("Your enquiry"),
                noindex=True,
                enquiry=case_sudo._status_values(),
                office=self._enquiry_office(case_sudo.company_id),
                url=self._enquiry_url,
            )
        )

    @http.route(
        "/advice/address/<string:token>", methods=["GET"], readonly=True, **ROUTE
    )
    def enquiry_address(self, token, **_params):
        """Ask the reader of the mail to confirm; opening the page changes nothing."""
        case_sudo = self._enquiry_case("enquiry address", token)
        if not case_sudo:
            return self._enquiry_gone()
        return self._enquiry_private(
            self._render_public(
                "public_enquiry_address",
                request.env._("Confirm your address"),
                noindex=True,
                reference=case_sudo.name,
                is_confirmed=case_sudo.is_email_confirmed,
                action=self._enquiry_url(f"/advice/address/{token}"),
            )
        )

    @http.route("/advice/address/<string:token>", methods=["POST"], **ROUTE)
    def enquiry_address_post(self, token, **_post):
        """The address is the enquirer's; a second click changes nothing."""
        case_sudo = self._enquiry_case("enquiry address", token)
        if not case_sudo:
            return self._enquiry_gone()
        if not case_sudo.is_email_confirmed:
            case_sudo.is_email_confirmed = True
        return self._enquiry_go(f"/advice/address/{token}")

    def _enquiry_case(self, purpose, token):
        """The case of a link, if it is this office's.

        :return: one case with superuser rights, or none
        """
        link = self._office_env()["wohnkoord.signed.link"]
        case_sudo = link._record(purpose, MODEL, token)
        return case_sudo.filtered(lambda case: case.company_id == self._office())

    def _enquiry_gone(self):
        return self._render_public(
            "public_message",
            request.env._("Link is not valid"),
            404,
            message=request.env._("This link is not valid or too old."),
            noindex=True,
        )
