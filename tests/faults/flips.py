"""Flip bits at random in the files of a closed store, and see that none goes unnoticed: `python -m tests.faults.flips 1000`."""

import random
import shutil
import sys
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from typing_extensions import override

from callhandler.store import condition
from callhandler.store.troubles import Damaged
from tests.stores import Place

ENTRIES = 120


@dataclass
class Tally:
    """What the flips showed."""

    flips: int = 0
    unnoticed: list[int] = field(default_factory=list)
    slowest: float = 0.0

    @override
    def __str__(self) -> str:
        return f"{self.flips} flips, {len(self.unnoticed)} unnoticed, slowest return to work {self.slowest:.2f} s"


def run(flips: int, seed: int) -> Tally:
    """Flip one bit at a time in a fresh copy of the same store."""
    dice, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as folder:
        whole = Place(Path(folder) / "whole")
        vault = whole.create()
        vault.logbook.append([whole.writer.note(f"line {number}") for number in range(ENTRIES)])
        vault.close()
        for _ in range(flips):
            _flip_one(whole, Path(folder) / "flipped", dice, tally)
    return tally


def _flip_one(whole: Place, folder: Path, dice: random.Random, tally: Tally) -> None:
    shutil.copytree(whole.folder, folder)
    path = folder / condition.NAME
    place = dice.randrange(path.stat().st_size)
    flip(path, place, dice.randrange(8))
    if not _noticed(Place(folder, deepcopy(whole.keyring), whole.writer), tally):
        tally.unnoticed.append(place)
    tally.flips += 1
    shutil.rmtree(folder)


def _noticed(place: Place, tally: Tally) -> bool:
    """The damage is told, the file kept as evidence, and the operator can work on."""
    begun = monotonic()
    vault = place.unlock()
    told = isinstance(vault.trouble, Damaged) and (place.folder / str(vault.trouble.values["kept"])).exists()
    vault.logbook.append([place.writer.note("work goes on")])
    tally.slowest = max(tally.slowest, monotonic() - begun)
    works = len(vault.logbook.entries()) == 1 and vault.logbook.verify() is None
    vault.close()
    again = place.unlock()
    works = works and again.trouble is None
    again.close()
    return told and works


def flip(path: Path, place: int, bit: int) -> None:
    """Turn one bit of a file over."""
    with path.open("r+b") as file:
        file.seek(place)
        was = file.read(1)[0]
        file.seek(place)
        file.write(bytes([was ^ (1 << bit)]))


if __name__ == "__main__":
    outcome = run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32))
    print(outcome)
    sys.exit(bool(outcome.unnoticed))
