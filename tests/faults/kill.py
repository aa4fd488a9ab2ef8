"""Kill the program at random while it writes, and look for anything marked saved that is gone: `python -m tests.faults.kill 1000`."""

import os
import random
import select
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic

from typing_extensions import override

from callhandler.store.drafts import Draft
from callhandler.store.pen import Appends, Pen
from callhandler.store.troubles import VaultTrouble
from tests.doubles import MORNING, CountedIds
from tests.stores import Place, Writer

LONGEST = 0.6  # seconds until the kill: it may hit the sign-in, the first write or the hundredth
FRESH = 40  # kills until a new store is begun, so that checking stays quick


@dataclass
class Tally:
    """What the kills found."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @override
    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged, {len(self.lost)} lost, {len(self.faults)} corrupt, "
            f"slowest reopening {self.slowest:.2f} s"
        )


OneStore = Callable[[Place, int, random.Random, "Tally"], None]


def run(kills: int, seed: int, told: Callable[[Tally], None], one_store: OneStore) -> Tally:
    """Kill so many children, and check the store after each."""
    dice, tally = random.Random(seed), Tally()
    while tally.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            one_store(Place(Path(folder) / "store"), min(FRESH, kills - tally.kills), dice, tally)
        told(tally)
    return tally


def _one_store(place: Place, kills: int, dice: random.Random, tally: Tally) -> None:
    place.create().close()
    acknowledged: set[str] = set()
    for turn in range(kills):
        said, _ = killed(partial(_write_for_ever, place, turn), dice)
        acknowledged |= {line for line in said if line.startswith("entry ")}
        drafts = [line for line in said if line.startswith("draft ")]
        tally.faults += [line for line in said if line.startswith("trouble ")]
        tally.kills += 1
        _check(place, acknowledged, drafts[-1:], tally)
    tally.acknowledged += len(acknowledged)


def _check(place: Place, acknowledged: set[str], draft: list[str], tally: Tally) -> None:
    begun = monotonic()
    vault = place.unlock()
    tally.slowest = max(tally.slowest, monotonic() - begun)
    if vault.trouble or vault.logbook.verify():
        tally.faults.append(f"turn {tally.kills}: {vault.trouble or vault.logbook.verify()}")
    tally.lost += acknowledged - {f"entry {entry.id}" for entry in vault.logbook.entries()}
    if draft and _order(draft[0]) > max((_order(f"draft {kept.text}") for kept in vault.logbook.drafts("case-1")), default=(0, 0)):
        tally.lost += draft
    vault.close()


def _order(draft: str) -> tuple[int, ...]:
    return tuple(map(int, draft.split()[1:]))


def killed(child: Callable[[int], None], dice: random.Random, longest: float = LONGEST) -> tuple[list[str], float]:
    """What a child said before it was killed, line by line, and when it died; a half line was not said."""
    hears, tells = os.pipe()
    running = os.fork()
    if running == 0:
        os.close(hears)
        _live(child, tells)
    os.close(tells)
    heard = _until(hears, monotonic() + dice.uniform(0, longest))
    died = monotonic()
    os.kill(running, signal.SIGKILL)
    heard += _until(hears, monotonic() + 10)
    os.close(hears)
    os.waitpid(running, 0)
    return heard[: heard.rfind(b"\n") + 1].decode().splitlines(), died


def _live(child: Callable[[int], None], tells: int) -> None:
    """The child must never return into the parent's work."""
    try:
        child(tells)
    except VaultTrouble as trouble:
        _say_trouble(tells, trouble)
    finally:
        os._exit(1)


def _until(hears: int, end: float) -> bytes:
    heard = b""
    while (left := end - monotonic()) > 0 and select.select([hears], [], [], left)[0]:
        said = os.read(hears, 65536)
        if not said:
            break
        heard += said
    return heard


def _write_for_ever(place: Place, turn: int, tells: int) -> None:
    """The child: a handler who types without end, until the kill."""
    writer = Writer(CountedIds(MORNING + timedelta(days=turn)), stamp=turn << 20)
    pen = telling_pen(place.unlock().logbook, tells)
    for number in count(1):
        pen.keep(Draft("case-1", "/data/name", f"{turn} {number}", number, writer.now()))
        pen.submit([writer.note(f"{turn} {number} {part}") for part in range(1 + number % 3)], clear=[("case-1", "/data/place")])
        if pen.settled(1.0):
            say(tells, f"draft {turn} {number}")


def telling_pen(logbook: Appends, tells: int) -> Pen:
    """A pen that says what is on the disk, and what went wrong."""
    return Pen(logbook, partial(_say_saved, tells), partial(_say_trouble, tells))


def _say_saved(tells: int, ids: tuple[str, ...]) -> None:
    for id in ids:
        say(tells, f"entry {id}")


def _say_trouble(tells: int, trouble: VaultTrouble) -> None:
    say(tells, f"trouble {trouble.code}")


def say(tells: int, line: str) -> None:
    """One line to the parent, whole or not at all."""
    os.write(tells, f"{line}\n".encode())


if __name__ == "__main__":
    outcome = run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32), print, _one_store)
    sys.exit(bool(outcome.lost or outcome.faults))
