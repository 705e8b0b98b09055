# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""One spelling of a value, so that its hash can be made again by anybody.

Standard library only: the verifier of an exported log runs without Odoo.
"""

import hashlib
import json


def canonical(value):
    """JSON with sorted keys, no blanks, UTF-8; the form over which hashes are made.

    :param value: dicts with text keys, lists, texts, whole numbers, booleans, None
    :return bytes:
    :raise TypeError: a float or another kind, which has no single spelling
    """
    _refuse_ambiguous(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(value):
    """SHA-256 as 64 hexadecimal digits.

    :param value: bytes as they are; anything else in its canonical form
    """
    content = value if isinstance(value, bytes) else canonical(value)
    return hashlib.sha256(content).hexdigest()


def _refuse_ambiguous(value):
    if value is None or isinstance(value, (str, bool, int)):
        return
    if isinstance(value, (list, tuple)):
        for item in value:
            _refuse_ambiguous(item)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for item in value.values():
            _refuse_ambiguous(item)
    else:
        raise TypeError(f"no canonical form: {type(value).__name__}")
