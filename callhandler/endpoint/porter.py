"""The porter tells a desk that is known whether anything is new, without letting it into the house; everybody else walks in."""

import asyncio
from collections.abc import Mapping
from typing import Any

from typing_extensions import override
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.poll import Positions
from callhandler.endpoint.joined import Joined

ASKED = b"GET /v1/feeds HTTP/1.1\r\n"
# Whatever else a request says may change what it means, and is left to those who know.
PLAIN = {b"host", b"authorization", b"if-none-match", b"user-agent", b"accept", b"accept-encoding"}
PLAIN |= {
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    b"x-real-ip",
    b"forwarded",
    b"via",
}  # said by what stands before us
END, LINE, BEARER, STAYS = b"\r\n\r\n", b"\r\n", b"bearer ", b"keep-alive"
HEAD = 30.0  # seconds in which the head of a question must have come
NAME = "porter"  # under which the application hands over the book


class Book:
    """What the porter knows: the tokens that were shown inside lately, and where the feeds end. It never asks the database."""

    def __init__(self, callers: Callers, positions: Positions) -> None:
        self._callers, self._positions = callers, positions

    def close(self) -> None:
        """The endpoint stops: nobody waits for news any more."""
        self._positions.end()

    def answer(self, told: Mapping[bytes, bytes], date: bytes) -> bytes | None:
        """The whole answer to whoever asks where their feeds end; None where the house has to be asked."""
        kind, token = told.get(b"authorization", b"")[: len(BEARER)], told.get(b"authorization", b"")[len(BEARER) :]
        agency = self._callers.known(token) if kind.lower() == BEARER else None
        if agency is None:
            return None
        ends = self._positions.told(agency)
        common = b"%betag: %b\r\ncache-control: private, no-cache\r\n" % (date, ends.tag)
        if told.get(b"if-none-match") == ends.tag:
            return b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % common
        about = b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(ends.body)
        return b"HTTP/1.1 200 OK\r\n" + common + about + ends.body


class Porter(HttpToolsProtocol):
    """One connection. Uvicorn's own protocol answers whatever is not asked in so many words, or comes while something is under way."""

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._book: Book | None = app_state.get(NAME)
        self._between = True  # two messages
        self._unanswered = 0
        self._heard = 0.0  # of the loop's clock, when the porter last answered
        self._in_head = False
        self._patience: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(Joined(transport, self.loop))
        self._expect_head()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        answer = self._answer(data) if data.startswith(ASKED) and self._is_idle() else None
        if answer is None:
            super().data_received(data)
            if self._in_head or not self._unanswered:
                self._expect_head()
            return
        self._head_came()
        self.transport.write(answer)
        self._heard = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait(self.timeout_keep_alive)

    @override
    def on_message_begin(self) -> None:
        self._between, self._in_head = False, True
        self._unanswered += 1
        super().on_message_begin()

    @override
    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_came()
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        self._between = True
        super().on_message_complete()

    @override
    def on_response_complete(self) -> None:
        self._unanswered -= 1
        super().on_response_complete()

    @override
    def timeout_keep_alive_handler(self) -> None:
        """A timer for each answer would cost more than the answer: the one that is set looks whether it is still wanted."""
        left = self._heard + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._wait(left)
        else:
            super().timeout_keep_alive_handler()

    @override
    def shutdown(self) -> None:
        """Else a line on which news is waited for would keep the endpoint from ever stopping."""
        if self._book:
            self._book.close()
        super().shutdown()

    def _expect_head(self) -> None:
        """However little of it comes at a time: else whoever says half a question, or nothing at all, holds a line for ever (T19)."""
        if self._patience is None and not self.transport.is_closing():
            self._patience = self.loop.call_later(HEAD, self.transport.close)

    def _head_came(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _wait(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _is_idle(self) -> bool:
        """Whether all that came before was whole and is answered, and the desk takes in what it is told."""
        return self._between and not (self._unanswered or self.flow.write_paused or self.transport.is_closing())

    def _answer(self, data: bytes) -> bytes | None:
        told = said(data)
        if told is None or self._book is None:
            return None
        return self._book.answer(told, b"".join([b"%b: %b\r\n" % one for one in self.server_state.default_headers]))


def said(data: bytes) -> Mapping[bytes, bytes] | None:
    """What the lines of a plain question say, by name; None where it is not a single one, whole, and without anything unusual."""
    if not data.endswith(END):
        return None
    lines = data[len(ASKED) : -len(END)].split(LINE)
    told = {name.lower(): value.strip(b" \t") for name, colon, value in (line.partition(b":") for line in lines) if colon}
    if len(told) != len(lines) or data.count(b"\r") != data.count(b"\n") or data.count(b"\n") != len(lines) + 2:
        return None
    return told if told.pop(b"connection", STAYS).lower() == STAYS and told.keys() <= PLAIN else None
