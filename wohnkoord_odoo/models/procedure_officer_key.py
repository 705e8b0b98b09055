# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import os
from contextlib import suppress

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..tools.recovery_code import WrongGroups, read_groups
from ..tools.sealing import SealBroken, decrypt, encrypt, new_key_pair, passphrase_key

#: bytes of the code on a recovery sheet: 160 bits, eight groups
CODE_BYTES = 20
SALT_BYTES = 16


class ProcedureOfficerKey(models.Model):
    """An officer's key pair for the full seal of one procedure, or its recovery sheet's.

    The private key is encrypted under a passphrase that is kept nowhere; the sheet
    (``user_id`` is empty) has a printed code in its place. Nobody has access rights.
    """

    _name = "wohnkoord.procedure.officer.key"
    _description = "Key of an Officer for a Full Seal"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    date_confirmed = fields.Datetime(
        readonly=True, help="When the printed sheet was said to be kept safe."
    )
    public_key = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )
    salt = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )
    cipher = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )

    _user_uniq = models.UniqueIndex(
        "(procedure_id, COALESCE(user_id, 0))", "There is a key already."
    )

    @api.model
    def _set(self, procedure, user, passphrase):
        """Make the key of an officer (no user: of the sheet); an earlier one goes.

        :param str passphrase: kept nowhere
        """
        self.search(
            [("procedure_id", "=", procedure.id), ("user_id", "=", user.id)]
        ).unlink()
        private, public = new_key_pair()
        salt = os.urandom(SALT_BYTES)
        context = self._context_of(procedure, user)
        cipher = encrypt(passphrase_key(passphrase, salt), private, context)
        return self.create(
            {
                "procedure_id": procedure.id,
                "user_id": user.id,
                "date": fields.Datetime.now(),
                "public_key": base64.b64encode(public),
                "salt": base64.b64encode(salt),
                "cipher": base64.b64encode(cipher),
            }
        )

    def _private_key(self, passphrase):
        """The private key.

        :raise SealBroken: wrong passphrase
        """
        self.ensure_one()
        key = passphrase_key(passphrase, base64.b64decode(self.salt))
        context = self._context_of(self.procedure_id, self.user_id)
        return decrypt(key, base64.b64decode(self.cipher), context)

    def _find(self, user, secret):
        """The key among these that an officer's passphrase or the sheet's code opens.

        :return tuple: the key and its private key
        :raise SealBroken: neither
        """
        own = self.filtered(lambda key: key.user_id == user)
        if own:
            with suppress(SealBroken):
                return own, own._private_key(secret)
        sheet = self.filtered(lambda key: not key.user_id)
        if not sheet:
            raise SealBroken("passphrase")
        try:
            code = read_groups(secret, CODE_BYTES).hex()
        except WrongGroups as error:
            raise SealBroken("passphrase") from error
        return sheet, sheet._private_key(code)

    @api.model
    def _context_of(self, procedure, user):
        return f"officer key {procedure.uuid} {user.id or 'sheet'}"
