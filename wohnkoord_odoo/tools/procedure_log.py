#!/usr/bin/env python3
# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Check the exported log of a concept-award procedure, offline.

    python3 procedure_log.py export.json
    python3 procedure_log.py export.json --head HASH --receipt bid.json

Needs nothing but Python. It ends with 0 if all is well, and with 1 if something is not:
then every line that begins with "WRONG" says what and where.

It checks that the entries are complete, in order and unchanged; that the published
versions are those that the log names; and that the list of the bids' hashes is the one
that was fixed at the deadline. Whoever changes an entry and makes all hashes after it
anew leaves a chain that holds: therefore compare it with a hash that was published
(--head), and with your own bid.json or the hash on your receipt (--receipt).
"""

import argparse
import hashlib
import json
import string
import sys

FORMAT = "wohnkoord-procedure-log"
SCHEMA = 1
HASH_LENGTH = 64
#: acts that put a version in force
VERSION_KINDS = ("published", "amended")

TEXTS = {
    "format": "This is no exported log of a procedure.",
    "empty": "The log has no entry.",
    "number": "Entry {where}: the number before it or its own is missing or doubled.",
    "previous": "Entry {where} does not follow the entry before it.",
    "changed": "Entry {where} was changed: its content does not give its hash.",
    "date": "Entry {where} is dated before the entry in front of it.",
    "content": "Entry {where}: its data cannot be read or are not in canonical form.",
    "last": "The last entry is not the one that was last at the export.",
    "version_changed": "Version {where} was changed: its content does not give its hash.",
    "version_unnamed": "Version {where} is not named in the log with this hash.",
    "version_missing": "Version {where}, which the log names, is missing.",
    "frozen_changed": "Document {where} was changed: it does not give its hash.",
    "frozen_unnamed": "Document {where} is not named in the log with this hash.",
    "bids_root": "The list of the bids' hashes does not give its root.",
    "bids_unnamed": "The list of the bids' hashes is not the one in the log.",
    "bids_missing": "The list of the bids' hashes, which the log names, is missing.",
    "bids_twice": "The log fixes the list of the bids' hashes more than once.",
    "head": "The published hash {where} is not in this log.",
    "receipt_format": "This is no receipt.",
    "receipt_procedure": "The receipt is of another procedure.",
    "receipt_content": "The content in the receipt does not give its hash.",
    "receipt_open": "The list of the bids' hashes is not fixed yet.",
    "receipt_missing": "The receipt's hash is not in the list of the bids' hashes.",
    "receipt_number": "The receipt's hash stands in the list under the number {where}.",
}


def canonical(value):
    """The one spelling over which hashes are made: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def entry_hash(procedure, entry):
    """The hash of an entry, over everything in it and the hash before.

    :param str procedure: the procedure's identifier
    """
    names = ("number", "date", "kind", "actor", "content", "previous_hash")
    return sha256(
        canonical({**{name: entry[name] for name in names}, "procedure": procedure})
    )


def bids_root(entries):
    """The root of the list of the bids' hashes.

    :param list entries: dicts with number and hash
    """
    return sha256(
        canonical([{"number": e["number"], "hash": e["hash"]} for e in entries])
    )


class Verifier:
    """Reads a log once and collects what is wrong as (code, where)."""

    def __init__(self, procedure):
        self.procedure = procedure
        self.problems = []
        self.hashes = set()  # of the entries
        self.named = set()  # hashes that entries name
        self.versions = {}  # number -> hash, as the log names them
        self.lists = []  # of the bids' hashes: data of the entries that fix one
        self.count = 0
        self.last = ""

    def add(self, code, where=""):
        self.problems.append((code, where))

    def read_entries(self, entries):
        """The chain.

        :param entries: iterable of dicts in the order of their numbers
        """
        date = ""
        for expected, entry in enumerate(entries, 1):
            where = entry["number"]
            if entry["number"] != expected:
                self.add("number", where)
            if entry["previous_hash"] != self.last:
                self.add("previous", where)
            if entry_hash(self.procedure, entry) != entry["hash"]:
                self.add("changed", where)
            if entry["date"] < date:
                self.add("date", where)
            date, self.last = entry["date"], entry["hash"]
            self.hashes.add(entry["hash"])
            self.count = expected
            self._read_data(entry)
        if not self.count:
            self.add("empty")

    def _read_data(self, entry):
        try:
            data = json.loads(entry["content"])
            is_canonical = canonical(data).decode() == entry["content"]
        except (ValueError, RecursionError):
            data, is_canonical = {}, False
        if not is_canonical or not isinstance(data, dict):
            self.add("content", entry["number"])
            return
        self.named.update(_texts(data))
        if entry["kind"] in VERSION_KINDS and "version" in data and "sha256" in data:
            self.versions[data["version"]] = data["sha256"]
        if entry["kind"] == "closed" and "root" in data:
            self.lists.append(data)

    def read_versions(self, versions):
        """What was published is what the log says was published."""
        found = set()
        for version in versions:
            where = version["number"]
            found.add(where)
            if sha256(version["content"].encode()) != version["hash"]:
                self.add("version_changed", where)
            if version["hash"] not in self.named:
                self.add("version_unnamed", where)
            elif self.versions.get(where, version["hash"]) != version["hash"]:
                self.add("version_unnamed", where)
        for number in sorted(set(self.versions) - found):
            self.add("version_missing", number)

    def read_frozen(self, documents):
        """Other documents under a hash, such as the protocol of the opening."""
        for document in documents:
            if sha256(document["content"].encode()) != document["hash"]:
                self.add("frozen_changed", document["name"])
            if document["hash"] not in self.named:
                self.add("frozen_unnamed", document["name"])

    def read_bids(self, bids):
        """The list of the bids' hashes is the one that was fixed at the deadline."""
        if len(self.lists) > 1:
            self.add("bids_twice")
        if self.lists and not bids:
            self.add("bids_missing")
        if not bids:
            return
        if bids_root(bids["entries"]) != bids["root"]:
            self.add("bids_root")
        fixed = self.lists[0] if self.lists else {}
        if fixed.get("root") != bids["root"] or fixed.get("bids") != bids["entries"]:
            self.add("bids_unnamed")


