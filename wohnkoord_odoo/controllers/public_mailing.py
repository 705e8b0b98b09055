# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import Response, request
from odoo.tools import email_normalize

from odoo.addons.mass_mailing.controllers.main import MassMailController

from .public import PublicPages


class PublicMailing(PublicPages):
    """Saying no by the button of a mail program (RFC 8058)."""

    @http.route(
        "/mailing/withdraw/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def mailing_withdraw(self, token, **_post):
        """Withdraw at once. The signed token is the reader's; nobody is logged in."""
        consent_sudo = self._mailing_consent(token)
        if not consent_sudo:
            return Response(status=404)
        consent_sudo.action_withdraw()
        return Response(status=200)

    @http.route(
        "/mailing/withdraw/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def mailing_withdraw_page(self, token, **_params):
        """Show the page with the button: a mail scanner that opens links changes nothing."""
        consent_sudo = self._mailing_consent(token)
        if not consent_sudo:
            raise self._not_found()
        return request.redirect(f"/consent/{consent_sudo._link_token()}", code=303)

    def _mailing_consent(self, token):
        return request.env["wohnkoord.signed.link"]._record(
            "withdraw", "wohnkoord.consent", token
        )


class MailingUnsubscribe(MassMailController):
    """Core's own pages: they withdraw the consent, and show nobody's lists."""

    def _check_mailing_email_token(
        self, mailing_id, document_id, email, hash_token, required_mailing_id=False
    ):
        mailing_sudo = super()._check_mailing_email_token(
            mailing_id,
            document_id,
            email,
            hash_token,
            required_mailing_id=required_mailing_id,
        )
        if not hash_token and mailing_sudo.company_id - request.env.user.company_ids:
            raise NotFound()  # core lets whoever writes mailings read all of them
        return mailing_sudo

    @http.route()
    def mailing_my(self):
        return request.redirect("/my")

    @http.route()
    def mailing_confirm_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        page = super().mailing_confirm_unsubscribe(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )
        mailing_sudo = request.env["mailing.mailing"].sudo().browse(mailing_id)
        if hash_token and str(document_id or "").isdigit():
            consent_sudo = mailing_sudo._withdrawal(int(document_id))
            if consent_sudo:
                return request.redirect(f"/consent/{consent_sudo._link_token()}", 303)
        return page

    @http.route()
    def mailing_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None, **_post
    ):
        if request.httprequest.method != "POST":
            # opening a link changes nothing, because mail scanners do that
            return self.mailing_confirm_unsubscribe(
                mailing_id, document_id=document_id, email=email, hash_token=hash_token
            )
        return super().mailing_unsubscribe(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )

    def _mailing_unsubscribe_from_document(
        self, mailing, document_id, email, hash_token
    ):
        mailing._withdraw_for(
            email_normalize(email), mailing.company_id, mailing.consent_purpose
        )
        values = self._prepare_mailing_subscription_values(
            mailing, document_id, email, hash_token
        )
        return request.render(
            "mass_mailing.page_mailing_unsubscribe",
            {
                **values,
                "last_action": "subscription_updated",
                "unsubscribed_name": request.env._(
                    "Your consent is withdrawn. You get no more mailings of this kind."
                ),
            },
        )

    def _prepare_mailing_subscription_values(
        self, mailing, document_id, email, hash_token
    ):
        values = super()._prepare_mailing_subscription_values(
            mailing, document_id, email, hash_token
        )
        lists = request.env["mailing.list"].sudo()
        values.update(
            contacts=request.env["mailing.contact"].sudo(),
            lists_contacts=lists,
            lists_optin=lists,
            lists_optout=lists,
            lists_public=lists,
        )
        return values

    @http.route()
    def mailing_update_list_subscription(
        self,
        mailing_id=None,
        document_id=None,
        email=None,
        hash_token=None,
        lists_optin_ids=None,
        **post,
    ):
        """Lists are not written to; nobody is put on one without a confirmed consent."""
        return 0

    @http.route()
    def mail_blocklist_add(
        self, mailing_id=None, document_id=None, email=None, hash_token=None
    ):
        result = super().mail_blocklist_add(
            mailing_id=mailing_id,
            document_id=document_id,
            email=email,
            hash_token=hash_token,
        )
        if result is True:
            found, _token = self._fetch_user_information(email, hash_token)
            request.env["mailing.mailing"]._withdraw_for(email_normalize(found))
        return result
