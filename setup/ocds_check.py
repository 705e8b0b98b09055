# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The checks of libcoveocds, offline; it has a Python environment of its own.

Usage: ocds_check.py, in the folder that ocds_standard.py made. Each line of standard input
is a package of releases or records, each line of the output a list of what is wrong.
Extensions are read from that folder, whatever is published at their addresses today.
"""

import io
import json
import logging
import re
import socket
import sys
import tempfile
from pathlib import Path

from libcoveocds.common_checks import common_checks_ocds
from libcoveocds.config import LibCoveOCDSConfig
from libcoveocds.lib.api import context_api_transform
from libcoveocds.schema import SchemaOCDS
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

HERE = Path(__file__).resolve().parent
EXTENSION = re.compile(r"/open-contracting-extensions/ocds_(\w+)_extension/.+\.zip$")
SCHEMA = re.compile(r"/schema/1__1__5/([\w-]+\.json)$")
#: parts of the answer that tell of errors, or of what the standard does not know
PARTS = (
    "validation_errors",
    "additional_fields",
    "additional_closed_codelist_values",
    "conformance_errors",
    "deprecated_fields",
    "structure_warnings",
    "json_deref_error",
    "additional_checks",
)


def send(adapter, request, **_options):
    """Answer a request from the folder, or with 404."""
    path = HERE / "-"
    if match := EXTENSION.search(request.url):
        path = HERE / "extensions" / f"{match[1]}.zip"
    elif match := SCHEMA.search(request.url):
        path = HERE / "schema" / match[1]
    is_there = path.is_file()
    raw = HTTPResponse(
        io.BytesIO(path.read_bytes() if is_there else b""),
        status=200 if is_there else 404,
        reason="OK" if is_there else "Not Found",
        preload_content=False,
        request_url=request.path_url,
    )
    return adapter.build_response(request, raw)


def refuse(*_args, **_options):
    raise OSError("the checks are made offline")


class Checks:
    """The schema of each kind of package is put together once: that takes a second."""

    def __init__(self):
        self.config = LibCoveOCDSConfig()
        self.config.config["context"] = "api"
        self.config.config["standard_zip"] = (HERE / "standard.zip").as_uri()
        self.schemas = {}
        self.folder = tempfile.mkdtemp()

    def schema(self, package):
        kind = "records" in package
        key = (kind, package.get("version"), *package.get("extensions", ()))
        if key not in self.schemas:
            schema = SchemaOCDS(None, package, self.config, record_pkg=kind)
            if schema.extensions:
                schema.create_extended_schema_file(self.folder, "")
            self.schemas[key] = schema
        return self.schemas[key]

    def findings(self, package):
        """What is wrong with a package, as texts."""
        schema, answer = self.schema(package), {"file_type": "json"}
        context_api_transform(
            common_checks_ocds(answer, self.folder, package, schema, cache=False)
        )
        if schema.json_deref_error:
            answer["json_deref_error"] = schema.json_deref_error
        return [
            *(
                f"extension {url}: {text}"
                for url, text in schema.invalid_extension.items()
            ),
            *(
                f"{part}: {json.dumps(item, default=str)}"
                for part in PARTS
                for item in rows(answer.get(part))
            ),
        ]


def rows(part):
    """The parts are lists, texts, or dicts."""
    if isinstance(part, dict):
        return [{name: item} for name, item in part.items() if item]
    return [part] if isinstance(part, str) else part or []


def main():
    logging.disable(logging.WARNING)
    socket.socket.connect = socket.getaddrinfo = refuse
    HTTPAdapter.send = send
    checks = Checks()
    for line in sys.stdin:
        try:
            found = checks.findings(json.loads(line))
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
