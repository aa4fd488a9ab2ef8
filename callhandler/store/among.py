"""Asks about many things in one constant statement: a question mark for each would cost the engine more than the answers."""

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Select, func, select

SIZE = 32  # bytes of a hash


def texts(values: Iterable[str]) -> Select[tuple[str]]:
    """These, for a column to be in."""
    return select(func.json_each(told_texts(values)).table_valued("value").c.value)


def blobs(values: Collection[bytes]) -> Select[tuple[bytes]]:
    """As `texts`, of hashes."""
    places, whole = told_blobs(values)
    return select(func.substr(whole, func.json_each(places).table_valued("value").c.value, SIZE))


def told_texts(values: Iterable[str]) -> str:
    """For `json_each(?)`, each a `value`."""
    return json.dumps(list(values))


def told_blobs(values: Collection[bytes]) -> tuple[str, bytes]:
    """For `json_each(?1)`, each a `substr(?2, value, 32)`: so the engine takes no memory for each, which it would lock and let go."""
    return json.dumps([place * SIZE + 1 for place in range(len(values))]), b"".join(values)
