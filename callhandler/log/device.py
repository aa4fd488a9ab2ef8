"""The key of one device: it signs the head of the device's chain, so that nobody else can write in its name."""

from base64 import b32encode
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class DeviceKey:
    """An Ed25519 key pair. The private half never leaves the vault."""

    __slots__ = ("_private", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> "DeviceKey":
        """A new device."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, secret: bytes) -> "DeviceKey":
        """The key again from its 32 secret bytes. Raises ValueError on any other number of bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(secret))

    def to_bytes(self) -> bytes:
        """The 32 secret bytes, for the vault alone."""
        return self._private.private_bytes_raw()

    @property
    def id(self) -> str:
        """The device's name in every entry."""
        return id_of(self.public)

    def sign(self, statement: bytes) -> bytes:
        """Vouch for a statement that says itself what it is."""
        return self._private.sign(statement)

    def sign_head(self, n: int, chain: bytes) -> bytes:
        """Vouch for the first n entries of this device."""
        return self.sign(head(self.public, n, chain))


@lru_cache(1024)
def id_of(public: bytes) -> str:
    """24 letters and digits that stand for one public key and no other."""
    return b32encode(sha256(public).digest()[:15]).decode().lower()


def verify_head(public: bytes, n: int, chain: bytes, signature: bytes) -> bool:
    """Whether this device vouched for the first n entries of this chain."""
    return verify(public, head(public, n, chain), signature)


def verify(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Whether the owner of this key vouched for this statement."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def head(public: bytes, n: int, chain: bytes) -> bytes:
    """The statement that a device's signature under its first n entries makes."""
    return f"callhandler head 1\n{id_of(public)}\n{n}\n{chain.hex()}".encode()
