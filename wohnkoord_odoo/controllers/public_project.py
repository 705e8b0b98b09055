# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import urlencode

from odoo import http
from odoo.http import Stream, request

from ..models.network_project_public import CATALOGUES, ORDERS
from .public import PublicPages

#: cards of one page of the overview
PER_PAGE = 24
#: longest search text
SEARCH_LENGTH = 100
PICTURE_FIELDS = {"small": "image_small", "large": "image"}
#: browsers keep a copy and ask each time whether it may still be shown
REVALIDATE = "no-cache"


class PublicProject(PublicPages):
    """The project overview: list first, map second, and a page for each project.

    Whether a project is public is asked at each request, by one gate for all of them
    (``wohnkoord.initiative._public_domain``).
    """

    @http.route(
        "/projects",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def projects_list(self, **query):
        """The overview: filters, cards, pager, and the map where there is one."""
        env, office = self._projects_env()
        pages_sudo = env["wohnkoord.project.page"]
        choices = pages_sudo._public_choices(office)
        filters = self._project_filters(query, choices)
        domain = pages_sudo._public_pages_domain(office, filters)
        total = pages_sudo.search_count(domain)
        pager = self._public_pager(
            "/projects",
            query.get("page"),
            total,
            PER_PAGE,
            self._project_pairs(filters),
        )
        order = self._project_order(filters)
        pages_sudo = pages_sudo.search(
            domain, order=order, limit=PER_PAGE, offset=pager["offset"]
        )
        return self._render_public(
            "public_projects",
            request.env._("Projects"),
            description=request.env._(
                "Community-led housing in our city: groups that form, build and live"
                " together."
            ),
            cards=pages_sudo._public_card_values(),
            total=total,
            pager=pager,
            choices=choices,
            filters=filters,
            chips=self._project_chips(filters, choices),
            data_query=self._project_query(filters),
            project_map=office._wohnkoord_map(),
            licence={
                "name": office.wohnkoord_data_licence,
                "url": office.wohnkoord_data_licence_url,
            },
            noindex=bool(filters or pager["number"] > 1),
        )

    @http.route(
        "/projects/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def projects_page(self, slug, **_query):
        """One project; hidden, foreign and unknown ones are the same 404."""
        page_sudo = self._public_project(slug)
        if not page_sudo:
            raise self._not_found()
        project = page_sudo._public_values()
        base_url = self._office()._wohnkoord_base_url()
        return self._render_public(
            "public_project",
            project["name"],
            description=project["teaser"],
            project=project,
            preview=False,
            image=project["picture"] and f"{base_url}{project['picture']['url']}/large",
        )

    @http.route(
        "/projects/<string:slug>/picture/<int:picture_id>/<string:size>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def projects_picture(self, slug, picture_id, size, **_query):
        """A picture of a public project, in one of two sizes."""
        page_sudo = self._public_project(slug)
        picture_sudo = page_sudo.picture_ids.filtered(lambda p: p.id == picture_id)
        if not picture_sudo or size not in PICTURE_FIELDS:
            raise self._not_found()
        return self._picture_response(picture_sudo, size)

    def _picture_response(self, picture_sudo, size):
        stream = Stream.from_binary_field(picture_sudo, PICTURE_FIELDS[size])
        stream.mimetype = "image/jpeg"
        stream.public = False
        response = stream.get_response(as_attachment=False)
        response.headers["Cache-Control"] = REVALIDATE
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    # -- the gate ----------------------------------------------------------------------

    def _projects_env(self):
        """The office's environment and the office in it."""
        env = self._office_env()
        return env, env["res.company"].browse(self._office().id)

    def _public_project(self, slug):
        env, office = self._projects_env()
        return env["wohnkoord.project.page"]._public_page(office, slug)

    # -- filters -----------------------------------------------------------------------

    def _project_filters(self, query, choices):
        """The filters that are understood; anything else is no filter."""
        filters = {}
        for name in ("status", *CATALOGUES):
            value = query.get(name)
            if any(value == choice for choice, _label in choices[name]):
                filters[name] = int(value) if name in CATALOGUES else value
        if query.get("seeks") == "1":
            filters["seeks"] = True
        text = query.get("q")
        if isinstance(text, str):
            text = " ".join(text.replace("\0", " ").split())[:SEARCH_LENGTH].strip()
            if text:
                filters["q"] = text
        if query.get("order") == "new":
            filters["order"] = "new"
        return filters

    def _project_order(self, filters):
        return ORDERS[filters.get("order", "name")]

    def _project_pairs(self, filters):
        return {
            name: "1" if value is True else value for name, value in filters.items()
        }

    def _project_query(self, filters):
        """The filters as the query of an address."""
        return urlencode(self._project_pairs(filters))

    def _project_chips(self, filters, choices):
        """What is filtered by, each with the address that removes it."""
        chips = []
        for name, value in filters.items():
            if name == "order":
                continue
            label = dict(choices.get(name, [])).get(str(value), value)
            if name == "seeks":
                label = request.env._("seeks members")
            rest = {key: val for key, val in filters.items() if key != name}
            query = self._project_query(rest)
            url = f"/projects?{query}" if query else "/projects"
            chips.append({"label": label, "url": url})
        return chips
