# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import csv
import io
import tempfile
from decimal import Decimal

from pytz import utc
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import request

from ..tools.sheet import FORMULA
from .public_procedure import PublicProcedures

#: bytes of an answer that memory holds; the rest is written to the disk
IN_MEMORY = 1 << 20
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"


class PublicOcds(PublicProcedures):
    """Procedures as open data: OCDS 1.1 and tables, behind the gate of the pages.

    Answers are made in batches into a file: memory stays small however much there is, a
    slow reader holds no connection to the database, and an error is no half answer.
    """

    @http.route(
        "/procedures/ocds.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def ocds_all(self, **_query):
        """A record package over all procedures of the office; releases are linked."""
        procedures_sudo, office = self._procedures(self._ocds_lang())
        newest, date, count = procedures_sudo._ocds_last(office)
        if not count:
            raise self._not_found()
        uri = f"{office._wohnkoord_base_url()}/procedures/ocds.json"
        return self._ocds_answer(
            procedures_sudo,
            (newest, count),
            date,
            JSON,
            lambda: procedures_sudo._ocds_all_records(office, uri),
        )

    @http.route(
        "/procedures.csv", type="http", auth="public", methods=["GET"], readonly=True
    )
    def ocds_all_csv(self, **_query):
        """A table of all procedures of the office."""
        procedures_sudo, office = self._procedures(self._ocds_lang())
        newest, date, count = procedures_sudo._ocds_last(office)
        columns = procedures_sudo._ocds_csv_columns("procedures")
        return self._ocds_answer(
            procedures_sudo,
            (newest, count),
            date,
            CSV,
            lambda: self._ocds_csv(columns, procedures_sudo._ocds_csv_all(office)),
            "procedures.csv",
        )

    @http.route(
        "/procedures/<string:slug>/ocds.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def ocds_record(self, slug, releases=None, **_query):
        """A record package of one procedure; ``?releases``: its release package."""
        if releases is not None:
            return self.ocds_releases(slug)
        procedure_sudo = self._ocds_procedure(slug)
        uri = f"{self._ocds_uri(procedure_sudo)}/ocds.json"
        return self._ocds_one(
            procedure_sudo, JSON, lambda: procedure_sudo._ocds_record_package(uri)
        )

    @http.route(
        "/procedures/<string:slug>/ocds/releases.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def ocds_releases(self, slug, **_query):
        """A release package of one procedure."""
        procedure_sudo = self._ocds_procedure(slug)
        uri = f"{self._ocds_uri(procedure_sudo)}/ocds/releases.json"
        return self._ocds_one(
            procedure_sudo, JSON, lambda: procedure_sudo._ocds_release_package(uri)
        )

    @http.route(
        [
            "/procedures/<string:slug>/lots.csv",
            "/procedures/<string:slug>/criteria.csv",
            "/procedures/<string:slug>/bids.csv",
            "/procedures/<string:slug>/awards.csv",
            "/procedures/<string:slug>/contracts.csv",
        ],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
    )
    def ocds_table(self, slug, **_query):
        """One table of one procedure."""
        procedure_sudo = self._ocds_procedure(slug)
        table = request.httprequest.path.rsplit("/", 1)[1].removesuffix(".csv")
        columns = procedure_sudo._ocds_csv_columns(table)
        return self._ocds_one(
            procedure_sudo,
            CSV,
            lambda: self._ocds_csv(columns, procedure_sudo._ocds_csv_table(table)),
            f"{slug}-{table}.csv",
        )

    # -- helpers -------------------------------------------------------------------------

    def _ocds_lang(self):
        """Data has no visitor: the office's language."""
        return self._office().partner_id.lang or request.env.lang

    def _ocds_procedure(self, slug):
        """The public procedure at an address that has open data.

        :raise NotFound: missing, hidden, another office's, or without a release
        """
        procedure_sudo = self._procedure(slug, self._ocds_lang())
        if not procedure_sudo.ocds_release_ids:
            raise self._not_found()
        return procedure_sudo

    def _ocds_uri(self, procedure_sudo):
        base_url = procedure_sudo.company_id._wohnkoord_base_url()
        return base_url + procedure_sudo._public_url()

    def _ocds_one(self, procedure_sudo, mimetype, pieces, name=None):
        last = procedure_sudo.ocds_release_ids.sorted("number")[-1]
        return self._ocds_answer(
            procedure_sudo, (last.id,), last.date, mimetype, pieces, name
        )

    def _ocds_csv(self, columns, rows):
        """The pieces of a table for sheets: UTF-8 with its mark, semicolons."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";")
        yield "\ufeff"
        for cells in (columns, *([row.get(n) for n in columns] for row in rows)):
            writer.writerow([self._ocds_cell(cell) for cell in cells])
            yield file.getvalue()
            file.seek(0)
            file.truncate()

    def _ocds_cell(self, value):
        """A cell that no sheet takes for a formula."""
        if value is None:
            return ""
        if isinstance(value, (int, Decimal)):
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        return f"'{value}" if value.startswith(FORMULA) else value

    def _ocds_answer(self, procedures_sudo, parts, date, mimetype, pieces, name=None):
        """Whatever ``pieces()`` yields, unless the reader has it already.

        :param parts: what the answer depends on, besides the settings
        :param datetime date: of the newest release (UTC), or False
        """
        response = request.make_response("", [("Content-Type", mimetype)])
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if name:
            response.headers["Content-Disposition"] = http.content_disposition(name)
        office = self._office()
        etag = procedures_sudo._ocds_etag(office.id, request.httprequest.path, *parts)
        response.set_etag(etag)
        if date:
            response.last_modified = utc.localize(date)
        asked = request.httprequest
        if asked.if_none_match.contains(etag):
            response.status_code = 304
            return response
        # pylint: disable-next=consider-using-with
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)
        for piece in pieces():
            file.write(piece.encode())
        size = file.tell()
        file.seek(0)
        response.response = wrap_file(asked.environ, file)
        response.direct_passthrough = True
        response.headers["Content-Length"] = str(size)
        return response
