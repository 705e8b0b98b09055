# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The cryptography of the seal, in a few functions over the library cryptography.

Contents are encrypted with AES-256-GCM under a fresh key each; that key is wrapped for
an X25519 public key (ephemeral Diffie-Hellman, HKDF-SHA256, AES-256-GCM). Every
ciphertext is bound to a context: moved to another record, it does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

KEY_BYTES = 32
NONCE_BYTES = 12
LENGTH_BYTES = 8
#: scrypt: 64 MB and about a quarter of a second for each guess
SCRYPT = {"n": 2**16, "r": 8, "p": 1}


class SealBroken(ValueError):
    """Wrong key, or the content is damaged, was changed or stands in another place."""


def new_key():
    """A fresh symmetric key."""
    return os.urandom(KEY_BYTES)


def new_key_pair():
    """A fresh pair of keys.

    :return tuple: private and public key, 32 bytes each
    """
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def encrypt(key, content, context):
    """Encrypt under a symmetric key; the length is blurred.

    :param bytes key: 32 bytes
    :param str context: where the ciphertext belongs
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, _pad(content), context.encode())


def decrypt(key, ciphertext, context):
    """What ``encrypt`` encrypted.

    :raise SealBroken: another key, content or context
    """
    nonce, body = ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:]
    try:
        return _unpad(AESGCM(key).decrypt(nonce, body, context.encode()))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(context) from error


def wrap(public, key, context):
    """Encrypt a key so that only the owner of the private key gets it back.

    :param bytes public: public key
    """
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    return sender + encrypt(_agreed(shared, sender, public), key, context)


def unwrap(private, wrapped, context):
    """The key that ``wrap`` wrapped.

    :raise SealBroken: another private key, content or context
    """
    own = X25519PrivateKey.from_private_bytes(private)
    sender, body = wrapped[:KEY_BYTES], wrapped[KEY_BYTES:]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError as error:
        raise SealBroken(context) from error
    public = own.public_key().public_bytes_raw()
    return decrypt(_agreed(shared, sender, public), body, context)


def derive(secret, purpose):
    """A key for one purpose from a secret that serves several."""
    return HKDF(hashes.SHA256(), KEY_BYTES, None, purpose.encode()).derive(secret)


def passphrase_key(passphrase, salt):
    """A key from what a person can remember.

    :param str passphrase: blanks at the ends and their number do not matter
    :param bytes salt: random, kept beside what is encrypted
    """
    text = " ".join(passphrase.split())
    return Scrypt(salt=salt, length=KEY_BYTES, **SCRYPT).derive(text.encode())


def _agreed(shared, sender, public):
    info = b"wohnkoord seal 1" + sender + public
    return HKDF(hashes.SHA256(), KEY_BYTES, None, info).derive(shared)


def _pad(content):
    """Its length, the content, and zeros up to a length that many contents share.

    The rule is Padmé: at most 12 % longer, and the size says almost nothing.
    """
    length = max(len(content), 256)
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    padded = -(-length // step) * step
    return len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(padded, b"\0")


def _unpad(padded):
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]
