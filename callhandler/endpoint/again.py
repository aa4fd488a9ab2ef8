"""What the endpoint looks at again and again while it stands: nothing that goes wrong once ends it, and no crowd holds it up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from callhandler.endpoint.database import UNREACHABLE

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Aside:
    """A thread that is there for one purpose alone: those that answer requests may all be waiting for something."""

    _thread: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def done(self, look: Callable[[], Told]) -> Told:
        return await to_thread.run_sync(look, limiter=self._thread)


async def again(look: Callable[[], Awaitable[None]], every: float) -> None:
    """Until cancelled, with so many seconds in between. A database or disk that is away is looked for again; our own mistakes are told."""
    while True:
        try:
            await look()
        except UNREACHABLE:
            pass
        except Exception as mistake:  # noqa: BLE001 - a worker's edge: it is logged, and the next look comes
            asyncio.get_running_loop().call_exception_handler({"message": "a look failed", "exception": mistake})
        await asyncio.sleep(every)
