# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Files that people upload: what they are by their content, and safe names."""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

from odoo.tools.mimetypes import guess_mimetype

MAX_BYTES = 20 * 1024 * 1024
NAME_LENGTH = 120

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
#: ending -> the content that it stands for
UPLOAD_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": f"{_OOXML}wordprocessingml.document",
    ".xlsx": f"{_OOXML}spreadsheetml.sheet",
    ".pptx": f"{_OOXML}presentationml.presentation",
    ".odt": f"{_ODF}text",
    ".ods": f"{_ODF}spreadsheet",
    ".odp": f"{_ODF}presentation",
    ".txt": "text/plain",
    ".csv": "text/plain",
}
_TEXT_TYPES = ("text/plain",)
#: parts of an office document that hold programs
_MACROS = ("vbaproject", "basic/", "scripts/")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


class UploadError(ValueError):
    """A file that is not taken; ``kind``: ``empty``, ``size``, ``type``, ``content``
    or ``macros``."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind

    def explain(self, env):
        """What to do about it, in the user's language."""
        if self.kind == "empty":
            return env._("Please choose a file that is not empty.")
        if self.kind == "size":
            return env._(
                "The file is too large: at most %(megabytes)s MB.",
                megabytes=MAX_BYTES // 1024**2,
            )
        if self.kind == "type":
            return env._(
                "Please send a PDF, a picture (JPG, PNG), a text or an office document"
                " (DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV)."
            )
        if self.kind == "macros":
            return env._("Please send the document without macros.")
        return env._("What the file contains does not fit the ending of its name.")


def clean_name(name):
    """A file name without folders, control and direction characters, and not too long.

    :param str name: as a browser sent it
    """
    name = re.split(r"[/\\]", name or "")[-1]
    # also the marks that let "fdp.exe" read like "exe.pdf"
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = " ".join(name.split()).lstrip(". ")
    ending = PurePosixPath(name).suffix[:10]
    stem = name[: len(name) - len(PurePosixPath(name).suffix)]
    return stem[: NAME_LENGTH - len(ending)] + ending


def upload_type(name):
    """The media type that the ending of a name stands for, or None."""
    return UPLOAD_TYPES.get(PurePosixPath(name or "").suffix.lower())


def has_macros(content):
    """Whether an office document holds programs, or cannot be looked into.

    :param bytes content: the whole file
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    return any(word in name for name in names for word in _MACROS)


def check_upload(name, content, limit=MAX_BYTES):
    """The kind of a file, by its content.

    :param str name: its ending says what the file claims to be
    :param bytes content: the whole file
    :param int limit: most bytes
    :return str: media type
    :raise UploadError: empty, too large, of a kind that is not taken, not what its
        ending says, or with macros
    """
    if not content:
        raise UploadError("empty")
    if len(content) > limit:
        raise UploadError("size")
    expected = upload_type(name)
    if not expected:
        raise UploadError("type")
    if expected in _TEXT_TYPES:
        fits = not _CONTROLS.search(content)
    else:
        fits = guess_mimetype(content) == expected
    if not fits:
        raise UploadError("content")
    if expected.startswith((_OOXML, _ODF)) and has_macros(content):
        raise UploadError("macros")
    return expected
