# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError

PUBLISHED_FILE = "wohnkoord.procedure.file"
#: what says which content an attachment has, and whose it is
KEPT = {
    "datas",
    "raw",
    "db_datas",
    "store_fname",
    "checksum",
    "type",
    "url",
    "res_model",
    "res_id",
    "res_field",
    "access_token",
    "public",
}


class IrAttachment(models.Model):
    """Published files of a procedure stay as they are: nobody changes or removes them."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if KEPT & set(vals) and not self._is_moved(vals):
            self._refuse_published_files()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published_files(self):
        self._refuse_published_files()

    def _is_moved(self, vals):
        """Odoo moves files between database and file store; their content stays."""
        return set(vals) == {"raw", "mimetype"} and all(
            file.raw == vals["raw"] and file.mimetype == vals["mimetype"]
            for file in self
        )

    def _refuse_published_files(self):
        # sudo: also for whoever sees no attachment of the model
        if any(file.res_model == PUBLISHED_FILE for file in self.sudo()):
            raise UserError(
                self.env._(
                    "This file was published with a procedure and stays as it is."
                )
            )
