"""The porter's answer is the one that the house would have given, and nobody gets one who did not ask for it in so many words."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override
from uvicorn import Config
from uvicorn.server import ServerState

from callhandler.endpoint.porter import NAME, Porter, said
from callhandler.sync.packing import PACKED
from callhandler.sync.wire import MEDIA
from tests.endpoints import Caller, served
from tests.patience import SOON, until

PLAIN = b"GET /v1/feeds HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive\r\nAccept: */*\r\n\r\n"
ASK = "GET /v1/feeds HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One that the endpoint knows, in whose feed there is something."""
    folder = tmp_path_factory.mktemp("porter")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as endpoint:
        desk = endpoint.caller()
        desk.write("police.1")
        desk.sync()
        until(lambda: desk.get("/v1/feeds").json(), pause=0.01)
        yield desk


@contextmanager
def line_to(desk: Caller) -> Iterator[socket.socket]:
    where = urlsplit(desk.url)
    with socket.create_connection((where.hostname, where.port), timeout=SOON) as line:
        yield line


def asked(desk: Caller, *more: str) -> bytes:
    return (ASK.format(token=desk.token) + "".join(f"{one}\r\n" for one in more) + "\r\n").encode()


def heard(line: socket.socket) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """One answer: its first line, what it says about itself but the time, and its body."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += one_byte(line)
    first, *about = answer.removesuffix(b"\r\n\r\n").split(b"\r\n")
    told = {name.lower(): value.strip() for name, _, value in (one.partition(b":") for one in about)}
    assert told.pop(b"date")
    body = b""
    while len(body) < int(told.get(b"content-length", b"0")):
        body += one_byte(line)
    return first, told, body


def one_byte(line: socket.socket) -> bytes:
    """Fails where there is none any more: who hung up says nothing for ever."""
    told = line.recv(1)
    assert told, "hung up"
    return told


def answers(desk: Caller, *pieces: bytes, many: int = 1) -> list[tuple[bytes, dict[bytes, bytes], bytes]]:
    with line_to(desk) as line:
        for piece in pieces:
            line.sendall(piece)
        return [heard(line) for _ in range(many)]


def test_the_porter_says_what_the_house_says(desk):
    """Who says something unusual is let in."""
    ((first, about, body),) = answers(desk, asked(desk))
    assert (first, body) == (b"HTTP/1.1 200 OK", desk.get("/v1/feeds").content)
    known = f"If-None-Match: {about[b'etag'].decode()}"
    for more in ((), (known,), ("If-None-Match: other",)):
        assert answers(desk, asked(desk, *more)) == answers(desk, asked(desk, *more, "X-Unusual: yes"))
    assert answers(desk, asked(desk, known))[0][0] == b"HTTP/1.1 304 Not Modified"


@pytest.mark.req("R13")
def test_the_porter_answers_nobody_whom_the_house_does_not_know(desk):
    for told in ("Bearer " + "A" * 43, "Basic " + desk.token, "", "Bearer " + desk.token[:-1]):
        ask = f"GET /v1/feeds HTTP/1.1\r\nHost: x\r\nAuthorization: {told}\r\n\r\n".encode()
        assert answers(desk, ask)[0][0] == b"HTTP/1.1 401 Unauthorized"


def test_each_question_is_answered_once_however_it_comes(desk):
    ask = asked(desk)
    told = answers(desk, ask + ask, ask[:30], ask[30:], ask, many=4)
    assert {one[0] for one in told} == {b"HTTP/1.1 200 OK"}


@pytest.mark.req("T19")
def test_what_stands_in_a_body_is_no_question(desk):
    """Else whoever shares a line with others behind a balancer could have them answered what they never asked."""
    head = f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\nContent-Type: {MEDIA}\r\n"
    hidden, tag = asked(desk), answers(desk, asked(desk))[0][1][b"etag"].decode()
    with line_to(desk) as line:
        line.sendall(f"{head}Content-Length: {PACKED + len(hidden)}\r\n\r\n".encode())
        assert heard(line)[0].startswith(b"HTTP/1.1 413")
        line.sendall(hidden)
        line.sendall(bytes(PACKED))
        line.sendall(asked(desk, f"If-None-Match: {tag}"))
        assert heard(line)[0] == b"HTTP/1.1 304 Not Modified"


@pytest.mark.parametrize(
    "odd",
    [
        b"Host: x\r\nHost: y",
        b"Content-Length: 5",
        b"Transfer-Encoding: chunked",
        b"Connection: close",
        b"Expect: 100-continue",
        b"Cookie: a=b",
        b"Host: x\nHost: y",
        b"Host: x\r\n\r\nGET / HTTP/1.1",
        b"Host: x\r\n folded: y",
        b"no name",
        b"",
    ],
)
def test_only_a_plain_question_is_one(odd):
    assert said(PLAIN) == {b"host": b"x", b"accept": b"*/*"}
    assert said(PLAIN.replace(b"Host: x", odd).replace(b"Connection: Keep-Alive\r\n", b"")) is None
    assert said(PLAIN[:-1]) is None


class Hours(asyncio.SelectorEventLoop):
    """A loop whose clock stands until it is told to move, and which calls at once whoever is then due."""

    now: float = 1000.0

    @override
    def time(self) -> float:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += seconds
        self.run_until_complete(nothing())
        self.run_until_complete(nothing())


async def nothing() -> None:
    """Lets everybody who is due have their turn."""


class Door(asyncio.Transport):
    """Where somebody stands who hears everything at once."""

    def __init__(self) -> None:
        super().__init__()
        self.told, self.shut = list[bytes](), False

    @override
    def write(self, data: object) -> None:
        assert isinstance(data, bytes)
        self.told.append(data)

    @override
    def pause_reading(self) -> None:
        """Whoever reads here reads whenever it likes."""

    @override
    def resume_reading(self) -> None:
        """Likewise."""

    @override
    def is_closing(self) -> bool:
        return self.shut

    @override
    def close(self) -> None:
        self.shut = True


class Note:
    """A book in which everybody stands."""

    answer: Callable[..., bytes] = staticmethod(lambda *_: b"known")


def test_a_line_is_kept_while_somebody_asks_and_closed_once_nobody_does():
    hours, door, shut = Hours(), Door(), list[bool]()
    porter = at(door, hours)
    for wait in (30,) * 10 + (40, 10):
        if wait == 30:
            porter.data_received(PLAIN)
        hours.go_on(wait)
        shut.append(door.shut)
    assert (door.told, shut) == ([b"known"] * 10, [False] * 11 + [True])
    hours.close()


def test_nobody_is_answered_before_what_they_asked_before():
    hours, door = Hours(), Door()
    porter = at(door, hours)
    porter.data_received(PLAIN.replace(b"feeds", b"other"))
    porter.data_received(PLAIN)
    assert door.told == []
    hours.go_on(0)
    assert b"".join(door.told).count(b"slow") == 2
    hours.close()


def at(door: Door, hours: Hours) -> Porter:
    porter = Porter(Config(app=house, timeout_keep_alive=75), ServerState(), {NAME: Note()}, hours)
    porter.connection_made(door)
    return porter


async def house(scope: Scope, receive: Receive, send: Send) -> None:
    """Where everybody is told the same."""
    await Response("slow")(scope, receive, send)
