"""Whoever tells the security log something waits for nobody, however long its reader stands still; and what was not told is told of."""

import asyncio
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from threading import Event, Thread

import pytest
import requests
from fastapi import Request

from callhandler.endpoint.app import application
from callhandler.endpoint.health import metrics
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.scribe import Reports, Scribe
from callhandler.endpoint.settings import Settings
from tests.endpoints import wait_for
from tests.patience import SOON

pytestmark = pytest.mark.req("R18", "T12")

SMALL = 4096  # bytes that a pipe holds at least
REPORTS = "logging.getLogger('asyncio').warning('slow'); logging.getLogger('uvicorn.error').exception('failed')"
MANY = 200  # refusals: more than fit into the pipe


class Reader:
    """Takes lines, unless it stands still."""

    def __init__(self) -> None:
        self.goes, self.stands, self.lines = Event(), Event(), list[str]()

    def __call__(self, line: str) -> None:
        self.stands.set()
        assert self.goes.wait(SOON)
        self.lines.append(line)


def many(untold: int) -> str:
    return f"{untold} untold"


def test_whoever_tells_waits_for_no_reader_and_what_found_no_room_is_counted_once_it_goes_on():
    reader = Reader()
    scribe = Scribe(reader, many, room=2)
    scribe("first")
    assert reader.stands.wait(SOON)
    for line in ("second", "third", "lost", "lost"):
        scribe(line)
    assert scribe.untold == 2
    assert not scribe.settle(0)
    reader.goes.set()
    assert scribe.close(SOON)
    assert reader.lines in (["first", "second", "third", "2 untold"], ["first", "second", "2 untold", "third"])


def test_a_scribe_that_stands_still_holds_up_no_end():
    reader = Reader()
    scribe = Scribe(reader, many)
    scribe("first")
    assert reader.stands.wait(SOON)
    assert not scribe.close(0.01)
    scribe("late")
    assert scribe.untold == 1
    reader.goes.set()
    assert scribe.close(SOON)


def vacant() -> int:
    """A port on which nobody listens."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def unread(folder, port) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """An endpoint whose log goes into a small pipe that nobody reads; and where it could be read."""
    database = f"sqlite:///{folder}/endpoint.db"
    migrate(database)
    reads, writes = os.pipe()
    fcntl.fcntl(writes, 1031, SMALL)  # F_SETPIPE_SZ
    program = [sys.executable, "-m", "callhandler.endpoint.cli", "serve", "--no-tls", "--port", str(port), "--database", database]
    process = subprocess.Popen([*program, "--state", str(folder / "apart")], stderr=writes)
    os.close(writes)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield process, reads
    finally:
        process.kill()
        process.wait(SOON)
        os.close(reads)


def refusals(port: int) -> set[int]:
    with requests.Session() as session:
        return {session.get(f"http://127.0.0.1:{port}/v1/me", timeout=SOON).status_code for _ in range(MANY)}


def test_a_log_collector_that_stands_still_stops_no_endpoint(tmp_path):
    port = vacant()
    with unread(tmp_path, port) as (process, _):
        assert refusals(port) == {401}
        process.terminate()
        process.wait(SOON)


def test_at_an_ordinary_stop_what_waits_is_written(tmp_path):
    port, lines = vacant(), list[str]()
    with unread(tmp_path, port) as (process, reads):
        assert refusals(port) == {401}
        process.terminate()
        with os.fdopen(os.dup(reads), encoding="utf-8") as log:
            reading = Thread(target=lambda: lines.extend(log))
            reading.start()
            reading.join(SOON)
        process.wait(SOON)
    assert [json.loads(line)["status"] for line in lines] == [401] * MANY


def test_whoever_stands_still_is_left_to_it_when_the_endpoint_ends(tmp_path):
    """Else what waits would come out or not as chance has it."""
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db", tls=False)
    migrate(settings.database)
    app = application(settings)

    async def stands() -> bytes:
        async with app.router.lifespan_context(app):
            pass
        app.state.scribe("too late")
        return bytes((await metrics(Request({"type": "http", "app": app}))).body)

    assert "\ncallhandler_log_untold 1\n" in asyncio.run(stands()).decode()
    app.state.engine.dispose()


def test_what_the_program_reports_of_itself_goes_the_same_way():
    program = f"import logging.config; from {Reports.__module__} import *; logging.config.dictConfig(reporting()); {REPORTS}"
    ran = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, timeout=SOON, check=True)
    assert ran.stderr.splitlines() == [b"WARNING: slow", b"ERROR: failed", b"NoneType: None"]
