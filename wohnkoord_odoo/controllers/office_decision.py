# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import content_disposition, request

from ..tools.upload import upload_type
from .office_bid import OfficeBid


class OfficeDecision(OfficeBid):
    """Minutes and papers as documents, for those in the office who may read them."""

    @http.route(
        "/wohnkoord/minutes/<int:minutes_id>/minutes.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_decision_minutes(self, minutes_id, **_params):
        """The minutes as DOCX; foreign, closed and missing ones are the same 404."""
        minutes = request.env["wohnkoord.minutes"].browse(minutes_id).exists()
        if not minutes or not self._office_may_read(minutes):
            raise request.not_found()
        name, content = minutes._docx()
        return self._office_bytes(content, upload_type(name), content_disposition(name))
