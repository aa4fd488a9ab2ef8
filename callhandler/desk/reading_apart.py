"""Lets a second process read an old log ahead while this one writes; neither outlives the other, and nothing gets lost between them."""

import os
import signal
from collections.abc import Generator, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from queue import Queue
from threading import Thread

from callhandler.cases.legacy import LegacyTrouble
from callhandler.desk.old_rows import Lot, Reading

AHEAD = 16  # lots, of some 3 MB each, that wait while the store is busy with a transaction
_ENDED = "The part of the program that reads the file was ended from outside. What is on record stays: import it again to go on."


def read_apart(reading: Reading) -> Generator[Lot]:
    """The lots of a reading, made in a process of their own. Raises LegacyTrouble, also where that process was ended; OSError."""
    spawning = get_context("spawn")  # it starts empty: nothing of this process's memory, and so no key, comes with it
    here, there = spawning.Pipe(duplex=False)
    other = spawning.Process(target=_read, args=(reading, there), daemon=True)
    other.start()
    there.close()
    try:
        while lot := _received(here):
            yield lot
    finally:
        here.close()
        other.kill()
        other.join()
        other.close()


def _received(here: "Connection[object, object]") -> Lot | None:
    try:
        told = here.recv()
    except (EOFError, OSError):
        raise LegacyTrouble(_ENDED) from None
    if isinstance(told, Exception):
        raise told
    return told if isinstance(told, Lot) else None


def _read(reading: Reading, there: "Connection[object, object]") -> None:
    """The second process: makes lots, and has them sent by a thread of its own, so that it reads on while the first is busy."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl+C ends the first process, and that ends this one
    waiting = Queue[bytes](AHEAD)
    sending = Thread(target=_send, args=(there, waiting), daemon=True)
    sending.start()
    for told in _told(reading):
        waiting.put(bytes(ForkingPickler.dumps(told)))
    waiting.put(b"")
    sending.join()


def _told(reading: Reading) -> Iterator[Lot | Exception | None]:
    try:
        yield from reading.lots()
    except (LegacyTrouble, OSError) as trouble:
        yield trouble
    else:
        yield None


def _send(there: "Connection[object, object]", waiting: Queue[bytes]) -> None:
    try:
        while told := waiting.get():
            there.send_bytes(told)
    except OSError:
        os._exit(1)  # whoever asked is gone, so nobody is left to read for
