"""Entries of which the endpoint may know nothing, or of which no feed has told yet, in the order in which the doubt arose."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from callhandler.store import among
from callhandler.sync.stores import Doubt

_UPSERT = "INSERT INTO doubt (leaf, doubt) VALUES (?, ?) ON CONFLICT (leaf) DO UPDATE SET doubt = excluded.doubt"
_ANY = "SELECT EXISTS (SELECT 1 FROM doubt)"
_FOUND = "SELECT leaf, doubt FROM json_each(?1) CROSS JOIN doubt ON leaf = substr(?2, value, 32)"
_ALL = "SELECT leaf FROM doubt WHERE doubt = ? ORDER BY number LIMIT ?"
_GONE = "DELETE FROM doubt WHERE leaf = ?"


class Doubts:
    """Those of one store; what is changed is written at once when `flush` is called."""

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.driver_connection
        self._known: dict[bytes, Doubt | None] = {}
        self._never: set[bytes] = set()  # leaves about which nothing is on the disk
        self._changed: dict[bytes, Doubt | None] = {}
        self._anew: set[bytes] = set()  # a doubt that had gone, and arose again after the others

    def warm(self, leaves: Collection[bytes]) -> None:
        """Look up in one go what will be asked one by one."""
        unknown = [leaf for leaf in leaves if leaf not in self._known]
        if unknown:
            self._known |= dict.fromkeys(unknown) | self._find(unknown)
            self._never.update(leaf for leaf in unknown if self._known[leaf] is None)

    def doubted(self, leaf: bytes) -> Doubt | None:
        if leaf not in self._known:
            self.warm((leaf,))
        return self._known[leaf]

    def in_doubt(self, what: Doubt, most: int | None = None) -> Sequence[bytes]:
        self.flush()
        return [leaf for (leaf,) in self._driver.execute(_ALL, (what, -1 if most is None else most))]

    def doubt(self, leaf: bytes, what: Doubt) -> None:
        self._set(leaf, what)

    def confirm(self, leaf: bytes) -> None:
        if self.doubted(leaf):
            self._set(leaf, None)

    def flush(self) -> None:
        gone = [leaf for leaf, what in self._changed.items() if (what is None or leaf in self._anew) and leaf not in self._never]
        told = [(leaf, what) for leaf, what in self._changed.items() if what]
        self._changed, self._anew = {}, set()
        if gone:
            self._driver.executemany(_GONE, [(leaf,) for leaf in gone])
        if told:
            self._driver.executemany(_UPSERT, told)
            self._never.difference_update(leaf for leaf, _ in told)

    def _find(self, leaves: Collection[bytes]) -> dict[bytes, Doubt | None]:
        """Mostly nothing at all is in doubt, and then nobody need be looked for."""
        if not self._driver.execute(_ANY).fetchone()[0]:
            return {}
        return dict(self._driver.execute(_FOUND, among.told_blobs(leaves)))

    def _set(self, leaf: bytes, what: Doubt | None) -> None:
        if what and leaf in self._changed and self._changed[leaf] is None:
            self._anew.add(leaf)
            del self._changed[leaf]
        self._known[leaf] = self._changed[leaf] = what
