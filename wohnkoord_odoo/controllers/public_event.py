# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from datetime import datetime
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from pytz import utc

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.misc import format_date

from ..models.network_event_public import FEED_EVENTS
from ..tools.slug import SLUG
from .public import PublicPages, calendar_response

#: events on one page of the list
PAGE_SIZE = 20
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class PublicEvents(PublicPages):
    """The office's events for everybody: list, page, calendar."""

    @http.route(
        "/events",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def event_list(self, **params):
        """Upcoming events, or past ones; filters stand in the address."""
        events_sudo = self._office_env()["event.event"]
        past = bool(params.get("past"))
        base = self._event_list_domain(past)
        chosen = self._event_filters(params)
        domain = base & self._event_filter_domain(chosen)
        order = "date_begin desc, id desc" if past else "date_begin, id"
        page = self._event_page_number(params.get("page"))
        found = events_sudo.search(
            domain, order=order, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
        )
        here = {name: value for name, value in chosen.items() if value}
        here.update({"past": "1"} if past else {})
        if not found and page > 1:
            return request.redirect(self._event_list_url(here), code=303)
        return self._render_public(
            "public_event_list",
            request.env._("Past events") if past else request.env._("Events"),
            description=request.env._(
                "Workshops, regulars' tables and open advice hours on living together."
            ),
            events=found[:PAGE_SIZE]._list_values(),
            chosen=chosen,
            choices=self._event_choices(base, past),
            past=past,
            is_filtered=any(chosen.values()),
            other_url=self._event_list_url({} if past else {"past": "1"}),
            previous_url=page > 1
            and self._event_list_url({**here, "page": str(page - 1)}),
            next_url=len(found) > PAGE_SIZE
            and self._event_list_url({**here, "page": str(page + 1)}),
            noindex=past or page > 1 or any(chosen.values()),
        )

    @http.route(
        "/events.ics",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def event_feed(self, **_params):
        """All public events as a calendar that people subscribe to."""
        events_sudo = self._office_env()["event.event"]
        office_sudo = self._office()
        found = events_sudo.search(
            events_sudo._feed_domain(office_sudo), limit=FEED_EVENTS
        )
        name = request.env._("Events: %(office)s", office=office_sudo.name)
        return calendar_response(found._ics(name=name), "events.ics")

    @http.route(
        "/events/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def event_page(self, slug, **_params):
        """What, when, where, and the form to register."""
        event_sudo = self._event(slug, preview=True)
        if not event_sudo:
            raise self._not_found()
        return self._render_event(event_sudo, {"values": {}, "errors": {}})

    @http.route(
        "/events/<string:slug>/ics",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def event_ics(self, slug, **_params):
        """One event for the own calendar."""
        event_sudo = self._event(slug)
        if not event_sudo:
            raise self._not_found()
        return calendar_response(event_sudo._ics(), f"{event_sudo.slug}.ics")

    # -- what is shown -----------------------------------------------------------------

    def _event(self, slug, preview=False):
        """The public event of this office at an address, or an empty record.

        :param bool preview: staff of the office also see what is not public yet
        """
        events_sudo = self._office_env()["event.event"]
        if not SLUG.fullmatch(slug):
            return events_sudo
        office = self._office()
        event_sudo = events_sudo.search(
            events_sudo._public_domain(office) & Domain("slug", "=", slug), limit=1
        )
        if not event_sudo and preview and self._event_is_staff():
            own = request.env["event.event"].search(
                [("company_id", "=", office.id), ("slug", "=", slug)], limit=1
            )
            event_sudo = events_sudo.browse(own.ids)
        return event_sudo

    def _event_is_staff(self):
        return request.env.user.has_group("wohnkoord_odoo.group_user")

    def _render_event(self, event_sudo, form):
        office_sudo = self._office()
        values = event_sudo._page_values()
        return self._render_public(
            "public_event",
            event_sudo.name,
            description=event_sudo.summary or event_sudo.name,
            event=values,
            form=form,
            is_preview=not event_sudo.is_public,
            noindex=not event_sudo.is_public or values["is_over"],
            **self._event_form_values(event_sudo, office_sudo, values),
        )

    def _event_form_values(self, event_sudo, office_sudo, values):
        """What the registration form needs; nothing while it is closed."""
        return {}

    # -- filters -----------------------------------------------------------------------

    def _event_list_domain(self, past):
        events_sudo = self._office_env()["event.event"]
        now = fields.Datetime.now()
        when = Domain("date_end", "<", now) if past else Domain("date_end", ">=", now)
        return events_sudo._public_domain(self._office()) & when

    def _event_filters(self, params):
        """The filters of an address; what makes no sense is left out."""
        month = params.get("month") or ""
        return {
            "kind": self._event_number(params.get("kind")),
            "topic": self._event_number(params.get("topic")),
            "month": month if MONTH.fullmatch(month) else "",
        }

    def _event_number(self, text):
        text = text or ""
        return text if re.fullmatch(r"[1-9]\d{0,8}", text) else ""

    def _event_page_number(self, text):
        return min(int(self._event_number(text) or 1), 1000)

    def _event_filter_domain(self, chosen):
        domain = Domain.TRUE
        if chosen["kind"]:
            domain &= Domain("event_type_id", "=", int(chosen["kind"]))
        if chosen["topic"]:
            domain &= Domain("topic_ids", "=", int(chosen["topic"]))
        if chosen["month"]:
            first = self._event_month_start(chosen["month"])
            last = self._event_month_start(chosen["month"], months=1)
            domain &= Domain("date_begin", "<", last) & Domain("date_end", ">=", first)
        return domain

    def _event_month_start(self, month, months=0):
        """The first moment of a month of the office, as it is stored."""
        zone = self._office_env().tz
        first = datetime.strptime(month, "%Y-%m") + relativedelta(months=months)
        return zone.localize(first).astimezone(utc).replace(tzinfo=None)

    def _event_choices(self, base, past):
        """Kinds, topics and months that there are, as (value, label) each."""
        events_sudo = self._office_env()["event.event"]
        kinds = events_sudo._read_group(base, ["event_type_id"])
        topics = events_sudo._read_group(base, ["topic_ids"])
        months = events_sudo._read_group(base, ["date_begin:month"])
        return {
            "kind": self._event_record_choices(kinds),
            "topic": self._event_record_choices(topics),
            "month": sorted(
                (
                    (
                        f"{start:%Y-%m}",
                        format_date(request.env, start, date_format="LLLL yyyy"),
                    )
                    for (start,) in months
                ),
                reverse=past,
            ),
        }

    def _event_record_choices(self, groups):
        records = [record for (record,) in groups if record]
        choices = [(str(record.id), record.name) for record in records]
        return sorted(choices, key=lambda choice: choice[1].casefold())

    def _event_list_url(self, params):
        return f"/events?{urlencode(params)}" if params else "/events"
