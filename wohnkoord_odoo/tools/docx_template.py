# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Office documents from a template that somebody wrote in a word processor.

A template is a stranger's program: it runs in a sandbox, gets plain values only, and what
they contain is text, never markup.
"""

import io
import unicodedata
import zipfile

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

#: bytes of all parts of a template, unpacked
MAX_UNPACKED = 100 * 1024 * 1024


class BrokenTemplate(ValueError):
    """A template that cannot be used; ``kind``: ``file``, ``size``, ``remote``,
    ``syntax``, ``unknown`` or ``forbidden``; ``detail``: what the engine said."""

    def __init__(self, kind, detail=""):
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail

    def explain(self, env):
        """What is wrong with the template, in the user's language."""
        if self.kind == "size":
            return env._("The template is too large.")
        if self.kind == "remote":
            return env._(
                "The template loads something from elsewhere (%(target)s). Please put"
                " pictures into the document itself.",
                target=self.detail,
            )
        if self.kind == "syntax":
            return env._(
                "The template cannot be read: %(detail)s. Please look for a tag such as"
                " {{ … }} or {%% … %%} that is not closed or misspelt.",
                detail=self.detail,
            )
        if self.kind == "unknown":
            return env._(
                "The template asks for something that an exposé does not have:"
                " %(detail)s.",
                detail=self.detail,
            )
        if self.kind == "forbidden":
            return env._("The template does something that it must not do.")
        return env._("The template is no DOCX document that can be filled.")


def check(content, values):
    """Fill a template with sample values, to see whether it can be used.

    :param bytes content: the template
    :param dict values: complete; what a template names beyond them is an error
    :raise BrokenTemplate: it cannot be used
    """
    _check_package(content)
    return _fill(content, values, StrictUndefined)


def fill(content, values, title="", author=""):
    """The document that a template makes of values.

    :param bytes content: a checked template
    :param dict values: texts, and lists and dicts of them
    :return bytes: DOCX
    :raise BrokenTemplate: it cannot be used
    """
    return _fill(content, values, ChainableUndefined, title, author)


def _fill(content, values, undefined, title="", author=""):
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=undefined)
    target = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(content))
        document.render(_plain(values), jinja_env=sandbox)
        properties = document.docx.core_properties
        properties.title = _text(title or properties.title)[:255]
        properties.author = _text(author or properties.author)[:255]
        document.save(target)
    except TemplateSyntaxError as error:
        raise BrokenTemplate("syntax", error.message) from error
    except SecurityError as error:
        raise BrokenTemplate("forbidden", str(error)) from error
    except UndefinedError as error:
        raise BrokenTemplate("unknown", error.message) from error
    except Exception as error:
        # whatever a damaged file or an odd template makes the libraries raise
        raise BrokenTemplate("file", str(error)) from error
    return target.getvalue()


def _check_package(content):
    """Refuse bombs, and templates that would make readers' machines ask a stranger."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
                raise BrokenTemplate("size")
            if "word/document.xml" not in package.namelist():
                raise BrokenTemplate("file")
    except (zipfile.BadZipFile, OSError) as error:
        raise BrokenTemplate("file", str(error)) from error
    try:
        parts = DocxTemplate(io.BytesIO(content)).get_docx().part.package.iter_parts()
        links = [rel for part in parts for rel in part.rels.values() if rel.is_external]
    except Exception as error:
        raise BrokenTemplate("file", str(error)) from error
    for link in links:
        # a link waits for a click; pictures and templates do not
        if not link.reltype.endswith("/hyperlink"):
            raise BrokenTemplate("remote", link.target_ref)


def _plain(value):
    """Only texts, lists and dicts, without what XML cannot hold."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool) else _text(value)


def _text(value):
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in text
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Cn")
    )
