"""Who shares which key: the newest numbers of each key in one blob, and beside it what came since the last quiet moment."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Keys = Sequence[int]

READ = 800  # numbers of one key that a search looks at, the newest
KEPT = 900  # numbers that a blob holds: some may be erased before a search misses one, and the row still fits a page
AT_ONCE = 300  # keys folded in one transaction
WIDE = 4  # bytes of a number
_LISTED = 20_000  # keys held as numbers of Python, each of which takes ten times the memory

_ENTER = "INSERT OR IGNORE INTO recent (key, id) VALUES (?, ?)"
_LEAVE = "DELETE FROM recent WHERE key = ? AND id = ?"
_POST = "SELECT n, ids FROM post WHERE key = ?"
_PUT = "INSERT INTO post (key, n, ids) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET n = excluded.n, ids = excluded.ids"
_ADD = """INSERT INTO post (key, n, ids) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE
    SET n = n + excluded.n, ids = substr(CAST(ids || excluded.ids AS BLOB), -3600)"""  # 4 bytes for each of those KEPT
_SHARED = """SELECT post.key, n, ids FROM json_each(?1) CROSS JOIN post ON post.key = value
    UNION ALL SELECT recent.key, 1, recent.id FROM json_each(?1) CROSS JOIN recent ON recent.key = value"""


class Posting(NamedTuple):
    """How many share a key, and the newest of them, ascending, four bytes each: of a hundred keys they are read in one piece."""

    n: int
    blob: bytes

    @property
    def ids(self) -> Ids:
        return numbers_in(self.blob)


def enter(connection: Any, number: int, keys: Iterable[int]) -> None:
    """A description may be found by these keys from the next search on."""
    connection.executemany(_ENTER, [(key, number) for key in keys])


def leave(connection: Any, number: int, keys: Iterable[int]) -> None:
    """It is found by none of them any more, and no trace of it stays under them."""
    for key in keys:
        if not connection.execute(_LEAVE, (key, number)).rowcount:
            _take_out(connection, number, key)


def fold(connection: Any, most: int = AT_ONCE) -> bool:
    """Move some keys' newcomers into their blobs; says whether more wait. Killed anywhere, it is simply done again."""
    keys = [key for (key,) in connection.execute("SELECT DISTINCT key FROM recent ORDER BY key LIMIT ?", (most,))]
    for key in keys:
        new = _numbers(id for (id,) in connection.execute("SELECT id FROM recent WHERE key = ?", (key,)))
        n, old = _posted(connection, key)
        joined = np.union1d(old, new)
        connection.execute(_PUT, (key, n + len(joined) - len(old), _blob(joined[-KEPT:])))
    connection.executemany("DELETE FROM recent WHERE key = ?", [(key,) for key in keys])
    return len(keys) == most


def add_sorted(connection: Any, keys: NDArray[np.uint64], ids: Ids) -> None:
    """Put many at once behind what is there: pairs sorted by key and then by number, every number above those already there."""
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
    counts = np.diff(np.r_[starts, len(keys)])
    whole = ids.astype("<u4", copy=False).tobytes()
    ends = (starts + counts) * 4
    begins = np.maximum(starts * 4, ends - 4 * KEPT)
    for first in range(0, len(starts), _LISTED):
        some = slice(first, first + _LISTED)
        rows = zip(keys[starts[some]].tolist(), counts[some].tolist(), begins[some].tolist(), ends[some].tolist(), strict=True)
        connection.executemany(_ADD, ((key, n, whole[begin:end]) for key, n, begin, end in rows))


def shared(connection: Any, keys: Keys) -> dict[int, Posting]:
    """Of these keys, who has them; a key that nobody has is left out. One statement, always the same: the engine knows it already."""
    blobs: dict[int, tuple[int, bytes]] = {}
    since: dict[int, list[int]] = {}
    for key, n, ids in connection.execute(_SHARED, (listed(keys),)):
        if isinstance(ids, int):
            since.setdefault(key, []).append(ids)
        else:
            blobs[key] = (n, ids)
    return {key: _posting(*blobs.get(key, (0, b"")), since.get(key)) for key in blobs.keys() | since.keys()}


def numbers_in(blob: bytes) -> Ids:
    """The numbers in a blob, or in several put together."""
    return np.frombuffer(blob, "<u4")


def listed(numbers: Iterable[int]) -> str:
    """Numbers as the engine takes many of them at once."""
    return f"[{','.join(map(str, numbers))}]"


def _posting(n: int, blob: bytes, since: list[int] | None) -> Posting:
    if since is None:
        return Posting(n, blob[-READ * WIDE :])
    return Posting(n + len(since), _blob(np.union1d(numbers_in(blob), _numbers(since))[-READ:]))


def _posted(connection: Any, key: int) -> tuple[int, Ids]:
    row = connection.execute(_POST, (key,)).fetchone()
    return (row[0], numbers_in(row[1])) if row else (0, _numbers(()))


def _take_out(connection: Any, number: int, key: int) -> None:
    n, ids = _posted(connection, key)
    if n > 1:
        connection.execute(_PUT, (key, n - 1, _blob(ids[ids != number])))
    elif n:
        connection.execute("DELETE FROM post WHERE key = ?", (key,))


def _numbers(ids: Iterable[int]) -> Ids:
    return np.fromiter(ids, np.uint32)


def _blob(ids: Ids) -> bytes:
    return ids.astype("<u4", copy=False).tobytes()
