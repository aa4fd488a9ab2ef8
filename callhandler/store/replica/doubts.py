"""Entries of which the endpoint may know nothing, or of which no feed has told yet, in the order in which the doubt arose."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, select

from callhandler.store.replica.tables import doubt
from callhandler.sync.stores import Doubt

_UPSERT = "INSERT INTO doubt (leaf, doubt) VALUES (?, ?) ON CONFLICT (leaf) DO UPDATE SET doubt = excluded.doubt"


class Doubts:
    """Those of one store; what is changed is written at once when `flush` is called."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[bytes, Doubt | None] = {}
        self._never: set[bytes] = set()  # leaves about which nothing is on the disk
        self._changed: dict[bytes, Doubt | None] = {}
        self._anew: set[bytes] = set()  # a doubt that had gone, and arose again after the others

    def warm(self, leaves: Collection[bytes]) -> None:
        """Look up in one go what will be asked one by one."""
        unknown = [leaf for leaf in leaves if leaf not in self._known]
        found = self._connection.execute(select(doubt.c.leaf, doubt.c.doubt).where(doubt.c.leaf.in_(unknown))) if unknown else ()
        self._known |= dict.fromkeys(unknown) | {row.leaf: row.doubt for row in found}
        self._never.update(leaf for leaf in unknown if self._known[leaf] is None)

    def doubted(self, leaf: bytes) -> Doubt | None:
        self.warm((leaf,))
        return self._known[leaf]

    def in_doubt(self, what: Doubt) -> Sequence[bytes]:
        self.flush()
        return self._connection.execute(select(doubt.c.leaf).where(doubt.c.doubt == what).order_by(doubt.c.number)).scalars().all()

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
            self._connection.execute(delete(doubt).where(doubt.c.leaf.in_(gone)))
        if told:
            self._connection.exec_driver_sql(_UPSERT, told)
            self._never.difference_update(leaf for leaf, _ in told)

    def _set(self, leaf: bytes, what: Doubt | None) -> None:
        if what and leaf in self._changed and self._changed[leaf] is None:
            self._anew.add(leaf)
            del self._changed[leaf]
        self._known[leaf] = self._changed[leaf] = what
