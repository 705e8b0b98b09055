# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class IrAttachment(models.Model):
    """The ciphertext of bids' files is bytes: no kind is guessed, nothing is indexed."""

    _inherit = "ir.attachment"

    def _compute_mimetype(self, values):
        if values.get("res_model") == "wohnkoord.bid.document":
            return "application/octet-stream"
        return super()._compute_mimetype(values)
