"""Kills a device between the endpoint's answer and its own mark, again and again: `python -m tests.faults.unmarked [TIMES]`."""

import os
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from callhandler.log.device import verify
from callhandler.store import condition
from callhandler.sync.exchange import Exchange
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.stores import Identity
from callhandler.sync.wire import decode_answer, decode_ask, encode_answer, encode_ask
from tests.doubles import CountedIds
from tests.faults.client_step import DEVICE, ENDPOINT, KEY, MORNING, asked, opened
from tests.stores import Writer

HEAD = 8
LONGEST = 10.0  # seconds that a mark may take
BEYOND = 1.3  # of the quickest mark so far: it is killed at any moment within, so that some come as far as their mark


@dataclass
class Found:
    """How often it was killed before it had marked, and what was wrong in the end."""

    killed: int = 0
    marked: int = 0
    quickest: float = LONGEST  # seconds from the answer to the mark
    bad: list[str] = field(default_factory=list)


def try_out(times: int, seed: int = 0) -> Found:
    """Each time the device writes one more entry, asks, and is answered."""
    found, dice, endpoint = Found(), Random(seed), MemoryEndpoint()
    exchange = Exchange(endpoint, ENDPOINT, verify, new_incarnation=lambda: "life")
    exchange.open()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        condition.begin(folder, KEY)
        store, _, close = opened(folder)
        store.set_identity(Identity(DEVICE, exchange.enrol(DEVICE.public, "police")))
        close()
        for turn in range(times):
            marked = _marked(folder, exchange, turn, BEYOND * found.quickest * (dice.random() if turn else 1))
            found.killed += marked is None
            found.marked += marked is not None
            found.quickest = min(found.quickest, marked or LONGEST)
        found.bad = _faults(folder, exchange, endpoint, times)
    return found


def _marked(folder: Path, exchange: Exchange, turn: int, patience: float) -> float | None:
    """After how many seconds it said that it had marked; None if it was killed before."""
    question, answer = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _device(folder, turn, question[1], answer[0])
    ask = decode_ask(_told(question[0]))
    _tell(answer[1], encode_answer(exchange.answer(ask, MORNING), ask))
    answered = time.perf_counter()
    done, _, _ = select.select([question[0]], [], [], patience)
    took = time.perf_counter() - answered
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for end in (*question, *answer):
        os.close(end)
    return took if done else None


def _device(folder: Path, turn: int, question: int, answer: int) -> None:
    """In a process of its own, which ends here."""
    try:
        store, logbook, _ = opened(folder)
        writer = Writer(CountedIds(MORNING.replace(year=3000 + turn)), stamp=turn)
        logbook.append([writer.note(f"line {turn}", case="police.own")])
        replica, ask = asked(store)
        _tell(question, encode_ask(ask))
        if replica.take(decode_answer(_told(answer), ask)).done:
            _tell(question, b"done")
        signal.pause()
    finally:
        os._exit(1)


def _faults(folder: Path, exchange: Exchange, endpoint: MemoryEndpoint, times: int) -> list[str]:
    """After one round to the end: everything once at the endpoint, everything marked, the chain whole."""
    store, logbook, close = opened(folder)
    more = True
    while more:
        replica, ask = asked(store)
        more = replica.take(exchange.answer(ask, MORNING)).more
    written = [entry.id for entry in logbook.entries()]
    counted = Counter(kept.entry.id for kept in endpoint.entries.values())
    told = [] if counted == Counter(written) and len(written) == times else [f"{len(written)} written, {counted.total()} arrived"]
    told += [] if store.progress().acked == times else [f"{store.progress().acked} marked"]
    told += ["the chain is broken"] if logbook.verify() else []
    close()
    return told


def _tell(pipe: int, message: bytes) -> None:
    os.write(pipe, len(message).to_bytes(HEAD) + message)


def _told(pipe: int) -> bytes:
    size = int.from_bytes(os.read(pipe, HEAD))
    told = b""
    while len(told) < size:
        told += os.read(pipe, size - len(told))
    return told


if __name__ == "__main__":
    outcome = try_out(int(sys.argv[1]) if sys.argv[1:] else 1000)
    print(outcome.killed, "killed before the mark,", outcome.marked, "after it,", len(outcome.bad), "bad", *outcome.bad)
    sys.exit(bool(outcome.bad))
