"""What idle desks cost an endpoint: `python -m bench.idle [CLIENTS] [SECONDS] [URL]`.

Each holds a connection, and asks every half minute whether there is anything new, at a moment of its own. Printed is the processor time
of the endpoint that is served, in per cent of one core; then that of a server which says the same to everybody and looks at nothing.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from subprocess import Popen

from starlette.types import Receive, Scope, Send
from typing_extensions import override

from bench.crowd import Guest, allow_files, let_in, memory_of, seconds_of
from callhandler.endpoint.app import rooms
from tests.endpoints import free_port, served, wait_for

EVERY = 30  # seconds
AT_ONCE = 200
AGENCIES = 8


@dataclass
class Idle(asyncio.Protocol):
    """A desk that knows the state of things by its tag, and asks whether it is still so."""

    token: str
    left: Callable[[], None]
    answers: int = 0
    tag: bytes = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.line = transport

    @override
    def data_received(self, data: bytes) -> None:
        if data.startswith(b"HTTP/1.1 "):  # what is in it may come by itself
            assert data[9:12] in {b"200", b"304"}, data
            self.answers += 1
            self.tag = data.partition(b"etag: ")[2].partition(b"\r\n")[0]
            self.left()

    def ask(self) -> None:
        head = f"GET /v1/feeds HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n".encode()
        self.line.write(head + (b"If-None-Match: " + self.tag + b"\r\n" if self.tag else b"") + b"\r\n")


async def idle(port: int, guests: Sequence[Guest], seconds: int, pids: list[int]) -> None:
    """Everybody comes and asks once; then they ask at their own moments, for so long."""
    loop, crowd, memory = asyncio.get_running_loop(), list[Idle](), memory_of(pids)
    answers = asyncio.Semaphore(0)
    for place in range(0, len(guests), AT_ONCE):
        some = [Idle(guest.token, answers.release) for guest in guests[place : place + AT_ONCE]]
        for one in some:
            await loop.create_connection(partial(_self, one), "127.0.0.1", port)
            one.ask()
        for _ in some:
            await answers.acquire()
        crowd += some
    print(f"{len(crowd)} connections: {(memory_of(pids) - memory) / len(crowd) / 1024:.1f} KB each")
    dice, cpu, begun = Random(1), seconds_of(pids), loop.time()
    moments = sorted((turn * EVERY + dice.random() * EVERY, who) for who in range(len(crowd)) for turn in range(seconds // EVERY))
    for at, who in moments:
        if at > loop.time() - begun:
            await asyncio.sleep(at - loop.time() + begun)
        crowd[who].ask()
    for _ in moments:
        await answers.acquire()
    cpu, lasted = seconds_of(pids) - cpu, loop.time() - begun
    for one in crowd:
        one.line.close()
    await asyncio.sleep(0)  # they close in the loop's next turn
    polls = len(moments)
    print(f"idle: {100 * cpu / lasted:.2f} % of a core over {lasted:.0f} s, {polls} polls, {cpu / polls * 1e6:.0f} us each in all")


def _self(one: Idle) -> Idle:
    return one


async def bare(scope: Scope, _: Receive, send: Send) -> None:
    """The least that can be said over HTTP."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", b'"none"'), (b"cache-control", b"no-cache")]})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def serving_bare() -> Iterator[tuple[int, int]]:
    """Its port and its process."""
    with free_port() as port:
        told = ("--port", str(port), "--http", "httptools", "--no-access-log", "--log-level", "warning", "--timeout-keep-alive", "75")
        server = Popen([sys.executable, "-m", "uvicorn", "bench.idle:bare", "--lifespan", "off", *told])
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            yield port, server.pid
        finally:
            server.kill()
            server.wait(60)


def main(clients: int = 10_000, seconds: int = 60, database: str = "") -> None:
    allow_files(clients)
    with tempfile.TemporaryDirectory() as folder, served(database or f"sqlite:///{folder}/e.db", Path(folder) / "apart") as endpoint:
        behind = rooms(endpoint.settings)
        guests = let_in(behind, clients, agencies=AGENCIES)
        behind.engine.dispose()
        print(f"load {os.getloadavg()[0]:.1f} before")
        asyncio.run(idle(int(endpoint.urls[0].rpartition(":")[2]), guests, seconds, endpoint.pids))
    with serving_bare() as (port, pid):
        print("a server that looks at nothing:")
        asyncio.run(idle(port, guests, seconds, [pid]))


if __name__ == "__main__":
    main(*(int(word) if word.isdigit() else word for word in sys.argv[1:]))  # type: ignore[arg-type]  # numbers first, then the URL
