# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import secrets

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

#: for a portal user whose browser never told a time zone
DEFAULT_TZ = "Europe/Berlin"
#: css classes per state; the colours are in static/src/portal/portal.scss
CALL_OFF_BADGES = {
    "confirmed": "o_wohnkoord_badge_open",
    "closed": "o_wohnkoord_badge_done",
    "cancelled": "o_wohnkoord_badge_off",
}
ENTRY_BADGES = {
    "draft": "o_wohnkoord_badge_draft",
    "submitted": "o_wohnkoord_badge_open",
    "approved": "o_wohnkoord_badge_done",
    "refused": "o_wohnkoord_badge_refused",
    "billed": "o_wohnkoord_badge_off",
}


class PortalContract(CustomerPortal):
    """A consultant's orders; posts below them are in portal_contract_posts.py."""

    _orders_per_page = 20
    _entries_per_page = 20

    # -- home --------------------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters and "call_off_count" not in counters:
            return values
        by_state = {}
        if self._is_consultant():
            by_state = dict(
                self._call_offs()._read_group(
                    self._call_off_domain(), ["state"], ["__count"]
                )
            )
        values["call_off_count"] = by_state.get("confirmed", 0)
        if not counters:
            values["has_call_offs"] = bool(by_state)
        return values

    # -- what the user may see ---------------------------------------------------------

    def _call_offs(self):
        """Orders and entries know the user's day, also when Odoo does not."""
        tz = request.env.user.tz or request.env.company.partner_id.tz or DEFAULT_TZ
        return request.env["wohnkoord.call.off"].with_context(tz=tz)

    def _entries(self):
        return self._call_offs().env["wohnkoord.time.entry"]

    def _today(self):
        return fields.Date.context_today(self._call_offs())

    def _is_consultant(self):
        """Whether the user may read orders at all; which ones is up to the rules."""
        return self._call_offs().has_access("read")

    def _call_off_domain(self):
        return self._call_offs()._portal_domain(request.env.user)

    def _find_call_off(self, call_off_id):
        """The order, if it is the user's; else nothing, whether it exists or not."""
        if not self._is_consultant():
            return self._call_offs()
        return self._call_offs().search(
            self._call_off_domain() & Domain("id", "=", call_off_id), limit=1
        )

    def _find_entry(self, call_off, entry_id):
        """The entry of the order that the user typed and may still change, or none."""
        entry = self._entries().search(
            [
                ("id", "=", entry_id),
                ("call_off_id", "=", call_off.id),
                ("user_id", "=", request.env.uid),
            ],
            limit=1,
        )
        return entry.filtered(lambda entry: entry.sudo()._is_portal_editable())

    # -- list --------------------------------------------------------------------------

    def _call_off_sortings(self):
        return {
            "due": {"label": request.env._("Due date"), "order": "date_end, id"},
            "newest": {"label": request.env._("Newest"), "order": "id desc"},
            "left": {
                "label": request.env._("Fewest hours left"),
                "order": "hours_left, id",
            },
            "number": {"label": request.env._("Number"), "order": "name, id"},
        }

    def _call_off_filters(self):
        return {
            "open": {
                "label": request.env._("Open"),
                "domain": [("state", "=", "confirmed")],
            },
            "closed": {
                "label": request.env._("Ended"),
                "domain": [("state", "in", ("closed", "cancelled"))],
            },
            "all": {"label": request.env._("All"), "domain": []},
        }

    @http.route(
        ["/my/call-offs", "/my/call-offs/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_call_offs(self, page=1, sortby=None, filterby=None, **_kw):
        """The orders of the user's firm, open ones first."""
        if not self._is_consultant():
            return request.redirect("/my")
        sortings, filters = self._call_off_sortings(), self._call_off_filters()
        sortby = sortby if sortby in sortings else "due"
        filterby = filterby if filterby in filters else "open"
        domain = self._call_off_domain() & Domain(filters[filterby]["domain"])
        pager = portal_pager(
            url="/my/call-offs",
            url_args={"sortby": sortby, "filterby": filterby},
            total=self._call_offs().search_count(domain),
            page=page,
            step=self._orders_per_page,
        )
        call_offs = self._call_offs().search(
            domain,
            # confirmed, closed, cancelled
            order=f"state desc, {sortings[sortby]['order']}",
            limit=self._orders_per_page,
            offset=pager["offset"],
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "call_offs",
            "orders": call_offs._portal_values(),
            "badges": CALL_OFF_BADGES,
            "pager": pager,
            "sortings": sortings,
            "sortby": sortby,
            "filters": filters,
            "filterby": filterby,
        }
        return request.render("wohnkoord_odoo.portal_my_call_offs", values)

    # -- one order ---------------------------------------------------------------------

    @http.route(
        [
            "/my/call-offs/<int:call_off_id>",
            "/my/call-offs/<int:call_off_id>/page/<int:page>",
        ],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_call_off(self, call_off_id, page=1, done=None, **_kw):
        """One order: a new entry, the entries, the brief, more hours, the result."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        return self._render_call_off(call_off, page=page, done=done)

    @http.route(
        "/my/call-offs/<int:call_off_id>/entries/<int:entry_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
    )
    def my_time_entry(self, call_off_id, entry_id, **_kw):
        """Change an entry of one's own."""
        call_off = self._find_call_off(call_off_id)
        if not call_off:
            return request.redirect("/my")
        entry = self._find_entry(call_off, entry_id)
        if not entry:
            return request.redirect(f"/my/call-offs/{call_off.id}")
        return self._render_entry(call_off, entry)

    @http.route(
        "/my/call-offs/<int:call_off_id>/<path:_rest>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        website=True,
        sitemap=False,
    )
    def my_call_off_elsewhere(self, call_off_id, **_kw):
        """Where only posts are answered, e.g. after a login in between."""
        return request.redirect(f"/my/call-offs/{call_off_id}")

    def _render_call_off(self, call_off, page=1, done=None, **forms):
        """Render the order's page.

        :param forms: ``entry``, ``hours``, ``result`` or ``entries``: what was typed
            there and what is wrong with it, a dict of ``values`` and ``errors``
        """
        order = call_off._portal_values()[0]
        domain = Domain("call_off_id", "=", call_off.id)
        counts = {
            (state, user): count
            for state, user, count in self._entries()._read_group(
                domain, ["state", "user_id"], ["__count"]
            )
        }
        pager = portal_pager(
            url=order["url"],
            total=sum(counts.values()),
            page=page,
            step=self._entries_per_page,
        )
        entries = self._entries().search(
            domain, limit=self._entries_per_page, offset=pager["offset"]
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "call_off",
            "order": order,
            "entries": entries._portal_values(),
            "drafts": counts.get(("draft", request.env.user), 0),
            "pager": pager,
            "hours_request": call_off._portal_hours_request(),
            "done": self._done_messages().get(done),
            "entry_form": self._form(forms.get("entry"), self._new_entry(order)),
            "hours_form": self._form(forms.get("hours"), {}),
            "result_form": self._form(forms.get("result"), {"result": order["result"]}),
            "alert": self._alert(order, *forms.values()),
            **self._form_values(order),
            **self._call_off_page_values(call_off, order, forms),
        }
        return request.render("wohnkoord_odoo.portal_my_call_off", values)

    def _call_off_page_values(self, call_off, order, forms):
        """What other areas show on the order's page."""
        return {}

    def _render_entry(self, call_off, entry, form=None):
        """Render the page that changes one entry."""
        order = call_off._portal_values()[0]
        shown = entry._portal_values()[0]
        typed = {
            "date": fields.Date.to_string(entry.date),
            "duration": shown["duration"],
            "description": shown["description"],
        }
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "call_off",
            "order": order,
            "entry": shown,
            "entry_form": self._form(form, typed),
            "alert": self._alert(order, *filter(None, [form])),
            **self._form_values(order),
        }
        return request.render("wohnkoord_odoo.portal_my_time_entry", values)

    def _form(self, posted, values):
        """Values and errors of a form: what was posted, else the given values."""
        posted = posted or {}
        return {
            "values": posted.get("values", values),
            "errors": posted.get("errors", {}),
        }

    def _alert(self, order, *forms):
        """The error that stands on top: of no field, or of a form that is gone."""
        for form in forms:
            errors = form["errors"]
            if message := errors.get("form"):
                return message
            if not order["is_open"]:
                return next(iter(errors.values()))
        return None

    def _form_values(self, order):
        """What every form on a page needs: its token, and the days it may name."""
        return {
            "form_token": secrets.token_urlsafe(16),
            "date_min": fields.Date.to_string(order["date_start"]),
            "date_max": fields.Date.to_string(min(self._today(), order["date_end"])),
            "call_off_badges": CALL_OFF_BADGES,
            "badges": ENTRY_BADGES,
        }

    def _new_entry(self, order):
        """Preset of a new entry: today, or the last day of an order that is over."""
        return {"date": fields.Date.to_string(min(self._today(), order["date_end"]))}

    def _done_messages(self):
        return {
            "entry": request.env._("The entry is saved as a draft."),
            "changed": request.env._("The entry is changed."),
            "deleted": request.env._("The entry is deleted."),
            "submitted": request.env._("The entry is submitted for approval."),
            "all": request.env._("All drafts are submitted for approval."),
            "hours": request.env._(
                "Your request for more hours is on its way to the office."
            ),
            "result": request.env._("The result is saved."),
        }
