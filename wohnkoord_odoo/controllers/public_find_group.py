# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..models.network_project_public import CATALOGUES
from .form import FormError
from .public import reads
from .public_form import PublicForms

#: groups on one page of the board
PER_PAGE = 20
#: filters of the board in its address
FILTERS = (*CATALOGUES, "building_type", "tenure")
#: messages from one connection, and questions to one address, within an hour
MESSAGES_PER_HOUR = 5
MAILS_PER_ADDRESS = 3
MOST_LETTERS = 2000


class PublicFindGroup(PublicForms):
    """The board of groups that seek members, and messages to them without addresses."""

    @http.route(
        "/find-a-group",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def find_group_board(self, page="1", **params):
        """The groups, with filters in the address."""
        env = self._office_env()
        pages_sudo = env["wohnkoord.project.page"]
        choices = pages_sudo._public_choices(env.company)
        chosen = self._find_group_chosen(params, choices)
        filters = {
            name: int(value) if name in CATALOGUES else value
            for name, value in chosen.items()
        }
        domain = pages_sudo._public_pages_domain(
            env.company, {**filters, "seeks": True}
        )
        total = pages_sudo.search_count(domain)
        pager = self._public_pager("/find-a-group", page, total, PER_PAGE, chosen)
        groups_sudo = pages_sudo.search(domain, limit=PER_PAGE, offset=pager["offset"])
        return self._render_public(
            "public_find_group_board",
            request.env._("Find a group"),
            description=request.env._(
                "Housing groups that seek members, and a search profile for people who"
                " look for a group."
            ),
            groups=groups_sudo._find_group_cards(),
            choices=choices,
            chosen=chosen,
            pager=pager,
            wide=True,
        )

    @http.route(
        "/find-a-group/<int:initiative_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def find_group_write(self, initiative_id, **post):
        """One group, with a form that hides both addresses."""
        page_sudo = self._find_group_page(initiative_id)
        if not page_sudo:
            raise self._not_found()
        form = {"values": {}, "errors": {}}
        if request.httprequest.method == "POST":
            errors = self._post_public(
                "group message",
                post,
                lambda: self._find_group_save(page_sudo, post),
                limit=MESSAGES_PER_HOUR,
            )
            if not errors:
                return request.redirect("/find-a-group/sent", code=303)
            names = ("name", "email", "text", "is_sharing")
            form = self._typed_public(post, names, errors)
        text = page_sudo.env["wohnkoord.consent.text"]._current(
            "contact_sharing", page_sudo.company_id
        )
        return self._render_public(
            "public_find_group_write",
            request.env._("Write to %(group)s", group=page_sudo.name),
            group=page_sudo._find_group_cards()[0],
            consent=text.text,
            form=form,
            **self._form_start("group message"),
        )

    @http.route(
        "/find-a-group/sent",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def find_group_sent(self, **_params):
        """The same words for everybody: nobody learns which addresses are known."""
        return self._render_public(
            "public_message",
            request.env._("Nearly done"),
            message=request.env._(
                "We have sent you a mail. Please open the link in it: only then does"
                " anything happen."
            ),
            next_url="/find-a-group",
            next_label=request.env._("Back to the groups"),
            noindex=True,
        )

    @http.route(
        "/find-a-group/message/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def find_group_confirm(self, token, **post):
        """The writer confirms the message; opening the page passes nothing on."""
        message_sudo = self._find_group_message("group message", token)
        if not message_sudo:
            return self._find_group_gone()
        if request.httprequest.method == "POST" and post.get("action") == "send":
            message_sudo._confirm()
            return request.redirect(f"/find-a-group/message/{token}", code=303)
        return self._render_public(
            "public_find_group_confirm",
            request.env._("Your message"),
            group=message_sudo.initiative_id._wohnkoord_public_label(),
            text=message_sudo.text,
            is_sharing=message_sudo.is_sharing,
            is_open=message_sudo.state == "requested",
            token=token,
            noindex=True,
        )

    @http.route(
        "/find-a-group/answer/<int:recipient_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        readonly=reads,
    )
    def find_group_answer(self, recipient_id, token, **post):
        """The group answers through the office."""
        message_sudo = self._find_group_message(f"group answer {recipient_id}", token)
        if not message_sudo:
            return self._find_group_gone()
        recipient_sudo = message_sudo.env["res.partner"].browse(recipient_id).exists()
        form = {"values": {}, "errors": {}}
        if request.httprequest.method == "POST":
            text = self._text(post, "text")
            error = self._text_error(text, MOST_LETTERS)
            if not error:
                is_sharing = self._text(post, "is_sharing") == "1"
                message_sudo._answer(recipient_sudo, text, is_sharing)
                return request.redirect(request.httprequest.path, code=303)
            form = self._typed_public(post, ("text", "is_sharing"), {"text": error})
        consent = message_sudo.env["wohnkoord.consent.text"]._current(
            "contact_sharing", message_sudo.company_id
        )
        return self._render_public(
            "public_find_group_answer",
            request.env._("Message to your group"),
            name=message_sudo.name,
            text=message_sudo.text,
            is_sharing=message_sudo.is_sharing,
            is_open=message_sudo._is_open_for(recipient_sudo),
            consent=consent.text,
            form=form,
            noindex=True,
        )

    # -- helpers -----------------------------------------------------------------------

    def _find_group_chosen(self, params, choices):
        """The filters in the address that the office knows."""
        chosen = {
            name: params[name]
            for name in FILTERS
            if params.get(name) in dict(choices[name])
        }
        if params.get("accessible") == "1":
            chosen["accessible"] = "1"
        return chosen

    def _find_group_page(self, initiative_id):
        """The page of the group of that number, if it is on the office's board."""
        env = self._office_env()
        domain = env["wohnkoord.initiative"]._wohnkoord_seeking_domain(env.company)
        return env["wohnkoord.project.page"].search(
            Domain("initiative_id", "any", domain & Domain("id", "=", initiative_id))
        )

    def _find_group_save(self, page_sudo, post):
        errors = {}
        name, text = self._text(post, "name"), self._text(post, "text")
        for field, value, length in (("name", name, 80), ("text", text, MOST_LETTERS)):
            if message := self._text_error(value, length):
                errors[field] = message
        email = self._find_group_email(post, errors)
        if errors:
            raise FormError(errors)
        if not page_sudo._find_group_cards()[0]["can_write"]:
            raise FormError(
                {"form": request.env._("This group cannot be written to here.")}
            )
        if not self._find_group_may_mail(email):
            return  # the page says the same: nobody is flooded by others' forms
        message = page_sudo.env["wohnkoord.group.message"]._create_guarded(
            [
                {
                    "company_id": page_sudo.company_id.id,
                    "initiative_id": page_sudo.initiative_id.id,
                    "name": " ".join(name.split()),
                    "email": email,
                    "text": text,
                    "lang": request.env.context.get("lang"),
                    "is_sharing": self._text(post, "is_sharing") == "1",
                    "state": "requested",
                }
            ]
        )
        message._send("mail_template_group_message_confirm")

    def _find_group_email(self, post, errors):
        try:
            return self._read_email(post)
        except FormError as error:
            errors.update(error.errors)
            return ""

    def _find_group_may_mail(self, email):
        return request.env["wohnkoord.rate.limit"]._allow(
            "find a group mail", email, MAILS_PER_ADDRESS
        )

    def _find_group_message(self, purpose, token):
        return self._find_group_record(purpose, "wohnkoord.group.message", token)

    def _find_group_record(self, purpose, model, token):
        """What a link of this office names, in the visitor's language, or nothing."""
        record = request.env["wohnkoord.signed.link"]._record(purpose, model, token)
        record = record.filtered(lambda r: r.company_id == self._office())
        return record.with_context(lang=request.env.context.get("lang"))

    def _find_group_gone(self):
        return self._render_public(
            "public_message",
            request.env._("Link is not valid"),
            404,
            message=request.env._(
                "This link is not valid or too old. Nothing was changed."
            ),
            next_url="/find-a-group",
            next_label=request.env._("Back to the groups"),
            noindex=True,
        )
