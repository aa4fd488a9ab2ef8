"""A desk with its whole window that is never closed: what it holds after so many calls: `python -m tests.faults.day_and_night 240`."""

import gc
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from typing_extensions import override

from callhandler import tour
from callhandler.app.program import Program
from callhandler.demo import MovedClock
from callhandler.ui.people_panel.panel import PeoplePanel
from tests.faults.long_run import Held, held

PATIENCE = 20.0  # seconds that the panel may take to answer a key
ERRAND = "errand"  # the thread of whoever looks something up
VOWELS = "aeiouy"


@dataclass(frozen=True)
class Seen:
    """What the process holds after so many calls; `blocks` of Python's own memory, one for each small object."""

    calls: int
    held: Held
    blocks: int


class Busy(tour.Guide):
    """Presses the next key as soon as the panel has answered the last one."""

    def __init__(self, program: Program, clock: MovedClock, out: Path) -> None:
        super().__init__(program, clock, out, lambda _line: None)
        self.window = program.window

    @override
    def settle(self) -> None:
        until = time.monotonic() + PATIENCE
        self._turn()
        while any(panel.looking() for panel in self.window.findChildren(PeoplePanel)) and time.monotonic() < until:
            self._turn()

    @override
    def picture(self, name: str, what: str) -> None:
        self.settle()

    def rings(self, name: str, phone: str, place: str) -> None:
        """Somebody tells all of it, is read the reference, and rings off."""
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Shift)  # a hand on the keyboard: the desk is not left alone
        said = self.first | {"caller_name": name, "caller_phone": phone, "location": place}
        self.press("F9")
        self.take(said, {})
        self.close(said, "first")
        self.press("Escape")
        self.press("F2")

    def rest(self) -> None:
        """Wait for whatever is still looked up."""
        until = time.monotonic() + PATIENCE
        while any(one.name == ERRAND for one in threading.enumerate()) and time.monotonic() < until:
            self._turn()

    def _turn(self) -> None:
        resting = QEventLoop()
        QTimer.singleShot(0, resting.quit)
        resting.exec()


def day_and_night(folder: Path, calls: int, every: int, seed: int = 1) -> Iterator[Seen]:
    """Take so many calls, one in ten from somebody who rang before, and look after every so many."""
    dice = random.Random(seed)
    crowd: list[tuple[str, str, str]] = []
    with tour.program_in(folder / "profile", "generic") as (program, clock):
        tour.Guide(program, clock, folder, lambda _line: None).sign_in()
        desk = Busy(program, clock, folder)
        for number in range(1, calls + 1):
            if number % 10 or not crowd:
                crowd.append(stranger(dice))
            desk.rings(*(crowd[-1] if number % 10 else dice.choice(crowd)))
            if number % every == 0:
                desk.rest()
                gc.collect()
                yield Seen(number, held(folder), sys.getallocatedblocks())
        desk.log_off()


def stranger(dice: random.Random) -> tuple[str, str, str]:
    """Name, number and place of somebody invented, in letters that no word list has."""
    street = f"{word(dice)} Street, CF{dice.randrange(10, 64)} {dice.randrange(1, 9)}{''.join(dice.sample('ABDEFGHJ', 2))}"
    return f"{word(dice)} {word(dice)}", f"07{dice.randrange(10**9):09}", f"{dice.randrange(1, 200)} {street}"


def word(dice: random.Random) -> str:
    consonants = [letter for letter in ascii_lowercase if letter not in VOWELS]
    return "".join(dice.choice(consonants) + dice.choice(VOWELS) for _ in range(dice.randrange(2, 5))).title()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        for seen in day_and_night(Path(place), int(sys.argv[1]), 10):
            print(
                seen.calls,
                seen.held.connections,
                seen.held.open,
                f"{seen.held.memory >> 10} KB",
                seen.held.wal,
                seen.blocks,
                round(time.process_time()),
                flush=True,
            )
