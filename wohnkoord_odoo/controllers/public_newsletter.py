# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from .form import FormError
from .public_form import PublicForms

NEWSLETTER = "newsletter"
NAME_LENGTH = 100


class PublicNewsletter(PublicForms):
    """Subscribing to the newsletter: a form, then a link in a mail (double opt-in).

    The page says the same whether an address is known, has agreed already or is new.
    """

    @http.route(
        "/newsletter",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def newsletter_page(self, **_params):
        """The form with the exact text of the consent."""
        return self._newsletter_render({"values": {}, "errors": {}})

    @http.route(
        "/newsletter", type="http", auth="public", website=True, methods=["POST"]
    )
    def newsletter_post(self, **post):
        """Send the mail with the link, whoever has the address."""
        errors = self._post_public(NEWSLETTER, post, lambda: self._newsletter_ask(post))
        if errors:
            return self._newsletter_render(
                self._typed_public(post, ["email", "name"], errors)
            )
        return request.redirect("/newsletter/sent", code=303)

    @http.route(
        "/newsletter/sent",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def newsletter_sent(self, **_params):
        """What to do next."""
        return self._render_public(
            "public_newsletter_sent",
            request.env._("Please look into your mailbox"),
            noindex=True,
        )

    def _newsletter_ask(self, post):
        email = self._read_email(post)
        name = self._text(post, "name")
        if len(name) > NAME_LENGTH:
            raise FormError(
                {
                    "name": request.env._(
                        "Please write at most %(length)s characters.",
                        length=NAME_LENGTH,
                    )
                }
            )
        self._office_env()["wohnkoord.consent"]._ask_visitor(
            email,
            NEWSLETTER,
            self._office(),
            name=name,
            lang=request.env.context.get("lang"),
        )

    def _newsletter_render(self, form):
        office = self._office()
        text_sudo = self._office_env()["wohnkoord.consent.text"]._find_current(
            NEWSLETTER, office
        )
        if not text_sudo:
            raise self._not_found()
        return self._render_public(
            "public_newsletter",
            request.env._("Newsletter"),
            description=request.env._(
                "News about community-led housing by e-mail: subscribe and unsubscribe."
            ),
            form=form,
            consent_text=text_sudo.text,
            consent_months=text_sudo.months,
            privacy_url=office.wohnkoord_privacy_url,
            **self._form_start(NEWSLETTER),
        )
