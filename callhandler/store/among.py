"""Asks about many things in one constant statement: a question mark for each would cost the engine more than the answers."""

import json
from collections.abc import Iterable

from sqlalchemy import Select, func, select


def texts(values: Iterable[str]) -> Select[tuple[str]]:
    """These, for a column to be in."""
    return select(func.json_each(told_texts(values)).table_valued("value").c.value)


def blobs(values: Iterable[bytes]) -> Select[tuple[bytes]]:
    """As `texts`, of hashes."""
    return select(func.unhex(func.json_each(told_blobs(values)).table_valued("value").c.value))


def told_texts(values: Iterable[str]) -> str:
    """For `json_each(?)`, each a `value`."""
    return json.dumps(list(values))


def told_blobs(values: Iterable[bytes]) -> str:
    """For `json_each(?)`, each an `unhex(value)`."""
    return json.dumps([value.hex() for value in values])
