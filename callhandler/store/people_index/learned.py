"""What the score has learned from this store: reckoned in quiet moments, kept in the store, and anew once it has grown by a tenth."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from callhandler.people.learning import Call, learn, learning
from callhandler.people.parts import Parts
from callhandler.people.tables import START, Table, Tables
from callhandler.store.people_index import descriptions
from callhandler.store.people_index.said import PEOPLE
from callhandler.store.people_index.searching import Search, Shares

SAMPLE = 20_000  # descriptions among which strangers and homes are counted
CALLS = 400  # descriptions that are taken for calls, when a store learns from itself
ENOUGH = 5_000  # people from which on a store teaches more than the start tables know
GROWN = 1.1  # times as many people as when it last learned
KNOWN_AT_LEAST = 0.2  # of those who call; an old log, in which each stands once, must not teach that nobody calls again

_AT_ONCE = 500  # descriptions read in one step
_KEPT = "SELECT tables FROM learned"
_KEEP = """INSERT INTO learned (one, people, at, tables) VALUES (1, ?, ?, ?)
    ON CONFLICT (one) DO UPDATE SET people = excluded.people, at = excluded.at, tables = excluded.tables"""
_DUE = "SELECT n FROM total WHERE kind = ? AND n >= ? AND n >= coalesce((SELECT people FROM learned), 0) * ?"
_NEWEST = "SELECT coalesce(max(at), 0) FROM description"
Reading = Callable[[], AbstractContextManager[Any]]


def learn_from(connection: Any, calls: Sequence[Parts]) -> Tables:
    """Tables by a sample of the store and by these calls, with those whom the index finds for each. The same store gives the same."""
    search = Search()
    known = [(asked, [one.parts for one in search.find(connection, asked)]) for asked in calls]
    sample = [one for numbers in _sampled(connection, SAMPLE) for one in _read(connection, numbers)]
    return learn(sample, known, search.shares(connection))


def learning_from(reading: Reading) -> Iterator[Tables]:
    """The same from the store alone, in short steps, each with a connection of its own; the last tables that come are those learned."""
    sample, calls = list[Parts](), list[Call]()
    with reading() as connection:
        chosen = _sampled(connection, SAMPLE)
    for numbers in chosen:
        with reading() as connection:
            sample += _read(connection, numbers)
        yield START
    for asked in sample[:: max(len(sample) // CALLS, 1)]:
        with reading() as connection:
            calls.append((asked, [one.parts for one in Search().find(connection, asked)]))
        yield START
    for tables in learning(sample, calls, _Counted(reading)):
        yield replace(tables, same=max(tables.same, KNOWN_AT_LEAST))


def due(connection: Any) -> bool:
    """Whether there is enough to learn from, and more than when it was last learned; or what was learned does not fit this version."""
    grown = GROWN if kept(connection) is not START else 0
    return connection.execute(_DUE, (PEOPLE, ENOUGH, grown)).fetchone() is not None


def keep(connection: Any, tables: Tables) -> None:
    """Keep what was learned, with how many people it was learned from and when the newest of them was described."""
    people, at = Search().shares(connection).people, connection.execute(_NEWEST).fetchone()[0]
    connection.execute(_KEEP, (people, at, json.dumps(asdict(tables), sort_keys=True)))


def kept(connection: Any) -> Tables:
    """What was learned here; the start values where nothing was, or an older version learned it, by other levels."""
    row = connection.execute(_KEPT).fetchone()
    return _tables_of(row[0]) if row else START


@lru_cache(4)
def _tables_of(text: str) -> Tables:
    told = json.loads(text)
    address = {field: tuple(_table(**table) for table in areas) for field, areas in told["address"].items()}
    tables = Tables({field: _table(**table) for field, table in told["fields"].items()}, address, told["same"], told["home"])
    fits = all(len(tables.of(field).m) == len(table.m) for field, table in START.fields.items())
    return tables if fits else START


def _table(**shares: list[float]) -> Table:
    return Table(*(tuple(shares[part]) for part in ("m", "h", "u")))


def _sampled(connection: Any, most: int) -> list[list[int]]:
    """Descriptions from all over the store, by chance: people of one home often stand side by side, and every tenth would miss them."""
    last = descriptions.next_number(connection)
    numbers = sorted(random.Random(last).sample(range(1, last), min(most, last - 1)))  # noqa: S311 - to count, not to hide
    return [numbers[place : place + _AT_ONCE] for place in range(0, len(numbers), _AT_ONCE)]


def _read(connection: Any, numbers: Sequence[int]) -> list[Parts]:
    return [Parts(*row) for row in descriptions.readings(connection, numbers).values()]


class _Counted:
    """How common a value is, each looked up once, with a connection that nobody waits for meanwhile."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[str, str], float | None] = {}
        with reading() as connection:
            self.people = Shares(connection, PEOPLE).people

    def share(self, field: str, value: str) -> float | None:
        """The share of descriptions with this value."""
        if (field, value) not in self._known:
            with self._reading() as connection:
                self._known[field, value] = Shares(connection, PEOPLE, self.people).share(field, value)
        return self._known[field, value]
