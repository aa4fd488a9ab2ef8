"""The store is never busy for long with what came in: how much a round brings follows from how long the last one took."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from callhandler.line.round import FIRST, SHORT, fitting, sync
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.pace import Pace
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk, desk
from tests.stored_device import Shelf

ENTRIES = 500


@dataclass
class SlowStore:
    """A disk that takes so long for each row; `busy` says how many rows each round kept it busy with."""

    a_row: float
    busy: list[int] = field(default_factory=list)
    passed: float = 0.0

    def send(self, one: LinedDesk, ask: Ask) -> Answer:
        answer = one.remote.send(ask)
        self.busy.append(len(ask.entries) + sum(len(told.rows) for told in answer.slices))
        return answer

    def seconds(self) -> Iterator[float]:
        """Before the answer is taken, and after."""
        while True:
            yield self.passed
            self.passed += self.busy[-1] * self.a_row
            yield self.passed


@contextmanager
def two_desks(folder: Path) -> Iterator[tuple[LinedDesk, LinedDesk]]:
    hall, shelf = Hall(), Shelf(folder)
    with listening(handler(hall)) as port:
        made = tuple(desk(hall, shelf, f"http://127.0.0.1:{port}") for _ in range(2))
        yield made[0], made[1]
        for one in made:
            one.remote.close()
    shelf.clear()


@pytest.mark.req("F6", "F15")
@pytest.mark.parametrize("a_row", [0.00001, 0.0004, 0.005])
def test_a_long_history_comes_in_portions_that_the_disk_takes_at_once(tmp_path: Path, a_row: float):
    with two_desks(tmp_path) as (writer, reader):
        case = writer.case()
        writer.disk.logbook(lambda: bytes(16)).append_many([writer.writer.note(case=case) for _ in range(ENTRIES)])
        writer.sync()
        store = SlowStore(a_row)
        reader.replica.pace = Pace(FIRST)
        read(reader, store)
        assert sum(store.busy) == ENTRIES + 1
        assert max(store.busy) <= max(FIRST, int(SHORT / a_row))
        assert len(store.busy) <= 2 * ENTRIES / min(ENTRIES, max(FIRST, SHORT / a_row)) + 3


def read(one: LinedDesk, store: SlowStore) -> None:
    class There:
        def send(self, ask: Ask) -> Answer:
            return store.send(one, ask)

    seconds = store.seconds()
    while sync(one.replica, one.disk.stored, There(), lambda: bytes(16), seconds=lambda: next(seconds)).more:
        pass


def test_what_hardly_brought_anything_says_nothing_about_the_disk():
    assert fitting(800, 3, 0.2) == 800
    assert fitting(20, 500, 9.0) == 20
    assert fitting(800, 400, 0.0) == 800
    assert fitting(800, 400, 0.1) == 200
