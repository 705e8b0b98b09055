# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import http
from odoo.http import Stream, request

from ..tools.slug import SLUG
from .public import PublicPages

#: cards of one page of the list
PROCEDURES_PER_PAGE = 20


class PublicProcedures(PublicPages):
    """Concept-award procedures for everybody: the list, and a page for each.

    What they say is the version in force; whether a procedure is public is asked at each
    request by one gate (``wohnkoord.procedure._public_domain``).
    """

    @http.route(
        "/procedures",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def procedure_list(self, **query):
        """What takes bids first, then what runs, then the past; filters as parameters."""
        procedures_sudo, office = self._procedures()
        moment = procedures_sudo._clock()
        choices = procedures_sudo._public_choices(office)
        filters = self._procedure_filters(query, choices)
        pairs = {name: str(value) for name, value in filters.items()}
        domain = procedures_sudo._public_domain(office)
        domain &= procedures_sudo._public_filter_domain(filters, moment)
        parts = procedures_sudo._public_list_parts(moment)
        counts = [procedures_sudo.search_count(domain & part) for part, _ in parts]
        pager = self._public_pager(
            "/procedures", query.get("page"), sum(counts), PROCEDURES_PER_PAGE, pairs
        )
        found, offset = [], pager["offset"]
        for (part, order), count in zip(parts, counts, strict=True):
            limit = PROCEDURES_PER_PAGE - sum(map(len, found))
            rows = procedures_sudo.browse()
            if limit and offset < count:
                rows = procedures_sudo.search(
                    domain & part, order=order, limit=limit, offset=offset
                )
            found.append(rows)
            offset = max(offset - count, 0)
        first, second = found[0] + found[1], found[2]
        # in one go, so that their versions are read together
        both = (first + second)._public_card_values(moment)
        return self._render_public(
            "public_procedures",
            request.env._("Procedures"),
            description=request.env._(
                "Plots that our city gives to the best concept: what is on offer, by which"
                " rules, until when."
            ),
            running=both[: len(first)],
            past=both[len(first) :],
            total=sum(counts),
            pager=pager,
            choices=choices,
            filters=pairs,
            noindex=bool(filters or pager["number"] > 1),
            feed_url="/procedures/feed.rss",
        )

    @http.route(
        "/procedures/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def procedure_page(self, slug, **_query):
        """One procedure as it was published; hidden, foreign, unknown: the same 404."""
        procedure_sudo = self._procedure(slug)
        values = procedure_sudo._public_values(procedure_sudo._clock())
        return self._render_public(
            "public_procedure",
            values["name"],
            description=request.env._(
                "%(count)s plots on offer. Bids until %(date)s.",
                count=len(values["lots"]),
                date=next(
                    (d["begin"]["text"] for d in values["dates"] if d["is_deadline"]),
                    "",
                ),
            ),
            procedure=values,
            feed_url=f"{values['url']}/feed.rss",
            project_map=values["has_points"] and self._office()._wohnkoord_map(),
        )

    @http.route(
        "/procedures/<string:slug>/documents/<int:file_id>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def procedure_document(self, slug, file_id, **_query):
        """A published file; also one that a later version replaced."""
        procedure_sudo = self._procedure(slug)
        file_sudo = procedure_sudo.env["wohnkoord.procedure.file"].search(
            [("id", "=", file_id), ("procedure_id", "=", procedure_sudo.id)]
        )
        if not file_sudo:
            raise self._not_found()
        stream = Stream.from_binary_field(file_sudo, "file")
        stream.mimetype = file_sudo.mimetype
        stream.download_name = file_sudo.name
        stream.public = True
        response = stream.get_response(as_attachment=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    @http.route(
        "/procedures/<string:slug>/versions/<int:number>.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def procedure_version(self, slug, number, **_query):
        """A version byte by byte as it was hashed, for whoever wants to check it."""
        version_sudo = self._procedure(slug).version_ids.filtered(
            lambda version: version.number == number
        )
        if not version_sudo:
            raise self._not_found()
        name = f"{slug}-{number}.json"
        return self._procedure_file(
            version_sudo.content.encode(), "application/json; charset=utf-8", name
        )

    @http.route(
        "/procedures/<string:slug>/lots.geojson",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def procedure_geojson(self, slug, **_query):
        """The points of the plots, for the map."""
        text = json.dumps(self._procedure(slug)._public_geojson(), ensure_ascii=False)
        return self._procedure_file(
            text.encode(), "application/geo+json", "lots.geojson"
        )

    # -- the gate ------------------------------------------------------------------------

    def _procedures(self, lang=None):
        """The procedures with superuser rights, and the office.

        :param str lang: instead of the visitor's
        """
        env = self._office_env()
        if lang:
            env = env(context={**env.context, "lang": lang})
        return env["wohnkoord.procedure"], env["res.company"].browse(self._office().id)

    def _procedure(self, slug, lang=None):
        """The public procedure at an address.

        :raise NotFound: missing, hidden, or another office's
        """
        procedures_sudo, office = self._procedures(lang)
        if not SLUG.fullmatch(slug):
            raise self._not_found()
        procedure_sudo = procedures_sudo._public_find(office, slug)
        if not procedure_sudo:
            raise self._not_found()
        return procedure_sudo

    def _procedure_filters(self, query, choices):
        """The filters that are understood; anything else is no filter."""
        filters = {}
        for name, options in choices.items():
            value = query.get(name)
            if any(value == option for option, _label in options):
                filters[name] = int(value) if name == "district" else value
        return filters

    def _procedure_file(self, content, mimetype, name):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", http.content_disposition(name)),
                ("Cache-Control", "no-cache"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
