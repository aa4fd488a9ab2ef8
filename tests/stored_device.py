"""A device whose store is a real encrypted file, with the manners of the one in memory: it can be copied, and put back."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed
from callhandler.store import condition, tables
from callhandler.store.engine import connect, open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.feed import Row
from callhandler.sync.stores import DeviceStore, Holding, Identity

KEY = bytes(range(32))


@dataclass
class Shelf:
    """A folder with room for any number of stores."""

    folder: Path
    number: Iterator[int] = field(default_factory=count)
    disks: list["StoredDisk"] = field(default_factory=list)

    def disk(self, identity: Identity) -> "StoredDisk":
        place = self.folder / str(next(self.number))
        place.mkdir()
        condition.begin(place, KEY)
        made = StoredDisk(self, place, key_of(identity))
        made.stored.set_identity(identity)
        return made

    def copy_of(self, disk: "StoredDisk") -> "StoredDisk":
        place = self.folder / str(next(self.number))
        place.mkdir()
        disk.copy_to(place)
        return StoredDisk(self, place, disk.first)

    def clear(self) -> None:
        for disk in self.disks:
            disk.close()


class StoredDisk:
    """Satisfies `DeviceStore`, and what the simulator asks of a disk beside."""

    def __init__(self, shelf: Shelf, place: Path, first: DeviceKey) -> None:
        self._shelf, self._place, self.first = shelf, place, first
        self._start()
        shelf.disks.append(self)

    def _start(self) -> None:
        self.engine = open_engines(self._place / condition.NAME, KEY)
        self.stored = StoredDevice(self.engine, self.first)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stored, name)

    def _undone_unless_done(self) -> AbstractContextManager[None]:
        return self.stored.transaction()

    def logbook(self, salt: Callable[[], bytes]) -> Logbook:
        return Logbook(self.engine, self.first, salt)

    def write(self, unsealed: Unsealed, salt: bytes) -> Holding:
        """Put an entry on record, as the desk does."""
        (entry,) = self.logbook(lambda: salt).append((unsealed,))
        return next(holding for holding in self.stored.of_case(entry.case) if holding.entry.id == entry.id and holding.own)

    @property
    def holdings(self) -> Mapping[bytes, Holding]:
        with self.engine.reader.connect() as connection:
            cases = connection.execute(select(tables.entry.c.case_id).distinct()).scalars().all()
        return {holding.leaf: holding for case in cases for holding in self.stored.of_case(case)}

    @property
    def told(self) -> Mapping[str, tuple[Row, ...]]:
        return {feed: tuple(self.stored.rows(feed)) for feed in self.stored.feeds()}

    def copy(self) -> "StoredDisk":
        return self._shelf.copy_of(self)

    def copy_to(self, place: Path) -> None:
        with closing(connect(str(self._place / condition.NAME), KEY)) as connection:
            condition.checkpoint(connection)
        shutil.copy(self._place / condition.NAME, place / condition.NAME)

    def put_back(self, other: "StoredDisk") -> None:
        """Become what the other one is."""
        self.close()
        for ending in condition.ENDINGS:
            (self._place / (condition.NAME + ending)).unlink(missing_ok=True)
        other.copy_to(self._place)
        self.first = other.first
        self._start()

    def close(self) -> None:
        self.engine.dispose()


def key_of(identity: Identity) -> DeviceKey:
    if not isinstance(identity.signer, DeviceKey):
        raise TypeError("a store keeps a device's own key")
    return identity.signer


def as_store(disk: StoredDisk) -> DeviceStore:
    return disk.stored
