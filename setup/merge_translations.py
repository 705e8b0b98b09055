"""Write a fresh template over i18n/*.pot and merge it into de.po.

Usage: merge_translations.py POT [--check]   (--check: only say what has changed)
"""

import sys
from pathlib import Path

import polib

I18N = Path(__file__).resolve().parent.parent / "wohnkoord_odoo/i18n"
#: fixed, so that a new export changes nothing but texts
DATES = ("POT-Creation-Date", "PO-Revision-Date")


def places(catalogue):
    """Texts with the places they stand in: a place that is missing stays English."""
    return {(e.msgid, place) for e in catalogue for place, _line in e.occurrences}


def check(fresh):
    old, new = places(polib.pofile(str(I18N / "de.po"))), places(fresh)
    for text, place in sorted(new - old):
        print(f"not in i18n yet: {text[:60]!r} ({place})", file=sys.stderr)
    for text, place in sorted(old - new):
        print(f"in i18n, but gone: {text[:60]!r} ({place})", file=sys.stderr)
    if new != old:
        print("Run setup/translations, then complete de.po.", file=sys.stderr)
    return 1 if new != old else 0


def merge(fresh):
    for date in DATES:
        fresh.metadata[date] = "2026-11-24 00:00+0000"
    fresh.save(str(I18N / "wohnkoord_odoo.pot"))
    path = I18N / "de.po"
    german = (
        {e.msgid: e.msgstr for e in polib.pofile(str(path))} if path.exists() else {}
    )
    for entry in fresh:
        entry.msgstr = german.get(entry.msgid, "")
    fresh.metadata |= {"Language": "de", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    fresh.save(str(path))
    missing = [entry.msgid for entry in fresh if not entry.msgstr]
    print(f"{len(missing)} texts without German" + "".join(f"\n  {m}" for m in missing))


if __name__ == "__main__":
    template = polib.pofile(sys.argv[1])
    if "--check" in sys.argv:
        sys.exit(check(template))
    merge(template)
