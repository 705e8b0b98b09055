# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Papers of headings, paragraphs and tables, as a DOCX that a council can edit.

A paper is a list of blocks: dicts with ``kind`` (``heading``, ``text``, ``table``) and
``text`` (headings: ``level`` as well), or ``head`` (texts) and ``rows`` (lists of texts). Pages show the same blocks.
"""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from .docx_template import _text


def heading(text, level=1):
    """A heading of a part (level 1) or of what is in it (2)."""
    return {"kind": "heading", "text": text, "level": level}


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
    _set_page(document.sections[0], _text(title))
    document.add_heading(_text(title), 0)
    for block in blocks:
        if block["kind"] == "heading":
            document.add_heading(_text(block["text"]), block["level"])
        elif block["kind"] == "table":
            _add_table(document, block)
        else:
            document.add_paragraph(_text(block["text"]))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(section, title):
    """A4, with the title and the number of the page at its foot."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    line = section.footer.paragraphs[0]
    line.add_run(f"{title} · ")
    for name in ("PAGE", "NUMPAGES"):
        if name == "NUMPAGES":
            line.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        line._p.append(field)


def _add_table(document, block):
    has_head = any(block["head"])
    grid = document.add_table(rows=int(has_head), cols=len(block["head"]))
    grid.style = "Table Grid"
    if has_head:
        for cell, text in zip(grid.rows[0].cells, block["head"], strict=True):
            cell.paragraphs[0].add_run(_text(text)).bold = True
        # over every page that the table reaches
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in block["rows"]:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = _text(text)
    document.add_paragraph()
