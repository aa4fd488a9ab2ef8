"""The lines on which desks wait for news: one for each sign-in, so many in all, and none that outlives what it was opened for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from callhandler.endpoint.refusing import Refused

HEARTBEAT = 25  # seconds
MOST = 15_000  # of one process: 10,000 desks, and those that were cut, came again to another process, and are not missed here yet
RETRY_AFTER = 60  # seconds: a desk that is sent away goes on asking every half minute


class Line:
    """One of them, from within."""

    def __init__(self) -> None:
        self.over = False  # whether somebody with the same sign-in waits on a newer one
        self._patience: asyncio.Timeout | None = None

    async def wait(self, news: Awaitable[None]) -> None:
        """For news, for the next heartbeat, or until it is over: whichever comes first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self.over else HEARTBEAT) as self._patience:
                await news

    def end(self) -> None:
        """At once where it waits; after what it is telling, where it tells something."""
        self.over = True
        if self._patience:
            with suppress(RuntimeError):  # it waits no more
                self._patience.reschedule(0)


@dataclass(frozen=True, slots=True)
class Lines:
    """Those that one process holds. Each gives back its place, whichever way it ends."""

    most: int = MOST
    _held: dict[str, Line] = field(default_factory=dict)  # by sign-in

    def __len__(self) -> int:
        return len(self._held)

    @contextmanager
    def held(self, sitting: str, line: Line) -> Iterator[None]:
        """A desk that was cut comes again before anybody has noticed: its newer line takes the place of the older. Raises Refused."""
        older = self._held.get(sitting)
        if older is None and len(self._held) >= self.most:
            raise Refused(503, "busy", retry_after=RETRY_AFTER)
        self._held[sitting] = line
        if older:
            older.end()
        try:
            yield
        finally:
            if self._held.get(sitting) is line:
                del self._held[sitting]


class Held(StreamingResponse):
    """What is told on a line, for as long as it holds its place. Raises Refused where there is none.

    Thousands of them are open all day: each has one task beside its own, where a group of tasks would take as much memory again.
    """

    def __init__(self, told: AsyncIterator[bytes], lines: Lines, sitting: str, line: Line) -> None:
        super().__init__(told, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        self._lines, self._sitting, self._line = lines, sitting, line

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._lines.held(self._sitting, self._line):
            gone = asyncio.create_task(self.listen_for_disconnect(receive))
            gone.add_done_callback(lambda _: self._line.end())
            try:
                await self.stream_response(send)
            finally:
                gone.cancel()
