# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Text in files of others, to look for words in it; what cannot be read has none."""

import io
import re
import zipfile

from odoo.tools.pdf import PdfReader

from .upload import upload_type

#: enough to find a name; a file may say that it is huge
MOST_TEXT, MOST_PAGES, MOST_UNPACKED = 1_000_000, 200, 20_000_000
_TEXT_PARTS = re.compile(
    r"(word/(document|header\d*|footer\d*)|content|styles|ppt/slides/slide\d+"
    r"|xl/sharedStrings)\.xml"
)
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:w:p|text:p|text:h|a:p|si)>")


def file_text(name, content):
    """The text in a file, at most ``MOST_TEXT`` letters.

    :param str name: with the ending that says its kind
    :param bytes content: the whole file
    :return str: "" for pictures, scans and what cannot be read
    """
    kind = upload_type(name) or ""
    try:
        if kind == "application/pdf":
            return _pdf_text(content)
        if kind.startswith("application/vnd."):
            return _office_text(content)
        if kind == "text/plain":
            return content[:MOST_TEXT].decode(errors="replace")
    except Exception:
        # parsers of foreign files fail in many ways
        return ""
    return ""


def _pdf_text(content):
    parts, size = [], 0
    for page in PdfReader(io.BytesIO(content), strict=False).pages[:MOST_PAGES]:
        parts.append(page.extract_text() or "")
        size += len(parts[-1])
        if size > MOST_TEXT:
            break
    return "\n".join(parts)[:MOST_TEXT]


def _office_text(content):
    parts, size = [], 0
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for item in source.infolist():
            if not _TEXT_PARTS.fullmatch(item.filename):
                continue
            size += item.file_size
            if size > MOST_UNPACKED:
                break
            text = source.read(item).decode(errors="replace")
            parts.append(_TAG.sub("", _BLOCK.sub("\n", text)))
    return "\n".join(parts)[:MOST_TEXT]
