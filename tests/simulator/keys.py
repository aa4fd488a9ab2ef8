"""Cheap keys: a second way to sign, with the same manners as Ed25519 and a hundredth of its cost."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from callhandler.log.device import DeviceKey, id_of, verify


@dataclass(frozen=True)
class CheapKey:
    """Signs with a secret. Whoever has the public half can check nothing by it: the smithy does that."""

    secret: bytes

    @cached_property
    def public(self) -> bytes:
        return blake2b(self.secret, digest_size=32, person=b"public").digest()

    @cached_property
    def id(self) -> str:
        return id_of(self.public)

    def sign(self, statement: bytes) -> bytes:
        return blake2b(statement, digest_size=16, key=self.secret).digest()


class Smithy:
    """Makes cheap keys, remembers their secrets, and so can tell a true signature from a false one."""

    def __init__(self) -> None:
        self._keys: dict[bytes, CheapKey] = {}

    def key(self, name: str) -> CheapKey:
        key = CheapKey(blake2b(name.encode(), digest_size=32).digest())
        self._keys[key.public] = key
        return key

    def verify(self, public: bytes, statement: bytes, signature: bytes) -> bool:
        key = self._keys.get(public)
        return key is not None and key.sign(statement) == signature


class Forge:
    """Makes the keys that are used in earnest."""

    def key(self, name: str) -> DeviceKey:
        return DeviceKey.from_bytes(blake2b(name.encode(), digest_size=32).digest())

    def verify(self, public: bytes, statement: bytes, signature: bytes) -> bool:
        return verify(public, statement, signature)
