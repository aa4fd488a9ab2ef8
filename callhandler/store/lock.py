"""Lets one window of the program at a time open a store; the lock ends with the program, however it ends (F11)."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from callhandler.store.files import os_troubles
from callhandler.store.troubles import AlreadyOpen

NAME = "lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """Held until it is released, or until the program ends."""

    handle: int

    def release(self) -> None:
        os.close(self.handle)


def take(folder: Path) -> Lock:
    """Raises AlreadyOpen where another program holds it, ReadOnlyProfile where nothing can be written."""
    with os_troubles():
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _hold(handle)
    except OSError:
        os.close(handle)
        raise AlreadyOpen from None
    return Lock(handle)


if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
