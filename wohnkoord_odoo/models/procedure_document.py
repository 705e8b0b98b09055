# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..tools.canonical import digest
from ..tools.upload import UPLOAD_TYPES, UploadError, check_upload, clean_name

KINDS = [
    ("expose", "Exposé"),
    ("form", "Form"),
    ("plan", "Plan"),
    ("criteria", "Criteria"),
    ("contract", "Sample Contract"),
    ("other", "Other"),
]
#: what follows from the file, or is given by the system
GIVEN = ("uuid", "sha256", "size", "mimetype")
#: ending of a file that comes without one, by its media type
ENDINGS = {mimetype: ending for ending, mimetype in reversed(UPLOAD_TYPES.items())}


class ProcedureDocument(models.Model):
    """A document of a procedure that everybody gets: exposé, forms, plans.

    The row is what the next version will hold; published files are kept as they were
    (``wohnkoord.procedure.file``), whatever happens to the row.
    """

    _name = "wohnkoord.procedure.document"
    _inherit = ["wohnkoord.procedure.child.mixin"]
    _description = "Document of a Procedure"
    _order = "procedure_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: str(uuid.uuid4()),
    )
    kind = fields.Selection(KINDS, required=True, default="other")
    file_name = fields.Char()
    file = fields.Binary(attachment=True, required=True)
    # of a copy they are taken anew from its file
    mimetype = fields.Char("Media Type", readonly=True, copy=False)
    size = fields.Integer("Bytes", readonly=True, copy=False, aggregator=None)
    sha256 = fields.Char("SHA-256", readonly=True, copy=False)
    number = fields.Integer(
        "Version",
        compute="_compute_number",
        help="Of the document. A new file makes a new version when it is published.",
    )
    is_published = fields.Boolean(
        compute="_compute_number", help="This very file was published."
    )

    @api.depends("sha256", "uuid")
    def _compute_number(self):
        # sudo: published files are everybody's
        files_sudo = self.env["wohnkoord.procedure.file"].sudo()
        files_sudo = files_sudo.search([("document", "in", self.mapped("uuid"))])
        numbers = {}
        for file in files_sudo:
            numbers.setdefault(file.document, {})[file.sha256] = file.number
        for document in self:
            known = numbers.get(document.uuid, {})
            document.is_published = document.sha256 in known
            document.number = known.get(
                document.sha256, max(known.values(), default=0) + 1
            )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        self.check_access("create")
        self._refuse_given({name for vals in vals_list for name in vals})
        return self._create_known(
            [{**vals, "uuid": str(uuid.uuid4())} for vals in vals_list]
        )

    @api.model
    def _create_known(self, vals_list):
        """Create with an identity that a version knows."""
        # pylint: disable-next=super-method-mismatch
        documents = super().create([self._check_file(vals) for vals in vals_list])
        documents._stamp()
        return documents

    def write(self, vals):
        self.check_access("write")
        self._refuse_given(vals)
        if {"file", "file_name"} & set(vals):
            for document in self.with_context(bin_size=False):
                name = vals.get("file_name") or document.file_name
                file = vals["file"] if "file" in vals else document.file
                new = self._check_file({**vals, "file": file, "file_name": name})
                super(ProcedureDocument, document).write(new)
            self._stamp()
        else:
            super().write(vals)
        return True

    @api.model
    def _refuse_given(self, names):
        if refused := [name for name in GIVEN if name in names]:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "These values are kept by the system and cannot be set: %(fields)s.",
                    fields=", ".join(labels[name]["string"] for name in refused),
                )
            )

    @api.model
    def _check_file(self, vals):
        """The values with a clean file name.

        :raise UserError: no file, or one that is not taken
        """
        try:
            content = base64.b64decode(vals.get("file") or b"")
        except (TypeError, ValueError):
            content = b""
        name = clean_name(vals.get("file_name") or vals.get("name"))
        try:
            try:
                check_upload(name, content)
            except UploadError as error:
                if error.kind != "type" or vals.get("file_name"):
                    raise
                name += self._ending(content)
                check_upload(name, content)
        except UploadError as error:
            raise UserError(error.explain(self.env)) from None
        return {**vals, "file_name": name}

    @api.model
    def _ending(self, content):
        """The ending for a file that came without one, as from an import."""
        return ENDINGS.get(guess_mimetype(content), "")

    def _stamp(self):  # pylint: disable=missing-return
        """Keep what identifies the file's content."""
        for document in self.with_context(bin_size=False):
            content = base64.b64decode(document.file)
            # pylint: disable-next=super-method-mismatch
            super(ProcedureDocument, document).write(
                {
                    "sha256": digest(content),
                    "size": len(content),
                    "mimetype": check_upload(document.file_name, content),
                }
            )

    # -- publication ---------------------------------------------------------------------

    def _publish_files(self):
        """Keep the files as they are now, for as long as the procedure is kept."""
        for document in self.filtered(lambda d: not d.is_published):
            # sudo: nobody may write published files
            self.env["wohnkoord.procedure.file"].sudo().create(
                {
                    "procedure_id": document.procedure_id.id,
                    "document": document.uuid,
                    "number": document.number,
                    "name": document.file_name,
                    "mimetype": document.mimetype,
                    "size": document.size,
                    "sha256": document.sha256,
                    "file": document.with_context(bin_size=False).file,
                }
            )
        self.invalidate_recordset(["number", "is_published"])

    def _frozen_rows(self):
        """What a version says of the documents; ``file``: the published one, if any."""
        # sudo: published files are everybody's
        files_sudo = self.env["wohnkoord.procedure.file"].sudo()
        files_sudo = files_sudo.search([("document", "in", self.mapped("uuid"))])
        known = {(file.document, file.sha256): file.id for file in files_sudo}
        return [
            {
                "uuid": document.uuid,
                "name": document.name,
                "kind": document.kind,
                "file_name": document.file_name,
                "mimetype": document.mimetype,
                "size": document.size,
                "sha256": document.sha256,
                "number": document.number,
                "file": known.get((document.uuid, document.sha256)),
            }
            for document in self.sorted(lambda d: (d.sequence, d.id))
        ]

    def _restore_rows(self, procedure, frozen_rows):
        """Bring the documents back to what a version says."""
        known = {document.uuid: document for document in self}
        wanted = {frozen["uuid"] for frozen in frozen_rows}
        self.filtered(lambda document: document.uuid not in wanted).unlink()
        for position, frozen in enumerate(frozen_rows):
            vals = {
                "name": frozen["name"],
                "kind": frozen["kind"],
                "sequence": 10 * (position + 1),
                "file_name": frozen["file_name"],
            }
            document = known.get(frozen["uuid"])
            if not document or document.sha256 != frozen["sha256"]:
                # sudo: published files are everybody's
                file_sudo = self.env["wohnkoord.procedure.file"].sudo()
                file_sudo = file_sudo.browse(frozen["file"])
                vals["file"] = file_sudo.with_context(bin_size=False).file
            if document:
                document.write(vals)
            else:
                vals |= {"procedure_id": procedure.id, "uuid": frozen["uuid"]}
                self._create_known([vals])
