"""A backup on the disk: pages of rows, packed and sealed one by one, so that none can be read, altered, dropped or put elsewhere unseen."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"callhandler backup 1\n"
CHANCE = 16  # bytes: no two files share a key
_SIZE = 4
_LARGEST = 1 << 30
Page = dict[str, Any]


class NoBackup(Exception):  # noqa: N818 - says what is wrong, as a person would
    """A file that cannot be restored, and why."""


class Writing:
    """A new file. It bears its name only once all of it is on the disk."""

    def __init__(self, path: Path, secret: bytes, chance: bytes) -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._seal, self._pages, self.seal = _seal(secret, chance), 0, sha256()
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._put(MAGIC + chance)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, where: TracebackType | None) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink()

    def page(self, page: Page) -> None:
        packed = zstandard.ZstdCompressor(level=3).compress(orjson.dumps(page, option=orjson.OPT_NON_STR_KEYS))
        sealed = self._seal.encrypt(_number(self._pages), packed, None)
        self._pages += 1
        self._put(len(sealed).to_bytes(_SIZE) + sealed)

    def _put(self, told: bytes) -> None:
        self.seal.update(told)
        self._file.write(told)


def pages(path: Path, secret: bytes) -> Iterator[tuple[Page, int, str]]:
    """Each page, how many bytes of the file are read with it, and the SHA-256 of all before it. Raises NoBackup."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NoBackup("This file is no backup of an endpoint.")
        chance, number = file.read(CHANCE), 0
        seal, so_far = _seal(secret, chance), sha256(MAGIC + chance)
        while size := file.read(_SIZE):
            sealed = file.read(min(int.from_bytes(size), _LARGEST))
            yield _opened(seal, number, sealed), file.tell(), so_far.hexdigest()
            so_far.update(size + sealed)
            number += 1


def _opened(seal: AESGCM, number: int, sealed: bytes) -> Page:
    try:
        packed = seal.decrypt(_number(number), sealed, None)
    except (InvalidTag, ValueError):
        raise NoBackup(f"Page {number + 1} of this backup is damaged, or was made by another endpoint.") from None
    page: Page = orjson.loads(zstandard.ZstdDecompressor().decompress(packed))
    return page


def _seal(secret: bytes, chance: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=chance, info=b"callhandler backup").derive(secret))


def _number(page: int) -> bytes:
    return page.to_bytes(12)
