"""Whose token a poll shows: remembered by each process, and looked up again for all of them together, well within the minute (R13)."""

import asyncio
from collections.abc import Callable, Mapping

from fastapi import Request
from sqlalchemy import Engine, select
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import asker
from callhandler.endpoint.accounts.tables import ADMITTED, AGENCY, PERSON, SITTING, TOKEN
from callhandler.endpoint.accounts.tokens import hashed
from callhandler.endpoint.database import LOOKING, UNREACHABLE
from callhandler.endpoint.exchange.bulk import among
from callhandler.log.kinds import AgencyId

EVERY = 20  # seconds
MOST = 50_000
_GOOD = (
    select(TOKEN.c.hash, TOKEN.c.until, PERSON.c.agency)
    .select_from(TOKEN)
    .join(SITTING)
    .join(PERSON, PERSON.c.person == SITTING.c.person)
    .join(AGENCY, AGENCY.c.agency == PERSON.c.agency)
    .join(ADMITTED, ADMITTED.c.device == SITTING.c.device)
    .where(TOKEN.c.kind == "access", SITTING.c.over.is_(False), PERSON.c.disabled.is_(False), AGENCY.c.disabled.is_(False))
    .where(ADMITTED.c.state == "approved")
)


class Callers:
    """The agencies behind the tokens that were shown to this process lately. For numbers only: nothing else is answered by it."""

    def __init__(self, engine: Engine, now: Callable[[], int]) -> None:
        self._engine, self._now = engine, now
        self._known: dict[bytes, AgencyId] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._known)

    async def agency(self, request: Request) -> AgencyId:
        """Raises Refused, as `asker` does."""
        token = hashed(request.headers.get("authorization", "")[7:])
        known = self._known.get(token)
        if known is None:
            who = await run_in_threadpool(asker, request)
            known = who.agency
            if len(self._known) < MOST:
                self._known[token] = known
        return known

    async def keep_fresh(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look_again()

    async def look_again(self) -> None:
        """Forget whoever was taken out; and everybody, where the database does not say."""
        try:
            self._known = await run_in_threadpool(self._good, dict(self._known))
        except UNREACHABLE:
            self._known = {}

    def _good(self, known: Mapping[bytes, AgencyId]) -> dict[bytes, AgencyId]:
        with self._engine.connect().execution_options(**{LOOKING: True}) as connection:
            now, told = self._now(), among(connection, _GOOD, TOKEN.c.hash, list(known))
            return {bytes(row[0]): row[2] for row in told if row[1] > now}
