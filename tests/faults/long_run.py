"""A desk that is never closed: what the process holds after so many calls through a real store: `python -m tests.faults.long_run 3000`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callhandler.store import condition
from tests.desks import NUMBER, margaret, room, rung_off

WAL = f"{condition.NAME}-wal"
PAGE = 4096  # bytes


@dataclass(frozen=True)
class Held:
    """What the process holds: connections to the store, other files and sockets that are open; memory and write-ahead log in bytes."""

    connections: int
    open: int
    memory: int
    wal: int


def shift(folder: Path, calls: int, looks: int) -> Iterator[Held]:
    """Take so many calls one after the other, and look so often on the way."""
    with room(folder) as desk_room:
        desk = desk_room.desk()
        for number in range(1, calls + 1):
            rung_off(margaret(desk.start_call(NUMBER if number % 10 == 0 else f"07700 {number:06}")))
            desk_room.now.move(minutes=1)
            if number % (calls // looks) == 0:
                yield held(folder)


def held(folder: Path) -> Held:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    names = [name.rpartition("/")[2] for name in _open_files()]
    others = sum(not name.startswith(condition.NAME) for name in names)
    return Held(names.count(condition.NAME), others, pages * PAGE, max(path.stat().st_size for path in folder.rglob(WAL)))


def _open_files() -> Iterator[str]:
    for place in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile, as the look into the folder itself
            yield str(place.readlink())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for seen in shift(Path(place), int(sys.argv[1]), 10):
            print(seen.connections, seen.open, seen.memory, seen.wal, flush=True)
