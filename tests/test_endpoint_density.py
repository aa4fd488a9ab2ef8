"""Sixteen desks write at once through two processes over one PostgreSQL: readers find every position, once, in order."""

import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import reduce
from threading import Event

import pytest
import requests
from sqlalchemy import select

from callhandler.endpoint.app import now
from callhandler.endpoint.database import LOOKING, open_database
from callhandler.endpoint.exchange import tables
from callhandler.log.chain import follow, start
from callhandler.log.device import head
from callhandler.log.entry import compose, seal_all
from callhandler.log.kinds import Noted
from callhandler.sync.messages import Ask, Verdict
from callhandler.sync.wire import decode_answer, encode_ask
from tests.endpoints import Caller, served
from tests.patience import LONG, until

WRITERS, EACH = 16, 5
MANY = 250  # entries of one push, where there are to be millions


def watch(database: str, over: Event) -> tuple[int, list[str]]:
    """Read on from the last position that was seen, and never go back, until the writers are done and nothing is new."""
    engine, pos, seen, found = open_database(database), 0, set[str](), list[str]()
    row = tables.feed_row.c
    while True:
        last_time = over.is_set()
        with engine.connect().execution_options(**{LOOKING: True}) as connection:
            told = connection.execute(
                select(row.pos, row.id).where(row.feed == "police", row.pos > pos).order_by(row.pos).limit(1000)
            ).all()
        for one in told:
            found += [f"a hole before {one.pos}"] if one.pos != pos + 1 else []
            found += [f"{one.id} twice"] if one.id in seen else []
            pos = one.pos
            seen.add(one.id)
        if last_time and not told:
            engine.dispose()
            return pos, found


def work(caller: Caller, rounds: int) -> None:
    for _ in range(rounds):
        for _ in range(EACH):
            caller.write(f"police.{caller.written % 50}")
        assert caller.round().done


def stream(caller: Caller, rounds: int) -> None:
    """Push after push, signed and chained as a desk does it, by a desk that keeps nothing and hardly reads."""
    who, at, n = caller.store.identity(), now(), 1
    chain = start(who.signer.public)
    for _ in range(rounds):
        said = [
            compose(Noted(text="line"), id=secrets.token_hex(16), case=f"police.{n % 50}", at=at, hlc=n, actor="C1", agency="police")
            for _ in range(MANY)
        ]
        entries, before = tuple(seal_all(said, who.signer.id, n, lambda: secrets.token_bytes(16))), chain
        chain, last = reduce(follow, entries, chain), n + MANY - 1
        signed = who.signer.sign(head(who.signer.public, last, chain))
        nonce = secrets.token_bytes(16)
        ask = Ask(nonce, who.signer.id, who.certificate, None, "", n, before, last, entries, signed, {}, None, rows=1)
        assert decode_answer(answered(caller, encode_ask(ask)), ask).verdict == Verdict("ok", last)
        n = last + 1


def answered(caller: Caller, asked: bytes) -> bytes:
    """Asked again as a desk would, where the endpoint has no time: the same push is taken once."""
    told: list[requests.Response] = []

    def answers() -> bool:
        with suppress(requests.ConnectionError, requests.Timeout):
            told.append(caller.send(asked))
        return bool(told) and told[-1].status_code not in {408, 503}

    until(answers, within=LONG)  # sixteen at once wait for each other
    told[-1].raise_for_status()
    return told[-1].content


@pytest.fixture
def two(postgres, tmp_path) -> Iterator[tuple[str, list[Caller]]]:
    database = postgres.fresh("density")
    with served(database, tmp_path / "apart", processes=2) as endpoint:
        yield database, [endpoint.caller(at=number % 2) for number in range(WRITERS)]


def run(two: tuple[str, list[Caller]], write: Callable[[Caller, int], None], rounds: int, each: int) -> None:
    (database, callers), over = two, Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        watching = [pool.submit(watch, database, over) for _ in range(2)]
        working = [pool.submit(write, caller, rounds) for caller in callers]
        try:
            for one in working:
                one.result()
        finally:
            over.set()
        assert [one.result() for one in watching] == [(WRITERS * each * rounds, [])] * 2


def test_no_reader_misses_a_position(two):
    run(two, work, rounds=2, each=EACH)


def test_no_reader_misses_a_position_of_large_pushes(two):
    run(two, stream, rounds=1, each=MANY)


@pytest.mark.soak
def test_no_reader_misses_a_position_in_ten_million(two):
    run(two, stream, rounds=int(os.environ.get("ROWS", "10000000")) // (WRITERS * MANY), each=MANY)
