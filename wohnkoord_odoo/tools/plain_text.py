# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from lxml import html

SKIPPED = {"style", "script", "head", "title"}
BLOCKS = {
    "p", "div", "table", "tr", "section", "header", "footer", "ul", "ol", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def plain_text(source):
    """A letter in HTML as text that reads well: the plain part of a mail.

    Odoo's own converter looks for tags without attributes, so a letter with inline
    styles runs together, and it turns links into numbers.

    :param str source: HTML
    :return str:
    """
    if not source or not str(source).strip():
        return ""
    parts = []
    _collect(html.document_fromstring(str(source)), parts)
    text = "".join(parts).replace("\xa0", " ")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _collect(node, parts):
    tag = node.tag if isinstance(node.tag, str) else None
    if tag and tag not in SKIPPED and not _is_hidden(node):
        _open(node, tag, parts)
        parts.append(_flow(node.text))
        for child in node:
            _collect(child, parts)
        _close(node, tag, parts)
    parts.append(_flow(node.tail))


def _open(node, tag, parts):
    if tag in HEADINGS:
        parts.append("\n\n")
    elif tag in BLOCKS:
        parts.append("\n")
    elif tag == "li":
        parts.append("\n- ")
    elif tag == "br":
        parts.append("\n")
    elif tag == "hr":
        parts.append("\n\n" + "-" * 40 + "\n\n")
    elif tag == "img" and (node.get("alt") or "").strip():
        parts.append(f"[{node.get('alt').strip()}]")


def _close(node, tag, parts):
    if tag in HEADINGS:
        words = " ".join(node.text_content().split())
        parts.append("\n" + "=" * min(len(words), 60) + "\n")
    elif tag in BLOCKS:
        parts.append("\n")
    elif tag in ("td", "th"):
        parts.append(" ")
    elif tag == "a":
        target = node.get("href") or ""
        words = " ".join(node.text_content().split())
        if target.startswith(("http", "mailto:")) and words != target:
            parts.append(f" ({target.removeprefix('mailto:')})")


def _flow(text):
    """Text between tags: breaks in the source are no breaks in the letter."""
    return re.sub(r"\s+", " ", text or "")


def _is_hidden(node):
    return "display:none" in (node.get("style") or "").replace(" ", "").lower()
