# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Lay out the Open Contracting Data Standard 1.1.5, to validate against it offline.

Usage: ocds_standard.py SOURCES TARGET

SOURCES holds the source releases that requirements-ocds-schema.txt pins by their hash.
Among their tests are the standard's own schemas and, merged into one, those of its
extensions; each property there names the extension it comes from. Nothing else is on the
package index, and nothing of it is kept in this project.

TARGET gets schema/ as in the standard's repository, the same as standard.zip for
libcoveocds, and extensions/NAME/ and extensions/NAME.zip for each extension that the
addon uses.
"""

import csv
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

REGISTRY = "ocdsextensionregistry-*.tar.gz"
KIT = "ocdskit-*.tar.gz"
RELEASE = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
RELEASE_TITLES = {
    "Schema for an Open Contracting Release": "release-schema.json",
    "Schema for a compiled, versioned Open Contracting Release.": (
        "versioned-release-validation-schema.json"
    ),
}
EXTENSIONS = (
    "bid enquiry lots location designContest awardCriteria bidOpening"
    " withheldInformation"
).split()


def main(sources, target):
    registry = Source(sources, REGISTRY)
    kit = Source(sources, KIT)
    core = registry.load("release-schema.json")
    if core["id"] != RELEASE:
        raise SystemExit(f"not the schema of OCDS 1.1.5: {core['id']}")
    schemas = {
        "release-schema.json": core,
        "release-package-schema.json": kit.load("release-package-schema.json"),
        "record-package-schema.json": record_package(kit),
        "versioned-release-validation-schema.json": registry.load(
            "versioned-release-validation-schema.json"
        ),
    }
    texts = {name: json.dumps(schema, indent=1) for name, schema in schemas.items()}
    texts |= codelists(core)
    lay(target / "schema", texts)
    pack(
        target / "standard.zip",
        {f"schema/{name}": text for name, text in texts.items()},
    )
    merged = kit.load("b/release-schema.json")
    for name in EXTENSIONS:
        texts = extension(name, merged, core)
        lay(target / "extensions" / name, texts)
        pack(target / "extensions" / f"{name}.zip", texts)


class Source:
    """A source release, whose tests have schemas among their fixtures."""

    def __init__(self, folder, pattern):
        [self.path] = folder.glob(pattern)

    def load(self, name):
        top = self.path.name.removesuffix(".tar.gz")
        with tarfile.open(self.path) as archive:
            return json.load(archive.extractfile(f"{top}/tests/fixtures/{name}"))


def lay(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def pack(path, texts):
    """An archive as a repository is downloaded: all in one folder, which comes first."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{path.stem}/", "")
        for name, text in texts.items():
            archive.writestr(f"{path.stem}/{name}", text)


def record_package(kit):
    """The schema of record packages; the source has it with all references resolved."""
    schema = refer(kit.load("b/record-package-schema-dereferenced.json"))
    record = schema["properties"]["records"]["items"]
    schema["properties"]["records"]["items"] = {"$ref": "#/definitions/record"}
    return {**schema, "definitions": {"record": record}}


def refer(node):
    """A resolved schema with references to the releases' schemas again."""
    if isinstance(node, list):
        return [refer(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("title") in RELEASE_TITLES:
        return {"$ref": RELEASE.rsplit("/", 1)[0] + "/" + RELEASE_TITLES[node["title"]]}
    return {name: refer(item) for name, item in node.items()}


def codelists(schema):
    """The closed lists as the standard's files, from the values that the schema allows."""
    lists = {}

    def collect(node):
        if isinstance(node, dict):
            if node.get("codelist") and not node.get("openCodelist"):
                values = node.get("enum") or node["items"]["enum"]
                lists.setdefault(node["codelist"], values)
            node = node.values()
        elif not isinstance(node, list):
            return
        for item in node:
            collect(item)

    collect(schema)
    return {f"codelists/{name}": table(values) for name, values in lists.items()}


def table(values):
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["Code", "Title"])
    rows.writerows([value, value] for value in values if value is not None)
    return file.getvalue()


def extension(name, merged, core):
    """The files of an extension: what says in the merged schema that it is part of it."""
    patch = {"properties": own(merged["properties"], [name]), "definitions": {}}
    definitions = patch["definitions"]
    for key, node in merged["definitions"].items():
        part = definition(node, [name])
        if part["properties"]:
            definitions[key] = part
    if not definitions:
        raise SystemExit(f"no extension {name} in the schemas")
    # some use what another one defines; each is read alone
    while (
        missing := references(patch) - core["definitions"].keys() - definitions.keys()
    ):
        for key in missing:
            definitions[key] = definition(merged["definitions"][key], EXTENSIONS)
    lists = codelists(patch)
    for path in codelists(core):
        lists.pop(path, None)
    facts = {
        "name": {"en": name},
        "description": {"en": name},
        "codelists": [path.split("/")[1] for path in lists],
    }
    return {
        "extension.json": json.dumps(facts),
        "release-schema.json": json.dumps(patch, indent=1),
        **lists,
    }


def is_own(node, names):
    return any(
        f"/ocds_{name}_extension/" in str(node.get("extension")) for name in names
    )


def own(properties, names):
    return {k: bare(node) for k, node in properties.items() if is_own(node, names)}


def definition(node, names):
    """The part of a definition that is from these extensions."""
    properties = own(node.get("properties", {}), names)
    if not is_own(node, names):
        return {"properties": properties}
    part = {**bare(node), "properties": properties}
    required = [field for field in part.pop("required", ()) if field in properties]
    return {**part, "required": required} if required else part


def references(node):
    """Names of the definitions that a schema refers to."""
    if isinstance(node, dict):
        found = node.get("$ref", "").rsplit("/", 1)[1:]
        return set(found).union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def bare(node):
    """Without the names of extensions, and what only a later version calls deprecated."""
    if isinstance(node, list):
        return [bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    gone = {"extension"}
    if node.get("deprecated", {}).get("deprecatedVersion", "").startswith("1.2"):
        gone.add("deprecated")
    return {name: bare(item) for name, item in node.items() if name not in gone}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
