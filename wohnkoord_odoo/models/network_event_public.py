# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from babel.dates import format_interval
from lxml import html
from markupsafe import Markup
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html_sanitize, is_html_empty
from odoo.tools.misc import babel_locale_parse, format_date, format_time

from ..tools.ics import icalendar

#: how long past events stay in the calendar that people subscribe to
FEED_DAYS = 30
#: the most events in it
FEED_EVENTS = 500
#: what a browser would fetch by itself
LOADING = ("src", "srcset", "poster", "data", "background", "style")


class EventEvent(models.Model):
    """An event as visitors see it: plain values, and a calendar entry."""

    _inherit = "event.event"

    @api.model
    def _public_domain(self, company):
        """Events that anybody may see on the pages of ``company``."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("is_public", "=", True)
            & Domain("active", "=", True)
        )

    def _public_path(self):
        self.ensure_one()
        return f"/events/{self.slug}"

    def _public_url(self):
        self.ensure_one()
        return self.company_id._wohnkoord_base_url() + self._public_path()

    # -- plain values ------------------------------------------------------------------

    def _list_values(self):
        """Values of the list, one dict per event."""
        return [event._short_values() for event in self]

    def _short_values(self):
        self.ensure_one()
        begin = self._local(self.date_begin)
        return {
            "url": self._public_path(),
            "name": self.name,
            "summary": self.summary or "",
            "when": self._when_text(),
            "day": str(begin.day),
            "month": format_date(self.env, begin.date(), date_format="MMM"),
            "year": str(begin.year),
            "iso": begin.isoformat(),
            "where": self._where_text(short=True),
            "kind": self.event_type_id.name or "",
            "is_cancelled": self.kanban_state == "cancel",
            "is_over": self.date_end <= fields.Datetime.now(),
            "seats": self._seats_text() if self._registration_is_open() else "",
        }

    def _page_values(self):
        """Values of the event's own page."""
        self.ensure_one()
        contact = self.contact_id
        return {
            **self._short_values(),
            "ics_url": self.is_public and f"{self._public_path()}/ics",
            "description": self._safe_description(),
            "where": self._where_text(),
            "language": self.language or "",
            "directions": self.directions or "",
            "accessibility": self.accessibility_info or "",
            "topics": self.topic_ids.mapped("name"),
            "target_groups": self.target_group_ids.mapped("name"),
            "needs_registration": self.is_registration_needed,
            "is_open": self._registration_is_open(),
            "until": self.date_registration_end
            and self._moment_text(self.date_registration_end),
            "contact": contact
            and {
                "name": contact.name,
                "email": contact.email or "",
                "phone": contact.phone or "",
            },
        }

    def _question_values(self):
        """The event's own questions; name, address and phone are asked anyway."""
        self.ensure_one()
        asked = self.question_ids.filtered(
            lambda q: (
                q.active
                and q.question_type in ("simple_choice", "text_box", "company_name")
            )
        )
        return [
            {
                "id": question.id,
                "name": f"question-{question.id}",
                "label": question.title,
                "type": question.question_type,
                "required": question.is_mandatory_answer,
                "choices": [(str(a.id), a.name) for a in question.answer_ids],
            }
            for question in asked.sorted(lambda q: (q.sequence, q.id))
        ]

    def _local(self, moment):
        return utc.localize(moment).astimezone(timezone(self.date_tz or "UTC"))

    def _moment_text(self, moment):
        local = self._local(moment)
        day = format_date(self.env, local.date(), date_format="full")
        return f"{day}, {format_time(self.env, local.time(), time_format='short')}"

    def _when_text(self):
        """Day and time in words, in the event's own time zone."""
        self.ensure_one()
        begin, end = self._local(self.date_begin), self._local(self.date_end)
        if begin.date() != end.date():
            first, last = map(self._moment_text, (self.date_begin, self.date_end))
            return f"{first} – {last}"
        locale = babel_locale_parse(self.env.lang or "de_DE")
        times = format_interval(begin.time(), end.time(), "Hm", locale=locale)
        return f"{format_date(self.env, begin.date(), date_format='full')}, {times}"

    def _where_text(self, short=False):
        """The place in words.

        :param bool short: name and city only
        """
        self.ensure_one()
        place = self.address_id
        town = " ".join(filter(None, [not short and place.zip, place.city]))
        parts = [place.name, not short and place.street, town]
        words = ", ".join(filter(None, parts))
        if self.is_online or not place:
            online = self.env._("online")
            return self.env._("%(place)s, and online", place=words) if words else online
        return words

    def _online_url(self):
        """The link for taking part online: for those who are registered only."""
        url = self.event_url or ""
        return url if url.startswith(("https://", "http://")) else ""

    def _safe_description(self):
        """The description without anything that would ask another server."""
        if is_html_empty(self.description):
            return Markup()
        clean = html_sanitize(
            self.description,
            sanitize_attributes=True,
            sanitize_form=True,
            strip_style=True,
            strip_classes=True,
        )
        root = html.fragment_fromstring(str(clean), create_parent="div")
        for element in root.xpath(".//*"):
            for name in LOADING:
                value = element.get(name)
                if value and not (value.startswith("/") and value[:2] != "//"):
                    if element.tag in ("img", "video", "audio", "source"):
                        element.drop_tree()
                        break
                    del element.attrib[name]
        return Markup(html.tostring(root, encoding="unicode"))

    # -- calendar ----------------------------------------------------------------------

    @api.model
    def _feed_domain(self, company):
        limit = fields.Datetime.now() - timedelta(days=FEED_DAYS)
        return self._public_domain(company) & Domain("date_end", ">=", limit)

    def _ics(self, name=None, registration=None):
        """The events as an iCalendar file.

        :param str name: of a calendar that people subscribe to
        :param registration: whose own entry it is: with the link to take part and the
            link to cancel
        :return bytes:
        """
        return icalendar(
            [event._calendar_entry(registration) for event in self], name=name
        )

    def _calendar_entry(self, registration):
        self.ensure_one()
        host = self.company_id._wohnkoord_base_url().split("://")[-1].split(":")[0]
        public_url = self.is_public and self._public_url()
        lines = [self.summary]
        if registration:
            lines += [self._online_url(), registration._own_link()]
        is_cancelled = self.kanban_state == "cancel"
        return {
            "uid": f"event-{self.id}@{host}",
            "dtstamp": self.write_date,
            "dtstart": self.date_begin,
            "dtend": self.date_end,
            "summary": self.name,
            "status": "CANCELLED" if is_cancelled else "CONFIRMED",
            "location": self._where_text(),
            "url": public_url,
            "description": "\n".join(filter(None, [*lines, public_url])),
        }

    def _ics_attachment(self, registration):
        return base64.b64encode(self._ics(registration=registration))
