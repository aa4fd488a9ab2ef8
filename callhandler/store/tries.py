"""Counts wrong passphrases, so that each makes the next wait longer: 1, 2, 4 … 60 seconds."""

from contextlib import suppress
from pathlib import Path

from callhandler.store.files import write_whole

NAME = "tries"
LONGEST = 60


def delay(wrong: int) -> int:
    """Seconds to wait after so many wrong tries in a row."""
    return min(LONGEST, 2 ** min(wrong - 1, LONGEST)) if wrong else 0


def count(folder: Path) -> int:
    """How many wrong tries there were since the last right one."""
    try:
        return max(0, int((folder / NAME).read_text()))
    except (OSError, ValueError):
        return 0


def wrong(folder: Path) -> int:
    """One more; says the seconds to wait."""
    tries = count(folder) + 1
    write_whole(folder / NAME, str(tries).encode())
    return delay(tries)


def right(folder: Path) -> None:
    """Start again from nothing."""
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)
