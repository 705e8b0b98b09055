# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from itertools import combinations

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.sealing import SealBroken, encrypt, new_key, new_key_pair, unwrap, wrap


class Procedure(models.Model):
    """The seal of a procedure: what makes it, what seals with it, what breaks it."""

    _inherit = "wohnkoord.procedure"

    seal_mode = fields.Selection(
        [("standard", "Standard"), ("full", "Full")],
        "Seal",
        required=True,
        default="standard",
        help="Standard: opened with the server's key file by two officers. Full: only"
        " the passphrases of two officers open it.",
    )

    def _prepare_seal(self):
        """Make the procedure's keys; called at publication, before the first bid.

        :raise UserError: the key file is missing; full seal: a key or the sheet is
        """
        self.ensure_one()
        KeyFile = self.env["wohnkoord.key.file"]
        key_file = KeyFile._current()
        private, public = new_key_pair()
        wrapped = None
        if self.seal_mode == "standard":
            wrapped = base64.b64encode(
                KeyFile._encrypt(key_file, "procedure", private, self.uuid)
            )
        # sudo: nobody has access to the seals
        seal_sudo = self.env["wohnkoord.procedure.seal"].sudo()
        seal_sudo = seal_sudo.create(
            {
                "procedure_id": self.id,
                "mode": self.seal_mode,
                "key_file": key_file,
                "public_key": base64.b64encode(public),
                "wrapped_private_key": wrapped,
            }
        )
        if self.seal_mode == "full":
            self._wrap_for_pairs(seal_sudo, private)

    def _wrap_for_pairs(self, seal_sudo, private):
        """Encrypt the private key for every two of the officers and the sheet."""
        self._check_full_seal()
        keys_sudo = self._officer_keys_sudo()
        publics = {key: base64.b64decode(key.public_key) for key in keys_sudo}
        vals_list = []
        for first, second in combinations(keys_sudo.sorted("id"), 2):
            context = self._pair_context(first, second)
            inner = wrap(publics[second], private, context)
            outer = wrap(publics[first], inner, context)
            vals_list.append(
                {
                    "seal_id": seal_sudo.id,
                    "first_key_id": first.id,
                    "second_key_id": second.id,
                    "wrapped_private_key": base64.b64encode(outer),
                }
            )
        # sudo: nobody has access to the seals
        self.env["wohnkoord.procedure.seal.pair"].sudo().create(vals_list)

    def _pair_context(self, first, second):
        return f"pair {self.uuid} {first.id} {second.id}"

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

    # -- the one place that breaks the seal ----------------------------------------------

    def _private_key(self, secrets=()):
        """The key that opens all bids: in the act of opening, and at no other time.

        :param secrets: full seal: pairs (officer, passphrase or the sheet's code)
        :raise UserError: before the deadline, or not in the act of opening
        :raise SealBroken: the seal is damaged
        """
        self.ensure_one()
        self._check_seal_may_break()
        seal_sudo = self._seal_sudo()
        if seal_sudo.mode == "standard":
            return self.env["wohnkoord.key.file"]._decrypt(
                seal_sudo.key_file,
                "procedure",
                base64.b64decode(seal_sudo.wrapped_private_key or b""),
                self.uuid,
            )
        found = dict(self._unlock_keys(secrets))
        if len(found) != 2:
            raise UserError(self.env._("The full seal needs two different keys."))
        return self._unwrap_pair(seal_sudo, found)

    def _check_seal_may_break(self):
        """Refuse while bids may still come, and once they are opened.

        :raise UserError:
        """
        moment = self._closing_moment()
        if self.state != "closed" or not moment or self._now() < moment:
            raise UserError(self.env._("The seal is opened once, after the deadline."))

    def _unlock_keys(self, secrets):
        """The officers' keys that their secrets open.

        :return list: pairs of key and its private key, in the order of ``secrets``
        :raise UserError: a passphrase is wrong, with whose
        """
        keys_sudo = self._officer_keys_sudo()
        found = []
        for officer, secret in secrets:
            try:
                found.append(keys_sudo._find(officer, secret or ""))
            except SealBroken as error:
                raise UserError(
                    self.env._(
                        "The passphrase of %(officer)s is wrong.", officer=officer.name
                    )
                ) from error
        return found

    def _unwrap_pair(self, seal_sudo, found):
        first, second = sorted(found, key=lambda key: key.id)
        pair = seal_sudo.pair_ids.filtered(
            lambda pair: pair.first_key_id == first and pair.second_key_id == second
        )
        context = self._pair_context(first, second)
        wrapped = base64.b64decode(pair.wrapped_private_key or b"")
        inner = unwrap(found[first], wrapped, context)
        return unwrap(found[second], inner, context)

    def _officer_keys_sudo(self):
        """The keys of the officers and of the sheet.

        Before the publication those of today's officers; then those that it used.
        """
        self.ensure_one()
        # sudo: nobody has access to the keys
        keys_sudo = self.env["wohnkoord.procedure.officer.key"].sudo()
        keys_sudo = keys_sudo.search(
            [("procedure_id", "=", self._origin.id)], order="id"
        )
        if self.state != "preparation":
            return keys_sudo
        officers = self.officer_ids
        return keys_sudo.filtered(
            lambda key: not key.user_id or key.user_id in officers
        )

    # -- under the key file --------------------------------------------------------------

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
