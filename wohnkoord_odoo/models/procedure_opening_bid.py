# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib
import json

from odoo import models

from ..tools.canonical import digest
from ..tools.sealing import SealBroken, decrypt, unwrap


class BidOpening:
    """One sealed bid on its way to be read: values and defects, nothing is written.

    Files are decrypted to see that they can be, one at a time, and let go again.
    """

    def __init__(self, bid_sudo, private, attachments):
        """
        :param bytes private: the procedure's private key
        :param dict attachments: document id -> id of the attachment with its ciphertext
        """
        self.bid_sudo = bid_sudo
        self.env = bid_sudo.env
        self.prefix = bid_sudo.procedure_id.uuid
        self.private = private
        self.attachments = attachments
        self.raw = None
        self.content = {}
        self.defects = []
        self.documents = {}  # document -> values
        self.commitments = []

    def open(self):
        """Decrypt and verify the bid and its files; defects do not stop it."""
        self._open_content()
        for fact in self._facts():
            self._open_file(fact)
        self._note_strays()
        return self

    # -- the bid -------------------------------------------------------------------------

    def _open_content(self):
        bid = self.bid_sudo
        try:
            raw = self._break(bid.wrapped_key, _decoded(bid.cipher), f"bid {bid.uuid}")
            content = json.loads(raw)
            if not isinstance(content, dict):
                raise SealBroken("content")
        except ValueError:  # SealBroken is one
            self.defects.append(
                self.env._("The bid cannot be decrypted: it is damaged or was changed.")
            )
            return
        self.raw, self.content = raw, content
        if digest(raw) != bid.receipt_hash:
            self.defects.append(
                self.env._("The bid does not have the hash of its receipt.")
            )
        place = (content.get("procedure"), content.get("bid"))
        if place != (self.prefix, bid.uuid):
            self.defects.append(self.env._("The bid names another place as its own."))

    def _facts(self):
        """What the bid says of its files; anything odd in it counts as nothing."""
        files = self.content.get("files")
        files = files if isinstance(files, list) else []
        return [fact for fact in files if isinstance(fact, dict)]

    def _note_strays(self):
        strays = self.bid_sudo.document_ids - self._listed()
        if self.raw is not None and strays:
            self.defects.append(
                self.env._(
                    "Files that do not belong to the bid, left unopened: %(count)s.",
                    count=len(strays),
                )
            )

    def _listed(self):
        uuids = [fact.get("uuid") for fact in self._facts()]
        return self.bid_sudo.document_ids.filtered(lambda d: d.uuid in uuids)

    # -- its files -----------------------------------------------------------------------

    def _open_file(self, fact):
        name = str(fact.get("name") or "").replace("\0", "")
        document = self.bid_sudo.document_ids.filtered(
            lambda d: d.uuid == fact.get("uuid")
        )
        if not document:
            self.defects.append(self.env._("A file is missing: %(name)s", name=name))
            return
        defect, key = self._check_file(document, fact)
        self.documents[document] = {
            "name": name,
            "kind": str(fact.get("kind") or ""),
            "size": _size(fact.get("size")),
            "sha256": str(fact.get("sha256") or ""),
            "content_key": base64.b64encode(key) if key else False,
            "defect": defect,
        }
        if defect:
            self.defects.append(f"{name}: {defect}")

    def _check_file(self, document, fact):
        """What is wrong with a file, and its key."""
        context = f"{self.prefix} document {document.uuid}"
        try:
            key = unwrap(self.private, _decoded(document.wrapped_key), context)
        except ValueError:
            return self.env._("The key of the file is damaged."), None
        cipher = self._ciphertext(document)
        if cipher is None:
            return self.env._("The file is missing on the server."), None
        if _sha256(cipher) != fact.get("cipher_sha256"):
            return self.env._("The sealed file was changed or exchanged."), None
        try:
            plain = decrypt(key, cipher, context)
        except SealBroken:
            return self.env._("The file cannot be decrypted: it is damaged."), None
        del cipher
        if _sha256(plain) != fact.get("sha256"):
            return self.env._("The file does not have the hash of the receipt."), key
        return False, key

    def _ciphertext(self, document):
        return _attached(self.env, self.attachments.get(document.id))

    def _break(self, wrapped, cipher, context):
        context = f"{self.prefix} {context}"
        key = unwrap(self.private, _decoded(wrapped), context)
        return decrypt(key, cipher, context)


class BidDocument(models.Model):
    """The files of a bid after the opening: decrypted when somebody reads them."""

    _inherit = "wohnkoord.bid.document"

    def action_download(self):
        """Save the file; it is decrypted on its way."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/bid-documents/{self.id}",
            "target": "download",
        }

    def _attachment_ids(self):
        """Where the ciphertext of these documents lies.

        :return dict: document id -> attachment id
        """
        # sudo: nobody has access to the ciphertext
        attachments_sudo = self.env["ir.attachment"].sudo()
        rows = attachments_sudo.search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "cipher"),
                ("res_id", "in", self.ids),
            ],
            ["res_id"],
        )
        return {row.res_id: row.id for row in rows}

    def _plain_content(self):
        """The file, decrypted; the caller has checked that the user may read it.

        :return bytes:
        :raise SealBroken: not opened, or damaged
        """
        self.ensure_one()
        document_sudo = self.sudo()  # sudo: nobody has access to keys and ciphertext
        cipher = _attached(self.env, self._attachment_ids().get(self.id))
        if not document_sudo.content_key or cipher is None:
            raise SealBroken(self.uuid)
        context = f"{document_sudo.bid_id.procedure_id.uuid} document {self.uuid}"
        return decrypt(base64.b64decode(document_sudo.content_key), cipher, context)


def _attached(env, attachment_id):
    """The bytes of an attachment, read past the cache: they may be many."""
    if not attachment_id:
        return None
    # sudo: nobody has access to the ciphertext
    attachment_sudo = env["ir.attachment"].sudo().browse(attachment_id)
    content = attachment_sudo.raw
    attachment_sudo.invalidate_recordset(["raw", "datas", "db_datas"])
    return content or None


def _size(value):
    return value if type(value) is int and 0 <= value < 2**31 else 0


def _decoded(value):
    try:
        return base64.b64decode(value or b"")
    except ValueError:
        return b""


def _sha256(content):
    return hashlib.sha256(content).hexdigest()
