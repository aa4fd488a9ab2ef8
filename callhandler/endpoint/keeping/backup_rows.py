"""How the rows of the endpoint's tables stand in a backup: the same from either database, and for either."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, Table

from callhandler.endpoint.accounts import tables as account_tables
from callhandler.endpoint.database import METADATA
from callhandler.endpoint.keeping.case_keys import Ring
from callhandler.endpoint.oversight import tables as look_tables
from callhandler.sync.rules import RULES

FIRST = ("device", "stretch", "proof")  # what the entries are checked against
LEFT_OUT = {"turn", "token", "sitting", "used_nonce", "guess"}  # made anew: after a restore everybody signs in again
ORDER: Mapping[str, Sequence[str]] = {
    "device": ("device",),
    "stretch": ("device", "first"),
    "proof": ("device", "first", "last", "signature"),
    "entry": ("came", "leaf"),
    "feed": ("feed",),
    "feed_row": ("feed", "pos"),
    "logged": ("agency", "n"),
}
NONCE, SALT = 12, 16
_ = account_tables, look_tables  # known to METADATA
Row = dict[str, Any]


def kept_tables() -> Sequence[Table]:
    """In an order in which each comes after those that it refers to."""
    those = [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]
    return sorted(those, key=lambda table: FIRST.index(table.name) if table.name in FIRST else len(FIRST))


def told(table: Table, row: Mapping[str, Any]) -> list[Any]:
    """A row as a page holds it: its values in the order of the columns, bytes as letters."""
    return [b64encode(value).decode() if isinstance(value, bytes) else value for value in (row[column.name] for column in table.columns)]


def heard(table: Table, names: Sequence[str], values: Sequence[Any]) -> Row:
    row = dict(zip(names, values, strict=True))
    for column in table.columns:
        if isinstance(column.type, LargeBinary) and row[column.name] is not None:
            row[column.name] = b64decode(row[column.name])
    return row


def is_locked(row: Mapping[str, Any]) -> bool:
    """Whether a body stands in backups under the key of its case. What lays down a rule says nothing about a person."""
    return row["kind"] not in RULES


def locked(row: Row, ring: Ring, chance: bytes) -> Row:
    """An entry whose body only the key of its case opens; without one, it is not in the backup. `chance`: 12 random bytes."""
    if not row["payload"] or not is_locked(row):
        return row
    key = ring.of(row["case_id"], row["leaf"])
    if key is None:
        return {**row, "salt": None, "payload": None, "hollow": True}
    packed = zstandard.ZstdCompressor(level=3).compress(row["salt"] + row["payload"])
    return {**row, "salt": None, "payload": chance + AESGCM(key).encrypt(chance, packed, row["leaf"])}


def unlocked(row: Row, ring: Ring) -> Row:
    """The entry again. A body whose key is gone is missing: whoever has it hands it in, unless it was erased."""
    if not row["payload"] or not is_locked(row):
        return row
    key = ring.of(row["case_id"], row["leaf"])
    opened = _opened(key, row["payload"], row["leaf"]) if key else b""
    return {**row, "salt": opened[:SALT] or None, "payload": opened[SALT:] or None, "hollow": not opened}


def _opened(key: bytes, sealed: bytes, leaf: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], leaf))
    except (InvalidTag, zstandard.ZstdError):
        return b""
