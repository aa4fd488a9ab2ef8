"""However many ask at once, and however many of them go away in the middle: everybody is answered or sent away, and nobody left waiting."""

import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection
from urllib.parse import urlsplit

import pytest

from callhandler.sync.wire import MEDIA, decode_answer, encode_ask
from tests.endpoints import Caller, Endpoint, served
from tests.patience import SOON, until

GOES_AWAY = 0.3  # of those who ask
BUSY = 503
FAULTS = ("never retrieved", "never awaited", "was destroyed", "a look failed", "Traceback")


@dataclass
class Crowd:
    """An endpoint that watches itself, and what it has to say about that."""

    endpoint: Endpoint
    said: Path

    def faults(self) -> list[str]:
        return [line for line in self.said.read_text().splitlines() if any(fault in line for fault in FAULTS)]

    def come(self, desks: int, questions: int, seed: int) -> "Counter[str]":
        """Each desk asks so often, one question after the other, all desks at once. What became of the questions."""
        callers = [self.endpoint.caller() for _ in range(desks)]
        with ThreadPoolExecutor(desks) as all_of_them:
            told = all_of_them.map(asks, callers, [questions] * desks, [random.Random(seed + n) for n in range(desks)])
            return Counter(what for one in told for what in one)


@pytest.fixture(params=["sqlite", "postgresql"])
def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crowd]:
    lite = request.param == "sqlite"
    with watched(f"sqlite:///{tmp_path}/endpoint.db" if lite else request.getfixturevalue("postgres").fresh("crowd"), tmp_path) as made:
        yield made


@contextmanager
def watched(database: str, folder: Path) -> Iterator[Crowd]:
    said, watching = folder / "said", {**os.environ, "PYTHONASYNCIODEBUG": "1"}
    with said.open("wb") as told, served(database, folder / "apart", stderr=told, env=watching) as endpoint:
        yield Crowd(endpoint, said)


def asks(caller: Caller, questions: int, dice: random.Random) -> list[str]:
    return [ask_or_go(caller, dice) for _ in range(questions)]


def ask_or_go(caller: Caller, dice: random.Random) -> str:
    """Raises where no answer came in time."""
    caller.write(f"police.{secrets.token_hex(4)}")
    ask = caller.ask()
    packed = encode_ask(ask)
    if dice.random() < GOES_AWAY:
        go_away(caller, packed, dice.choice((0, len(packed) // 2, len(packed))))
        return "gone"
    answer = caller.send(packed, **({"Urgency": "high"} if dice.random() < GOES_AWAY else {}))
    if answer.status_code != BUSY:
        answer.raise_for_status()
        caller.replica.take(decode_answer(answer.content, ask))
    return "busy" if answer.status_code == BUSY else "answered"


def go_away(caller: Caller, packed: bytes, after: int) -> None:
    """Once so many bytes of the question were sent."""
    told = urlsplit(caller.url)
    head = f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA}\r\nAuthorization: Bearer {caller.token}\r\n"
    with create_connection((told.hostname or "", told.port or 0), timeout=SOON) as line:
        line.sendall(f"{head}Content-Length: {len(packed)}\r\n\r\n".encode() + packed[:after])


def nobody_waits(crowd: Crowd, came: "Counter[str]", questions: int) -> None:
    assert came.total() == questions
    for caller in crowd.endpoint.callers:
        caller.sync()
        assert caller.store.progress().acked == caller.written
    caller = crowd.endpoint.callers[0]
    until(lambda: "callhandler_sync_waiting 0" in caller.get("/metrics").text.splitlines())
    assert crowd.faults() == []


@pytest.mark.req("F15")
def test_nobody_who_comes_in_a_crowd_is_left_waiting(crowd: Crowd):
    nobody_waits(crowd, crowd.come(desks=6, questions=12, seed=1), 72)


@pytest.mark.soak
def test_nobody_who_comes_in_a_very_large_crowd_is_left_waiting(crowd: Crowd):
    seed = secrets.randbelow(1 << 30)
    came = crowd.come(desks=40, questions=100, seed=seed)
    nobody_waits(crowd, came + crowd.come(desks=1, questions=400, seed=seed), 4400)
