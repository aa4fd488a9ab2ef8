"""Who is answered next, when more ask than can be answered at once: whoever brings a high risk, then whoever came first (G14)."""

from asyncio import Event
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

Waiting = tuple[bool, int, Event]


class Turns:
    """So many at a time. For one event loop."""

    def __init__(self, at_a_time: int) -> None:
        self._free = at_a_time
        self._queue: list[Waiting] = []
        self._numbers = count()

    @asynccontextmanager
    async def turn(self, *, urgent: bool) -> AsyncIterator[None]:
        """Held until it is given back, whatever happens meanwhile."""
        await self._wait(urgent=urgent)
        try:
            yield
        finally:
            self._give_back()

    async def _wait(self, *, urgent: bool) -> None:
        if self._free:
            self._free -= 1
            return
        waiting = (not urgent, next(self._numbers), Event())
        heappush(self._queue, waiting)
        try:
            await waiting[2].wait()
        except BaseException:
            if waiting in self._queue:
                self._queue.remove(waiting)
                self._queue.sort()
            else:
                self._give_back()  # it had its turn already, and went away all the same
            raise

    def _give_back(self) -> None:
        if self._queue:
            heappop(self._queue)[2].set()
        else:
            self._free += 1
