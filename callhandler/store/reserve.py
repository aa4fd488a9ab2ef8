"""Room kept free on the disk for the day it is full: given up, it lets the call in progress be saved (F3)."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from callhandler.store.files import os_troubles
from callhandler.store.troubles import DiskFull, VaultTrouble, WriteFailed

NAME = "reserve"
SIZE = 64 * 1024 * 1024
TIGHT = 1024 * 1024
BLOCK = bytes(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Reserve:
    """A file of nothing but zeros beside the store."""

    path: Path
    size: int = SIZE

    @classmethod
    def of(cls, folder: Path, size: int = SIZE) -> "Reserve":
        return cls(folder / NAME, size)

    @property
    def held(self) -> bool:
        return self.path.exists() and self.path.stat().st_size >= self.size

    def hold(self) -> None:
        """Take the room where there is twice as much, so that the reserve itself never fills the disk. Raises DiskFull, ReadOnlyProfile."""
        if self.held or _free(self.path.parent) < 2 * self.size:
            return
        with os_troubles():
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                _fill(file.fileno(), self.size)

    def help(self, trouble: VaultTrouble) -> bool:
        """Give up the room if this trouble is for want of it; a full disk may show as a failed write. Says whether there is room now."""
        full = isinstance(trouble, DiskFull) or (isinstance(trouble, WriteFailed) and _free(self.path.parent) < TIGHT)
        return full and self.give_up()

    def give_up(self) -> bool:
        """Free the room. Says whether there was any."""
        there = self.path.exists()
        self.path.unlink(missing_ok=True)
        return there


def _fill(handle: int, size: int) -> None:
    """Take the room at once where the system can, else byte by byte: a file with holes would hold nothing."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
        return
    for start in range(0, size, len(BLOCK)):
        os.write(handle, BLOCK[: size - start])


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free
