"""Takes very many new entries at once: what an import brings in is filed and can be found in the transaction that records it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from callhandler.log import chain as links
from callhandler.log.device import DeviceKey
from callhandler.store import checking, filing, tables
from callhandler.store.engine import roomy
from callhandler.store.filing import Link
from callhandler.store.people_index.bulk import Filling
from callhandler.store.pressing import Press
from callhandler.store.readying import Ready, Written
from callhandler.sync.stores import Holding

_GUARD = "erased_comes_back_never"


def take_in(connection: Connection, device: DeviceKey, ready: Iterable[Ready], new_salt: Callable[[], bytes]) -> tuple[str, int, bytes]:
    """Put cases that are new and begin here on record; gives the device's name and the new end of its chain. Raises OutOfPlace.

    Of cases that did not exist until now nothing can have been erased, so the guard against that need not look at each; and of each
    everything there is comes at once, so that what is described stands. They are read as they are written: few are held at a time.
    """
    driver: Any = connection.connection.driver_connection
    filling, chained = Filling(driver), _Chained(new_salt, *checking.head(connection, device.public), filing.next_number(connection) - 1)
    with roomy(driver), _without_guard(driver):
        for some in ready:
            if (some.device, some.n) != (device.id, chained.n + 1):
                raise OutOfPlace
            entries, bodies = chained.sealed(some)
            driver.executemany(filing.NEW_ENTRY, entries)
            driver.executemany(filing.NEW_BODY, bodies)
            filling.take(some.said)
        filling.finish()
    checking.sign(connection, device, chained.n, chained.chain)
    return device.id, chained.n, chained.chain


def next_place(connection: Connection, device: DeviceKey) -> tuple[str, int]:
    """Under which name this device's next entry will stand, and as the how manieth of it."""
    return device.id, checking.head(connection, device.public)[0] + 1


class OutOfPlace(Exception):  # noqa: N818 - says what is wrong
    """Entries were made ready for other places in the chain than those that are free: our own mistake."""


@dataclass(slots=True)
class _Chained:
    """The end of a device's chain while many entries are fastened to it, and the number of the last entry that was filed."""

    new_salt: Callable[[], bytes]
    n: int
    chain: bytes
    number: int

    def sealed(self, ready: Ready) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Seal them and fasten them to the chain: as rows of `entry`, and of `body`."""
        entries, bodies, press = list[tuple[object, ...]](), list[tuple[object, ...]](), Press()
        for written in ready.entries:
            salt = self.new_salt()
            entries.append(self._fastened(ready.device, written, sha256(salt + written[-1]).digest()))
            bodies.append((self.number, salt, press.pressed(written[3], written[-1])))
        return entries, bodies

    def _fastened(self, device: str, written: Written, commitment: bytes) -> tuple[object, ...]:
        name, n, case, kind, stamp, at, meta, _ = written
        leaf = links.leaf_of(meta, commitment)
        self.n, self.chain, self.number = n, links.fasten(self.chain, leaf), self.number + 1
        return self.number, leaf, name, device, n, case, kind, stamp, at, meta, commitment, self.chain, "seen", 1, 0, 0


def put_ruled(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """As `filing.put`, of many: the guard against what was erased looks at all of them at once, not at each. Raises CameBack."""
    entry, body = tables.entry.c, tables.body.c
    before = connection.execute(select(func.coalesce(func.max(entry.number), 0))).scalar_one()
    with _without_guard(connection.connection.driver_connection):
        kept = filing.put(connection, filed)
    back = select(body.number).join(tables.entry, entry.number == body.number).where(body.number > before, checking.REACHED)
    if connection.execute(select(tables.erased).limit(1)).first() and connection.execute(back.limit(1)).first():
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
