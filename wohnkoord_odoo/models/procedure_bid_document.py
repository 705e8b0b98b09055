# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import fields, models
from odoo.fields import NO_ACCESS


class BidDocument(models.Model):
    """A file of a bid: encrypted when it is uploaded, and at rest ever after.

    After the opening the key is known, and the file is decrypted when somebody who may
    read it asks for it.
    """

    _name = "wohnkoord.bid.document"
    _description = "Document of a Bid"
    _order = "bid_id, sequence, id"
    _log_access = False

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="bid_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        default=lambda self: str(uuid.uuid4()),
    )
    # ciphertext; name, size, hash and kind for the bidder are under the key file
    wrapped_key = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    facts_cipher = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    cipher = fields.Binary(readonly=True, attachment=True, groups=NO_ACCESS)
    cipher_sha256 = fields.Char(readonly=True, groups=NO_ACCESS)

    # -- filled at the opening -----------------------------------------------------------
    name = fields.Char("File Name", readonly=True)
    kind = fields.Char(readonly=True)
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    content_key = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    defect = fields.Text(readonly=True)
