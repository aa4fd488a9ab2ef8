"""Remembers outside the store how far it had come, so that an older copy put in its place is noticed (T6)."""

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from callhandler.log.device import DeviceKey
from callhandler.store import checking
from callhandler.store.files import os_troubles
from callhandler.store.replica import names

NAME = "tide"
SIZE = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """The device's number and chain at one moment."""

    device: str
    n: int
    chain: bytes

    def written(self) -> str:
        return f"{self.device} {self.n} {self.chain.hex()}"


def read(text: str | None) -> Mark | None:
    """The mark, or None where there is none or it is not one."""
    try:
        device, n, chain = (text or "").split()
        return Mark(device, int(n), bytes.fromhex(chain))
    except ValueError:
        return None


def now(connection: Connection, first: DeviceKey) -> Mark:
    """The mark of the store as it stands."""
    device = names.present(connection, first)
    return Mark(device.id, *checking.head(connection, device.public))


def seen(connection: Connection, mark: Mark | None, first: DeviceKey) -> bool:
    """Does this store hold what the mark remembers? Without a mark nothing speaks against it."""
    if mark is None:
        return True
    device = names.present(connection, first)
    if mark.device == device.id:
        return checking.link_at(connection, device.public, mark.n) == mark.chain
    return any(mark.device == former and mark.n <= n for former, n in names.former(connection))


@dataclass(frozen=True, slots=True)
class Tide:
    """A mark beside the store after every commit: never ahead of the disk, and a lost tail of the store shows against it."""

    handle: int

    @classmethod
    def of(cls, folder: Path) -> "Tide":
        with os_troubles():
            return cls(os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600))

    def read(self) -> Mark | None:
        os.lseek(self.handle, 0, os.SEEK_SET)
        text, _, told = os.read(self.handle, SIZE).decode("ascii", "replace").rstrip().rpartition(" ")
        return read(text) if told == _sum(text) else None

    def write(self, mark: Mark) -> None:
        with suppress(OSError):  # what was to be saved is saved; a full disk may keep the old mark
            os.lseek(self.handle, 0, os.SEEK_SET)
            os.write(self.handle, f"{mark.written()} {_sum(mark.written())}".ljust(SIZE).encode())

    def close(self) -> None:
        os.close(self.handle)


def _sum(text: str) -> str:
    """A flipped bit in the mark must not cry wolf: a mark that is not whole counts as none."""
    return sha256(text.encode()).hexdigest()[:12]
