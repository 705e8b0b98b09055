# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import uuid

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..tools.canonical import canonical, digest
from ..tools.upload import UploadError, check_upload, clean_name

#: what is copied when a new bid takes over a file; it stays bound to its identifier
_SEALED_FIELDS = (
    "sequence",
    "uuid",
    "wrapped_key",
    "facts_cipher",
    "cipher",
    "cipher_sha256",
)


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

    _uuid_uniq = models.Constraint(
        "UNIQUE (bid_id, uuid)", "The bid has this file already."
    )

    # -- upload --------------------------------------------------------------------------

    @api.model
    def _upload(self, bid, kind, name, content, replaces=None):
        """Check and seal a file of a draft.

        :param str kind: one of ``_kinds``
        :param str name: as the browser sent it
        :param bytes content: at most one byte more than allowed is needed
        :param replaces: the file that goes when this one is taken
        :raise UploadError: not of a kind that is taken
        :raise UserError: too many files, or the virus scan refuses
        """
        bid._check_draft()
        name = clean_name(name)
        limits = bid.procedure_id._bid_limits()
        if not name or kind not in dict(self._kinds()):
            raise UploadError("type" if content else "empty")
        if len(content) > limits["max_file_mb"] * 1024**2:
            raise UploadError("size")
        check_upload(name, content, limits["max_file_mb"] * 1024**2)
        kept = bid.document_ids - (replaces or self)
        if len(kept) >= limits["max_files"]:
            raise UserError(
                self.env._(
                    "A bid has at most %(count)s files. Remove one first, or join files.",
                    count=limits["max_files"],
                )
            )
        self.env["wohnkoord.upload.scan"]._scan(name, content)
        document = self._seal_file(bid, kind, name, content)
        if replaces:
            document.sequence = replaces.sequence
            replaces.unlink()
        bid._touch_draft()
        return document

    @api.model
    def _seal_file(self, bid, kind, name, content):
        """Encrypt a file for the opening, and its facts for the bidder.

        :param bytes content: checked already
        """
        identity = str(uuid.uuid4())
        procedure = bid.procedure_id
        wrapped, cipher = procedure._seal_content(content, f"document {identity}")
        facts = {
            "kind": kind,
            "name": name,
            "size": len(content),
            "sha256": digest(content),
        }
        facts_cipher = procedure._draft_encrypt(
            canonical(facts), f"document {identity} facts"
        )
        # as the system, so that neither row nor attachment names the bidder
        document = self.with_user(SUPERUSER_ID).create(
            {
                "bid_id": bid.id,
                "uuid": identity,
                "sequence": 1 + max(bid.document_ids.mapped("sequence"), default=0),
                "wrapped_key": base64.b64encode(wrapped),
                "facts_cipher": base64.b64encode(facts_cipher),
                "cipher_sha256": digest(cipher),
            }
        )
        # What is passed to create, and every cache, stays until the garbage collector
        # comes along: a worker would soon hold a dozen files.
        document.cipher = base64.b64encode(cipher)
        document.flush_recordset()
        document.invalidate_recordset(["cipher"])
        attachments = self.env["ir.attachment"]
        attachments.invalidate_model(["raw", "datas", "db_datas"])
        return document

    @api.model
    def _upload_envelope(self, bid, name, content):
        """Check and seal a file that came on paper or by mail; the officer scanned it.

        :raise UserError: not of a kind that is taken, or the virus scan refuses
        """
        name = clean_name(name)
        limit = bid.procedure_id._bid_limits()["max_file_mb"]
        try:
            check_upload(name, content, limit * 1024**2)
        except UploadError as error:
            raise UserError(self._explain(error, limit)) from error
        self.env["wohnkoord.upload.scan"]._scan(name, content)
        return self._seal_file(bid, "other", name, content)

    @api.model
    def _explain(self, error, megabytes):
        """What to do about a refused file, with the procedure's own limit."""
        if error.kind == "size":
            return self.env._(
                "The file is too large: at most %(megabytes)s MB.", megabytes=megabytes
            )
        return error.explain(self.env)

    @api.model
    def _kinds(self):
        """Kinds of documents with their labels in the reader's language."""
        requirement = self.env["wohnkoord.requirement"]
        return requirement._fields["document_kind"]._description_selection(self.env)

    def _remove(self):
        """Take a file out of a draft."""
        self.ensure_one()
        bid = self.bid_id
        bid._check_draft()
        self.unlink()
        bid._touch_draft()

    def _take_over(self, bid):
        """Copy sealed files into a draft as they are; nobody can read them on the way."""
        for document in self:
            document.with_user(SUPERUSER_ID).create(
                {
                    "bid_id": bid.id,
                    **{
                        name: document.with_context(bin_size=False)[name]
                        for name in _SEALED_FIELDS
                    },
                }
            )

    # -- facts ---------------------------------------------------------------------------

    def _file_facts(self):
        """What the bidder sees of its own files, and the sealed bid says of them.

        :return: list of dicts: uuid, kind, name, size (bytes), sha256, cipher_sha256
        """
        if not self:
            return []
        documents = self.sorted("sequence")
        documents.fetch(["facts_cipher", "cipher_sha256", "uuid"])
        facts = documents.bid_id.procedure_id._decrypt_drafts(
            (document.facts_cipher, f"document {document.uuid} facts")
            for document in documents
        )
        return [
            {
                "uuid": document.uuid,
                **known,
                "cipher_sha256": document.cipher_sha256,
            }
            for document, known in zip(documents, facts, strict=True)
        ]
