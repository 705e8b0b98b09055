# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .form import FormPosts
from .public import DEFAULT_TZ

#: key in the request's WSGI environment, which outlives Odoo's retries
ARRIVAL = "wohnkoord.arrival"


def procedure_page(path=""):
    """The address of a party's page, or of one below it."""
    return http.route(
        "/my/procedures/<int:registration_id>" + (f"/{path}" if path else ""),
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )


def request_arrival():
    """When the body of this request had arrived (UTC), by the server's clock.

    Taken once, by whoever asks first: Odoo repeats a request after a conflict, and the
    time stays that of the first try.
    """
    environ = request.httprequest.environ
    if ARRIVAL not in environ:
        environ[ARRIVAL] = request.env["wohnkoord.procedure"]._clock()
    return environ[ARRIVAL]


class PortalProcedures(FormPosts, CustomerPortal):
    """Procedures in the portal: what initiatives registered for, and may register for.

    Posts are in portal_procedure_posts.py. Whoever adds a section to a party's page
    extends ``_procedure_page_values`` and the template ``portal_procedure_bids``.
    """

    # -- home and list -------------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters and "procedure_count" not in counters:
            return values
        count = self._registrations_sudo().search_count(self._my_registrations_domain())
        values["procedure_count"] = count
        if not counters:
            values["has_procedures"] = bool(count) or bool(self._procedures_to_join())
        return values

    @http.route(
        ["/my/procedures"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_my_procedures(self, done=None, **_params):
        """The procedures in which the visitor's groups take part, and open ones."""
        return self._render_my_procedures(done=done)

    @procedure_page()
    def portal_my_procedure(self, registration_id, done=None, **_params):
        """One party: facts as published, dates, questions and answers, notices."""
        registration_sudo = self._find_registration(registration_id)
        if not registration_sudo:
            return request.redirect("/my")
        return self._render_procedure(registration_sudo, done=done)

    # -- the gate ------------------------------------------------------------------------

    def _registrations_sudo(self):
        # sudo: portal users have no rights on procedures; the domain is the gate
        return request.env["wohnkoord.registration"].sudo().with_context(tz=DEFAULT_TZ)

    def _my_registrations_domain(self):
        return self._registrations_sudo()._portal_domain(request.env.user)

    def _find_registration(self, registration_id):
        """One of the visitor's registrations, or nothing; withdrawn ones as well."""
        return self._registrations_sudo().search(
            self._my_registrations_domain() & Domain("id", "=", registration_id)
        )

    def _my_groups_sudo(self):
        """The groups to which the visitor belongs today, whoever may act for them."""
        initiatives_sudo = self._registrations_sudo().env["wohnkoord.initiative"]
        return initiatives_sudo.search(
            initiatives_sudo._portal_domain(request.env.user)
        )

    def _open_procedures_sudo(self, groups_sudo):
        """Procedures in which these groups may register now."""
        procedures_sudo = groups_sudo.env["wohnkoord.procedure"]
        domain = procedures_sudo._portal_open_domain(groups_sudo.company_id)
        return procedures_sudo.search(domain, order="published_deadline, id")

    def _procedures_to_join(self):
        """Open procedures with the visitor's groups that are not in them, plain values.

        :return: list of dicts; ``groups`` are dicts of ``id`` and ``name``
        """
        groups_sudo = self._my_groups_sudo()
        procedures_sudo = self._open_procedures_sudo(groups_sudo)
        if not procedures_sudo:
            return []
        taken = self._registrations_sudo().search(
            Domain("procedure_id", "in", procedures_sudo.ids)
            & Domain("initiative_id", "in", groups_sudo.ids)
        )
        pairs = {(r.procedure_id, r.initiative_id) for r in taken}
        speaks_for = self._groups_to_act_for(groups_sudo)
        cards = []
        for procedure in procedures_sudo:
            free = groups_sudo.filtered(
                lambda group, procedure=procedure: (
                    group.company_id == procedure.company_id
                    and (procedure, group) not in pairs
                    and not group._portal_is_closed()
                )
            )
            if free:
                cards.append(
                    {
                        "id": procedure.id,
                        "name": procedure._portal_name(),
                        "deadline": procedure._date_label(procedure.published_deadline),
                        "public_path": procedure._party_public_path(),
                        "lots": len(procedure._version_content().get("lots", [])),
                        "groups": [
                            {"id": group.id, "name": group.name}
                            for group in free & speaks_for
                        ],
                    }
                )
        return cards

    def _groups_to_act_for(self, groups_sudo):
        """Those of the groups for which the visitor speaks today; one query."""
        members = groups_sudo._current_spokespersons()
        return members.filtered(
            lambda member: member.partner_id == request.env.user.partner_id
        ).initiative_id

    # -- pages ---------------------------------------------------------------------------

    def _render_my_procedures(self, done=None, alert=None):
        registrations_sudo = self._registrations_sudo().search(
            self._my_registrations_domain(), order="id desc"
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "procedures",
            "registrations": registrations_sudo._portal_list_values(),
            "open_procedures": self._procedures_to_join(),
            "done": self._procedure_done_messages().get(done),
            "alert": alert,
            "form_token": secrets.token_urlsafe(16),
        }
        return request.render("wohnkoord_odoo.portal_my_procedures", values)

    def _render_procedure(self, registration_sudo, done=None, **forms):
        """Render a party's page.

        :param forms: name (e.g. ``question``) -> what was typed and what is wrong with
            it, a dict of ``values`` and ``errors``; the template gets ``<name>_form``
        """
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "procedure",
            "done": self._procedure_done_messages().get(done),
            "form_token": secrets.token_urlsafe(16),
            "question_form": {"values": {}, "errors": {}},
            **self._procedure_page_values(registration_sudo),
            **{f"{name}_form": form for name, form in forms.items()},
        }
        alerts = [form["errors"].get("form") for form in forms.values()]
        values["alert"] = next(filter(None, alerts), None)
        return request.render("wohnkoord_odoo.portal_my_procedure", values)

    def _procedure_page_values(self, registration_sudo):
        """What the template of a party's page gets; other areas add theirs with super.

        :return: dict of plain values, never records
        """
        return {"party": registration_sudo._portal_page_values()}

    def _procedure_done_messages(self):
        """What was done, by the word in the address after a redirect."""
        return {
            "registered": request.env._(
                "Your group is registered. You are told of all answers and changes."
            ),
            "withdrawn": request.env._("Your group has withdrawn from the procedure."),
            "asked": request.env._(
                "The office has your question. The answer goes to all groups at the same"
                " time; nobody learns who asked."
            ),
            "read": request.env._("Everything is marked as read."),
        }
