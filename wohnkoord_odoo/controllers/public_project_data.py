# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import csv
import io
import json

from odoo import http
from odoo.http import Response, request
from odoo.tools import split_every

from ..tools.sheet import FORMULA
from .public_project import REVALIDATE, PublicProject

#: rows read at once
BATCH = 500
#: most records of one answer
MOST_RECORDS = 20000
#: what joins several values in one cell of the table
JOINT = " | "


class PublicProjectData(PublicProject):
    """The overview as open data: the same projects, filters and gate as the page."""

    @http.route(
        "/projects.geojson", type="http", auth="public", methods=["GET"], readonly=True
    )
    def projects_geojson(self, **query):
        """GeoJSON (RFC 7946); projects without a point have no geometry."""
        features = [self._project_feature(row) for row in self._project_rows(query)]
        office = self._office()
        collection = {
            "type": "FeatureCollection",
            "licence": office.wohnkoord_data_licence or None,
            "licence_url": office.wohnkoord_data_licence_url or None,
            "source": office.name,
            "features": features,
        }
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        return self._project_data_response(text, "application/geo+json", "geojson")

    @http.route(
        "/projects.csv", type="http", auth="public", methods=["GET"], readonly=True
    )
    def projects_csv(self, **query):
        """CSV (RFC 4180): UTF-8, comma between cells, point in numbers."""
        rows = self._project_rows(query)
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(self._project_columns())
        for row in rows:
            writer.writerow(
                [self._project_cell(row[n]) for n in self._project_columns()]
            )
        return self._project_data_response(
            file.getvalue(), "text/csv; charset=utf-8; header=present", "csv"
        )

    def _project_rows(self, query):
        """The public projects as plain rows, read in batches.

        Names of districts and the like are in German whoever asks: data has no visitor.
        """
        env, office = self._projects_env()
        lang = office.partner_id.lang or request.env.lang
        env = env(context={**env.context, "lang": lang})
        filters = self._project_filters(
            query, env["wohnkoord.project.page"]._public_choices(office)
        )
        pages_sudo = env["wohnkoord.project.page"]
        try:
            limit = min(max(int(query.get("limit") or MOST_RECORDS), 1), MOST_RECORDS)
        except ValueError:
            limit = MOST_RECORDS
        found_sudo = pages_sudo.search(
            pages_sudo._public_pages_domain(office, filters),
            order=self._project_order(filters),
            limit=limit,
        )
        base_url = office._wohnkoord_base_url()
        rows = []
        for ids in split_every(BATCH, found_sudo.ids):
            rows += pages_sudo.browse(ids)._public_data(base_url)
        return rows

    def _project_columns(self):
        return [
            "id",
            "name",
            "teaser",
            "url",
            "status",
            "districts",
            "legal_form",
            "target_groups",
            "themes",
            "seeks_members",
            "building",
            "tenure",
            "dwellings",
            "dwellings_subsidised",
            "dwellings_accessible",
            "households",
            "adults",
            "children",
            "floor_area_m2",
            "common_rooms",
            "architect",
            "year",
            "website",
            "latitude",
            "longitude",
            "precision",
            "released",
        ]

    def _project_cell(self, value):
        """A value as a cell; what a sheet would run as a formula is made a text."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            value = JOINT.join(value)
        if isinstance(value, str) and value.startswith(FORMULA):
            return f"'{value}"
        return value

    def _project_feature(self, row):
        row = dict(row)
        latitude, longitude = row.pop("latitude"), row.pop("longitude")
        point = None
        if latitude is not None:
            point = {"type": "Point", "coordinates": [longitude, latitude]}
        return {
            "type": "Feature",
            "id": row["id"],
            "geometry": point,
            "properties": row,
        }

    def _project_data_response(self, text, mimetype, extension):
        response = Response(
            text,
            headers=[
                ("Content-Type", mimetype),
                ("Content-Disposition", f'inline; filename="projects.{extension}"'),
                ("Access-Control-Allow-Origin", "*"),
                ("Cache-Control", REVALIDATE),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.add_etag()
        return response.make_conditional(request.httprequest.environ)
