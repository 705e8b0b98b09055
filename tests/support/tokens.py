# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Signed links as the server makes them, and as somebody without its secret would."""

import base64
import hashlib
import hmac
import json
import secrets
import time

FOREVER = 0


class Signer:
    """Makes links that are valid for the key it holds."""

    def __init__(self, key):
        self.key = key

    def sign(self, purpose, model, record_id, expires=FOREVER):
        """A token in the server's format.

        :param int expires: seconds since 1970
        """
        return self.sign_values(purpose, [model, record_id], expires)

    def sign_values(self, purpose, values, expires=FOREVER):
        text = json.dumps(values)
        message = repr((f"wohnkoord {purpose}", f"1:{text}:{expires}"))
        digest = hmac.new(self.key.encode(), message.encode(), hashlib.sha256)
        token = b"\x01" + expires.to_bytes(8, "little") + digest.digest()
        return encode(token + text.encode())


def encode(token):
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def decode(token):
    return base64.urlsafe_b64decode(token + "===")


def forgeries(signer, purpose, model, record_id):
    """Tokens that somebody may try, by what is wrong with them."""
    good = signer.sign(purpose, model, record_id)
    raw = decode(good)
    flipped = bytearray(raw)
    flipped[12] ^= 1  # in the signature
    later = bytearray(raw)
    later[1:9] = int(time.time() + 10**6).to_bytes(8, "little")
    return {
        "random": secrets.token_urlsafe(40),
        "short": "A",
        "dots": "a.b.c",
        "not base64": "ä%25…",
        "a NUL": "a%00b",
        "a line break": "a%0D%0ASet-Cookie:b=c",
        "an emoji": "\N{HOUSE BUILDING}",
        "with more in it": f"{good[:20]}%0D%0A.{good[20:]}",
        "cut": good[:-4],
        "cut to the version": encode(raw[:1]),
        "no message": encode(raw[:41]),
        "a bit flipped": encode(bytes(flipped)),
        "a longer life": encode(bytes(later)),
        "another record": encode(
            raw[:41] + json.dumps([model, record_id + 1]).encode()
        ),
        "another purpose": signer.sign(f"{purpose} ", model, record_id),
        "another model": signer.sign(purpose, "res.partner", record_id),
        "no record": signer.sign(purpose, model, 2**31 - 1),
        "over": signer.sign(purpose, model, record_id, int(time.time()) - 1),
        "another key": Signer(secrets.token_hex(16)).sign(purpose, model, record_id),
    }
