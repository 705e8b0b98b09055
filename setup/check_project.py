"""Checks of the project's own files; each prints what is wrong and fails.

Usage: check_project.py --list | NAME
"""

import ast
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "wohnkoord_odoo"


def tracked():
    """Paths that git knows, or (without git's data) all files."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    names = listing.stdout.splitlines()
    if not names:
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if p.is_file()]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def manifest():
    return ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))


def check_xml():
    """Every XML file is well-formed."""
    for path in tracked():
        if path.suffix == ".xml":
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                yield f"{path.relative_to(ROOT)}: {error}"


def check_manifest():
    """Every data file is listed, and every listed file is there."""
    listed = {name for key in ("data", "demo") for name in manifest()[key]}
    for name in sorted(listed):
        if not (ADDON / name).is_file():
            yield f"listed in the manifest, but missing: {name}"
    for folder in ("data", "demo", "security", "views", "wizard", "report"):
        for path in sorted((ADDON / folder).glob("*.xml")):
            if str(path.relative_to(ADDON)) not in listed:
                yield f"not listed in the manifest: {path.relative_to(ADDON)}"


def check_german():
    """The German translation is complete and keeps every placeholder."""
    import polib

    pot = polib.pofile(str(ADDON / "i18n/wohnkoord_odoo.pot"))
    german = {entry.msgid: entry for entry in polib.pofile(str(ADDON / "i18n/de.po"))}
    placeholder = re.compile(r"%\(\w+\)[\d.]*[sdf]|%[sdf]|\{\{.*?\}\}")
    for entry in pot:
        translated = german.get(entry.msgid)
        if not translated or not translated.msgstr or "fuzzy" in translated.flags:
            yield f"no German text: {entry.msgid[:70]!r}"
        elif sorted(placeholder.findall(entry.msgid)) != sorted(
            placeholder.findall(translated.msgstr)
        ):
            yield f"placeholders differ: {entry.msgid[:70]!r}"


def check_publiccode():
    """publiccode.yml has what its standard, version 0.4, requires."""
    import yaml

    data = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    for key in (
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ):
        if key not in data:
            yield f"publiccode.yml: {key} is missing"
    for language in ("de", "en"):
        texts = data["description"].get(language) or {}
        if not 150 <= len(texts.get("longDescription", "")) <= 10000:
            yield f"publiccode.yml: longDescription ({language}) has 150 to 10,000 characters"
        if len(texts.get("shortDescription", "")) not in range(1, 151):
            yield f"publiccode.yml: shortDescription ({language}) has up to 150 characters"
        if not texts.get("features"):
            yield f"publiccode.yml: features ({language}) are missing"


def check_lock():
    """The npm lock names no package host."""
    if "resolved" in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        yield "package-lock.json: remove the 'resolved' lines"


def check_paths():
    """No file names a folder of the machine it was written on."""
    folder = re.compile(r"(?<![\w.\])}])/(?:work|farm|root|tmp/wk|tmp/team)/")
    for path in tracked():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if path != Path(__file__).resolve() and folder.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"


def check_tests():
    """Every test file of the addon is imported, or it never runs."""
    imports = (ADDON / "tests/__init__.py").read_text(encoding="utf-8")
    for path in sorted((ADDON / "tests").glob("test_*.py")):
        if not re.search(rf"\bimport {path.stem}\b", imports):
            yield f"not imported in tests/__init__.py: {path.name}"


def check_sizes():
    """No source file is longer than 400 lines."""
    for path in tracked():
        if path.suffix in (".py", ".js") and len(text_of(path).splitlines()) > 400:
            yield f"longer than 400 lines: {path.relative_to(ROOT)}"


def check_access():
    """Every model has an access line."""
    access = (ADDON / "security/ir.model.access.csv").read_text(encoding="utf-8")
    for folder in ("models", "wizard"):
        for path in sorted((ADDON / folder).glob("*.py")):
            source = text_of(path)
            for kind, name in re.findall(
                r"models\.(Model|TransientModel)\):.*?^    _name = \"([\w.]+)\"",
                source,
                re.S | re.M,
            ):
                if f"model_{name.replace('.', '_')}," not in access:
                    yield f"no access line for {name} ({kind})"


CHECKS = {
    name.removeprefix("check_"): function
    for name, function in list(globals().items())
    if name.startswith("check_")
}


def main(name):
    if name == "--list":
        print("\n".join(CHECKS))
        return 0
    problems = list(CHECKS[name]())
    for problem in problems[:60]:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
