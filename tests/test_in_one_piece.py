"""Head and body of a message go out together, on both sides of the line; nothing is lost, and nothing changes its place."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from typing_extensions import override

from callhandler.endpoint.joined import AT_ONCE, Joined
from callhandler.line.adapter import Adapter
from callhandler.line.session import trust
from tests.patience import SOON


class Packets(asyncio.Transport):
    """A line that keeps every piece as it was handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed
        self.sent.append(bytes(data))

    @override
    def close(self) -> None:
        self.closed = True

    @override
    def is_closing(self) -> bool:
        return self.closed


async def told(*pieces: bytes, pause: bool = False, close: bool = False) -> Packets:
    packets = Packets()
    line = Joined(packets, asyncio.get_running_loop())
    for piece in pieces:
        line.write(piece)
        if pause:
            await the_loop_goes_on()
    if close:
        line.close()
    else:
        await the_loop_goes_on()
    return packets


async def the_loop_goes_on() -> None:
    gone = asyncio.Event()
    asyncio.get_running_loop().call_soon(gone.set)
    await gone.wait()


def test_a_head_goes_out_with_its_body() -> None:
    assert asyncio.run(told(b"head", b"body")).sent == [b"headbody"]


def test_what_comes_later_does_not_keep_the_rest_waiting() -> None:
    assert asyncio.run(told(b"head", b"first", b"second", pause=True)).sent == [b"head", b"first", b"second"]


def test_a_long_answer_is_not_gathered_whole() -> None:
    piece = b"x" * (AT_ONCE // 2 + 1)
    assert asyncio.run(told(piece, piece, piece, b"end")).sent == [piece + piece, piece + b"end"]


def test_whoever_hangs_up_has_said_everything() -> None:
    packets = asyncio.run(told(b"head", b"body", close=True))
    assert (packets.sent, packets.closed) == ([b"headbody"], True)


class Counting(socket.socket):
    """One end of a line that counts how often something was put on it."""

    puts = 0

    @override
    def sendall(self, *given: object) -> None:
        self.puts += 1
        super().sendall(*given)  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", b"entries", b"x" * 100_000])
def test_a_question_goes_out_in_one_piece(body: bytes) -> None:
    ends: list[Counting] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        adapter = Adapter(trust(None))
        pool = adapter.poolmanager.connection_from_host("127.0.0.1", server.getsockname()[1], "http")
        connection = pool.ConnectionCls("127.0.0.1", server.getsockname()[1])
        connection.connect()
        far, _ = server.accept()
        connection.sock = Counting(fileno=connection.sock.detach())
        ends.append(connection.sock)
        with far, ThreadPoolExecutor(1) as there:
            far.settimeout(SOON)
            hears = there.submit(lambda: b"".join(iter(lambda: far.recv(65536), b"")))
            connection.request("POST", "/v1/sync", body=body, headers={"Content-Type": "x/y"})
            connection.close()
            heard = hears.result(SOON)
    assert [one.puts for one in ends] == [1]
    assert heard.startswith(b"POST /v1/sync HTTP/1.1\r\n")
    assert heard.endswith(b"\r\n\r\n" + body)
