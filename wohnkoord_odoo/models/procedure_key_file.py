# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
import hmac
import os
import tempfile
from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..tools.sealing import KEY_BYTES, SealBroken, decrypt, derive, encrypt, new_key

#: the key in use, by its fingerprint
PARAMETER = "wohnkoord.key_file"


class KeyFile(models.AbstractModel):
    """A secret outside the database: a file on the server that no backup of it holds.

    Files lie in the folder that the option ``wohnkoord_key_folder`` of Odoo's
    configuration names, else in ``wohnkoord_keys`` below Odoo's data folder, and are
    named by their fingerprint. All that is made from it names its purpose, so that one
    use says nothing about another. No method here may be called from outside.
    """

    _name = "wohnkoord.key.file"
    _description = "Key File"

    @api.model
    def _folder(self):
        folder = config.get("wohnkoord_key_folder")
        return Path(folder) if folder else Path(config["data_dir"], "wohnkoord_keys")

    @api.model
    def _current(self):
        """The fingerprint of the key file in use; one is made if there is none."""
        # sudo: the parameter says nothing about the key
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        fingerprint = parameters_sudo.get_param(PARAMETER)
        if not fingerprint:
            fingerprint = self._store(new_key())
            parameters_sudo.set_param(PARAMETER, fingerprint)
        return fingerprint

    @api.model
    def _store(self, secret):
        """Keep a secret, readable by the server's own user alone.

        :return str: its fingerprint
        """
        fingerprint = self._fingerprint(secret)
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder)  # made with mode 600
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path, folder / f"{fingerprint}.key")
        return fingerprint

    @api.model
    def _fingerprint(self, secret):
        return hashlib.sha256(b"wohnkoord key file" + secret).hexdigest()[:16]

    @api.model
    def _secret(self, fingerprint):
        """The secret of a key file.

        :raise UserError: missing, not readable or damaged
        """
        try:
            secret = (self._folder() / f"{fingerprint}.key").read_bytes()
        except OSError:
            secret = b""
        if len(secret) != KEY_BYTES or self._fingerprint(secret) != fingerprint:
            raise UserError(
                self.env._(
                    "The key file %(fingerprint)s is missing on the server or damaged."
                    " Restore it from its recovery sheet.",
                    fingerprint=fingerprint,
                )
            )
        return secret

    @api.model
    def _mac(self, fingerprint, purpose, text):
        """A keyed hash: the same text gives the same hash, and says nothing else.

        :return str: 64 hexadecimal digits
        """
        key = derive(self._secret(fingerprint), f"mac {purpose}")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _encrypt(self, fingerprint, purpose, content, context):
        key = derive(self._secret(fingerprint), f"encrypt {purpose}")
        return encrypt(key, content, f"{purpose} {context}")

    @api.model
    def _decrypt(self, fingerprint, purpose, ciphertext, context):
        """What ``_encrypt`` encrypted.

        :raise SealBroken: damaged, or from another place
        """
        key = derive(self._secret(fingerprint), f"encrypt {purpose}")
        if not ciphertext:
            raise SealBroken(context)
        return decrypt(key, ciphertext, f"{purpose} {context}")
