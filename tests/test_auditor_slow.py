"""Ten who read a long log as slowly as they can hold up nobody else."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET, socket
from threading import Event
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from callhandler.endpoint.accounts.tables import LOGGED
from callhandler.endpoint.database import CONNECTIONS
from callhandler.log.device import verify
from callhandler.sync.evidence import verify_export
from tests.doubles import ToldClock
from tests.patience import SOON, until
from tests.towns import Served, Town, app_of, founded_at

READERS = CONNECTIONS + 2
THREADS = 40  # that answer requests
LONG = 80  # lines of 100,000 letters: more than any network card or kernel takes in for somebody who does not read


@pytest.fixture
def town(tmp_path: Path, clock: ToldClock) -> Iterator[Town]:
    town, engine = founded_at(tmp_path, clock)
    much: list[dict[str, object]] = [{"kind": "entry", "more": "x" * 100_000}] * LONG
    with Served(app_of(replace(town.gatehouse, evidence=lambda *_: much))) as town.url, town.session:
        yield town
    engine.dispose()


def asking(town: Town, token: str) -> socket:
    """Somebody who asks for it."""
    line, told = socket(), urlsplit(town.url)
    line.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
    line.settimeout(SOON)
    line.connect((told.hostname, told.port))
    line.sendall(f"GET /v1/audit/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    return line


def reading(town: Town, token: str) -> socket:
    """Somebody who has read the beginning of it, and goes no further."""
    line = asking(town, token)
    head = b""
    while b'"kind":"export"' not in head:
        piece = line.recv(512)
        assert piece, "hung up"
        head += piece
    return line


@pytest.mark.req("T19", "R2")
def test_ten_who_read_the_log_slowly_keep_no_connection_from_the_others(town):
    token = town.token("supervisor")
    with ExitStack() as lines:
        for _ in range(READERS):
            lines.enter_context(reading(town, token))
        assert town.get("/v1/me", token).status_code == 200
        assert verify_export(town.get("/v1/audit/export", token).iter_lines(), verify) is not None  # what was added is no evidence
        assert town.gatehouse.engine.pool.checkedout() == 0


@pytest.mark.req("T19")
def test_however_many_wait_for_their_log_the_others_are_answered(tmp_path, clock):
    """Each that waited for its turn took a thread of those who answer: forty of them stopped the endpoint."""
    town, engine = founded_at(tmp_path, clock)
    first, goes_on = Event(), Event()

    def much(*_: object) -> list[dict[str, object]]:
        first.set()
        assert goes_on.wait(SOON)
        return []

    with Served(app_of(replace(town.gatehouse, evidence=much))) as town.url, town.session, ExitStack() as lines:
        lines.callback(goes_on.set)
        token = town.token("supervisor")
        for _ in range(THREADS + 1):
            lines.enter_context(asking(town, token))
        assert first.wait(SOON)
        until(lambda: asked(town) == THREADS + 1)
        assert town.get("/v1/me", token).status_code == 200
    engine.dispose()


def asked(town: Town) -> int:
    """How often the log was asked for."""
    with town.gatehouse.engine.connect() as connection:
        return sum("log exported" in line for line in connection.execute(select(LOGGED.c.line)).scalars())
