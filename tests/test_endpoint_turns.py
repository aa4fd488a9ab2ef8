"""Who is answered first when more ask than can be answered: a desk with a high risk, and otherwise whoever came first."""

import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from callhandler.endpoint.exchange.narrow import Narrow
from callhandler.endpoint.exchange.turns import TOGETHER, Answers, Question, Turns
from tests.patience import SOON


class Desk:
    """Answers what it is asked once its door is opened, and notes who was answered together."""

    def __init__(self, together: int = 1) -> None:
        self.turns, self.order, self.door = Turns(self.answer, 1, together), list[list[str]](), Event()

    def answer(self, questions: Sequence[Question]) -> Answers:
        assert self.door.wait(SOON)
        self.order.append([question.token for question in questions])
        return [ValueError(one.token) if one.token.startswith("bad") else one.packed for one in questions]

    def arrive(self, *names: str, size: int = 1) -> list["asyncio.Task[bytes]"]:
        """In this order. The first is answered at once, by itself, as far as the door."""
        return [asyncio.create_task(self.turns.ask(Question(name.encode() * size, name), urgent=name.isupper())) for name in names]

    async def settle(self) -> None:
        """Comes when everybody before has come."""
        await asyncio.create_task(last())


async def last() -> None:
    """Nothing more."""


async def played(desk: Desk, *names: str, gone: str = "", size: int = 1) -> list[object]:
    """The first comes alone, the others while it is being answered."""
    came = desk.arrive(names[0], size=size)
    await desk.settle()
    await desk.settle()
    came += desk.arrive(*names[1:], size=size)
    await desk.settle()
    for name, task in zip(names, came, strict=True):
        if name == gone:
            task.cancel()
    await desk.settle()
    desk.door.set()
    return list(await asyncio.gather(*came, return_exceptions=True))


@pytest.mark.req("F15")
def test_a_high_risk_goes_first():
    desk = Desk()
    asyncio.run(played(desk, "first", "second", "third", "HIGH"))
    assert desk.order == [["first"], ["HIGH"], ["second"], ["third"]]


def test_whoever_goes_away_takes_nobody_elses_turn():
    desk = Desk()
    asyncio.run(played(desk, "first", "second", "third", gone="second"))
    assert desk.order == [["first"], ["third"]]


@pytest.mark.req("F15")
def test_whoever_came_meanwhile_is_answered_together_each_with_its_own():
    desk = Desk(together=3)
    told = asyncio.run(played(desk, "first", "second", "third", "HIGH", "bad", "last"))
    assert desk.order == [["first"], ["HIGH", "second", "third"], ["bad", "last"]]
    assert told[:4] + told[5:] == [b"first", b"second", b"third", b"HIGH", b"last"]
    assert isinstance(told[4], ValueError)


def test_nobody_waits_long_for_a_large_question():
    desk = Desk(together=10)
    asyncio.run(played(desk, "a", "b", "c", size=TOGETHER))
    assert desk.order == [["a"], ["b"], ["c"]]


@pytest.mark.req("F15")
def test_whoever_comes_in_the_moment_in_which_the_last_one_leaves_is_answered():
    desk = Desk()
    desk.door.set()
    asyncio.run(asyncio.wait_for(one_after_the_other(desk, "first", "second", "third"), 20))
    assert desk.order == [["first"], ["second"], ["third"]]


async def one_after_the_other(desk: Desk, *names: str) -> None:
    for name in names:
        await desk.turns.ask(Question(b"", name), urgent=False)


def test_whoever_gets_no_answer_is_told_so_and_does_not_wait():
    turns = Turns(lambda _questions: (), 1, 1)
    assert [type(one) for one in asyncio.run(asyncio.wait_for(asked(turns), 20))] == [ValueError] * 2


def test_a_fault_that_no_future_can_hold_is_told_as_another():
    def ended(_questions: Sequence[Question]) -> Answers:
        raise StopIteration

    told = asyncio.run(asyncio.wait_for(asked(Turns(ended, 1, 1)), 20))
    assert [type(one) for one in told] in ([TypeError] * 2, [RuntimeError] * 2), "which it is depends on the Python"


def test_a_fault_of_the_desk_is_told_to_everybody():
    turns = Turns(nobody, 1, 2)
    told = asyncio.run(asked(turns))
    assert [type(one) for one in told] == [LookupError, LookupError]


def nobody(_: Sequence[Question]) -> Answers:
    raise LookupError


async def asked(turns: Turns) -> list[object]:
    each = [asyncio.create_task(turns.ask(Question(b"", ""), urgent=False)) for _ in range(2)]
    return list(await asyncio.gather(*each, return_exceptions=True))


@pytest.mark.req("F15")
def test_where_it_is_narrow_a_high_risk_goes_first_and_nobodys_place_is_lost():
    assert asyncio.run(squeezed("first", "second", "gone", "HIGH", "last")) == ["first", "HIGH", "second", "last"]


async def squeezed(*names: str) -> list[str]:
    """In which order they pass where there is room for one. The first waits inside until all have come and one has gone away again."""
    narrow, order, door = Narrow(1), list[str](), asyncio.Event()

    async def passes(name: str) -> None:
        async with narrow.inside(urgent=name.isupper()):
            order.append(name)
            await door.wait()

    tasks = {name: asyncio.create_task(passes(name)) for name in names}
    await asyncio.create_task(last())
    tasks["gone"].cancel()
    door.set()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    return order


def test_whoever_goes_away_as_it_is_let_in_leaves_the_place_to_the_next():
    assert asyncio.run(left_at_the_door()) == 1


async def left_at_the_door() -> int:
    """How much room there is in the end."""
    narrow = Narrow(1)

    async def passes() -> None:
        async with narrow.inside(urgent=False):
            pass

    async with narrow.inside(urgent=False):
        waits = asyncio.create_task(passes())
        await asyncio.create_task(last())
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    return narrow.room
