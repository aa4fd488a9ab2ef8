"""The key file beside a store: how the passphrase is stretched, and the wrapped keys. It names nobody in the open."""

import json
import os
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError

from callhandler.store.files import write_whole
from callhandler.store.troubles import HeaderAltered, NoVault

NAME, TWIN = "header.json", "header.twin.json"  # the same twice: one flipped bit must not shut a store for ever
Box = Annotated[
    bytes,
    BeforeValidator(lambda told: b64decode(told, validate=True) if isinstance(told, str) else told),
    PlainSerializer(lambda held: b64encode(held).decode(), return_type=str),
]


class Cost(BaseModel):
    """How dear one guess at a passphrase is (Argon2id): rounds, KiB of memory, lanes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Literal["argon2id"] = "argon2id"
    t: int = 3
    m: int = 64 * 1024
    p: int = 4

    def below(self, floor: "Cost") -> bool:
        return self.t < floor.t or self.m < floor.m or self.p < floor.p


COST = Cost()
MOST = Cost(t=20, m=1024 * 1024, p=16)  # an altered file must not eat the whole memory either


class Header(BaseModel):
    """What is needed to open a store, beside the passphrase and this computer's own secret. `op` is a random number."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1
    op: str
    kdf: Cost
    salt: Box
    key: Box = b""  # the data key, wrapped by passphrase and device secret together
    device: Box = b""  # the device's signing key, wrapped by the device secret
    operator: Box = b""  # who the store belongs to, wrapped by the data key

    @property
    def bound(self) -> bytes:
        """What the wrapping of the data key vouches for: version, operator and the cost of guessing."""
        return f"{self.v}|{self.op}|{self.kdf.name},{self.kdf.t},{self.kdf.m},{self.kdf.p}".encode()


def write(folder: Path, header: Header) -> None:
    """Write both copies, each whole or not at all."""
    text = header.model_dump_json()
    whole = json.dumps({"header": json.loads(text), "sum": _sum(text)}).encode()
    for name in (NAME, TWIN):
        write_whole(folder / name, whole)


def read(folder: Path) -> Header:
    """The header, from whichever copy is whole. Raises NoVault, HeaderAltered."""
    found = [path for path in (folder / NAME, folder / TWIN) if path.exists()]
    if not found:
        raise NoVault
    for path in found:
        header = _read(path)
        if header is not None:
            return header
    raise HeaderAltered


def exists(folder: Path) -> bool:
    """Whether a store was begun here."""
    return os.path.lexists(folder / NAME) or os.path.lexists(folder / TWIN)


def _read(path: Path) -> Header | None:
    try:
        whole = json.loads(path.read_bytes())
        header = Header.model_validate(whole["header"])
    except (ValueError, ValidationError, KeyError, TypeError, OSError):
        return None
    return header if whole.get("sum") == _sum(header.model_dump_json()) else None


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()
