"""However many lines are opened on which news is told, each sign-in holds one, a process so many, and what ends gives its place back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
import requests
from fastapi import FastAPI, Request
from sqlalchemy import update
from starlette.types import Message

from callhandler.endpoint.accounts.tables import SITTING
from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.nudging import Lines
from callhandler.endpoint.exchange.poll import Positions, nudge
from callhandler.endpoint.refusing import Refused
from tests.endpoints import served
from tests.patience import SOON
from tests.test_endpoint_moments import go_on, meanwhile, shown
from tests.towns import Town, app_of, town

__all__ = ["town"]
pytestmark = pytest.mark.req("T19")
FIRST = b"data: {}\n\n"


@dataclass
class Desk:
    """Listens on a line, and hangs up when the test says so."""

    heard: "asyncio.Queue[bytes]" = field(default_factory=asyncio.Queue)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self.heard.put_nowait(message["body"])

    async def listen(self, request: Request) -> None:
        answer = await nudge(request)
        await answer(request.scope, self.receive, self.send)


@dataclass
class Exchange:
    """What desks come to, each with the request of somebody who is signed in."""

    app: FastAPI
    town: Town

    @property
    def lines(self) -> Lines:
        lines: Lines = self.app.state.lines
        return lines

    @asynccontextmanager
    async def listening(self, request: Request) -> AsyncIterator[tuple[Desk, "asyncio.Task[None]"]]:
        desk = Desk()
        async with asyncio.timeout(SOON), meanwhile(task := asyncio.create_task(desk.listen(request))):
            assert await desk.heard.get() == FIRST
            yield desk, task


def exchange(town: Town, most: int = 10) -> Exchange:
    app = app_of(town.gatehouse)
    app.state.positions, app.state.callers, app.state.lines = Positions(town.gatehouse.engine), Callers(town.gatehouse), Lines(most)
    return Exchange(app, town)


def test_a_desk_that_was_cut_and_comes_again_takes_the_place_of_its_own_line(town):
    there = exchange(town, most=1)
    request = shown(town, there.app)

    async def comes() -> None:
        async with there.listening(request) as (_, first), there.listening(request) as (_, second):
            await first  # without a word from anybody, it has ended
            assert (len(there.lines), second.done()) == (1, False)

    asyncio.run(comes())
    assert len(there.lines) == 0


def test_where_all_places_are_taken_the_next_desk_is_sent_away_until_one_is_free(town):
    there = exchange(town, most=1)
    one, other = shown(town, there.app), shown(town, there.app)

    async def comes() -> None:
        async with there.listening(one) as (desk, task):
            with pytest.raises(Refused) as refused:
                await Desk().listen(other)
            assert (refused.value.status, refused.value.retry_after) == (503, 60)
            desk.gone.set()
            await task
            async with there.listening(other):
                assert len(there.lines) == 1

    asyncio.run(comes())


def hangs_up(_: Exchange, desk: Desk) -> None:
    desk.gone.set()


def stops(there: Exchange, _: Desk) -> None:
    there.app.state.positions.end()


def signs_out(there: Exchange, _: Desk) -> None:
    engine = there.town.gatehouse.engine
    with engine.begin() as connection:
        connection.execute(update(SITTING).values(over=True))
    go_on(engine, "police")


@pytest.mark.parametrize("ends", [hangs_up, stops, signs_out])
def test_whichever_way_a_line_ends_its_place_is_free(town, ends: Callable[[Exchange, Desk], None]):
    there = exchange(town)
    request, callers = shown(town, there.app), there.app.state.callers

    async def goes() -> int:
        async with there.listening(request) as (desk, task):
            held = len(there.lines)
            await asyncio.to_thread(ends, there, desk) if ends is signs_out else ends(there, desk)
            await callers.look_again()
            async with meanwhile(there.app.state.positions.keep_fresh()):
                await task
            return held

    assert asyncio.run(goes()) == 1
    assert len(there.lines) == 0


def test_at_a_real_endpoint_the_older_line_ends_in_good_order_and_the_figures_count_one(tmp_path):
    with served(f"sqlite:///{tmp_path}/endpoint.db", tmp_path / "apart") as endpoint:
        desk = endpoint.caller()
        bearer = {"Authorization": f"Bearer {desk.token}"}
        with desk.http.get(f"{desk.url}/v1/nudge", headers=bearer, stream=True, timeout=SOON) as first:
            told = first.iter_lines()
            assert next(told).startswith(b"data: {")
            with desk.http.get(f"{desk.url}/v1/nudge", headers=bearer, stream=True, timeout=SOON) as second:
                tells = second.iter_lines()
                assert next(tells).startswith(b"data: {")
                assert list(told) == [b""]
                with requests.Session() as other:
                    assert "\ncallhandler_nudges 1\n" in other.get(f"{desk.url}/metrics", timeout=SOON).text
