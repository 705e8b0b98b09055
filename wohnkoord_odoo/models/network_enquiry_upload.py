# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
import unicodedata
from pathlib import PurePosixPath

from odoo import api, fields, models
from odoo.tools.mimetypes import guess_mimetype

from ..tools.upload import has_macros

#: bytes of one file, and of all files of one enquiry
MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_TOTAL = 20 * 1024 * 1024
MOST_FILES = 3
#: what a file may be, by its content; the name's ending follows from it
FILE_TYPES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
#: what a text that a browser might take for a page has in it
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|body|head|\?xml)", re.I)


class EnquiryUpload(models.TransientModel):
    """A file of an enquiry that is not sent yet; gone after some hours.

    Nobody has access rights: only the visitor's own session names it.
    """

    _name = "wohnkoord.enquiry.upload"
    _description = "File of an Enquiry that is Not Sent Yet"
    _transient_max_hours = 12.0

    attachment_id = fields.Many2one(
        "ir.attachment", index="btree_not_null", ondelete="cascade"
    )

    @api.model
    def _keep(self, name, raw, mimetype):
        """Keep a file until its enquiry is sent.

        :param str name: as the visitor's machine calls it
        :param bytes raw: the content, checked before
        :param str mimetype: what ``_type_of`` found
        """
        upload = self.create({})
        upload.attachment_id = self.env["ir.attachment"].create(
            {
                "name": self._clean_name(name, mimetype),
                "raw": raw,
                "mimetype": mimetype,
                # goes when the upload goes
                "res_model": self._name,
                "res_id": upload.id,
            }
        )
        return upload

    @api.model
    def _type_of(self, raw):
        """The allowed type that the content shows, whatever the name says.

        :param bytes raw: the whole file
        :return: a key of ``FILE_TYPES``, or None
        """
        mimetype = guess_mimetype(raw, default="application/octet-stream")
        if mimetype == "application/zip" or mimetype.startswith("application/vnd."):
            is_taken = mimetype in FILE_TYPES and not has_macros(raw)
            return mimetype if is_taken else None
        if mimetype == "text/plain" or mimetype == "application/octet-stream":
            return "text/plain" if self._is_text(raw) else None
        return mimetype if mimetype in FILE_TYPES else None

    @api.model
    def _is_text(self, raw):
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
        odd = sum(ord(char) < 32 and char not in "\t\n\r\f" for char in text)
        return bool(text.strip()) and not odd and not MARKUP.search(raw)

    @api.model
    def _clean_name(self, name, mimetype):
        """A name without folders, odd signs and a foreign ending."""
        name = PurePosixPath((name or "").replace("\\", "/")).name
        text = "".join(c for c in name if unicodedata.category(c)[0] != "C")
        text = re.sub(r'[<>:"|?*/\\]+', " ", text)
        stem = " ".join(text.rsplit(".", 1)[0].split()).strip(". ")[:80]
        return f"{stem or self.env._('File')}.{FILE_TYPES[mimetype]}"

    def _attach_to(self, case):
        """Move the files to ``case``: from now on whoever may read it reads them."""
        attachments = self.attachment_id
        attachments.write({"res_model": case._name, "res_id": case.id})
        self.write({"attachment_id": False})
        self.unlink()
        return attachments
