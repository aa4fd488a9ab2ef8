"""How attached files stand in a backup: each under a key of its own, which only the keys of the entries that name it open.

Whoever erases those entries has thereby erased the file in every backup there is, as with bodies (ADR 0024).
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callhandler.endpoint.exchange.files import PIECE, Files
from callhandler.endpoint.exchange.naming import Leaf
from callhandler.endpoint.keeping.case_keys import KEY, Ring
from callhandler.endpoint.keeping.sealed_file import Page, pages

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Come:
    """What became of the files of a backup: so many came back or are sound, these are not, and so many nobody may open any more."""

    whole: int
    altered: Sequence[str]
    closed: int


def file_pages(files: Files, named: Mapping[str, Sequence[Leaf]], ring: Ring) -> Iterator[Page]:
    """The pages of every file that an entry names and that is here whole: a head with its key, then its pieces."""
    for name in sorted(named.keys() - {""}):
        path, key = files.whole(name), secrets.token_bytes(KEY)
        wraps = [wrap for case, leaf in named[name] if (wrap := _wrapped(ring, case, leaf, key))]
        if path and wraps:
            yield {"file": name, "keys": wraps}
            yield from _pieces(path, name, key)


def come_back(path: Path, secret: bytes, ring: Ring, files: Files | None = None) -> Come:
    """Read the files of a backup: into `files` where that is given and does not have them, else only to see whether they are sound."""
    whole, altered, closed = 0, [], 0
    for name, key, pieces in _each(path, secret, ring):
        if key is None:
            closed += 1
        elif _taken(name, key, pieces, files):
            whole += 1
        else:
            altered.append(name)
    return Come(whole, altered, closed)


def _taken(name: str, key: bytes, pieces: Iterator[Page], files: Files | None) -> bool:
    if files and not files.whole(name):
        return files.put(name, _opened(key, pieces))
    seal = sha256()
    for piece in _opened(key, pieces):
        seal.update(piece)
    return seal.hexdigest() == name


def _each(path: Path, secret: bytes, ring: Ring) -> Iterator[tuple[str, bytes | None, Iterator[Page]]]:
    """Every file, its key where anybody still has it, and its pieces, which are read one after the other."""
    told = (page for page, _, _ in pages(path, secret) if "file" in page)
    for name, its in groupby(told, key=lambda page: str(page["file"])):
        head, rest = next(its), its  # noqa: B031 - one file is read after the other
        yield name, _unwrapped(ring, head), rest


def _pieces(path: Path, name: str, key: bytes) -> Iterator[Page]:
    with path.open("rb") as file:
        number = 0
        while piece := file.read(PIECE):
            yield {"file": name, "piece": b64encode(AESGCM(key).encrypt(number.to_bytes(_NONCE), piece, None)).decode()}
            number += 1


def _opened(key: bytes, told: Iterator[Page]) -> Iterator[bytes]:
    for number, page in enumerate(told):
        try:
            yield AESGCM(key).decrypt(number.to_bytes(_NONCE), b64decode(page["piece"]), None)
        except InvalidTag:
            return


def _wrapped(ring: Ring, case: str, leaf: bytes, key: bytes) -> list[str]:
    own = ring.of(case, leaf)
    if own is None:
        return []
    chance = secrets.token_bytes(_NONCE)
    return [case, leaf.hex(), b64encode(chance + AESGCM(own).encrypt(chance, key, b"file" + leaf)).decode()]


def _unwrapped(ring: Ring, head: Page) -> bytes | None:
    for case, leaf, told in head["keys"]:
        own, sealed = ring.of(case, bytes.fromhex(leaf)), b64decode(told)
        if own:
            try:
                return AESGCM(own).decrypt(sealed[:_NONCE], sealed[_NONCE:], b"file" + bytes.fromhex(leaf))
            except InvalidTag:
                continue
    return None
