# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from email.utils import format_datetime

from lxml import etree
from markupsafe import escape
from pytz import utc

from odoo import http
from odoo.http import request

from ..models.procedure_publication_feed import CALENDAR_PROCEDURES
from .public import calendar_response
from .public_procedure import PublicProcedures

#: characters that XML cannot hold, however they are written
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM = "http://www.w3.org/2005/Atom"


class PublicProcedureFeeds(PublicProcedures):
    """News of the procedures as RSS and their dates as iCalendar, in the office's language:
    a feed has no visitor."""

    @http.route(
        "/procedures/feed.rss",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def procedure_feed_all(self, **_query):
        """Publications, changes and answers of all procedures."""
        procedures_sudo, office = self._procedures(self._procedure_feed_lang())
        title = procedures_sudo.env._("Procedures: %(office)s", office=office.name)
        entries = procedures_sudo._public_feed(office)
        return self._procedure_feed_response(title, "/procedures", entries)

    @http.route(
        "/procedures/<string:slug>/feed.rss",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def procedure_feed(self, slug, **_query):
        """Publication, changes and answers of one procedure."""
        procedure_sudo = self._procedure(slug, self._procedure_feed_lang())
        return self._procedure_feed_response(
            procedure_sudo._published_content()["name"],
            procedure_sudo._public_url(),
            procedure_sudo._public_feed(procedure_sudo.company_id, procedure_sudo),
        )

    @http.route(
        "/procedures/calendar.ics",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def procedure_calendar_all(self, **_query):
        """The dates of all procedures, to subscribe to."""
        procedures_sudo, office = self._procedures(self._procedure_feed_lang())
        name = procedures_sudo.env._("Procedures: %(office)s", office=office.name)
        procedures_sudo = procedures_sudo.search(
            procedures_sudo._public_domain(office),
            order="published_deadline desc, id desc",
            limit=CALENDAR_PROCEDURES,
        )
        return calendar_response(procedures_sudo._public_ics(name), "procedures.ics")

    @http.route(
        "/procedures/<string:slug>/calendar.ics",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def procedure_calendar(self, slug, **_query):
        """The dates of one procedure for the own calendar."""
        procedure_sudo = self._procedure(slug, self._procedure_feed_lang())
        name = procedure_sudo._published_content()["name"]
        return calendar_response(procedure_sudo._public_ics(name), f"{slug}.ics")

    def _procedure_feed_lang(self):
        return self._office().partner_id.lang or request.env.lang

    def _procedure_feed_response(self, title, path, entries):
        """RSS 2.0; lxml writes every text as text."""
        office = self._office()
        base_url = office._wohnkoord_base_url()
        root = etree.Element("rss", version="2.0", nsmap={"atom": ATOM})
        channel = etree.SubElement(root, "channel")
        for tag, text in (
            ("title", title),
            ("link", base_url + path),
            ("description", title),
            (
                "language",
                (self._procedure_feed_lang() or "de").replace("_", "-").lower(),
            ),
        ):
            self._procedure_feed_text(channel, tag, text)
        etree.SubElement(
            channel,
            f"{{{ATOM}}}link",
            href=base_url + request.httprequest.path,
            rel="self",
            type="application/rss+xml",
        )
        for entry in entries:
            self._procedure_feed_item(channel, entry)
        return request.make_response(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
            [
                ("Content-Type", "application/rss+xml; charset=utf-8"),
                ("Cache-Control", "no-cache"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _procedure_feed_item(self, channel, entry):
        item = etree.SubElement(channel, "item")
        self._procedure_feed_text(item, "title", entry["title"])
        self._procedure_feed_text(item, "link", entry["url"])
        # readers show a description as HTML: what people typed is escaped twice
        self._procedure_feed_text(
            item, "description", self._procedure_feed_html(entry["text"])
        )
        self._procedure_feed_text(item, "guid", entry["id"]).set("isPermaLink", "false")
        moment = utc.localize(entry["date"].replace(microsecond=0))
        self._procedure_feed_text(item, "pubDate", format_datetime(moment))

    def _procedure_feed_html(self, text):
        """A text as HTML that says the same, line by line."""
        lines = str(escape(text)).replace("\r", "").split("\n")
        return "<br/>".join(lines)

    def _procedure_feed_text(self, parent, tag, text):
        element = etree.SubElement(parent, tag)
        element.text = _NO_XML.sub("", text or "")
        return element
