"""How long somebody who says nothing, or half of something, can hold a line."""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

import pytest

from callhandler.endpoint.porter import HEAD
from tests.bad_tls import Authority
from tests.test_endpoint_porter import PLAIN, Door, Hours, at

pytestmark = pytest.mark.req("T19")
HANDSHAKE = 60  # seconds: the loop's own limit, which is the one that counts
OTHER = PLAIN.replace(b"feeds", b"other")


@pytest.fixture
def hours() -> Iterator[Hours]:
    hours = Hours()
    yield hours
    hours.close()


@pytest.mark.parametrize("said", [[], [OTHER[:20]], [OTHER[:9], OTHER[9:12], OTHER[12:13], OTHER[13:20]], [b"\r\n"] * 8])
def test_whoever_never_says_all_of_the_head_is_cut_off(hours, said):
    door = Door()
    porter = at(door, hours)
    shut = []
    for piece in [*said, b""][:8]:
        if piece:
            porter.data_received(piece)
        hours.go_on(HEAD / 8)
        shut.append(door.shut)
    hours.go_on(HEAD)
    assert (any(shut[:-1]), door.shut) == (False, True)


def test_half_a_question_behind_a_whole_one_is_cut_off_too(hours):
    door = Door()
    porter = at(door, hours)
    porter.data_received(OTHER)
    hours.go_on(0)
    porter.data_received(OTHER[:30])
    hours.go_on(HEAD - 1)
    assert not door.shut
    hours.go_on(2)
    assert door.shut


def test_whoever_takes_their_time_between_whole_questions_is_not(hours):
    door, shut = Door(), list[bool]()
    porter = at(door, hours)
    for _ in range(5):
        porter.data_received(OTHER[:20])
        hours.go_on(HEAD - 1)
        porter.data_received(OTHER[20:])
        hours.go_on(HEAD + 1)
        shut.append(door.shut)
    assert (shut, b"".join(door.told).count(b"slow")) == ([False] * 5, 5)


def test_a_handshake_that_never_ends_is_cut_off_by_the_loop(hours, tmp_path: Path):
    """As the endpoint asks the loop to listen: with no limit of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Authority(tmp_path, "authority").give())
    server = hours.run_until_complete(hours.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl=context))
    with create_connection(server.sockets[0].getsockname()[:2], timeout=20) as line:
        line.setblocking(False)
        for _ in range(3):
            hours.go_on(1)
        with pytest.raises(BlockingIOError):
            line.recv(1)
        hours.go_on(HANDSHAKE)
        hours.go_on(1)
        line.setblocking(True)
        assert line.recv(1) == b""
    server.close()
    hours.run_until_complete(server.wait_closed())
