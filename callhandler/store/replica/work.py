"""What happens to a store within one transaction: looked up and written many entries at a time."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store import checking, erasing, index, tables
from callhandler.store.replica import names
from callhandler.store.replica import tables as own
from callhandler.store.replica.doubts import Doubts
from callhandler.store.replica.feeds import Feeds, leaves_of
from callhandler.store.replica.holdings import Holdings
from callhandler.store.replica.proofs import Proofs
from callhandler.sync.feed import Row
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Holding, Identity

_EMPTIED = (tables.body, tables.entry, tables.erased, tables.head, tables.draft, tables.focus, tables.file,
            tables.left_behind, own.name, own.proof, own.doubt, own.feed_row, own.bare, own.progress, own.endpoint)  # fmt: skip


class Work:
    """One transaction."""

    def __init__(self, connection: Connection, first: DeviceKey) -> None:
        self.connection, self._first = connection, first
        self.holdings, self.doubts = Holdings(connection), Doubts(connection)
        self.feeds, self.proofs = Feeds(connection), Proofs(connection)
        self._erasures: dict[CaseId, Erasure] = {}
        self._key: DeviceKey | None = None
        self.erased = False  # something was: nothing of it may stay in the write-ahead log
        self.renamed = False

    def key(self) -> DeviceKey:
        if self._key is None:
            self._key = names.present(self.connection, self._first)
        return self._key

    def identity(self) -> Identity:
        return names.identity(self.connection, self._first)

    def set_identity(self, identity: Identity) -> None:
        names.set_identity(self.connection, identity)
        self._key = None

    def total(self) -> int:
        return checking.head(self.connection, self.key().public)[0]

    def link(self, n: int) -> bytes:
        found = checking.link_at(self.connection, self.key().public, n)
        if found is None:
            raise LookupError(f"this device has not made {n} entries")
        return found

    def own(self, first: int, most: int) -> Sequence[Holding]:
        found = self.holdings.own(self.key().id, first, most)
        self.feeds.warm([holding.leaf for holding in found])
        return found

    def adopt(self, identity: Identity, moved: Sequence[Holding]) -> None:
        self.holdings.forget()
        names.adopt(self.connection, self._first, identity, moved)
        self._key = None
        self.renamed = True

    def follow(self, feed: Audience, rows: Sequence[Row], bare: Sequence[Row]) -> None:
        """Add rows, and look up everything that taking them will ask for."""
        self.feeds.follow(feed, rows, bare)
        leaves = leaves_of(rows)
        self.holdings.warm(leaves)
        self.doubts.warm(leaves)
        unknown = {row.case for row in rows} - self._erasures.keys()
        self._erasures |= dict.fromkeys(unknown, Erasure()) | dict(erasing.rules(self.connection, unknown))

    def erasure(self, case: CaseId) -> Erasure:
        if case not in self._erasures:
            self._erasures[case] = erasing.rules(self.connection, {case}).get(case, Erasure())
        return self._erasures[case]

    def erase(self, case: CaseId, erasure: Erasure) -> None:
        self.holdings.forget()
        erasing.lay_down(self.connection, case, erasure)
        erasing.empty(self.connection, case)
        self._erasures.pop(case, None)
        self.erased = True

    def drop(self, leaf: bytes) -> None:
        self.doubts.confirm(leaf)
        self.holdings.drop(leaf)
        self.erased = True

    def wipe(self) -> None:
        """Leave nothing behind; what is left of the file goes with its keys."""
        self.holdings.forget()
        self.connection.execute(insert(own.wiped), {"at": 1})
        index.rebuild(self.connection, ())
        for table in _EMPTIED:
            self.connection.execute(delete(table))
        self.holdings.forget()
        self.erased = True

    def flush(self) -> None:
        self.holdings.flush()
        self.doubts.flush()
