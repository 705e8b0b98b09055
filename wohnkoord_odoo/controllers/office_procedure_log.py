# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import tempfile
import zipfile

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import Response, request
from odoo.tools.misc import file_path

from ..tools.slug import slugify

#: an archive that is larger waits on the disk and not in memory
SPOOL_BYTES = 4 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
#: name in the archive -> file of the addon
ENCLOSED = {
    "procedure_log.py": "wohnkoord_odoo/tools/procedure_log.py",
    "README.txt": "wohnkoord_odoo/data/procedure_log_readme.txt",
    "LIESMICH.txt": "wohnkoord_odoo/data/procedure_log_liesmich.txt",
}


class OfficeProcedureLog(http.Controller):
    """The log of a procedure as a file that anybody can check without Odoo."""

    @http.route(
        "/wohnkoord/procedures/<int:procedure_id>/log.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_procedure_log(self, procedure_id, **_params):
        """Export, verifier and how to use it; for who may read procedure and log."""
        procedures = request.env["wohnkoord.procedure"]
        events = request.env["wohnkoord.procedure.event"]
        if not (procedures.has_access("read") and events.has_access("read")):
            raise NotFound()
        procedure = procedures.search([("id", "=", procedure_id)])
        if not procedure or procedure._is_closed_to(request.env.user):
            raise NotFound()
        archive = self._log_archive(procedure)
        length = archive.tell()
        archive.seek(0)
        name = f"{slugify(procedure.name) or 'procedure'}-log.zip"
        return Response(
            iter(lambda: archive.read(CHUNK_BYTES), b""),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", str(length)),
                ("Content-Disposition", http.content_disposition(name)),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
            direct_passthrough=True,
        )

    def _log_archive(self, procedure):
        """A file with the archive, piece by piece, so that memory stays small."""
        archive = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
            with files.open("export.json", "w", force_zip64=True) as export:
                for piece in procedure._log_json():
                    export.write(piece.encode())
            for name, path in ENCLOSED.items():
                files.write(file_path(path), name)
        return archive
