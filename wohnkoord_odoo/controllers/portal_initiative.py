# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.upload import UPLOAD_TYPES
from .public import DEFAULT_TZ, calendar_response, download_response


def initiative_page(*paths):
    """The address of an initiative's page, or of one below it."""
    base = "/my/initiatives/<int:initiative_id>"
    return http.route(
        [f"{base}/{path}" for path in paths] or base,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )


class PortalInitiative(CustomerPortal):
    """The initiatives' own pages; posts below them are in portal_initiative_posts.py."""

    _initiative_rows_per_page = 20

    # -- home and list -----------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters and "initiative_count" not in counters:
            return values
        count = self._initiatives_sudo().search_count(self._my_initiatives_domain())
        values["initiative_count"] = count
        if not counters:
            values["has_initiatives"] = bool(count)
        return values

    @http.route(
        ["/my/initiatives", "/my/initiatives/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_initiatives(self, page=1, **_params):
        """The initiatives of which the visitor is a member today."""
        domain = self._my_initiatives_domain()
        initiatives_sudo = self._initiatives_sudo()
        pager = portal_pager(
            url="/my/initiatives",
            total=initiatives_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        initiatives_sudo = initiatives_sudo.search(
            domain, limit=self._items_per_page, offset=pager["offset"]
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "initiatives",
            "default_url": "/my/initiatives",
            "pager": pager,
            "initiatives": initiatives_sudo._portal_list_values(),
        }
        return request.render("wohnkoord_odoo.portal_my_initiatives", values)

    # -- one initiative ----------------------------------------------------------------

    @initiative_page()
    def portal_my_initiative(self, initiative_id, done=None, **_params):
        """One initiative: stage, plan, meetings, messages, documents, advice."""
        initiative_sudo = self._find_initiative(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")
        return self._render_initiative(initiative_sudo, done=done)

    @initiative_page("messages", "messages/page/<int:page>")
    def portal_my_initiative_messages(
        self, initiative_id, page=1, done=None, **_params
    ):
        """The whole conversation with the adviser, newest first."""
        initiative_sudo = self._find_initiative(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")
        return self._render_initiative_messages(initiative_sudo, page=page, done=done)

    @initiative_page("documents", "documents/page/<int:page>")
    def portal_my_initiative_documents(
        self, initiative_id, page=1, done=None, **_params
    ):
        """All documents that group and office share, newest first."""
        initiative_sudo = self._find_initiative(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")
        return self._render_initiative_documents(initiative_sudo, page=page, done=done)

    @initiative_page("advice")
    def portal_my_initiative_advice(self, initiative_id, done=None, **_params):
        """The group's cases, and the form that asks for the next level."""
        initiative_sudo = self._find_initiative(initiative_id)
        if not initiative_sudo:
            return request.redirect("/my")
        return self._render_initiative_advice(initiative_sudo, done=done)

    @initiative_page("documents/<int:document_id>")
    def portal_my_initiative_document(self, initiative_id, document_id, **_params):
        """One file, always as a download and never kept by the browser."""
        document_sudo = self._find_initiative_document(initiative_id, document_id)
        if not document_sudo:
            return request.redirect("/my")
        return download_response(document_sudo)

    @initiative_page("meetings/<int:event_id>.ics")
    def portal_my_initiative_meeting(self, initiative_id, event_id, **_params):
        """One meeting for the visitor's own calendar."""
        initiative_sudo = self._find_initiative(initiative_id)
        ics = initiative_sudo and initiative_sudo._portal_ics(event_id)
        if not ics:
            return request.redirect("/my")
        return calendar_response(ics, "meeting.ics")

    @initiative_page("<path:_rest>")
    def portal_my_initiative_elsewhere(self, initiative_id, **_params):
        """Where only posts are answered, e.g. after a login in between."""
        return request.redirect(f"/my/initiatives/{initiative_id}")

    # -- what the user may see ---------------------------------------------------------

    def _initiatives_sudo(self):
        """All initiatives, past the rules, and the user's day also when Odoo has none.

        Portal users have no right on initiatives: ``_my_initiatives_domain`` is the gate,
        and only plain values reach a page.
        """
        tz = request.env.user.tz or request.env.company.partner_id.tz or DEFAULT_TZ
        request.update_context(tz=tz)
        return request.env["wohnkoord.initiative"].sudo()

    def _my_initiatives_domain(self):
        return self._initiatives_sudo()._portal_domain(request.env.user)

    def _find_initiative(self, initiative_id):
        """The initiative, if it is the user's; else nothing, whether it exists or not."""
        return (
            self._initiatives_sudo()
            .search(self._my_initiatives_domain() & Domain("id", "=", initiative_id))
            ._quietly()
        )

    def _find_initiative_document(self, initiative_id, document_id):
        """The document, if the user may see it; else nothing."""
        initiative_sudo = self._find_initiative(initiative_id)
        documents_sudo = initiative_sudo.env["wohnkoord.initiative.document"]
        if not initiative_sudo:
            return documents_sudo
        return documents_sudo.search(
            initiative_sudo._portal_documents_domain() & Domain("id", "=", document_id)
        )

    # -- pages -------------------------------------------------------------------------

    def _render_initiative(self, initiative_sudo, done=None, **forms):
        """Render the initiative's own page.

        :param forms: ``milestone``, ``message`` or ``notice``: what was typed there and
            what is wrong with it, a dict of ``values`` and ``errors``
        """
        return self._render_initiative_page(
            "portal_my_initiative",
            initiative_sudo._portal_page_values(),
            done,
            forms,
        )

    def _render_initiative_messages(self, initiative_sudo, page=1, done=None, **forms):
        pager = self._initiative_pager(
            initiative_sudo, "messages", initiative_sudo._portal_message_count(), page
        )
        messages_sudo = initiative_sudo._portal_messages(
            self._initiative_rows_per_page, pager["offset"]
        )
        return self._render_initiative_page(
            "portal_my_initiative_messages",
            {
                **self._initiative_frame(initiative_sudo),
                "messages": messages_sudo._portal_values(),
            },
            done,
            forms,
            pager=pager,
            subpage=request.env._("Messages"),
        )

    def _render_initiative_documents(self, initiative_sudo, page=1, done=None, **forms):
        pager = self._initiative_pager(
            initiative_sudo, "documents", initiative_sudo._portal_document_count(), page
        )
        documents_sudo = initiative_sudo._portal_documents(
            self._initiative_rows_per_page, pager["offset"]
        )
        return self._render_initiative_page(
            "portal_my_initiative_documents",
            {
                **self._initiative_frame(initiative_sudo),
                "documents": documents_sudo._portal_values(),
            },
            done,
            forms,
            pager=pager,
            subpage=request.env._("Documents"),
            accept=",".join(UPLOAD_TYPES),
        )

    def _render_initiative_advice(self, initiative_sudo, done=None, **forms):
        return self._render_initiative_page(
            "portal_my_initiative_advice",
            {
                **self._initiative_frame(initiative_sudo),
                "request": initiative_sudo._portal_request_state(),
                "cases": initiative_sudo._portal_cases()._portal_values(),
                "topics": [
                    {"id": topic.id, "name": topic.name}
                    for topic in initiative_sudo._portal_topics()
                ],
            },
            done,
            forms,
            subpage=request.env._("Advice"),
        )

    def _initiative_frame(self, initiative_sudo):
        """What every page below the initiative's own needs."""
        return {
            "id": initiative_sudo.id,
            "name": initiative_sudo.name,
            "path": initiative_sudo._portal_path(),
            **initiative_sudo._portal_rights(),
        }

    def _render_initiative_page(self, template, initiative, done, forms, **values):
        empty = {"values": {}, "errors": {}}
        alerts = [form["errors"].get("form") for form in forms.values()]
        return request.render(
            f"wohnkoord_odoo.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "initiative",
                "initiative": initiative,
                "done": self._initiative_done_messages().get(done),
                "alert": next(filter(None, alerts), None),
                "form_token": secrets.token_urlsafe(16),
                **{
                    f"{name}_form": forms.get(name) or empty
                    for name in ("milestone", "message", "document", "request")
                },
                **values,
            },
        )

    def _initiative_pager(self, initiative_sudo, path, total, page):
        return portal_pager(
            url=initiative_sudo._portal_path(path),
            total=total,
            page=page,
            step=self._initiative_rows_per_page,
        )

    def _initiative_done_messages(self):
        return {
            "tick": request.env._("The milestone is ticked off. Your adviser sees it."),
            "untick": request.env._("The milestone is open again."),
            "message": request.env._("Your message is with your adviser."),
            "read": request.env._("Everything is marked as read."),
            "document": request.env._("The office has your document."),
            "request": request.env._("Your request is with the office."),
            "mail_on": request.env._(
                "You get a short note by mail when the office writes to the group."
            ),
            "mail_off": request.env._("You get no more notes by mail."),
        }
