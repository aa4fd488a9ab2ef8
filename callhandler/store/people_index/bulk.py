"""Takes in very many descriptions at once, in a fraction of the time that one after the other would take."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from callhandler.people.keeping import stored_keys
from callhandler.people.scoring import told_by
from callhandler.store.people_index import descriptions, names, postings
from callhandler.store.people_index.said import Said, keyed

Told = Callable[[int], None]
_CHUNK = 5_000
_ROOM, _HELD = "PRAGMA cache_size = -262144", "PRAGMA cache_size"  # kB of pages held while it goes on


class Filling:
    """Descriptions on their way in, a chunk at a time, behind those that are there; only once it is finished are they found.

    Nothing of the same person, role and case may be there already. About 170 bytes of memory for each until it ends.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._first = self._next = descriptions.next_number(connection)
        self._keys, self._ids = array("Q"), array("I")
        self._bearers, self._kinds = Counter[names.Name](), Counter[int]()

    @property
    def taken(self) -> int:
        """How many came so far."""
        return self._next - self._first

    def take(self, chunk: Sequence[tuple[Said, bool]]) -> None:
        """Take these in; with each, whether it stands."""
        numbered = [(n, one, _keys(one) if stands else ()) for n, (one, stands) in enumerate(chunk, self._next)]
        self._connection.executemany(descriptions.DESCRIBE, [descriptions.row_of(n, one, stands=bool(own)) for n, one, own in numbered])
        self._connection.executemany(descriptions.READ, [(n, *told_by(one.parts)) for n, one, _ in numbered])
        for n, one, own in numbered:
            self._keys.extend(own)
            self._ids.extend([n] * len(own))
            if own:
                self._bearers.update(names.names_of(one.parts))
                self._kinds[one.kind] += 1
        self._next += len(chunk)

    def finish(self) -> None:
        """Let them be found."""
        _put_postings(self._connection, self._keys, self._ids)
        names.add_many(self._connection, self._bearers)
        self._connection.executemany(descriptions.COUNT, sorted(self._kinds.items()))
        descriptions.changed(self._connection)


def fill(connection: Any, said: Iterable[tuple[Said, bool]], told: Told = lambda _done: None) -> int:
    """As a `Filling`, of all of them at once. Says how many; `told` hears the count as it grows."""
    (usual,) = connection.execute(_HELD).fetchone()
    connection.execute(_ROOM)
    filling, rows = Filling(connection), iter(said)
    while chunk := list(islice(rows, _CHUNK)):
        filling.take(chunk)
        told(filling.taken)
    filling.finish()
    connection.execute(f"{_HELD} = {usual}")
    return filling.taken


def _keys(said: Said) -> list[int]:
    return [keyed(said.kind, key) for key in stored_keys(said.parts)]


def _put_postings(connection: Any, keys: "array[int]", ids: "array[int]") -> None:
    """Sorted, so that the tree of keys is gone through once from left to right."""
    unsorted = np.frombuffer(keys, np.uint64) if keys else np.empty(0, np.uint64)
    order = np.argsort(unsorted, kind="stable")
    numbers = np.frombuffer(ids, np.uint32) if ids else np.empty(0, np.uint32)
    postings.add_sorted(connection, unsorted[order], numbers[order])
