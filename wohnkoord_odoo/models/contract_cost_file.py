# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.upload import UploadError, check_upload, clean_name, upload_type


class CallOffCostFile(models.Model):
    """A deliverable or a receipt: evidence, fixed once it is handed in."""

    _name = "wohnkoord.call.off.cost.file"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Deliverable or Receipt"
    _order = "cost_id, id"

    _guarded_fields = ("mimetype", "size", "company_id")

    cost_id = fields.Many2one(
        "wohnkoord.call.off.cost", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="cost_id.company_id", store=True, index=True)
    name = fields.Char("File Name", required=True)
    file = fields.Binary(attachment=True, required=True, copy=False)
    mimetype = fields.Char("Kind", compute="_compute_file_facts", store=True)
    size = fields.Integer("Bytes", compute="_compute_file_facts", store=True)

    @api.depends("file", "name")
    def _compute_file_facts(self):
        for document in self.with_context(bin_size=False):
            document.size = len(document._content())
            document.mimetype = upload_type(document.name)

    @api.constrains("file", "name")
    def _check_file(self):
        for document in self.with_context(bin_size=False):
            try:
                check_upload(document.name, document._content())
            except UploadError as error:
                raise ValidationError(error.explain(self.env)) from error

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(
            [
                {**vals, "name": clean_name(vals.get("name")) or False}
                for vals in vals_list
            ]
        )
        documents._check_open()
        return documents

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()  # also where it was moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._check_open()

    def _check_open(self):
        """Evidence changes as long as its entry does.

        :raise UserError: the entry is handed in; AccessError: not author nor office
        """
        self.cost_id._check_may_change()

    def _content(self):
        self.ensure_one()
        try:
            return base64.b64decode(self.file or b"")
        except (binascii.Error, ValueError):
            return b""
