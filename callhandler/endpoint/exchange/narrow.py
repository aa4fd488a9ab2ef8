"""Where few can pass at a time: whoever brings a high risk goes first, then whoever came first (G14)."""

from asyncio import Future, get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count


@dataclass(slots=True)
class Narrow:
    """So many are inside at a time. For one event loop."""

    room: int
    _queue: list[tuple[bool, int, "Future[None]"]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    @asynccontextmanager
    async def inside(self, *, urgent: bool) -> AsyncIterator[None]:
        """Waits until there is room."""
        await self._enter(urgent=urgent)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, *, urgent: bool) -> None:
        if self.room:
            self.room -= 1
            return
        place: Future[None] = get_running_loop().create_future()
        heappush(self._queue, (not urgent, next(self._numbers), place))
        try:
            await place
        except BaseException:
            if place.done() and not place.cancelled():
                self._leave()  # let in at the moment in which it went away
            raise

    def _leave(self) -> None:
        while self._queue:
            *_, place = heappop(self._queue)
            if not place.done():
                place.set_result(None)
                return
        self.room += 1
