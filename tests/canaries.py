"""Looks for a canary in whatever is left on a disk: as text in any coding, packed, in the pages of an encrypted file, in an old backup."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import zstandard
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backup_rows import heard, kept_tables, unlocked
from callhandler.endpoint.keeping.sealed_file import pages
from callhandler.endpoint.settings import Settings

ZSTD = bytes.fromhex("28b52ffd")
PAGE, RESERVED, BLOCK = 4096, 80, 16  # of a SQLCipher file
FRAME, LOG = 24, 32  # the heads of a frame, and of the log beside it
MOST = 64 << 20


def needles(canary: str) -> set[bytes]:
    """The canary in every coding that may be met; of base64 the middle, wherever it begins."""
    told = canary.encode()
    shifted = [b64encode(b"x" * shift + told)[4:-4] for shift in range(3)]
    return {told, told.hex().encode(), canary.encode("utf-16-le"), canary.encode("utf-16-be"), *shifted}


def hits(canary: str, *folders: Path) -> set[str]:
    """The names of the files below these folders in which it can be read."""
    signs = needles(canary)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(sign in content for content in contents(path) for sign in signs)}


def contents(path: Path) -> Iterator[bytes]:
    """What can be read in a file; nothing of one that a server has just taken away."""
    raw = b""
    with suppress(FileNotFoundError):
        raw = path.read_bytes()
    yield from legible(raw)


def legible(raw: bytes) -> Iterator[bytes]:
    """Bytes as they are, and whatever in them can be unpacked."""
    yield raw
    place = raw.find(ZSTD)
    while place >= 0:
        with suppress(zstandard.ZstdError):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(raw[place : place + MOST])
        place = raw.find(ZSTD, place + 1)


def deciphered(folder: Path, key: bytes) -> bytes:
    """Every page of a desk's store and of the log beside it, whether in use or not."""
    found = b""
    for path in folder.rglob("store.db*"):
        raw = path.read_bytes()
        step, start = (FRAME + PAGE, LOG + FRAME) if path.name.endswith("-wal") else (PAGE, 0)
        found += b"".join(_page(raw[place : place + PAGE], key) for place in range(start, len(raw) - PAGE + 1, step))
    return found


def opened(settings: Settings, backup: Path) -> bytes:
    """All that can be read in a backup by whoever has everything else as well."""
    ring, entry = Outside(settings.outside).keys.ring(), next(table for table in kept_tables() if table.name == "entry")
    told = b""
    for page, _, _ in pages(backup, settings.secret()):
        rows = page.get("rows", [])
        if page.get("table") == "entry":
            rows = [unlocked(heard(entry, page["columns"], row), ring) for row in rows]
        told += repr(rows).encode()
    return told


def _page(page: bytes, key: bytes) -> bytes:
    """What stands on a page; of the first one all but its head."""
    end = PAGE - RESERVED
    return Cipher(AES256(key), CBC(page[end : end + BLOCK])).decryptor().update(page[:end])
