# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..tools.sealing import SealBroken
from ..tools.upload import upload_type

#: what a browser shows without running anything
_SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp")


class OfficeBid(http.Controller):
    """Opened bids' files and the protocol, for those in the office who may read them."""

    @http.route(
        "/wohnkoord/bid-documents/<int:document_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_bid_document(self, document_id, show=None, **_params):
        """A file of an opened bid, decrypted on its way out."""
        document = request.env["wohnkoord.bid.document"].browse(document_id).exists()
        if not document or not self._office_may_read(document.sudo().bid_id, document):
            raise request.not_found()
        try:
            content = document._plain_content()
        except SealBroken as error:
            raise request.not_found() from error
        mimetype = upload_type(document.name or "") or "application/octet-stream"
        inline = bool(show) and mimetype in _SHOWN
        if not inline and mimetype not in _SHOWN:
            mimetype = "application/octet-stream"
        disposition = content_disposition(
            document.name or "file", "inline" if inline else "attachment"
        )
        return self._office_bytes(content, mimetype, disposition)

    @http.route(
        "/wohnkoord/openings/<int:opening_id>/protocol.json",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_opening_protocol(self, opening_id, **_params):
        """The protocol of an opening in the form over which its hash is made."""
        Opening = request.env["wohnkoord.procedure.opening"]
        opening = Opening.browse(opening_id).exists()
        if not opening or not self._office_may_read(opening):
            raise request.not_found()
        name = f"opening-{opening.id}-{opening.hash[:12]}.json"
        return self._office_bytes(
            opening.content.encode(), "application/json", content_disposition(name)
        )

    def _office_may_read(self, *records):
        """Internal users with the right to read; company and sealed bids included."""
        if not request.env.user._is_internal():
            return False
        try:
            for record in records:
                record.with_env(request.env).check_access("read")
        except AccessError:
            return False
        return True

    def _office_bytes(self, content, mimetype, disposition):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", disposition),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ],
        )
