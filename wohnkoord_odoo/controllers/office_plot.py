# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import content_disposition, request

from ..tools.upload import upload_type


class OfficePlots(http.Controller):
    """What the office downloads about plots."""

    @http.route(
        "/wohnkoord/plots/<int:plot_id>/expose.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_plot_expose(self, plot_id):
        """The exposé as DOCX; a foreign plot and a missing one are the same 404."""
        plot = request.env["wohnkoord.plot"].with_context(active_test=False)
        may_read = plot.has_access("read")
        plot = may_read and plot.search([("id", "=", plot_id)])
        if not plot:
            raise request.not_found()
        name, content = plot._expose_docx()
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
