"""The endpoint's own secret: it seals what must be read again, and marks what comes back to us as ours."""

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE, SIGN = 12, 16


class Seal:
    """Made from 32 secret bytes that are kept outside the database, so that a copy of the database alone gives nothing away."""

    __slots__ = ("_pages", "_phones", "_signs", "challenge")

    def __init__(self, secret: bytes) -> None:
        self.challenge = _part(secret, b"challenge")
        self._pages = _part(secret, b"pages")
        self._phones = AESGCM(_part(secret, b"phones"))
        self._signs = _part(secret, b"signs")

    def close(self, nonce: bytes, person: str, secret: bytes) -> bytes:
        """A person's authenticator secret, for the table. `nonce`: 12 random bytes."""
        return nonce + self._phones.encrypt(nonce, secret, person.encode())

    def open(self, person: str, sealed: bytes) -> bytes:
        """The secret again; b"" where it is not this person's, or not of this endpoint."""
        try:
            return self._phones.decrypt(sealed[:NONCE], sealed[NONCE:], person.encode())
        except (InvalidTag, ValueError):
            return b""

    def mark(self, token: str) -> str:
        """What a page of this visit carries, so that no other site can press its buttons."""
        return hmac.new(self._pages, token.encode(), sha256).hexdigest()

    def marked(self, token: str, mark: str) -> bool:
        return hmac.compare_digest(self.mark(token).encode(), mark.encode("utf-8", "surrogatepass"))

    def sign(self, *words: str) -> bytes:
        """16 bytes that stand for these words: the same for the same, and whoever has no more than the database reads nothing in them."""
        told = "".join(f"{len(word)}:{word}" for word in words)
        return hmac.new(self._signs, told.encode("utf-8", "surrogatepass"), sha256).digest()[:SIGN]


def _part(secret: bytes, purpose: bytes) -> bytes:
    if len(secret) != 32:
        raise ValueError("the endpoint's secret has 32 bytes")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"callhandler " + purpose).derive(secret)
