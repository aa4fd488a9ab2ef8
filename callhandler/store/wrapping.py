"""Two secrets open a store, the passphrase and this computer's own; neither alone is enough (T1)."""

import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from callhandler.store.header import Cost

KEY = 32
NONCE = 12


def wrapping_key(passphrase: str, device_secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """HKDF-SHA256(Argon2id(passphrase, salt), salt = device secret) (requirements.md 7.2)."""
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    stretched = hash_secret_raw(typed, salt, cost.t, cost.m, cost.p, KEY, Type.ID)
    return _spread(stretched, device_secret, b"callhandler data key")


def signing_wrap(device_secret: bytes, op: str) -> bytes:
    """The key that wraps the device's signing key: bound to this computer and this store."""
    return _spread(device_secret, op.encode(), b"callhandler device key")


def wrap(key: bytes, secret: bytes, bound: bytes) -> bytes:
    """`secret` sealed with AES-256-GCM under `key`, vouching for `bound`."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound)


def unwrap(key: bytes, wrapped: bytes, bound: bytes) -> bytes | None:
    """The secret, or None where key, content or what it vouches for is not the same."""
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
    except (InvalidTag, ValueError):
        return None


def _spread(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=purpose).derive(secret)
