"""Tells the security log within the minute that something was opened in an emergency, and that a review is overdue (R8)."""

from dataclasses import dataclass, field

from sqlalchemy import Engine

from callhandler.cases.glass import Broken
from callhandler.endpoint.again import Aside, again
from callhandler.endpoint.database import LOOKING
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
    _aside: Aside = field(default_factory=Aside)

    async def keep_watch(self) -> None:
        """Look again and again, until cancelled."""
        await again(lambda: self._aside.done(self.look), EVERY)

    def look(self) -> None:
        with self.engine.connect().execution_options(**{LOOKING: True}) as connection:
            waiting = self.review.waiting(connection)
        for one in waiting:
            self._ring("opened in an emergency", one)
            if one.overdue(self.now().date()):
                self._ring("review overdue", one)

    def _ring(self, what: str, one: Broken) -> None:
        """Names and words stand in the list for those who review it, not here (R18)."""
        if (what, one.entry) not in self._rung:
            self._rung.add((what, one.entry))
            self.log.tell(what, agency=one.agency, code=one.told.reason)
