# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Papers of headings, paragraphs and tables, as a DOCX that a council can edit.

A paper is a list of blocks: dicts with ``kind`` (``heading``, ``text``, ``table``) and
``text``, or ``head`` (texts) and ``rows`` (lists of texts). Pages show the same blocks.
"""

import io

from docx import Document

from .docx_template import _text


def heading(text):
    """A heading of a part."""
    return {"kind": "heading", "text": text}


def paragraph(text):
    """Plain text; its lines stay lines."""
    return {"kind": "text", "text": text or "–"}


def table(head, rows):
    """A table.

    :param list head: texts over the columns
    :param rows: lists of texts
    """
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}


def build(title, blocks, author=""):
    """The document.

    :param str title: plain text of one line
    :param list blocks: see above; all of it is text, never markup
    :return bytes: DOCX
    """
    document = Document()
    document.core_properties.title = _text(title)[:255]
    document.core_properties.author = _text(author)[:255]
    document.add_heading(_text(title), 0)
    for block in blocks:
        if block["kind"] == "heading":
            document.add_heading(_text(block["text"]), 1)
        elif block["kind"] == "table":
            _add_table(document, block)
        else:
            document.add_paragraph(_text(block["text"]))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _add_table(document, block):
    grid = document.add_table(rows=1, cols=len(block["head"]))
    grid.style = "Table Grid"
    for cell, text in zip(grid.rows[0].cells, block["head"], strict=True):
        cell.paragraphs[0].add_run(_text(text)).bold = True
    for row in block["rows"]:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = _text(text)
    document.add_paragraph()
