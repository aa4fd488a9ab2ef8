"""How long a letter is only in memory: from the key to the disk, while a call is typed at a handler's pace.

`python -m bench.durable` types a call's account at 8 letters a second into a real encrypted store and prints milliseconds.
"""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from threading import Event
from time import monotonic

from uuid_utils import uuid7

from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.log.clock import Clock
from callhandler.log.entry import Entry, Unsealed
from callhandler.store.drafts import Draft, Focus, Place
from callhandler.store.logbook import Logbook
from callhandler.store.pen import Pen
from tests.desks import generic
from tests.stores import Place as Store

LETTERS, PACE = 160, 0.125  # seconds between two letters
ACCOUNT = "/data/incident/account"


class Watched:
    """A logbook that notes when each letter was on the disk."""

    def __init__(self, logbook: Logbook) -> None:
        self._logbook = logbook
        self.durable: dict[str, float] = {}

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Place] = (), kept: Sequence[Draft | Focus] = ()) -> tuple[Entry, ...]:
        made = self._logbook.append(entries, clear, kept)
        now = monotonic()
        for one in kept:
            if isinstance(one, Draft):
                self.durable[one.text] = now
        return made


def measure(folder: Path) -> list[float]:
    """Milliseconds from each key to the write that holds it or a later one."""
    vault = Store(folder / "store").create()
    watched = Watched(vault.logbook)
    pen = Pen(watched, lambda _ids: None, lambda _trouble: None)
    area, form = generic()
    desk = Desk(Hand(Who("C1", "police"), pen, lambda: datetime.now(UTC), lambda: str(uuid7()), Clock()), vault.logbook, area, form)
    call, typed, pause = desk.start_call("07700 900123"), {}, Event()
    for letters in range(1, LETTERS + 1):
        typed[letters] = monotonic()
        call.typing(ACCOUNT, "x" * letters, letters)
        pause.wait(PACE)
    pen.close()
    written = sorted((len(text), at) for text, at in watched.durable.items())
    vault.close()
    return [1000 * (min(at for length, at in written if length >= letters) - typed[letters]) for letters in typed]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        taken = measure(Path(folder))
    print(f"{len(taken)} letters, from key to disk; bar 500 ms")
    print(f"median {median(taken):.0f} ms   p99 {quantiles(taken, n=100)[98]:.0f} ms   worst {max(taken):.0f} ms")


if __name__ == "__main__":
    main()
