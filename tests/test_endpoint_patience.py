"""Whoever sends one byte and waits keeps nobody else waiting, and a database that goes away for a moment is found again."""

import asyncio
from contextlib import suppress
from socket import create_connection
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import insert

from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.poll import STALE, Positions
from callhandler.endpoint.exchange.routes import MOST_WAITING, SyncRoute
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.endpoint.exchange.tables import feed, life
from callhandler.endpoint.health import health
from callhandler.endpoint.limits import SmallBodies
from callhandler.sync.wire import MEDIA
from tests.towns import ENDPOINT, Served, app_of, founded_at

pytestmark = pytest.mark.req("T19", "R13")


def one_byte(url, path, token=""):
    """A connection over which a long body is announced, and one byte of it sent."""
    told = urlsplit(url)
    line = create_connection((told.hostname, told.port), timeout=20)
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    line.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA}\r\n{bearer}Content-Length: 1000\r\n\r\n0".encode())
    return line


def status(line):
    return line.recv(12).decode().split()[1]


def test_strangers_take_no_places_among_those_who_wait(tmp_path, clock):
    town, engine = founded_at(tmp_path, clock)
    app = app_of(town.gatehouse)
    app.state.sync = SyncRoute(Switchboard(engine, Outside(tmp_path / "outside"), ENDPOINT, clock), town.gatehouse)
    app.state.callers = Callers(town.gatehouse)
    app.add_route("/v1/sync", app.state.sync.answer, methods=["POST"])
    with Served(app) as url:
        lines = [one_byte(url, "/v1/sync", "A" * 43 if number % 2 else "") for number in range(MOST_WAITING + 1)]
        assert {status(line) for line in lines} == {"401"}
        assert app.state.sync.waiting == 0
        for line in lines:
            line.close()
    engine.dispose()


def test_a_body_that_does_not_come_is_not_waited_for():
    app = FastAPI()
    app.add_middleware(SmallBodies, patience=0.1)
    with Served(app) as url, one_byte(url, "/v1/sign-in") as line:
        assert status(line) == "408"


@pytest.fixture
def engine(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/endpoint.db")
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


def test_positions_outlive_a_fault_of_the_database(engine):
    async def watched() -> None:
        positions = Positions(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE feed RENAME TO elsewhere")
        watching = asyncio.create_task(positions.keep_fresh())
        with suppress(TimeoutError):
            await asyncio.wait_for(positions.change(0), 0.5)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO feed")
            connection.execute(insert(feed), {"feed": "police", "pos": 7, "rh": b"", "cleared": -1})
        await asyncio.wait_for(positions.change(0), 20)
        assert positions.of("police") == {"police": 7}
        watching.cancel()

    asyncio.run(watched())


def test_health_says_so_when_nothing_was_heard_for_long(engine):
    clock = [0.0]
    app = FastAPI()
    app.state.engine, app.state.positions = engine, Positions(engine, lambda: clock[0])
    with engine.begin() as connection:
        connection.execute(insert(life), {"one": 1, "incarnation": "life", "lineage": "[]"})

    def asked() -> int:
        return asyncio.run(health(Request({"type": "http", "app": app}))).status_code

    assert asked() == 200
    clock[0] = STALE + 1
    assert asked() == 503


def test_callers_are_forgotten_where_the_database_does_not_say(tmp_path, clock):
    town, engine = founded_at(tmp_path, clock)
    app = app_of(town.gatehouse)
    with Served(app) as town.url, town.session:
        token = town.token()
    callers = Callers(town.gatehouse)
    headers = [(b"authorization", f"Bearer {token}".encode())]
    request = Request({"type": "http", "app": app, "headers": headers})
    assert asyncio.run(callers.agency(request)) == "police"
    asyncio.run(callers.look_again())
    assert len(callers) == 1
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE token RENAME TO elsewhere")
    asyncio.run(callers.look_again())
    assert len(callers) == 0
    engine.dispose()
