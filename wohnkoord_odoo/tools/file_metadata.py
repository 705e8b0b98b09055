# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Take out of a file who made it, for readers who must not know."""

import io
import re
import zipfile

from PIL import Image, ImageOps

from odoo.tools.pdf import PdfReader, PdfWriter

from .upload import upload_type

_EMPTY = b'<?xml version="1.0" encoding="UTF-8"?>'
_CORE = _EMPTY + (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    b'metadata/core-properties"/>'
)
_APP = _EMPTY + (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>'
)
_CUSTOM = _EMPTY + (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>'
)
_META = _EMPTY + (
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    b'office:1.0" office:version="1.2"><office:meta/></office:document-meta>'
)
_PARTS = {
    "docProps/core.xml": _CORE,
    "docProps/app.xml": _APP,
    "docProps/custom.xml": _CUSTOM,
    "meta.xml": _META,
}
#: who commented or changed something
_AUTHORS = re.compile(rb'(\bw:(?:author|initials)=")[^"]*(")')
_CREATORS = re.compile(rb"(<(dc:creator|author|meta:creator-initials)>)[^<]*(</\2>)")


class MetadataError(ValueError):
    """A file whose metadata cannot be taken out."""


def strip_metadata(name, content):
    """The file without author, title, program and place of its making.

    :param str name: with the ending that says its kind
    :param bytes content: the whole file
    :raise MetadataError: it cannot be done; then the file is not for these readers
    """
    kind = upload_type(name) or ""
    try:
        if kind == "application/pdf":
            return _strip_pdf(content)
        if kind.startswith("image/"):
            return _strip_image(content)
        if kind.startswith("application/vnd."):
            return _strip_office(content)
    except Exception as error:
        # parsers of foreign files fail in many ways: then it is not shown
        raise MetadataError(name) from error
    if kind == "text/plain":
        return content
    raise MetadataError(name)


def _strip_pdf(content):
    reader, writer = PdfReader(io.BytesIO(content), strict=False), PdfWriter()
    for page in reader.pages:
        page.pop("/Metadata", None)
        page.pop("/PieceInfo", None)
        writer.add_page(page)
    writer.add_metadata({"/Producer": ""})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip_image(content):
    image = Image.open(io.BytesIO(content))
    form = image.format
    image = ImageOps.exif_transpose(image)
    clean = Image.new(image.mode, image.size)
    if palette := image.getpalette():
        clean.putpalette(palette)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, form, **({"quality": 95} if form in ("JPEG", "WEBP") else {}))
    return out.getvalue()


def _strip_office(content):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            part = _PARTS.get(item.filename)
            if part is None:
                part = source.read(item)
                if item.filename.endswith(".xml"):
                    part = _AUTHORS.sub(rb"\1\2", part)
                    part = _CREATORS.sub(rb"\1\3", part)
            # a new entry: the old one has the moment of its making
            target.writestr(zipfile.ZipInfo(item.filename), part, item.compress_type)
    return out.getvalue()
