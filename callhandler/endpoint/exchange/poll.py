"""Is there anything new? Asked by every desk every half minute, answered from memory, which one question to the database keeps fresh."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

import orjson
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Engine, select
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import asker
from callhandler.endpoint.again import Aside, again
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.callers import callers_of
from callhandler.endpoint.exchange.nudging import Held, Line
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.statements import rows
from callhandler.log.ownership import agency_of

EVERY = 0.25  # seconds
STALE = 30  # seconds without a look that succeeded
_ENDS = select(tables.feed.c.feed, tables.feed.c.pos)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the feeds of an agency end, as JSON, and the tag by which somebody knows that they still do."""

    body: bytes
    tag: bytes


class Positions:
    """Where every feed ends, as this process last heard."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = monotonic) -> None:
        """`clock`: seconds since any moment."""
        self._engine, self._clock = engine, clock
        self._looked = clock()
        self._ends: dict[str, int] = {}
        self._written: dict[str, Told] = {}  # by agency, since they last changed
        self._changed, self._aside = asyncio.Event(), Aside()
        self.changes = 0  # how often some feed had gone on
        self.over = False  # whether nobody need wait for news any more

    def of(self, agency: str) -> Mapping[str, int]:
        return {feed: pos for feed, pos in self._ends.items() if agency_of(feed) == agency}

    def told(self, agency: str) -> Told:
        """The same, written down."""
        if agency not in self._written:
            body = orjson.dumps(self.of(agency), option=orjson.OPT_SORT_KEYS)
            self._written[agency] = Told(body, f'"{sha256(body).hexdigest()[:16]}"'.encode())
        return self._written[agency]

    async def keep_fresh(self) -> None:
        """Look again and again, until cancelled, whatever becomes of the database in between."""
        await again(self._look_again, EVERY)

    def is_stale(self) -> bool:
        """Whether nothing was heard for so long that these numbers should not be believed."""
        return self._clock() - self._looked > STALE

    async def change(self, since: int) -> None:
        """Returns once some feed has gone on, or never will; at once where one has, `since` there had been so many changes."""
        if since == self.changes and not self.over:
            await self._changed.wait()

    def end(self) -> None:
        """The endpoint stops: whoever waits is let go."""
        self.over = True
        self._changed.set()

    async def _look_again(self) -> None:
        self._hear(await self._aside.done(self._look))

    def _hear(self, ends: dict[str, int]) -> None:
        self._looked = self._clock()
        if ends != self._ends:
            self._ends, self._written, self.changes = ends, {}, self.changes + 1
            self._changed.set()
            self._changed = asyncio.Event()

    def _look(self) -> dict[str, int]:
        with self._engine.connect().execution_options(**{LOOKING: True}) as connection:
            return {feed: pos for feed, pos in rows(connection, _ENDS)}  # noqa: C416 - SQLAlchemy says no more of them than that they are many


def positions_of(request: Request) -> Positions:
    positions: Positions = request.app.state.positions
    return positions


async def feeds(request: Request) -> Response:
    """Where the feeds of the asker's agency end: numbers only. 304 where that is known."""
    told = positions_of(request).told(await callers_of(request).agency(request))
    tag = told.tag.decode()
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(told.body, media_type="application/json", headers=headers)


async def nudge(request: Request) -> Response:
    """The same numbers whenever one of them changes, for a window that is open; a token that ran out is noticed at the next heartbeat."""
    who, line = await run_in_threadpool(asker, request), Line()
    return Held(_told(request, line), request.app.state.lines, who.sitting, line)


async def _told(request: Request, line: Line) -> AsyncIterator[bytes]:
    positions, last = positions_of(request), b""
    while not (positions.over or line.over):
        try:
            agency = await callers_of(request).agency(request)
        except Refused:
            return
        seen, now = positions.changes, b"data: " + orjson.dumps(positions.of(agency)) + b"\n\n"
        yield now if now != last else b": still here\n\n"
        last = now
        await line.wait(positions.change(seen))  # or it went on while this was being sent
