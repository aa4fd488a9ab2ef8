"""Who is answered first when more ask than can be answered: a desk with a high risk, and otherwise whoever came first."""

import asyncio

import pytest

from callhandler.endpoint.exchange.turns import Turns


async def last() -> None:
    """Comes when everybody else has come."""


class Queue:
    """Visitors who note when their turn comes, and leave when told."""

    def __init__(self) -> None:
        self.turns, self.order, self.door = Turns(1), list[str](), asyncio.Event()

    async def visit(self, name: str, *, urgent: bool = False) -> None:
        async with self.turns.turn(urgent=urgent):
            self.order.append(name)
            await self.door.wait()

    async def arrive(self, *names: str) -> list["asyncio.Task[None]"]:
        came = [asyncio.create_task(self.visit(name, urgent=name.isupper())) for name in names]
        await asyncio.create_task(last())  # it comes after them: each has taken its place
        return came


@pytest.mark.req("F15")
def test_a_high_risk_goes_first():
    async def played() -> list[str]:
        queue = Queue()
        came = await queue.arrive("first", "second", "third", "HIGH")
        queue.door.set()
        await asyncio.gather(*came)
        return queue.order

    assert asyncio.run(played()) == ["first", "HIGH", "second", "third"]


def test_whoever_goes_away_takes_nobody_elses_turn():
    async def played() -> list[str]:
        queue = Queue()
        came = await queue.arrive("first", "second", "third")
        came[1].cancel()
        await asyncio.gather(came[1], return_exceptions=True)
        queue.door.set()
        await asyncio.gather(came[0], came[2])
        await queue.visit("fourth")
        return queue.order

    assert asyncio.run(played()) == ["first", "third", "fourth"]
