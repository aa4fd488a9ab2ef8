"""Sixteen desks write at once through two processes over one PostgreSQL: readers find every position, once, in order."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from callhandler.endpoint.database import LOOKING, open_database
from callhandler.endpoint.exchange import tables
from tests.endpoints import Caller, served

WRITERS, EACH = 16, 5


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


@pytest.fixture
def two(postgres, tmp_path) -> Iterator[tuple[str, list[Caller]]]:
    database = postgres.fresh("density")
    with served(database, tmp_path / "apart", processes=2) as endpoint:
        yield database, [endpoint.caller(at=number % 2) for number in range(WRITERS)]


def run(two: tuple[str, list[Caller]], rounds: int) -> None:
    (database, callers), over = two, Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        watching = [pool.submit(watch, database, over) for _ in range(2)]
        working = [pool.submit(work, caller, rounds) for caller in callers]
        try:
            for one in working:
                one.result()
        finally:
            over.set()
        assert [each.result() for each in watching] == [(WRITERS * EACH * rounds, [])] * 2


def test_no_reader_misses_a_position(two):
    run(two, rounds=2)


@pytest.mark.soak
def test_no_reader_misses_a_position_in_ten_million(two):
    run(two, rounds=int(os.environ.get("ROWS", "10000000")) // (WRITERS * EACH))
