"""Something that happens in the one moment in which nobody looks is seen all the same, and a look that fails once is not the last."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event

import orjson
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine, event, insert
from sqlalchemy.exc import TimeoutError as NoConnection
from typing_extensions import override

from callhandler.endpoint.again import again
from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.file_sweeping import looking_after, sweep_cases
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.naming import FILE, naming
from callhandler.endpoint.exchange.nudging import Lines
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.poll import Positions, nudge
from callhandler.endpoint.exchange.routes import SyncRoute
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.sync.messages import Offer
from tests.control_room import ControlRoom, control_room
from tests.patience import SOON
from tests.towns import ENDPOINT, Served, Town, app_of, founded_at

PHOTO = b"\xff\xd8\xff\xe0 a photograph"
NAME = sha256(PHOTO).hexdigest()


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/endpoint.db")
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def town(tmp_path, clock):
    town, engine = founded_at(tmp_path, clock)
    yield town
    engine.dispose()


def go_on(engine: Engine, feed: str) -> None:
    with engine.begin() as connection:
        connection.execute(insert(tables.feed), {"feed": feed, "pos": 7, "rh": b"", "cleared": -1})


def shown(town: Town, app: FastAPI) -> Request:
    """What somebody asks who is signed in."""
    with Served(app) as town.url, town.session:
        token = town.token()
    return Request({"type": "http", "app": app, "headers": [(b"authorization", f"Bearer {token}".encode())]})


@asynccontextmanager
async def meanwhile(*going: Awaitable[None]) -> AsyncIterator[None]:
    tasks = [asyncio.ensure_future(one) for one in going]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def crowd() -> AsyncIterator[None]:
    """Every thread that answers requests waits for something."""
    threads = current_default_thread_limiter()
    those = [object() for _ in range(int(threads.total_tokens))]
    for one in those:
        threads.acquire_on_behalf_of_nowait(one)
    try:
        yield
    finally:
        for one in those:
            threads.release_on_behalf_of(one)


@pytest.mark.req("F15")
def test_news_that_comes_while_the_news_before_it_is_told_is_told_at_once(town):
    app, engine = app_of(town.gatehouse), town.gatehouse.engine
    request = shown(town, app)

    async def heard() -> list[object]:
        app.state.positions, app.state.callers, app.state.lines = Positions(engine), Callers(town.gatehouse), Lines()
        answer = await nudge(request)
        assert isinstance(answer, StreamingResponse)
        told = aiter(answer.body_iterator)
        async with meanwhile(app.state.positions.keep_fresh()):
            first, before = await anext(told), app.state.positions.changes
            await asyncio.to_thread(go_on, engine, "police")
            await asyncio.wait_for(app.state.positions.change(before), SOON)  # while whoever listens is still taking in the first
            return [first, await asyncio.wait_for(anext(told), SOON)]

    assert asyncio.run(heard()) == [b"data: {}\n\n", b'data: {"police":7}\n\n']


@pytest.mark.req("T19")
def test_news_is_heard_though_every_thread_is_taken_by_whoever_asks(engine):
    async def heard() -> None:
        positions = Positions(engine)
        async with crowd(), meanwhile(positions.keep_fresh()):
            await asyncio.to_thread(go_on, engine, "police")
            await asyncio.wait_for(positions.change(0), SOON)

    asyncio.run(heard())


@pytest.mark.req("R13", "T19")
def test_whoever_was_taken_out_is_out_though_every_thread_is_taken(town):
    app = app_of(town.gatehouse)
    request = shown(town, app)

    async def out() -> int:
        callers = Callers(town.gatehouse)
        await callers.agency(request)
        with town.gatehouse.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE person SET disabled = 1")
        async with crowd():
            await asyncio.wait_for(callers.look_again(), SOON)
        return len(callers)

    assert asyncio.run(out()) == 0


class Broken:
    """A clock that is out of order."""

    def __call__(self) -> datetime:
        raise LookupError("out of order")


@pytest.mark.req("R13")
def test_where_a_look_goes_wrong_nobody_is_believed_on_account_of_the_look_before(town):
    app = app_of(town.gatehouse)
    request = shown(town, app)

    async def out() -> int:
        callers = Callers(replace(town.gatehouse, clock=Broken()))
        await callers.agency(request)
        with pytest.raises(LookupError):
            await callers.look_again()
        return len(callers)

    assert asyncio.run(out()) == 0


class Hesitant(Outside):
    """Cannot be read when it is read for the first time, and says when it has been read again."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._failed, self.again = False, Event()

    @override
    def told(self) -> tuple[str, Sequence[Offer]]:
        if not self._failed:
            self._failed = True
            raise LookupError("out of order")
        self.again.set()
        return super().told()


