# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..tools.sealing import encrypt, new_key, new_key_pair, wrap


class ProcedureSeal(models.Model):
    """The keys of a procedure: the public one seals, the private one opens.

    Standard seal: the private key is encrypted under the server's key file. Full seal:
    for every pair of officers, so that no server and no single person can open it.
    Nobody has access rights.
    """

    _name = "wohnkoord.procedure.seal"
    _description = "Seal of a Procedure"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    mode = fields.Selection(
        [("standard", "Standard"), ("full", "Full")], required=True, readonly=True
    )
    key_file = fields.Char("Fingerprint of the Key File", required=True, readonly=True)
    public_key = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )
    wrapped_private_key = fields.Binary(
        readonly=True, attachment=False, groups=NO_ACCESS
    )

    _procedure_uniq = models.Constraint(
        "UNIQUE (procedure_id)", "The procedure has its seal already."
    )


class Procedure(models.Model):
    """Sealing and what the key file does for drafts; opening is in procedure_opening."""

    _inherit = "wohnkoord.procedure"

    seal_mode = fields.Selection(
        [("standard", "Standard"), ("full", "Full")],
        "Seal",
        required=True,
        default="standard",
        help="Standard: opened with the server's key file by two officers. Full: only"
        " the passphrases of two officers open it.",
    )
    officer_ids = fields.Many2many(
        "res.users",
        "wohnkoord_procedure_officer_rel",
        string="Officers",
        domain=[("share", "=", False)],
        help="Two of them open the bids together.",
    )

    def _prepare_seal(self):
        """Make the procedure's keys; called at publication, before the first bid."""
        self.ensure_one()
        KeyFile = self.env["wohnkoord.key.file"]
        key_file = KeyFile._current()
        private, public = new_key_pair()
        wrapped = KeyFile._encrypt(key_file, "procedure", private, self.uuid)
        # sudo: nobody has access to the seals
        self.env["wohnkoord.procedure.seal"].sudo().create(
            {
                "procedure_id": self.id,
                "mode": self.seal_mode,
                "key_file": key_file,
                "public_key": base64.b64encode(public),
                "wrapped_private_key": base64.b64encode(wrapped),
            }
        )

    def _seal_sudo(self):
        """The procedure's seal.

        :raise UserError: not published yet
        """
        self.ensure_one()
        # sudo: nobody has access to the seals
        seal_sudo = self.env["wohnkoord.procedure.seal"].sudo()
        seal_sudo = seal_sudo.search([("procedure_id", "=", self.id)])
        if not seal_sudo:
            raise UserError(self.env._("The procedure has no seal yet."))
        return seal_sudo

    def _seal_content(self, content, context):
        """Encrypt so that only the opening can read it.

        :param bytes content:
        :param str context: where it belongs; the same is needed to open it
        :return tuple: wrapped key and ciphertext
        """
        public = base64.b64decode(self._seal_sudo().public_key)
        key = new_key()
        context = f"{self.uuid} {context}"
        return wrap(public, key, context), encrypt(key, content, context)

    def _draft_encrypt(self, content, context):
        """Encrypt under the key file, what the bidder itself may read again."""
        key_file = self._seal_sudo().key_file
        return self.env["wohnkoord.key.file"]._encrypt(
            key_file, "draft", content, f"{self.uuid} {context}"
        )

    def _draft_decrypt(self, ciphertext, context):
        """What ``_draft_encrypt`` encrypted.

        :raise SealBroken: damaged, or from another place
        """
        key_file = self._seal_sudo().key_file
        return self.env["wohnkoord.key.file"]._decrypt(
            key_file, "draft", ciphertext, f"{self.uuid} {context}"
        )

    def _bidder_key(self, initiative, lot=None):
        """What stands for a bidder (and a plot on offer) before the opening."""
        text = f"{self.uuid} {initiative.id} {lot.uuid if lot else ''}"
        return self.env["wohnkoord.key.file"]._mac(
            self._seal_sudo().key_file, "bidder", text
        )