def _texts(value):
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))


def verify(export, heads=()):
    """Everything that is wrong with an export.

    :param dict export: as it was exported
    :param heads: hashes that were published while the procedure ran
    :return list: (code, where), see ``TEXTS``; empty if all is well
    """
    try:
        if (export["format"], export["schema"]) != (FORMAT, SCHEMA):
            return [("format", "")]
        verifier = Verifier(export["procedure"]["uuid"])
        verifier.read_entries(export["entries"])
        if export["last"] != verifier.last:
            verifier.add("last")
        verifier.read_versions(export["versions"])
        verifier.read_frozen(export.get("frozen") or ())
        verifier.read_bids(export["bids"])
        for head in heads:
            if head.strip().lower() not in verifier.hashes:
                verifier.add("head", head)
    except (KeyError, TypeError, AttributeError):
        return [("format", "")]
    return verifier.problems


def check_receipt(export, receipt):
    """Whether a bidder's own receipt is among the bids whose hashes were fixed.

    :param dict receipt: the sealed bid itself, as its bidder downloaded it; or
        ``number`` and ``receipt_hash`` (or ``hash``), optionally ``procedure`` and
        ``content``
    :return list: (code, where)
    """
    if not isinstance(receipt, dict):
        return [("receipt_format", "")]
    own = receipt.get("receipt_hash") or receipt.get("hash")
    if own is None and {"bid", "procedure", "salt"} <= set(receipt):
        own = sha256(canonical(receipt))
    if not isinstance(own, str):
        return [("receipt_format", "")]
    problems = []
    content = receipt.get("content")
    if content is not None:
        raw = content.encode() if isinstance(content, str) else canonical(content)
        if sha256(raw) != own:
            problems.append(("receipt_content", ""))
    procedure = receipt.get("procedure")
    if isinstance(procedure, dict):
        procedure = procedure.get("uuid")
    if procedure not in (None, export["procedure"]["uuid"]):
        problems.append(("receipt_procedure", ""))
    if not export["bids"]:
        return [*problems, ("receipt_open", "")]
    numbers = [e["number"] for e in export["bids"]["entries"] if e["hash"] == own]
    if not numbers:
        problems.append(("receipt_missing", ""))
    elif receipt.get("number", numbers[0]) not in numbers:
        problems.append(("receipt_number", numbers[0]))
    return problems


def main(arguments=None):
    """The command line.

    :return int: 0 if all is well, else 1
    """
    # pylint: disable=print-used
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export", help="export.json")
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="HASH",
        help="a hash of the log that was published; may be given several times",
    )
    parser.add_argument(
        "--receipt",
        metavar="FILE|HASH",
        help="your own bid.json, or the SHA-256 on your receipt",
    )
    options = parser.parse_args(arguments)
    try:
        export = _read(options.export)
        problems = verify(export, options.head)
        if options.receipt and ("format", "") not in problems:
            problems += check_receipt(export, _read_receipt(options.receipt))
    except (OSError, ValueError, RecursionError) as error:
        print(f"WRONG: the file cannot be read: {error}")
        return 1
    for code, where in problems:
        print("WRONG:", TEXTS[code].format(where=where))
    if problems:
        return 1
    bids = export["bids"]
    print(f"Procedure: {export['procedure']['name']} ({export['procedure']['uuid']})")
    print(f"OK: {len(export['entries'])} entries, complete, in order, unchanged.")
    print(f"OK: {len(export['versions'])} published versions as the log names them.")
    if bids:
        print(f"OK: {len(bids['entries'])} bids; root of their hashes: {bids['root']}")
    if options.head:
        print("OK: the published hash is in this log.")
    else:
        print(f"Please compare with what was published: {export['last']}")
    if options.receipt:
        print("OK: the receipt is in the list of the bids' hashes.")
    return 0


def _read_receipt(text):
    """A file, or the hash itself as the receipt shows it."""
    bare = "".join(text.split()).lower()
    if len(bare) == HASH_LENGTH and set(bare) <= set(string.hexdigits):
        return {"hash": bare}
    return _read(text)


def _read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    sys.exit(main())
