# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import fields, models

from ..tools.append_only import make_append_only
from ..tools.canonical import digest


class ProcedureFile(models.Model):
    """A file as it was published: it stays, whatever becomes of the document.

    A document has one for each content that a version held. Append-only by the database,
    and its attachment is protected (``procedure_publication_attachment``).
    """

    _name = "wohnkoord.procedure.file"
    _description = "Published File of a Procedure"
    _order = "procedure_id, document, number desc"
    # the deletion of a user would change the row
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True, precompute=True
    )
    document = fields.Char(
        "Identifier of the Document", required=True, readonly=True, index=True
    )
    number = fields.Integer("Version", required=True, readonly=True, aggregator=None)
    name = fields.Char("File Name", required=True, readonly=True)
    mimetype = fields.Char("Media Type", required=True, readonly=True)
    size = fields.Integer("Bytes", required=True, readonly=True, aggregator=None)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    file = fields.Binary(attachment=True, required=True, readonly=True)

    _content_uniq = models.Constraint(
        "UNIQUE (procedure_id, document, sha256)", "This file is published already."
    )
    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, document, number)",
        "The document has a version of this number already.",
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    def _is_intact(self, sha256):
        """Whether the stored content has the hash that was published."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return bool(content) and digest(content) == self.sha256 == sha256
