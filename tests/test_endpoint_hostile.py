"""Whatever strangers send, the endpoint neither falls over nor swells, nobody else waits for it, and no forged entry gets in."""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.routes import OF_ONE
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import DeviceKey
from callhandler.sync.messages import Ask, Offer
from callhandler.sync.packing import UP, NotAMessage, pack, unpack
from callhandler.sync.proof import Certificate, Proof
from callhandler.sync.wire import decode_answer, decode_ask, encode_ask
from tests.endpoints import Caller, Endpoint, served
from tests.hostile_bodies import DRIPPING, throw
from tests.patience import until
from tests.premises import Desk, Premises

LIMIT = 64 << 20  # bytes


@dataclass
class Stand:
    """An endpoint in a process of its own, one honest desk, and a crowd."""

    endpoint: Endpoint
    pid: int
    desk: Caller
    thrower: ProcessPoolExecutor

    def memory(self, what: str) -> int:
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith(what))

    def thrown(self, many: int, seed: int) -> "Future[Mapping[int, int]]":
        """So many hostile bodies, from elsewhere: how often each status was the answer."""
        good = unpack(encode_ask(self.desk.ask()), UP)
        drippers = [self.endpoint.caller().token for _ in range(DRIPPING // OF_ONE + 1)]
        return self.thrower.submit(throw, self.desk.url, self.desk.token, drippers, many, seed, good)

    def took(self, many: int) -> list[float]:
        """How long each of so many honest rounds takes, in seconds."""
        times = []
        for _ in range(many):
            begun = perf_counter()
            assert self.desk.round().done
            times.append(perf_counter() - begun)
        return sorted(times)


@contextmanager
def standing(folder: Path) -> Iterator[Stand]:
    database = f"sqlite:///{folder}/endpoint.db"
    with served(database, folder / "apart") as endpoint, ProcessPoolExecutor(1, get_context("spawn")) as thrower:
        yield Stand(endpoint, endpoint.pids[0], endpoint.caller(), thrower)


def judged(stand: Stand, before: int, statuses: Mapping[int, int]) -> None:
    assert not [status for status in statuses if status >= 500], statuses
    assert stand.memory("VmHWM") - before <= LIMIT
    stand.desk.write("police.after")
    stand.desk.sync()


@pytest.mark.req("T19", "F8")
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory a process takes")
def test_hostile_bodies_neither_fell_nor_swell_it(tmp_path):
    with standing(tmp_path) as stand:
        stand.took(20)
        before = stand.memory("VmRSS")
        judged(stand, before, stand.thrown(80, 3).result())


@pytest.mark.req("T19")
def test_a_large_body_is_refused_before_it_waits_for_anybody(tmp_path):
    """Somebody else has the database for the time being, and a sound question waits for it."""
    with standing(tmp_path) as stand, ThreadPoolExecutor(1) as beside:
        stand.took(1)
        engine, other = open_database(stand.endpoint.settings.database), stand.endpoint.caller()
        with engine.begin():
            waits = beside.submit(stand.desk.round)
            until(lambda: "callhandler_sync_waiting 1\n" in other.get("/metrics").text)
            assert other.send(pack(b"[" * (1 << 20))).status_code == 400
            assert not waits.done()
        assert waits.result().done
        engine.dispose()


@pytest.mark.soak
@pytest.mark.req("T19")
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory a process takes")
def test_a_thousand_hostile_bodies_hold_nobody_up(tmp_path):
    with standing(tmp_path) as stand:
        stand.took(100)
        before, alone, beside = stand.memory("VmRSS"), stand.took(1000), list[float]()
        thrown = stand.thrown(1000, 4)
        while not thrown.done():
            beside += stand.took(10)
        p99 = alone[len(alone) * 99 // 100], sorted(beside)[len(beside) * 99 // 100]
        grown, statuses = (stand.memory("VmHWM") - before) >> 20, thrown.result()
        print(f"\n{statuses} +{grown} MB, p99 {p99[0] * 1000:.1f} ms alone, {p99[1] * 1000:.1f} ms beside, of {len(beside)}")
        judged(stand, before, statuses)


def forged(desk: Desk, other: Desk, dice: Random, replays: list[bytes]) -> bytes:
    """A question that nobody should believe."""
    ask, way = desk.replica.ask(dice.randbytes(16)), dice.randrange(9)
    if way == 0:
        return dice.choice(replays)
    if way == 1:
        ask = replace(ask, signature=dice.randbytes(64))
    elif way == 2:
        ask = replace(ask, entries=(*ask.entries[1:], ask.entries[0]))
    elif way == 3:
        ask = replace(ask, entries=ask.entries[:-1])
    elif way == 4:
        ask = replace(ask, entries=tuple(replace(one, payload=one.payload.replace(b"line", b"lime")) for one in ask.entries))
    elif way == 5:
        ask = replace(ask, device=other.line, certificate=None)
    elif way == 6:
        ask = replace(ask, prev=dice.randbytes(32), first=ask.first + dice.randrange(3))
    elif way == 7:
        ask = _with_certificate(ask, desk)
    else:
        ask = replace(ask, entries=(), signature=b"", offers=(_offer(ask, other, dice),))
    return encode_ask(ask)


def _with_certificate(ask: Ask, desk: Desk) -> Ask:
    """A stranger's key, under a certificate of its own making."""
    stranger = DeviceKey.generate()
    return replace(ask, device=stranger.id, certificate=Certificate(stranger.public, desk.agency, desk.line, stranger.sign(b"police")))


def _offer(ask: Ask, other: Desk, dice: Random) -> Offer:
    """An entry of somebody else's, under a proof that nobody signed."""
    entry, (certificate, held) = ask.entries[0], (other.disk.identity().certificate, dice.randbytes(32))
    assert certificate
    return Offer(replace(entry, device=other.line), held, Proof(certificate, entry.n, dice.randbytes(32), (held,), dice.randbytes(64)))


def run(premises: Premises, many: int, dice: Random) -> None:
    desk, other = premises.desk(), premises.desk("council")
    replays = []
    for _ in range(5):
        desk.write("police.1")
        replays.append(encode_ask(desk.replica.ask(dice.randbytes(16))))
        desk.sync()
    before, accepted = everything(premises), 0
    for _ in range(3):
        desk.write("police.1")  # what a forger would like to alter on its way
    for turn in range(many):
        body = forged(desk, other, dice, replays)
        try:
            answer = decode_answer(premises.behind.switchboard.answer(body, desk.line), decode_ask(body))
            accepted += answer.verdict.outcome == "ok" and answer.verdict.n > 5
        except (Refused, NotAMessage):
            pass
        if turn % 100 == 0:
            assert everything(premises) == before
    assert accepted == 0
    assert everything(premises) == before
    desk.sync()
    assert len(premises.kept()) == 8


def everything(premises: Premises) -> tuple[object, ...]:
    with premises.behind.engine.connect() as connection:
        asked = (
            "SELECT leaf, why, payload FROM entry ORDER BY leaf",
            "SELECT device, n, head FROM device ORDER BY device",
            "SELECT * FROM feed",
        )
        return tuple(connection.exec_driver_sql(one).fetchall() for one in asked)


@pytest.fixture
def premises(tmp_path):
    made = Premises(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db")
    yield made
    made.close()


@pytest.mark.req("T4", "T6")
def test_no_forged_or_replayed_entry_gets_in(premises):
    run(premises, 1000, Random(5))
