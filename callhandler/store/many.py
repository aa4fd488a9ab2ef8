"""Takes very many new entries at once: what an import brings in is filed and can be found in the transaction that records it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from callhandler.log import chain as links
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Entry, PoisonText, Unsealed, seal_all
from callhandler.store import checking, filing, tables
from callhandler.store.filing import Link
from callhandler.store.people_index.bulk import Filling
from callhandler.store.people_index.said import said_in
from callhandler.sync.stores import Holding

Case = Sequence[Unsealed]
Refused = Callable[[Case, PoisonText], None]
_AT_ONCE = 500  # cases held in memory at a time
_ROOM = "PRAGMA cache_size = -262144"  # kB of pages held, so that a page that many entries touch is written once
_GUARD = "erased_comes_back_never"


def take_in(
    connection: Connection, device: DeviceKey, cases: Iterable[Case], new_salt: Callable[[], bytes], refused: Refused
) -> tuple[int, bytes]:
    """Put cases that are new and begin here on record, each whole or, where it cannot travel, not at all; gives the chain's new end.

    Of cases that did not exist until now nothing can have been erased, so the guard against that need not look at each; and of each
    everything there is comes at once, so that what is described stands. They are read as they are written: few are held at a time.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute(_ROOM)
    filling, chained = Filling(driver), _Chained(device, *checking.head(connection, device.public), filing.next_number(connection) - 1)
    with _without_guard(driver):
        for some in _chunks(cases):
            entries, bodies, said = [], [], []
            for entry in chained.sealed(some, new_salt, refused):
                entries.append(chained.filed(entry))
                bodies.append((chained.number, entry.salt, entry.payload))
                said += [(one, True)] if (one := said_in(entry)) else []
            driver.executemany(filing.NEW_ENTRY, entries)
            driver.executemany(filing.NEW_BODY, bodies)
            filling.take(said)
    filling.finish()
    checking.sign(connection, device, chained.n, chained.chain)
    return chained.n, chained.chain


@dataclass(slots=True)
class _Chained:
    """The end of a device's chain while many entries are fastened to it, and the number of the last entry that was filed."""

    device: DeviceKey
    n: int
    chain: bytes
    number: int

    def sealed(self, cases: Iterable[Case], new_salt: Callable[[], bytes], refused: Refused) -> Iterator[Entry]:
        """The entries of these cases in their places; of one that cannot travel none, and the next takes its place (F19)."""
        for case in cases:
            try:
                yield from tuple(seal_all(case, self.device.id, self.n + 1, new_salt))
            except PoisonText as trouble:
                refused(case, trouble)

    def filed(self, entry: Entry) -> tuple[object, ...]:
        """Fasten it to the chain: as a row of `entry`."""
        leaf = links.leaf(entry)
        self.n, self.chain, self.number = self.n + 1, links.fasten(self.chain, leaf), self.number + 1
        return filing.envelope(self.number, Holding(entry, leaf, own=True), self.chain)


def _chunks(cases: Iterable[Case]) -> Iterator[list[Case]]:
    ahead = iter(cases)
    while some := list(islice(ahead, _AT_ONCE)):
        yield some


def put_ruled(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """As `filing.put`, of many: the guard against what was erased looks at all of them at once, not at each. Raises CameBack."""
    entry, body = tables.entry.c, tables.body.c
    before = connection.execute(select(func.coalesce(func.max(entry.number), 0))).scalar_one()
    with _without_guard(connection.connection.driver_connection):
        kept = filing.put(connection, filed)
        back = select(body.number).join(tables.entry, entry.number == body.number).where(body.number > before, checking.REACHED)
        if connection.execute(back.limit(1)).first():
            raise CameBack
    return kept


class CameBack(Exception):  # noqa: N818 - says what would have happened
    """A body was about to be filed that an erasure reaches: our own mistake."""


@contextmanager
def _without_guard(driver: Any) -> Iterator[None]:
    """Inside one transaction: whoever reads, and whoever finds the store after a crash, finds the guard in its place."""
    (made,) = driver.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (_GUARD,)).fetchone()
    driver.execute(f"DROP TRIGGER {_GUARD}")
    yield
    driver.execute(made)
