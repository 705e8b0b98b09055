# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
import json
import zipfile

from odoo import fields, models
from odoo.tools import LazyTranslate

from ..tools.case_file import FORMAT, MANIFEST, SCHEMA
from ..tools.sealing import SealBroken
from .procedure_case_file_part import CasePart
from .procedure_case_file_registry import SECTIONS
from .procedure_log_words import KINDS

_lt = LazyTranslate(__name__)

KINDS.update(
    {
        "case file exported": _lt("Case file exported"),
        "case file release": _lt("Document marked for file inspections"),
        "bids erased": _lt("Concepts of losing bids deleted"),
        "retention hold set": _lt("Deletion stopped"),
        "retention hold lifted": _lt("Deletion no longer stopped"),
    }
)
#: kinds that are packed already, or are wanted byte by byte
STORED_KINDS = ("document",)


class Procedure(models.Model):
    """The case file as one archive, written piece by piece."""

    _inherit = "wohnkoord.procedure"

    def _write_case_file(self, target, parts, head, withheld=()):
        """Write the parts, a list of them for people, and the manifest.

        :param target: a file to write to; it need not be seekable
        :param parts: iterable of CasePart
        :param dict head: what the manifest says first, see ``_case_head``
        :param withheld: list of (what, how many, reason); read when the parts are written
        :return dict: ``manifest`` (its SHA-256), ``parts`` and ``bytes`` (their number and
            size), ``unreadable`` (paths of what was damaged)
        """
        self.ensure_one()
        # nothing is left to be written when caches are emptied on the way
        self.env.flush_all()
        rows, unreadable = [], []
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            taken = set()
            for part in parts:
                path = _free_path(part.path, taken)
                rows.append(self._write_case_part(archive, part, path, unreadable))
            for part in self._case_guides(rows, head, withheld, unreadable):
                rows.append(self._write_case_part(archive, part, part.path, []))
            manifest = json.dumps(
                {
                    "format": FORMAT,
                    "schema": SCHEMA,
                    **head,
                    "unreadable": unreadable,
                    "withheld": [
                        {"what": what, "count": count, "reason": reason}
                        for what, count, reason in withheld
                    ],
                    "parts": rows,
                },
                ensure_ascii=False,
                indent=1,
            ).encode()
            archive.writestr(MANIFEST, manifest)
        return {
            "manifest": hashlib.sha256(manifest).hexdigest(),
            "parts": len(rows),
            "bytes": sum(row["size"] for row in rows),
            "unreadable": unreadable,
        }

    def _write_case_part(self, archive, part, path, unreadable):
        """Write one part.

        :param list unreadable: gets the path of a part that is damaged
        :return dict: its row in the manifest
        """
        info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
        info.external_attr = 0o644 << 16
        if part.kind not in STORED_KINDS:
            info.compress_type = zipfile.ZIP_DEFLATED
        size, found = 0, hashlib.sha256()
        with archive.open(info, "w", force_zip64=True) as file:
            try:
                for piece in part.produce():
                    size += len(piece)
                    found.update(piece)
                    file.write(piece)
            except (SealBroken, OSError):
                # what the opening found damaged stays so; the rest is still needed
                if part.kind != "document":
                    raise
                unreadable.append(path)
        return {
            "path": path,
            "kind": part.kind,
            "title": part.title,
            "bid": part.bid,
            "size": size,
            "sha256": found.hexdigest(),
        }

    def _case_guides(self, rows, head, withheld, unreadable):
        """What is where: a page for people, and a text for everything else."""
        sections = self._case_sections(rows)
        values = {
            "page_lang": self._case_lang(),
            "name": self.name,
            "office": self.company_id.name,
            "head": head,
            "exported": self._local_case_time(),
            "sections": sections,
            "withheld": list(withheld),
            "unreadable": unreadable,
            "size_text": _size_text,
        }
        page = self._case_page("case_file_index", values)
        text = self._case_readme(sections, values)
        title = self.env._("What is where")
        yield CasePart("index.html", "page", title, None, lambda: [page])
        yield CasePart("README.txt", "page", title, None, lambda: [text.encode()])

    def _case_sections(self, rows):
        """The written parts below the titles of their sections."""
        folders = {
            self._case_folder(code): str(self.env._(title))
            for code, title in SECTIONS.items()
        }
        sections = {}
        for row in rows:
            folder = row["path"].split("/")[0]
            title = folders.get(folder) or self.env._("How to check it")
            sections.setdefault(title, []).append(row)
        return sorted(sections.items(), key=lambda item: item[1][0]["path"])

    def _case_readme(self, sections, values):
        head = values["head"]
        lines = [
            self.env._("CASE FILE: %(name)s", name=self.name),
            self.company_id.name,
            self.env._("Exported: %(date)s", date=values["exported"]),
            self.env._("Purpose: %(purpose)s", purpose=head.get("purpose_label", "")),
            "",
            self.env._("To look around, open index.html in a browser."),
            self.env._(
                "To check that nothing was changed, without a network: python3"
                " case_file.py --manifest HASH. The hash stands in the procedure's log"
                ' in the entry "case_file_exported".'
            ),
            self.env._(
                "A bid's file bid.json has, as its SHA-256, the hash of the receipt."
                " Tables are there twice: as JSON with all details, as CSV for a"
                " spreadsheet."
            ),
            "",
        ]
        for title, rows in sections:
            lines += [title, "-" * len(title)]
            lines += [f"  {row['path']}  ({_size_text(row['size'])})" for row in rows]
            lines.append("")
        if values["withheld"]:
            lines += [self.env._("Left out"), "-" * len(self.env._("Left out"))]
            lines += [
                f"  {what} ({count}): {reason}"
                for what, count, reason in values["withheld"]
            ]
            lines.append("")
        if values["unreadable"]:
            lines.append(
                self.env._("Damaged since before the opening, and empty here:")
            )
            lines += [f"  {path}" for path in values["unreadable"]]
        return "\n".join(lines) + "\n"

    def _local_case_time(self):
        moment = self._now().replace(microsecond=0)
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.tz), moment)
        return f"{local:%d.%m.%Y %H:%M} ({self._zone_text(local)})"


def _free_path(path, taken):
    """Two parts never share a name, not even on a system that ignores case."""
    stem, dot, ending = path.rpartition(".")
    number, free = 2, path
    while free.lower() in taken:
        free = f"{stem}-{number}{dot}{ending}" if dot else f"{path}-{number}"
        number += 1
    taken.add(free.lower())
    return free


def _size_text(size):
    if size >= 1024**2:
        return f"{size / 1024**2:.1f} MB"
    return f"{max(1, round(size / 1024))} kB" if size else "0"