def test_files_are_looked_after_though_a_look_went_wrong(town, tmp_path):
    outside, app, engine = Hesitant(tmp_path / "outside"), FastAPI(), town.gatehouse.engine
    outside.begin("life")
    app.state.engine, app.state.files = engine, Files(tmp_path / "files")
    app.state.sync = SyncRoute(Switchboard(engine, outside, ENDPOINT, town.clock), town.gatehouse)
    wrong: list[str] = []

    async def looked() -> bool:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: wrong.append(str(told["exception"])))
        async with looking_after(app):
            return await asyncio.to_thread(outside.again.wait, SOON)

    assert asyncio.run(looked())
    assert wrong == ["out of order"]


def test_a_database_that_has_no_time_ends_no_looks():
    troubles, wrong = [NoConnection(), OSError()], list[object]()

    async def looked() -> None:
        come = asyncio.Event()

        async def look() -> None:
            if troubles:
                raise troubles.pop()
            come.set()

        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: wrong.append(told))
        async with meanwhile(again(look, 0)):
            await asyncio.wait_for(come.wait(), SOON)

    asyncio.run(looked())
    assert wrong == []


class Awaited(Positions):
    """Says when somebody waits for news."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.waiting = asyncio.Event()

    @override
    async def change(self, since: int) -> None:
        self.waiting.set()
        await super().change(since)


def later(turns: int, act: Callable[[], object]) -> None:
    if turns:
        asyncio.get_running_loop().call_soon(later, turns - 1, act)
    else:
        act()


@pytest.mark.parametrize("turns", range(6))
def test_a_watch_that_is_taken_off_in_the_moment_of_news_ends(tmp_path, turns):
    """However many turns of the loop lie in between."""

    async def ends(room: ControlRoom) -> bool:
        positions = Awaited(room.premises.behind.engine)
        task = asyncio.create_task(room.browsing().keep_watch(positions))
        await asyncio.wait_for(positions.waiting.wait(), SOON)
        positions.end()
        later(turns, task.cancel)
        return task in (await asyncio.wait({task}, timeout=SOON))[0]

    with control_room(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db") as room:
        assert asyncio.run(ends(room))


def bring(engine: Engine, files: Files, case: str) -> None:
    """An entry of this case names a file; then the file comes."""
    named = {"leaf": b"leaf", "id": "1", "device": "", "n": 1, "case_id": case, "kind": FILE, "came": 1, "why": "", "hollow": False}
    body = {"ruling": False, "meta": b"", "commitment": b"", "salt": b"", "payload": orjson.dumps({"sha256": NAME})}

    def finished() -> None:
        with engine.begin() as connection:
            connection.execute(insert(tables.file_of), {"sha256": NAME, "case_id": case, "agency": "police", "whole": True})

    with engine.begin() as connection:
        connection.execute(insert(tables.entry), {**named, **body})
    files.add(NAME, "police", 0, PHOTO, len(PHOTO), finished)


@pytest.mark.req("F1")
def test_a_file_that_comes_in_the_middle_of_a_sweep_stays(engine, tmp_path):
    files, asked = Files(tmp_path / "files"), list[str]()

    @event.listens_for(engine, "before_cursor_execute")
    def _(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        first_was_answered = [one.startswith("SELECT") for one in asked] == [False, True]
        asked.append(statement)
        if first_was_answered:
            bring(engine, files, "police.1")

    sweep_cases(engine, files, ["police.1"])
    assert files.whole(NAME)
    assert naming(engine, ["police.1"]).keys() == {NAME}
