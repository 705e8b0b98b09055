# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import content_disposition, request

from ..tools.upload import upload_type


class OfficeImport(http.Controller):
    """The templates that the import dialog offers."""

    @http.route(
        "/wohnkoord/import-template/<string:model>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_import_template(self, model):
        """A template as XLSX; without the right to import or a template, the same 404."""
        Model = request.env.get(model)
        columns = getattr(Model, "_import_columns", None)
        if columns is None or not Model.has_access("create") or not columns():
            raise request.not_found()
        name = f"{Model._import_title()}.xlsx"
        content = Model._import_template()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", upload_type(name)),
                ("Content-Disposition", content_disposition(name)),
                ("Content-Length", len(content)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
