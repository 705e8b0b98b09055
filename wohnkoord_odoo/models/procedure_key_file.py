# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
import hmac
import json
import os
import stat
import tempfile
from pathlib import Path

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, config

from ..tools.recovery_code import read_groups, write_groups
from ..tools.sealing import KEY_BYTES, SealBroken, decrypt, derive, encrypt, new_key
from ..tools.typed_code import is_typed_code

#: the key in use, by its fingerprint
PARAMETER = "wohnkoord.key_file"
#: when its recovery sheet was last printed, and by whom; by its fingerprint
SHEET_PARAMETER = "wohnkoord.key_file.sheet."


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
        return fingerprint or self._make()

    @api.model
    def _make(self):
        """Make the first key file.

        Of two workers that do so at once, the second waits for the first, and Odoo
        then repeats its whole request: there is one key.
        """
        secret = new_key()
        own = self._fingerprint(secret)
        self.env["ir.config_parameter"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO ir_config_parameter
                    (key, value, create_uid, write_uid, create_date, write_date)
                VALUES (%(key)s, %(value)s, %(user)s, %(user)s, %(now)s, %(now)s)
                ON CONFLICT (key) DO UPDATE
                    SET value = COALESCE(
                        NULLIF(ir_config_parameter.value, ''), EXCLUDED.value)
                RETURNING value
                """,
                key=PARAMETER,
                value=own,
                user=SUPERUSER_ID,
                now=self.env.cr.now(),
            )
        )
        self.env.registry.clear_cache("stable")
        return self._store(secret) if rows[0][0] == own else rows[0][0]

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
        :raise AccessError: asked by code that somebody typed into the database
        """
        if is_typed_code():
            raise AccessError(
                self.env._(
                    "Code that is kept in the database may not use the key file."
                )
            )
        if problem := self._problem(fingerprint):
            raise UserError(problem)
        return self._path(fingerprint).read_bytes()

    @api.model
    def _path(self, fingerprint):
        return self._folder() / f"{fingerprint}.key"

    @api.model
    def _problem(self, fingerprint=None):
        """What is wrong with a key file, as a sentence, or None.

        :param str fingerprint: None: the one in use, if there is one already
        """
        if not fingerprint:
            # sudo: the parameter says nothing about the key
            parameters_sudo = self.env["ir.config_parameter"].sudo()
            fingerprint = parameters_sudo.get_param(PARAMETER)
        if not fingerprint:
            return None
        path = self._path(fingerprint)
        try:
            secret, mode = path.read_bytes(), path.stat().st_mode
        except OSError:
            secret, mode = b"", 0
        if len(secret) != KEY_BYTES or self._fingerprint(secret) != fingerprint:
            return self.env._(
                "The key file %(fingerprint)s is missing on the server or damaged."
                " Restore it from its recovery sheet.",
                fingerprint=fingerprint,
            )
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            return self.env._(
                "Others on the server may read the key file %(fingerprint)s. Set its"
                " permissions to 600.",
                fingerprint=fingerprint,
            )
        return None

    # -- the recovery sheet --------------------------------------------------------------

    @api.model
    def _known(self):
        """The fingerprints in use: of the database, and of its sealed procedures."""
        # sudo: fingerprints say nothing about the keys
        parameter = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        seals_sudo = self.env["wohnkoord.procedure.seal"].sudo()
        groups = seals_sudo._read_group([], ["key_file"])
        return sorted({parameter, *(key_file for (key_file,) in groups)} - {False})

    @api.model
    def _sheet(self, fingerprint):
        """The groups of the recovery sheet; that it was printed is noted.

        :raise UserError: the key file is missing
        """
        groups = write_groups(self._secret(fingerprint))
        note = {
            "date": fields.Datetime.to_string(fields.Datetime.now()),
            "user": self.env.user.name,
        }
        # sudo: the head of the office prints it
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        parameters_sudo.set_param(SHEET_PARAMETER + fingerprint, json.dumps(note))
        return groups

    @api.model
    def _sheet_note(self, fingerprint=None):
        """When the sheet was printed last and by whom: a dict, empty if never."""
        # sudo: the note says nothing about the key
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        fingerprint = fingerprint or parameters_sudo.get_param(PARAMETER)
        note = parameters_sudo.get_param(f"{SHEET_PARAMETER}{fingerprint}")
        return json.loads(note) if note else {}

    @api.model
    def _restore(self, text):
        """Write the key file again from what stands on its recovery sheet.

        :param str text: the groups, as typed
        :return str: its fingerprint
        :raise WrongGroups: with the wrong groups
        :raise UserError: it is no key file of this database
        """
        secret = read_groups(text, KEY_BYTES)
        if self._fingerprint(secret) not in self._known():
            raise UserError(
                self.env._("This is the recovery sheet of another key file.")
            )
        return self._store(secret)

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
