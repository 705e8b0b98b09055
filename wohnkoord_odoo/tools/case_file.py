#!/usr/bin/env python3
# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Check the case file of a concept-award procedure, offline.

    python3 case_file.py
    python3 case_file.py FOLDER --manifest HASH

Needs nothing but Python. It is run in the unpacked case file, or gets its folder. It ends
with 0 if all is well, and with 1 if something is not: then every line that begins with
"WRONG" says what and where.

It checks that every part is there and unchanged, that nothing was added, that each opened
bid is the one whose hash was fixed at the deadline, and the log with its own verifier.
Whoever changes a part can change the manifest too: therefore compare the hash of the
manifest with the one that stands in the procedure's log (--manifest).
"""

import argparse
import hashlib
import json
import os
import sys

FORMAT = "wohnkoord-case-file"
SCHEMA = 1
MANIFEST = "manifest.json"
CHUNK_BYTES = 1024 * 1024

TEXTS = {
    "format": "This is no case file.",
    "manifest": "The manifest is not the one with the hash {where}.",
    "missing": "Missing: {where}",
    "changed": "Changed: {where}",
    "strange": "Not part of the case file: {where}",
    "outside": "A part lies outside the case file: {where}",
    "bid": "Bid {where} is not the one whose hash was fixed at the deadline.",
    "log": "The log: {where}",
}


def file_sha256(path):
    """The SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(CHUNK_BYTES):
            found.update(piece)
    return found.hexdigest()


def verify(folder, manifest_hash=None, verify_log=None):
    """Everything that is wrong with an unpacked case file.

    :param str folder: where ``manifest.json`` lies
    :param str manifest_hash: as the procedure's log says
    :param verify_log: function of the log's export that gives its problems
    :return list: (code, where), see ``TEXTS``; empty if all is well
    """
    path = os.path.join(folder, MANIFEST)
    try:
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
        if (manifest["format"], manifest["schema"]) != (FORMAT, SCHEMA):
            return [("format", "")]
        problems = []
        if manifest_hash and file_sha256(path) != manifest_hash.strip().lower():
            problems.append(("manifest", manifest_hash))
        parts = {part["path"]: part for part in manifest["parts"]}
        problems += _check_parts(folder, parts)
        problems += _check_strangers(folder, parts)
        if not problems:
            problems += _check_log(folder, parts, verify_log)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [("format", "")]
    return problems


def _check_parts(folder, parts):
    top = os.path.realpath(folder)
    for path, part in parts.items():
        place = os.path.realpath(os.path.join(top, *path.split("/")))
        if os.path.commonpath([top, place]) != top:
            yield "outside", path
        elif not os.path.isfile(place):
            yield "missing", path
        elif file_sha256(place) != part["sha256"]:
            yield "changed", path


def _check_strangers(folder, parts):
    for place, folders, names in os.walk(folder):
        # what Python itself leaves behind when the verifier runs
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            relative = os.path.relpath(os.path.join(place, name), folder)
            path = relative.replace(os.sep, "/")
            if path != MANIFEST and path not in parts:
                yield "strange", path


def _check_log(folder, parts, verify_log):
    exported = [path for path, part in parts.items() if part["kind"] == "log"]
    for path in exported:
        with open(os.path.join(folder, *path.split("/")), encoding="utf-8") as file:
            log = json.load(file)
        for code, where in verify_log(log) if verify_log else ():
            yield "log", f"{code} {where}".strip()
        entries = (log["bids"] or {}).get("entries") or ()
        fixed = {entry["number"]: entry["hash"] for entry in entries}
        for part in parts.values():
            if part["kind"] == "bid" and fixed.get(part["bid"]) != part["sha256"]:
                yield "bid", part["bid"]


def main(arguments=None):
    """The command line.

    :return int: 0 if all is well, else 1
    """
    # pylint: disable=print-used
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("folder", nargs="?", default=here, help="of manifest.json")
    parser.add_argument("--manifest", metavar="HASH", help="SHA-256 of manifest.json")
    options = parser.parse_args(arguments)
    problems = verify(options.folder, options.manifest, _log_verifier())
    for code, where in problems:
        print("WRONG:", TEXTS[code].format(where=where))
    if problems:
        return 1
    path = os.path.join(options.folder, MANIFEST)
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    print(f"Procedure: {manifest['procedure']['name']}")
    print(f"OK: {len(manifest['parts'])} parts, complete and unchanged.")
    if options.manifest:
        print("OK: the manifest is the one that the log names.")
    else:
        print(f"Please compare with the procedure's log: {file_sha256(path)}")
    return 0


def _log_verifier():
    """The log's own verifier, which lies beside this program."""
    # as a program it lies in the same folder, without any package
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    try:
        from procedure_log import verify as verify_log  # noqa: PLC0415
    except ImportError:
        return None
    return verify_log


if __name__ == "__main__":
    sys.exit(main())
