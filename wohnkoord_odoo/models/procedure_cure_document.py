# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib

from odoo import api, fields, models

from ..tools.upload import upload_type


class CureDocument(models.Model):
    """A file that a party hands in later: read by the office and by that party only."""

    _name = "wohnkoord.cure.document"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "File Handed in Later"
    _order = "line_id, id"

    line_id = fields.Many2one(
        "wohnkoord.cure.line",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    name = fields.Char("File Name", required=True, readonly=True)
    file = fields.Binary(attachment=True, required=True, readonly=True)
    mimetype = fields.Char("Kind", readonly=True)
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    date = fields.Datetime("Arrived on", required=True, readonly=True)
    is_late = fields.Boolean("Late", readonly=True, help="Kept, but not counted.")

    @api.model
    def _keep(self, line, files, moment, is_late):
        """Keep files that were looked at.

        :param files: (clean name, content) of each
        """
        return self._create_guarded(
            [
                {
                    "line_id": line.id,
                    "name": name,
                    "file": base64.b64encode(content),
                    "mimetype": upload_type(name),
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "date": moment,
                    "is_late": is_late,
                }
                for name, content in files
            ]
        )
