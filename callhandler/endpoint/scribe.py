"""Writes line after line on a thread of its own: whoever has something to tell waits for nobody, however long its reader stands still."""

import logging
import os
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from io import UnsupportedOperation
from threading import Condition, Thread

from typing_extensions import override

Write = Callable[[str], object]
ROOM = 10_000  # lines that may wait to be written: a few megabytes
LAST = 3.0  # seconds in which they are still written when the program ends


def to_stderr(line: str) -> None:
    """Raises OSError or ValueError where nobody takes it: a pipe or file that was closed, a disk that is full.

    Past Python's own buffer: a program in which a thread stands still in that cannot end in good order.
    """
    if sys.stderr is None:
        raise OSError("there was none when this program began")
    try:
        outlet = sys.stderr.fileno()
    except UnsupportedOperation:  # somebody has put something else in its place
        sys.stderr.write(line + "\n")
        return
    rest = memoryview((line + "\n").encode(errors="backslashreplace"))
    while rest:
        rest = rest[os.write(outlet, rest) :]


class Scribe:
    """Takes lines from any thread. Those that cannot be written, or find no room, are counted, and the count told once it goes on.

    `told` makes the line that says how many they were. There is a thread while something is to be written, and nobody waits for it.
    """

    def __init__(self, write: Write, told: Callable[[int], str], room: int = ROOM) -> None:
        self._write, self._told, self._room = write, told, room
        self._lines: deque[str] = deque()
        self._turn = Condition()
        self._thread: Thread | None = None
        self._failed = self._over = False
        self._owed = 0  # lines that were not written, and of which nobody was told yet
        self.untold = 0  # of all

    def __call__(self, line: str) -> None:
        """At once, whatever becomes of it."""
        with self._turn:
            if self._over or len(self._lines) >= self._room:
                self._miss()
                return
            self._lines.append(line)
            self._failed = False
            if self._thread is None:
                self._begin()

    def settle(self, within: float) -> bool:
        """Wait until all that was told is written, so many seconds at most; whether it is."""
        with self._turn:
            return self._turn.wait_for(lambda: self._thread is None and not self._lines, within)

    def close(self, within: float = LAST) -> bool:
        """As `settle`; whatever is told later is not written."""
        done = self.settle(within)
        with self._turn:
            self._over = True
        return done

    def _begin(self) -> None:
        thread = Thread(target=self._work, name="scribe", daemon=True)
        with suppress(RuntimeError):  # there is no thread to be had: the next line tries again
            thread.start()
            self._thread = thread

    def _work(self) -> None:
        while one := self._next():
            line, owed = one
            try:
                self._write(line)
            except (OSError, ValueError):
                self._fail(owed)

    def _next(self) -> tuple[str, int] | None:
        """The next line, and for how many others it speaks."""
        with self._turn:
            if self._owed and not self._failed and len(self._lines) <= self._room // 2:
                owed, self._owed = self._owed, 0
                return self._told(owed), owed
            if self._lines:
                return self._lines.popleft(), 0
            self._thread = None
            self._turn.notify_all()
            return None

    def _fail(self, owed: int) -> None:
        with self._turn:
            self._failed = True
            if owed:
                self._owed += owed
            else:
                self._miss()

    def _miss(self) -> None:
        self._owed += 1
        self.untold += 1


class Reports(logging.Handler):
    """What the program says of its own faults, which are told in the same place, and no more waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._scribe = Scribe(to_stderr, lambda many: f"{many} reports were not written", ROOM // 10)  # each may be a page

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._scribe(self.format(record))

    @override
    def flush(self) -> None:
        """As the program ends."""
        self._scribe.settle(LAST)


def reporting() -> dict[str, object]:
    """The configuration of `logging` by which everything that anybody reports goes there."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s: %(message)s"}},
        "handlers": {"reports": {"()": f"{Reports.__module__}.{Reports.__qualname__}", "formatter": "plain"}},
        "root": {"handlers": ["reports"], "level": "WARNING"},
    }
