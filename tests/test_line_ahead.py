"""The next round is asked for while the last one is taken in, and what came of it counts only where nothing else happened meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from callhandler.line.ahead import rounds
from callhandler.line.round import Coming
from callhandler.line.troubles import LineTrouble, NoLine
from callhandler.log.kinds import Noted
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.pace import Pace
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk, desk
from tests.stored_device import Shelf

ENTRIES, AT_ONCE = 100, 20


@dataclass
class Watched:
    """A line that counts what is asked; `before` is called before a question is sent, with its number."""

    one: LinedDesk
    before: Callable[[int], None] = lambda _number: None
    asked: list[Ask] = field(default_factory=list)

    def send(self, ask: Ask) -> Answer:
        return self.post(ask)()()

    def post(self, ask: Ask) -> Callable[[], Coming]:
        packed = self.one.remote.post(ask)

        def posted() -> Coming:
            self.asked.append(ask)
            self.before(len(self.asked))
            return packed()

        return posted


def run(one: LinedDesk, line: Watched, left: Callable[[], bool] = lambda: False) -> int:
    """Rounds until they end; how many entries came. `left`: what there is to do meanwhile."""
    numbers = count(1)
    one.replica.pace = Pace(AT_ONCE)
    nonce = lambda: next(numbers).to_bytes(16, "big")  # noqa: E731 - it belongs to this run alone
    with closing(rounds(one.replica, one.disk.stored, line, nonce, seconds=lambda: 0.0, meanwhile=left)) as going:
        return sum(len(taken.read) for taken in going)


def meanwhile(one: LinedDesk, number: int) -> None:
    if number in {2, 4}:
        one.case("meanwhile")


@contextmanager
def two_desks(folder: Path) -> Iterator[tuple[LinedDesk, LinedDesk]]:
    hall, shelf = Hall(), Shelf(folder)
    with listening(handler(hall)) as port:
        made = tuple(desk(hall, shelf, f"http://127.0.0.1:{port}") for _ in range(2))
        made[0].disk.logbook(lambda: bytes(16)).append_many([made[0].writer.note(case=made[0].case()) for _ in range(ENTRIES)])
        yield made[0], made[1]
        for one in made:
            one.remote.close()
    shelf.clear()


@pytest.mark.req("F6")
def test_a_long_history_goes_up_and_comes_down_with_no_question_asked_twice(tmp_path: Path):
    with two_desks(tmp_path) as (writer, reader):
        up, down = Watched(writer), Watched(reader)
        run(writer, up)
        assert run(reader, down) == len(writer.shown())
        assert reader.shown() == writer.shown()
        assert sum(len(ask.entries) for ask in up.asked) == len(writer.shown())
        assert len({tuple(ask.cursors.values()) for ask in down.asked}) == len(down.asked)


@pytest.mark.req("F6")
def test_what_is_written_while_a_question_is_on_its_way_goes_with_the_next_and_nothing_is_lost(tmp_path: Path):
    with two_desks(tmp_path) as (writer, reader):
        run(writer, Watched(writer, lambda number: meanwhile(writer, number)))
        run(reader, Watched(reader))
        assert reader.shown() == writer.shown()
        assert set(writer.written) <= reader.shown().keys()


@pytest.mark.req("F6")
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_line_that_goes_while_a_question_is_ahead_loses_nothing(tmp_path: Path, lost: int):
    def goes(number: int) -> None:
        if number == lost:
            raise NoLine

    with two_desks(tmp_path) as (writer, reader):
        with pytest.raises(LineTrouble):
            run(writer, Watched(writer, goes))
        run(writer, Watched(writer))
        with pytest.raises(LineTrouble):
            run(reader, Watched(reader, goes))
        run(reader, Watched(reader))
        assert reader.shown() == writer.shown()


def test_one_change_costs_one_question(tmp_path: Path):
    with two_desks(tmp_path) as (writer, reader):
        for one in (writer, reader):
            run(one, Watched(one))
        writer.write(Noted(text="one more"), writer.case())
        up, down = Watched(writer), Watched(reader)
        run(writer, up)
        run(reader, down)
        assert (len(up.asked), len(down.asked)) == (1, 1)


def test_what_is_left_to_do_is_done_while_an_answer_is_on_its_way(tmp_path: Path):
    with two_desks(tmp_path) as (writer, reader):
        run(writer, Watched(writer))
        done = threading.Event()

        def waits(number: int) -> None:
            if number > 1:  # the first question is asked and not sent ahead
                done.wait(5.0)

        def left() -> bool:
            done.set()
            return False

        assert run(reader, Watched(reader, waits), left) == len(writer.shown())
        assert done.is_set()
