# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import tempfile

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Response, request

from ..tools.slug import slugify

#: an archive that is larger waits on the disk and not in memory
SPOOL_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024


class OfficeCaseFile(http.Controller):
    """The case file of a procedure, to whom the dialog gave it."""

    @http.route(
        "/wohnkoord/case-files/<int:export_id>/case-file.zip",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def office_case_file(self, export_id, **_params):
        """Write the case file, log its hash, send it; each time anew.

        A POST, for the log grows. The entry stands before the first byte leaves.
        """
        export = request.env["wohnkoord.case.file.export"].browse(export_id)
        archive = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)
        try:
            if not export.has_access("read") or not export.exists():
                raise NotFound()
            export._write_to(archive)
        except (AccessError, MissingError, UserError) as error:
            archive.close()
            raise NotFound() from error
        length = archive.tell()
        archive.seek(0)
        name = slugify(export.procedure_id.name) or "procedure"
        return Response(
            iter(lambda: archive.read(CHUNK_BYTES), b""),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", str(length)),
                (
                    "Content-Disposition",
                    http.content_disposition(f"{name}-{export.variant}.zip"),
                ),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
            direct_passthrough=True,
        )
