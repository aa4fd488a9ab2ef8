"""Takes in very many descriptions at once, in a fraction of the time that one after the other would take."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callhandler.people.keeping import stored_keys
from callhandler.people.scoring import told_by
from callhandler.store.engine import roomy
from callhandler.store.people_index import descriptions, names, postings
from callhandler.store.people_index.said import Said, keyed

Told = Callable[[int], None]
_CHUNK = 5_000


class Portion(NamedTuple):
    """Some descriptions and everything they are found by, numbered from 0: made without the store."""

    described: list[tuple[object, ...]]  # as rows of `description`, but for the number
    read: list[tuple[object, ...]]  # as rows of `reading`, but for the number
    keys: "array[int]"
    at: "array[int]"  # with each key, whose it is
    bearers: Counter[names.Name]
    kinds: Counter[int]


def portion(chunk: Sequence[tuple[Said, bool]]) -> Portion:
    """These descriptions; with each, whether it stands."""
    made = Portion([], [], array("Q"), array("I"), Counter(), Counter())
    for place, (one, stands) in enumerate(chunk):
        own = _keys(one) if stands else []
        made.described.append(descriptions.row_of(one, stands=bool(own)))
        made.read.append(told_by(one.parts))
        made.keys.extend(own)
        made.at.extend([place] * len(own))
        if own:
            made.bearers.update(names.names_of(one.parts))
            made.kinds[one.kind] += 1
    return made


class Filling:
    """Descriptions on their way in, a chunk at a time, behind those that are there; only once it is finished are they found.

    Nothing of the same person, role and case may be there already. About 170 bytes of memory for each until it ends.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._first = self._next = descriptions.next_number(connection)
        self._keys, self._ids = list[NDArray[np.uint64]](), list[NDArray[np.uint32]]()
        self._bearers, self._kinds = Counter[names.Name](), Counter[int]()

    @property
    def taken(self) -> int:
        """How many came so far."""
        return self._next - self._first

    def take(self, some: Portion) -> None:
        """Take these in."""
        self._connection.executemany(descriptions.DESCRIBE, ((n, *row) for n, row in enumerate(some.described, self._next)))
        self._connection.executemany(descriptions.READ, ((n, *row) for n, row in enumerate(some.read, self._next)))
        self._keys.append(np.frombuffer(some.keys.tobytes(), np.uint64))
        self._ids.append(np.frombuffer(some.at.tobytes(), np.uint32) + np.uint32(self._next))
        self._bearers.update(some.bearers)
        self._kinds.update(some.kinds)
        self._next += len(some.described)

    def finish(self) -> None:
        """Let them be found."""
        _put_postings(self._connection, self._keys, self._ids)
        names.add_many(self._connection, self._bearers)
        self._connection.executemany(descriptions.COUNT, sorted(self._kinds.items()))
        descriptions.changed(self._connection)


def fill(connection: Any, said: Iterable[tuple[Said, bool]], told: Told = lambda _done: None) -> int:
    """As a `Filling`, of all of them at once. Says how many; `told` hears the count as it grows."""
    filling, rows = Filling(connection), iter(said)
    with roomy(connection):
        while chunk := list(islice(rows, _CHUNK)):
            filling.take(portion(chunk))
            told(filling.taken)
        filling.finish()
    return filling.taken


def _keys(said: Said) -> list[int]:
    return [keyed(said.kind, key) for key in stored_keys(said.parts)]


def _put_postings(connection: Any, keys: "list[NDArray[np.uint64]]", ids: "list[NDArray[np.uint32]]") -> None:
    """Sorted, so that the tree of keys is gone through once from left to right."""
    unsorted = np.concatenate(keys) if keys else np.empty(0, np.uint64)
    order = np.argsort(unsorted, kind="stable")
    numbers = np.concatenate(ids) if ids else np.empty(0, np.uint32)
    postings.add_sorted(connection, unsorted[order], numbers[order])
