"""Tells the security log within the minute that something was opened in an emergency, and that a review is overdue (R8)."""

import asyncio
from dataclasses import dataclass, field

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from callhandler.cases.glass import Broken
from callhandler.endpoint.database import LOOKING, UNREACHABLE
from callhandler.endpoint.oversight.openings import Review
from callhandler.endpoint.security_log import Clock, SecurityLog

EVERY = 20  # seconds


@dataclass(slots=True)
class Ringing:
    """Each opening that waits is told once by each process, and once more when its review is overdue; after a start, what still waits."""

    engine: Engine
    review: Review
    log: SecurityLog
    now: Clock
    _rung: set[tuple[str, str]] = field(default_factory=set)

    async def keep_watch(self) -> None:
        """Look again and again, until cancelled. Where the database does not answer, at the next look."""
        while True:
            await run_in_threadpool(self.look)
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        try:
            with self.engine.connect().execution_options(**{LOOKING: True}) as connection:
                waiting = [one for one in self.review.openings(connection) if one.settled is None]
        except UNREACHABLE:
            return
        for one in waiting:
            self._ring("opened in an emergency", one)
            if one.overdue(self.now().date()):
                self._ring("review overdue", one)

    def _ring(self, what: str, one: Broken) -> None:
        """Names and words stand in the list for those who review it, not here (R18)."""
        if (what, one.entry) not in self._rung:
            self._rung.add((what, one.entry))
            self.log.tell(what, agency=one.agency, code=one.told.reason)
