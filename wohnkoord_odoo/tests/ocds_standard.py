# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The standard's own schemas, and the Open Contracting Partnership's own checks, offline.

Both lie in the folder that the set-up made and names in ``WOHNKOORD_OCDS``; a test that
needs them fails without them.
"""

import copy
import json
import os
import subprocess
from functools import cache
from pathlib import Path

from jsonschema import Draft4Validator, FormatChecker
from ocdsmerge import Merger
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4


def folder():
    """:raise AssertionError: the set-up did not run, or not to its end"""
    path = Path(os.environ.get("WOHNKOORD_OCDS") or "-")
    assert (path / "done").is_file(), "the open data's standard is missing: run ./test"
    return path


def _load(path):
    return json.loads((folder() / path).read_text(encoding="utf-8"))


def _patch(target, change):
    """JSON Merge Patch, by which an extension changes the schema."""
    for name, value in change.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict):
            _patch(target[name], value)
        else:
            target[name] = value


@cache
def release_schema():
    """The standard's schema of a release with the extensions that are declared."""
    schema = _load("schema/release-schema.json")
    for path in sorted((folder() / "extensions").glob("*/release-schema.json")):
        _patch(schema, _load(path))
    return schema


def _strict(schema):
    """The same schema, by which a name that it does not know is wrong."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(value) for name, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "$ref" not in schema:
        # not what is itself called "properties"
        if "type" in schema or "patternProperties" in schema:
            strict["additionalProperties"] = False
    return strict


@cache
def _validators(kind):
    package = _load(f"schema/{kind}-package-schema.json")
    release = release_schema()
    versioned = _load("schema/versioned-release-validation-schema.json")
    validators = []
    for own, rules in ((release, package), (_strict(release), _strict(package))):
        registry = Registry().with_resources(
            (schema["id"], Resource.from_contents(schema, DRAFT4))
            for schema in (own, versioned)
        )
        validators.append(
            Draft4Validator(rules, registry=registry, format_checker=FormatChecker())
        )
    return validators


def defects(text):
    """What is wrong with a package by the standard's schemas, read lax and strict.

    :param str text: a release or record package, as it is given out
    """
    package = json.loads(text)
    kind = "record" if "records" in package else "release"
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for validator in _validators(kind)
        for error in validator.iter_errors(package)
    ]


@cache
def _merger():
    return Merger(release_schema())


def merged(releases):
    """What releases say together, by the standard's own rules of merging."""
    return _merger().create_compiled_release(copy.deepcopy(releases))


class Checker:
    """libcoveocds in a process of its own, for as long as it is asked."""

    def __init__(self):
        python, script = folder() / "bin/python", folder() / "check.py"
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen(
            [python, script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def findings(self, text):
        """What libcoveocds finds in a package.

        :param str text: a release or record package in one line
        """
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)
