"""What happens to a store within one transaction: looked up and written many entries at a time."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store import checking, erasing, index, tables
from callhandler.store.marks import Mark
from callhandler.store.replica import names
from callhandler.store.replica import tables as own
from callhandler.store.replica.doubts import Doubts
from callhandler.store.replica.feeds import Feeds, leaves_of
from callhandler.store.replica.holdings import Holdings
from callhandler.store.replica.outbox import Outbox
from callhandler.store.replica.proofs import Proofs
from callhandler.sync.feed import Row
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Holding, Identity

_EMPTIED = (tables.body, tables.entry, tables.erased, tables.head, tables.draft, tables.focus, tables.file, tables.left_behind,
            own.name, own.proof, own.doubt, own.feed_name, own.feed_row, own.bare, own.progress, own.endpoint)  # fmt: skip


class Work:
    """One transaction."""

    def __init__(self, connection: Connection, first: DeviceKey, outbox: Outbox, *, looks: bool) -> None:
        """`looks`: nothing is changed in it, and of what is found nothing more is asked."""
        self.connection, self._first, self._looks = connection, first, looks
        self.holdings, self.doubts = Holdings(connection, outbox), Doubts(connection)
        self.feeds, self.proofs = Feeds(connection), Proofs(connection)
        self._erasures: dict[CaseId, Erasure] = {}
        self._identity: Identity | None = None
        self._head: tuple[int, bytes] | None = None
        self.erased = False  # something was: nothing of it may stay in the write-ahead log
        self.renamed = False

    def key(self) -> DeviceKey:
        signer = self.identity().signer
        if not isinstance(signer, DeviceKey):
            raise TypeError("a device's key is kept here, and no other")
        return signer

    def identity(self) -> Identity:
        if self._identity is None:
            self._identity = names.identity(self.connection, self._first)
        return self._identity

    def set_identity(self, identity: Identity) -> None:
        names.set_identity(self.connection, identity)
        self._forget_name()

    def mark(self) -> Mark:
        key = self.key()
        return Mark(key.id, *self.head())

    def head(self) -> tuple[int, bytes]:
        """How many entries this device has made, and its chain after them."""
        if self._head is None:
            self._head = checking.head(self.connection, self.key().public)
        return self._head

    def total(self) -> int:
        return self.head()[0]

    def link(self, n: int) -> bytes:
        last, chain = self.head()
        found = chain if n == last else checking.link_at(self.connection, self.key().public, n)
        if found is None:
            raise LookupError(f"this device has not made {n} entries")
        return found

    def own(self, first: int, most: int) -> Sequence[Holding]:
        if most <= 0 or first > self.total():
            return ()
        found = self.holdings.own(self.key().id, first, most)
        if not self._looks:
            leaves = [holding.leaf for holding in found]
            self.feeds.warm(leaves)
            self.doubts.warm(leaves)
        return found

    def adopt(self, identity: Identity, moved: Sequence[Holding]) -> None:
        self.holdings.forget()
        names.adopt(self.connection, self._first, identity, moved)
        self._forget_name()
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
        self.feeds.forget()
        self._forget_name()
        self.erased = True

    def _forget_name(self) -> None:
        self._identity, self._head = None, None

    def flush(self) -> None:
        self.holdings.flush()
        self.doubts.flush()
